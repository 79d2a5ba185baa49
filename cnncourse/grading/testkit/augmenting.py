"""What functions that change images make of a batch, and how a comparison trains, for the tests.

Images come and go as arrays (n, height, width, channels). The functions get them as tensors of the
framework that the student picked.
"""

import numpy as np

from cnncourse.grading.testkit.examples import call_of, expect, expect_shape, name_of, trying
from cnncourse.grading.testkit.fakes import Fakes
from cnncourse.grading.testkit.moves import ramps

_PAIR = "the images", "the targets"
_AS_ASKED = "A dict from each count to the losses of all seeds."


def tensor(kit, values):
    """A tensor of floats, of one or two axes."""
    values = np.asarray(values, dtype="float32")
    rows = values.reshape(len(values), -1)
    x, _ = kit.batch(rows[:, :, None, None], [0] * len(rows))
    made = x[:, 0, :, 0] if _channels_first(kit) else x[:, :, 0, 0]
    return made if values.ndim == 2 else made[:, 0]


def images(kit, values):
    """Images as the framework has them, a tensor."""
    return kit.batch(values, [0] * len(values))[0]


def array_of(kit, value) -> np.ndarray:
    """What the framework has, as an array; images as (n, height, width, channels)."""
    array = kit.to_numpy(value)
    return array.transpose(0, 2, 3, 1) if _channels_first(kit) and array.ndim == 4 else array


def of_change(kit, change, values, *others) -> dict:
    """Note what a function makes of images, or of images and targets.

    Parameters
    ----------
    kit : module
    change : callable
        Takes x, and what else there is; returns x, or x and targets.
    values : array, shape (n, height, width, channels)
    *others : tensor or array
        Further arguments.

    Returns
    -------
    dict
        "made": a list of the arrays that were returned; "tensors": whether all are tensors of
        floats; "unchanged": whether the arguments are what they were; "new": whether none of them
        is returned.
    """
    x = images(kit, values)
    before = [np.array(kit.to_numpy(value)) for value in (x, *others)]
    returned = change(x, *others)
    after = [kit.to_numpy(value) for value in (x, *others)]
    returned = list(returned) if isinstance(returned, tuple | list) else [returned]
    made = [array_of(kit, value) for value in returned]
    return {
        "made": made,
        "tensors": all(isinstance(value, type(x)) for value in returned)
        and all(np.issubdtype(array.dtype, np.floating) for array in made),
        "unchanged": all(map(np.array_equal, before, after)),
        "new": not any(value is argument for value in returned for argument in (x, *others)),
    }


def of_arrays(change, values, *others) -> dict:
    """Note what a function makes of NumPy images.

    Returns
    -------
    dict
        "made", an array; "new": whether it is one of its own, and the arguments are what they were.
    """
    before = [np.array(value) for value in (values, *others)]
    made = np.asarray(change(values, *others))
    unchanged = all(map(np.array_equal, before, (values, *others)))
    return {"made": made, "new": unchanged and not np.shares_memory(made, values)}


def change_example(kit, change, values, *others, gives, hint: str) -> None:
    """Have images and targets changed, and compare both."""
    with trying(call_of(change, values, *others)):
        found = of_change(kit, change, values, *others)
        _expect_sound(found)
        assert len(found["made"]) == len(gives), "Return a pair: the images and the targets."
        for what, got, right in zip(_PAIR, found["made"], gives, strict=True):
            expect(got, right, what, hint)


def soft_example(kit, loss_fn, logits, targets, *, value, gradient, hint: str) -> None:
    """Have the loss of soft targets computed, and its gradient with respect to the logits."""
    with trying(call_of(loss_fn, logits, targets)):
        loss, found = soft_value_and_gradient(kit, loss_fn, logits, targets)
        expect(loss, value, "the loss", hint)
        expect(found, gradient, "the gradient of the loss, which is itself right", atol=1e-3)


def soft_value_and_gradient(kit, loss_fn, logits, targets):
    """Value of loss_fn(logits, targets) and its gradient with respect to the logits, as arrays."""
    of_targets = tensor(kit, targets)
    labels = [0] * len(of_targets)
    return kit.value_and_gradient(lambda z, _: loss_fn(z, of_targets), logits, labels)


