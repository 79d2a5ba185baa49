"""From the notebook's loop to the fast one in PyTorch, one change at a time."""

import torch
from torch import nn

from cnncourse.batches import epoch_batches
from cnncourse.bench.plain_pytorch import loaders
from cnncourse.processor import keep_freed_memory
from cnncourse.pytorch import build_model
from cnncourse.pytorch.augment import augment


def run(images, recipe, gate, *, changes: tuple[str, ...]):
    """Train the recipe's model with the `changes` that `contestants` names."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = build_model(recipe, images.image_shape, images.num_classes)
    if "relu_after_pool" not in changes:
        model = with_relu_before_pool(model)
    if "memory_kept" in changes:
        keep_freed_memory()
    layout = torch.channels_last if "channels_last" in changes else torch.contiguous_format
    model = model.to(device, memory_format=layout).train()
    forward = torch.compile(model) if recipe.compile else model
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.optimizer.lr)
    precision = torch.autocast(device.type, torch.bfloat16, enabled=recipe.precision == "bfloat16")
    source = _resident if "resident" in changes else _loaded
    batches = source(images, recipe, device)

    for epoch in range(recipe.num_epochs):
        running_loss, losses = 0.0, []
        for inputs, labels in batches(epoch):
            inputs = inputs.to(device, memory_format=layout)
            optimizer.zero_grad()
            with precision:
                loss = loss_fn(forward(inputs), labels.to(device))
            loss.backward()
            optimizer.step()
            if "no_item" in changes:
                losses.append(loss.detach())
            else:
                running_loss += loss.item()
            gate.step()
        if losses:
            running_loss = torch.stack(losses).sum().item()


def with_relu_before_pool(model: nn.Sequential) -> nn.Sequential:
    """The same function of the same weights, computed from four times as many numbers.

    Examples
    --------
    >>> with_relu_before_pool(nn.Sequential(nn.MaxPool2d(2), nn.ReLU(), nn.Flatten()))[0]
    ReLU()
    """
    layers = list(model)
    for i in range(len(layers) - 1):
        if isinstance(layers[i], nn.MaxPool2d) and isinstance(layers[i + 1], nn.ReLU):
            layers[i], layers[i + 1] = layers[i + 1], layers[i]
    return nn.Sequential(*layers)


def _loaded(images, recipe, _device):
    """Batches of images that a DataLoader changes one by one."""
    loader, _ = loaders(images, recipe)
    return lambda epoch: loader


def _resident(images, recipe, device):
    """Batches out of the images kept on the device as uint8, changed all at once."""
    pixels = torch.from_numpy(images.train.images).to(device)
    labels = torch.from_numpy(images.train.labels).to(device)

    def batches(epoch):
        for batch in epoch_batches(recipe, len(labels), images.image_shape, epoch):
            indices = torch.from_numpy(batch.indices).to(device)
            changes = [torch.from_numpy(change).float().to(device) for change in batch.changes]
            inputs = pixels[indices].permute(0, 3, 1, 2).float() / 255
            yield augment(inputs, labels[indices], changes, recipe)

    return batches
