"""The plain PyTorch loop of the tutorials: a Dataset, a DataLoader, `.item()` in every step."""

import random

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import nn
from torch.utils.data import DataLoader, Dataset

from cnncourse.moves import Shift
from cnncourse.pytorch import build_model


class Images(Dataset):
    """Images as tensors; with `pad`, mirrored at random and cropped at random after padding."""

    def __init__(self, split, pad: int | None = None):
        self.images, self.labels, self.pad = split.images, split.labels, pad

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        image = Image.fromarray(self.images[index])
        if self.pad:
            if random.random() < 0.5:
                image = ImageOps.mirror(image)
            x, y = random.randint(0, 2 * self.pad), random.randint(0, 2 * self.pad)
            width, height = image.size
            image = ImageOps.expand(image, self.pad).crop((x, y, x + width, y + height))
        pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1).contiguous()
        return pixels.float() / 255, self.labels[index]


def as_users_build_it(model: nn.Sequential) -> nn.Sequential:
    """The recipe's model, with PyTorch's own batch norm and in its usual memory layout."""
    for index, layer in enumerate(model):
        if isinstance(layer, nn.BatchNorm2d):
            model[index] = nn.BatchNorm2d(layer.num_features, layer.eps, layer.momentum)
    return model.to(memory_format=torch.contiguous_format)


def loaders(images, recipe) -> tuple[DataLoader, DataLoader]:
    """Loaders of the training and the validation images."""
    (shift,) = (option for option in recipe.augmentation if type(option) is Shift)
    pad = round(shift.width * images.image_shape[1])
    train = DataLoader(Images(images.train, pad), recipe.batch_size, shuffle=True)
    return train, DataLoader(Images(images.val), recipe.batch_size)


def run(images, recipe, gate):
    """Train the recipe's model."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = build_model(recipe, images.image_shape, images.num_classes)
    model = as_users_build_it(model).to(device)
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.optimizer.lr)
    train_loader, val_loader = loaders(images, recipe)

    for _ in range(recipe.num_epochs):
        model.train()
        running_loss = 0.0
        for inputs, labels in train_loader:
            inputs, labels = inputs.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = loss_fn(model(inputs), labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
            gate.step()

        model.eval()
        val_loss = 0.0
        with torch.no_grad():
            for inputs, labels in val_loader:
                inputs, labels = inputs.to(device), labels.to(device)
                val_loss += loss_fn(model(inputs), labels).item() * len(labels)
        gate.epoch(val_loss / len(images.val.labels))