def pipeline_example(kit, augment) -> None:
    """Have the same 16 images changed twice, and see that they were, each in its own way."""
    once = ramps(np.random.default_rng(0), 1, 32).repeat(16, axis=0)
    with trying(f"{name_of(augment)}(x) of one image, 16 times"):
        found = [of_change(kit, augment, once) for _ in range(2)]
        _expect_sound(found[0])
        made = [each["made"][0] for each in found]
        expect_shape(made[0], once.shape, "the images as (n, height, width, channels)")
        assert np.ptp(made[0], axis=0).max() > 0.05, (
            "All 16 are alike: draw for each image, and see that the layers are in training mode."
        )
        assert abs(made[0] - made[1]).max() > 0.05, "The second call drew the same: set no seed."


def views_example(kit, view_average) -> None:
    """Have the logits of one image averaged, whose mirror image has others."""
    x = images(kit, [[[[1.0], [2.0]]]])
    hint = "Swap left and right: which axis is the width in your framework?"
    with trying("an image of 1 x 2 pixels, with the logits [1, 4] and, mirrored, [4, 1]"):
        logits = view_average(scores(kit, np.eye(2).reshape(1, 2, 1, 2)), x)
        expect(logits, [[2.5, 2.5]], "the mean logits", hint)


def scores(kit, weights):
    """A function from a batch of images to logits: pixels times weights, squared.

    Parameters
    ----------
    kit : module
    weights : array, shape (height, width, channels, num_classes)
    """
    weights = np.asarray(weights)
    rows = tensor(kit, weights.reshape(-1, weights.shape[-1]))
    places = list(np.ndindex(weights.shape[:3]))

    def predict(x):
        found = 0
        for number, (row, column, channel) in enumerate(places):
            at = (channel, row, column) if _channels_first(kit) else (row, column, channel)
            found = found + x[(slice(None), *at)][:, None] * rows[number]
        return found * found

    return predict


def compare_example(kit, compare, *, labels, counts, seeds, losses) -> None:
    """Have counts compared, while a fake in the place of validation_loss returns losses in turn."""
    x = np.arange(len(labels), dtype="uint8").reshape(-1, 1, 1, 1)
    with trying(
        f"{name_of(compare)}(x, y, counts={counts}, seeds={seeds}), y = {labels}, where "
        f"validation_loss returns {losses}"
    ):
        run = of_compare(compare, x, np.array(labels), counts, seeds, losses)
        found = [len(call["y"]) for call in run["calls"]]
        sizes = [count * len(set(labels)) for count in counts for _ in range(2 * len(seeds))]
        expect(
            sorted(found),
            sorted(sizes),
            "how many images it trained on, in all calls of validation_loss",
            "For each count and seed train once with and once without augmentation.",
        )
        expect(
            [count for count, _, _ in run["losses"]], counts, "the counts in the dict", _AS_ASKED
        )
        for count, *arms in run["losses"]:
            expect(list(map(len, arms)), [len(seeds)] * 2, f"how many losses it has of {count}")


def of_compare(compare, x, y, counts, seeds, losses) -> dict:
    """What compare returned, as [count, plain, augmented], and how it called validation_loss."""
    before, left = (x.copy(), y.copy()), iter(losses)
    fakes = Fakes(validation_loss=lambda x, y, augmented, seed: next(left, 0.0))
    with fakes.replacing():
        returned = compare(x, y, counts, seeds)
    return {
        "losses": [
            [count, list(arms["plain"]), list(arms["augmented"])]
            for count, arms in returned.items()
        ],
        "calls": fakes.calls,
        "unchanged": all(map(np.array_equal, before, (x, y))),
    }


def _expect_sound(found: dict) -> None:
    assert found["tensors"], "It should return float tensors of your framework."
    assert found["unchanged"], "It changed an argument: return new tensors instead."


def _channels_first(kit) -> bool:
    return kit.__name__.endswith("pytorch")
