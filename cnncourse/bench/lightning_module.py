"""The loop of Lightning: a LightningModule, and a Trainer that does the rest."""

import logging
import warnings

import lightning
import torch
from torch import nn

from cnncourse.bench.plain_pytorch import as_users_build_it, loaders
from cnncourse.pytorch import build_model

PRECISIONS = {"float32": "32-true", "bfloat16": "bf16-mixed"}


class Classifier(lightning.LightningModule):
    """The recipe's model with its loss and optimizer."""

    def __init__(self, model: nn.Module, lr: float):
        super().__init__()
        self.model, self.lr = model, lr
        self.loss_fn = nn.CrossEntropyLoss()

    def training_step(self, batch, batch_idx):
        inputs, labels = batch
        loss = self.loss_fn(self.model(inputs), labels)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        inputs, labels = batch
        self.log("val_loss", self.loss_fn(self.model(inputs), labels))

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.lr)


class Report(lightning.Callback):
    """Tells the gate about steps and epochs."""

    def __init__(self, gate):
        self.gate = gate

    def on_train_batch_end(self, *_args):
        self.gate.step()

    def on_validation_end(self, trainer, _module):
        self.gate.epoch(trainer.callback_metrics["val_loss"].item())


def run(images, recipe, gate):
    """Train the recipe's model."""
    warnings.filterwarnings("ignore", module="lightning")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    model = build_model(recipe, images.image_shape, images.num_classes)
    model = as_users_build_it(model)
    trainer = lightning.Trainer(
        max_epochs=recipe.num_epochs,
        precision=PRECISIONS[recipe.precision],
        devices=1,
        callbacks=[Report(gate)],
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
    )
    trainer.fit(Classifier(model, recipe.optimizer.lr), *loaders(images, recipe))
