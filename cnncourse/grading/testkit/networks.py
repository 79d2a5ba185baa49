"""Examples of what a function that builds networks should do, on images of noise."""

import numpy as np

from cnncourse.grading.testkit.examples import expect_shape, name_of, trying

_COUNT = 4
_CONVOLUTION = "Found no convolution with a window larger than 1x1: add one, of 3x3 for example."
_UNUSED = "A convolution did not learn: does its output reach the last layer?"


def noise(kit, image_shape: tuple):
    """Four images of noise, the same at every call, as a batch of the framework."""
    images = np.random.default_rng(0).normal(size=(_COUNT, *image_shape))
    return kit.batch(images, labels=[0] * _COUNT)[0]


def example(kit, build_model, image_shape: tuple, num_classes: int) -> None:
    """Build a network for classification and train it a little: are its outputs logits?

    Parameters
    ----------
    kit : module
        That `checks.test` returns.
    build_model : callable
        Takes image_shape (height, width, channels) and num_classes, returns a model.
    image_shape : tuple
    num_classes : int

    Raises
    ------
    AssertionError
        For the student to read.
    """
    what = f"{name_of(build_model)}({image_shape}, {num_classes}), with {_COUNT} images"
    with trying(what):
        model, x = build_model(image_shape, num_classes), noise(kit, image_shape)
        expect_shape(
            kit.predict(model, x),
            (_COUNT, num_classes),
            "the output",
            "A row per image and a column per class: compute the sizes of the layers from "
            "image_shape and num_classes.",
        )
        before = kit.weights(model)
        targets = np.where(np.arange(num_classes) % 2, 30.0, -30.0)
        kit.push(model, x, targets)
        outputs = kit.predict(model, x)
        assert (outputs / targets).min() > 0.4, (
            f"Trained toward 30 and -30 by turns, the outputs stop at {outputs[0].round(1)}: "
            "logits can be any number, so end with a plain linear layer, without softmax, sigmoid, "
            "ReLU or clipping."
        )
        pairs = zip(before, kit.weights(model), strict=True)
        moved = [np.any(b != a) for b, a in pairs if b.ndim == 4 and max(b.shape[:2]) > 1]
        assert moved, _CONVOLUTION
        assert all(moved), _UNUSED
