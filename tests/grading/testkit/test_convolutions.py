"""What the checks of convolutions expect, and what the kits say of networks, is right itself."""

import numpy as np
import pytest

from cnncourse.grading.testkit import architectures, pytorch, tensorflow
from cnncourse.grading.testkit.examples import ExampleError
from cnncourse.grading.testkit.judging import convolutions

IMAGES = np.random.default_rng(0).normal(size=(3, 6, 8, 2))
LABELS = [0, 2, 1]
KITS = {"pytorch": pytorch, "tensorflow": tensorflow}


@pytest.fixture(params=KITS)
def kit(request):
    return KITS[request.param]


def chain(kit, stride=1):
    """A network of two 3x3 convolutions, ReLU, a global pool and a layer."""
    if kit is pytorch:
        nn = kit.nn
        return nn.Sequential(
            *(nn.Conv2d(2, 4, 3, stride, padding=1), nn.ReLU()),
            *(nn.Conv2d(4, 5, 3, padding=1), nn.ReLU()),
            *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(5, 3)),
        )
    kl = kit.keras.layers
    options = {"padding": "same", "activation": "relu"}
    maps = kl.Conv2D(4, 3, stride, **options), kl.Conv2D(5, 3, **options)
    return kit.keras.Sequential([*maps, kl.GlobalAveragePooling2D(), kl.Dense(3)])


def first_layer(kit, **options):
    if kit is pytorch:
        return kit.nn.Conv2d(2, 4, 3, **options)
    return kit.keras.layers.Conv2D(4, 3, options.get("stride", 1))


def parts(kit, model):
    first, bias, second, other, dense, last = kit.weights(model)
    return [first, second], [bias, other], dense if dense.shape == (5, 3) else dense.T, last


def test_convolution_is_that_of_the_frameworks(kit):
    layer = first_layer(kit, stride=2)
    found = architectures.of_network(kit, layer, IMAGES)
    right = convolutions.convolve(IMAGES, *found["weights"], stride=2)
    np.testing.assert_allclose(found["outputs"], right, atol=1e-5)
    np.testing.assert_allclose(found["alone"], right[:1], atol=1e-5)


def test_gradient_norms_are_those_of_the_frameworks(kit):
    model, (x, y) = chain(kit), kit.batch(IMAGES, LABELS)
    kit.predict(model, x)
    gradients = kit.weight_gradients(model, x, y)
    assert [a.shape for a in gradients] == [a.shape for a in kit.weights(model)]
    right = convolutions.plain_gradient_norms(IMAGES, LABELS, *parts(kit, model))
    norms = [architectures.norm(a) for a in gradients if a.ndim == 4]
    np.testing.assert_allclose(norms, right, rtol=1e-3)


def test_input_gradient_is_the_slope_of_the_first_output(kit):
    model, (x, _) = chain(kit), kit.batch(IMAGES, LABELS)
    kit.predict(model, x)
    moved, step = IMAGES.copy(), 1e-3
    moved[0, 2, 3, 1] += step
    outputs = [kit.predict(model, kit.batch(images, LABELS)[0]) for images in (IMAGES, moved)]
    slopes = kit.input_gradient(model, x)
    assert slopes.shape == IMAGES.shape
    assert np.isclose(slopes[0, 2, 3, 1], (outputs[1] - outputs[0])[0, 0] / step, atol=1e-3)


def test_order_of_weights_of_equal_shape_does_not_matter():
    rng = np.random.default_rng(1)
    kernels, biases = rng.normal(size=(2, 3, 3, 2, 2)), rng.normal(size=(2, 2))
    maps = convolutions.residual(IMAGES, kernels, biases, 1, (1, 1))
    known = [(3, 3, 2, 2)] * 2 + [(2,)] * 2

    def compute(arrays):
        return convolutions.residual(IMAGES, arrays[:2], arrays[2:], 1, (1, 1))

    turned = [biases[1], kernels[1], kernels[0], biases[0]]
    assert convolutions.fits(maps, turned, known, compute)
    assert not convolutions.fits(maps + 0.1, turned, known, compute)
    assert not convolutions.fits(maps, turned[1:], known, compute)


def test_max_pool_leaves_out_what_is_left_over():
    maps = np.arange(15.0).reshape(1, 3, 5, 1)
    assert convolutions.max_pool(maps)[0, ..., 0].tolist() == [[6, 8]]


def test_plain_makes_arrays_of_tensors(kit):
    x, _ = kit.batch(IMAGES, LABELS)
    found = architectures.plain({"a": (x[0, 0, 0, 0], [x]), 3: np.str_("b")})
    assert type(found["a"]) is tuple and type(found["3"]) is str
    assert isinstance(found["a"][0], np.ndarray) and isinstance(found["a"][1][0], np.ndarray)


def test_half_an_answer_has_the_other_half_printed(capsys):
    with architectures.another_point():
        raise ExampleError("the maps\n  is 1")
    with architectures.another_point():
        raise NotImplementedError
    assert capsys.readouterr().out == (
        "One point passed, the other not yet:\nthe maps\n  is 1\n"
        "One point passed, the other not yet:\nNotImplementedError: \n"
    )


def test_attempt_gives_the_error_as_text():
    assert architectures.attempt(lambda: 1 / 0) == "ZeroDivisionError: division by zero"
    assert architectures.raises(ValueError, int, "x")
    assert not architectures.raises(ValueError, int, "1")


def test_network_that_is_too_deep_is_told_so(kit):
    def network(depth, image_shape, num_classes):
        rng = np.random.default_rng(0)
        model = chain(kit)
        kit.predict(model, kit.batch(rng.normal(size=(1, *image_shape)), [0])[0])
        return model

    with pytest.raises(ExampleError, match="the filters of its 3x3 kernels"):
        architectures.mended_example(kit, network, 2, (6, 8, 2), 3)


def test_network_with_too_many_weights_is_told_so(kit):
    example = {"image_shape": (6, 8, 2), "output": (3,), "hint": "Try."}
    architectures.network_example(kit, chain, kit, num_weights=76 + 185 + 18, **example)
    with pytest.raises(ExampleError, match="the number of all weights"):
        architectures.network_example(kit, chain, kit, num_weights=3, **example)
