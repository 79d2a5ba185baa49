"""The loops of this package, in either framework."""

from cnncourse.frameworks import backend


def run(images, recipe, gate, *, framework: str, device: str):
    """Train the recipe's model."""
    package = backend(framework)
    model = package.build_model(recipe, images.image_shape, images.num_classes)
    settings = {"device": device, "progress": False, "after_step": gate.step}
    history = package.train(model, images, recipe, **settings)
    gate.finished(history.seconds, history.val_loss)
