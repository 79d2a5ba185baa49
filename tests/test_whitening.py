"""The whitening layer: what its outputs are, the same from the same images, and never trained."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from cnncourse import SGD, AdamW, Muon, Recipe, pytorch, tensorflow, whitening
from cnncourse.architectures import hidden_layers
from cnncourse.whitening import EPS, num_filters, whitening_weights

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])


def correlated(num_images=40, shape=(9, 7, 3)) -> np.ndarray:
    """Random images whose neighboring pixels and channels are alike, and whose mean is not 1/2."""
    rng = np.random.default_rng(0)
    noise = rng.random((num_images, *shape)) * 40
    noise += rng.random((num_images, 1, shape[1], 1)) * 60 + rng.random((num_images, 1, 1, 1)) * 80
    return (noise + 20).astype(np.uint8)


def outputs(images: np.ndarray) -> np.ndarray:
    """Convolve the images with their own whitening layer: shape (positions, filters)."""
    kernel, bias = (torch.from_numpy(array) for array in whitening_weights(images))
    pixels = torch.from_numpy(images).permute(0, 3, 1, 2) / 255.0
    found = functional.conv2d(pixels.double(), kernel.permute(3, 2, 0, 1), bias)
    return found.permute(0, 2, 3, 1).flatten(0, 2).numpy()


def test_outputs_are_white_and_centered():
    found = outputs(correlated())
    assert found.shape == (40 * 8 * 6, 24) and num_filters(3) == 24
    np.testing.assert_allclose(found.mean(0), 0, atol=1e-6)
    covariance = np.cov(found[:, :12].T, bias=True)
    patches = np.lib.stride_tricks.sliding_window_view(correlated() / 255, (2, 2), axis=(1, 2))
    patches = patches.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 12)
    eigenvalues = np.linalg.eigvalsh(np.cov(patches.T, bias=True))[::-1]
    # The unit matrix, but for what eps has added to each eigenvalue.
    expected = eigenvalues / (eigenvalues + EPS)
    assert expected.min() > 0.5
    np.testing.assert_allclose(covariance, np.diag(expected), atol=1e-6)


def test_eps_keeps_what_images_lack_from_being_blown_up():
    gray = np.repeat(correlated(shape=(9, 7, 1)), 3, axis=3)
    found = outputs(gray).std(0)[:12]
    assert found[:4].min() > 0.9
    assert found[4:].max() < 1e-3
    kernel, _ = whitening_weights(gray)
    assert np.abs(kernel).max() <= 1 / np.sqrt(EPS)


def test_second_half_is_the_negative_of_the_first():
    kernel, bias = whitening_weights(correlated())
    np.testing.assert_array_equal(kernel[..., 12:], -kernel[..., :12])
    np.testing.assert_allclose(bias[12:], -bias[:12], rtol=1e-12, atol=1e-12)


def test_filters_do_not_depend_on_the_signs_of_the_solver(monkeypatch):
    images = correlated()
    expected = whitening_weights(images)
    solve = np.linalg.eigh
    flips = np.where(np.arange(12) % 3, 1, -1)

    def flipped(matrix):
        values, vectors = solve(matrix)
        return values, vectors * flips

    monkeypatch.setattr(whitening.np.linalg, "eigh", flipped)
    for ours, theirs in zip(whitening_weights(images), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_chunks_and_the_choice_of_images_change_little(monkeypatch):
    images = correlated(60)
    whole, _ = whitening_weights(images)
    monkeypatch.setattr(whitening, "_CHUNK", 7)
    np.testing.assert_allclose(whitening_weights(images)[0], whole, rtol=1e-6, atol=1e-9)
    monkeypatch.setattr(whitening, "_NUM_IMAGES", 20)
    np.testing.assert_array_equal(
        whitening_weights(images)[0], whitening_weights(images[::3].copy())[0]
    )


@pytest.mark.parametrize("shape", [(8, 8, 1), (16, 16, 3), (33, 20, 3)])
@pytest.mark.parametrize("model", ["shallow5x5", "vgg3x3"])
def test_models_start_with_it_at_any_size(model, shape):
    recipe = Recipe(model=model, width=2, whitening=True)
    assert hidden_layers(recipe, shape)[0].filters == num_filters(shape[2])
    images = np.random.default_rng(0).integers(0, 256, (2, *shape), dtype=np.uint8)
    ours, theirs = (side.build_model(recipe, shape, 10) for side in (pytorch, tensorflow))
    pytorch.whiten(ours, images)
    tensorflow.whiten(theirs, images)
    np.testing.assert_array_equal(pytorch.get_weights(ours)[0], tensorflow.get_weights(theirs)[0])
    logits = pytorch.predict(ours, images)
    np.testing.assert_allclose(logits, tensorflow.predict(theirs, images), rtol=1e-4, atol=1e-5)


@SIDES
@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": SGD(lr=0.1, weight_decay=0.5)},
        {"optimizer": AdamW(lr=0.1, weight_decay=0.5)},
        {"optimizer": Muon(lr=0.1, weight_decay=0.5)},
        {"l1": 0.1, "l2": 0.1, "clip_norm": 0.1},
    ],
    ids=lambda settings: " ".join(settings),
)
def test_training_leaves_the_filters_and_moves_their_bias(side, settings, make_images):
    images = make_images()
    recipe = Recipe(model="shallow3x3", width=2, whitening=True, num_epochs=1, **settings)
    after = side.get_weights(side.fit(recipe, images, progress=False).model)
    kernel, bias = whitening_weights(images.train.images)
    np.testing.assert_array_equal(after[0], kernel.astype(np.float32))
    assert (after[1] != bias.astype(np.float32)).any()


@SIDES
def test_filters_do_not_count_among_the_kernels(side):
    model = side.build_model(Recipe(model="shallow3x3", width=2, whitening=True), (8, 8, 1), 4)
    plain = side.build_model(Recipe(model="shallow3x3", width=2), (8, 8, 1), 4)
    assert len(side.weights.kernels(model)) == len(side.weights.kernels(plain)) == 4
