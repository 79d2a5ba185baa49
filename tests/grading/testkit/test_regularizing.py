"""What the tests of regularizers share: states of networks, trainings made up, and halves."""

import numpy as np
import pytest

from cnncourse.grading.testkit import checks, regularizing
from cnncourse.grading.testkit.judging import regularizing as expected

SHAPES = [(1, 1, 2, 3), (3,), (3, 2), *[(2,)] * 5]
SETTING = {"dropout": 0.25, "batch_norm": True, "weight_decay": 0.1}


@pytest.fixture(scope="module", params=["pytorch", "tensorflow"])
def kit(request):
    return checks.start(request.param)


def states(count, seed=0):
    rng = np.random.default_rng(seed)
    return [[rng.uniform(1, 2, size=shape) for shape in SHAPES] for _ in range(count)]


def is_torch(kit):
    return kit.__name__.endswith("pytorch")


def adamw(kit, model, lr, weight_decay):
    """The framework's own, which decays all weights."""
    if is_torch(kit):
        import torch

        return torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=weight_decay)
    import keras

    return keras.optimizers.AdamW(lr, weight_decay=weight_decay)


def stopped(kit, copies=True):
    """A `fit_early` that keeps copies of everything, or what goes on changing."""

    def fit_early(model, optimizer, train, val, max_epochs, patience):
        import __main__ as notebook

        losses, best = [], None
        for _ in range(max_epochs):
            notebook.train_epoch(model, optimizer, *train)
            losses.append(notebook.mean_loss(model, notebook.cross_entropy, *val))
            if losses[-1] == min(losses):
                best = kit.state(model) if copies else None
            if len(losses) - 1 - losses.index(min(losses)) == patience:
                break
        if best is not None:
            kit.set_state(model, best)
        return losses

    return fit_early


def test_state_is_all_of_a_network_and_comes_as_copies(kit):
    model, (first, second) = kit.small_network(), states(2)
    kit.set_state(model, first)
    kept = kit.state(model)
    kit.set_state(model, second)
    for arrays, right in ((kept, first), (kit.state(model), second)):
        assert [array.shape for array in arrays] == SHAPES
        for array, numbers in zip(arrays, right, strict=True):
            np.testing.assert_allclose(array, numbers, rtol=1e-6)


def test_state_is_changed_in_place(kit):
    model, (state,) = kit.small_network(), states(1)
    bias = model.state_dict()["0.bias"] if is_torch(kit) else model.layers[0].bias
    kit.set_state(model, state[:2])
    np.testing.assert_allclose(kit.to_numpy(bias), state[1], rtol=1e-6)


def test_small_network_computes_the_same_in_both(kit):
    model, (state,) = kit.small_network(), states(1)
    kit.set_state(model, state)
    images = np.array([[[[2.0, -1.0]]], [[[0.5, 3.0]]]])
    kernel, bias, dense, dense_bias, scale, shift, mean, variance = state
    hidden = (images[:, 0, 0] @ kernel[0, 0] + bias) @ dense + dense_bias
    right = scale * (hidden - mean) / np.sqrt(variance) + shift
    np.testing.assert_allclose(kit.predict(model, kit.batch(images, [0, 0])[0]), right, rtol=1e-2)


def test_all_weights_descend(kit):
    (start, *gradients) = [state[:6] for state in states(4)]
    path = kit.descend_all(lambda model: adamw(kit, model, 0.1, 0.5), start, gradients)
    for i, weight in enumerate(start):
        of_weight = [step[i] for step in gradients]
        right = expected.adam_path(weight, of_weight, 0.1, 0.5)
        np.testing.assert_allclose([step[i] for step in path], right, atol=1e-4)


def test_training_goes_through_its_states(kit):
    losses, made = [0.9, 0.7, 0.8, 0.75, 0.5], states(5)
    run = regularizing.of_fit_early(kit, stopped(kit), losses, made, 5, patience=2)
    assert run["goes_on"] and run["epochs"] == 4 and run["returned"] == losses[:4]
    np.testing.assert_allclose(run["state"][0], made[1][0], rtol=1e-6)
    assert [call["function"] for call in run["calls"]] == ["train_epoch", "mean_loss"] * 4
    assert run["calls"][0]["model"] == run["handed"][0]


def test_example_of_early_stopping_tells_losses_and_weights(kit):
    losses = [0.9, 0.7, 0.8, 0.75, 0.5]
    example = regularizing.fit_early_example
    example(kit, stopped(kit), losses, patience=2, epochs=4)
    example(kit, stopped(kit), losses, patience=2, best=2)
    with pytest.raises(AssertionError, match="Count the epochs"):
        example(kit, stopped(kit), losses, patience=1, epochs=4)
    with pytest.raises(AssertionError, match="Keep copies"):
        example(kit, stopped(kit, copies=False), losses, patience=2, best=2)


def test_penalty_has_to_be_connected(kit):
    def constant(weights, l1, l2):
        return 1.0

    with pytest.raises(AssertionError, match="penalty is not connected to the weights"):
        regularizing.of_penalty(kit, constant, [[5.0, 2.0, -1.0, 0.0]], 0.1, 0.5)


def test_mean_loss_is_tried_with_each_batch_size(kit):
    seen = []

    def mean_loss(model, loss_fn, x, y, batch_size=100):
        seen.append(batch_size)
        return loss_fn(model(x), y)

    case = (kit.pixel_model(), [1, 2], [0, 0], [3, None])
    found = regularizing.of_mean_loss(kit, mean_loss, *case)
    assert seen == [3, 100] and np.allclose(found, 2.5)


def test_run_is_followed_from_the_seed_to_the_gap(kit):
    def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
        import __main__ as notebook

        notebook.set_seed(seed)
        sizes = {name: setting[name] for name in ("dropout", "batch_norm")}
        model = notebook.build_model((8, 8, 1), 10, **sizes)
        optimizer = notebook.make_optimizer(model, lr, setting["weight_decay"])
        notebook.fit_early(model, optimizer, train, val, max_epochs, patience)
        losses = [notebook.mean_loss(model, notebook.cross_entropy, *p) for p in (train, val)]
        return {"train_loss": losses[0], "val_loss": losses[1], "gap": losses[1] - losses[0]}

    record = regularizing.of_run_once(kit, run_once, SETTING, 7, (0.25, 1.0), {})
    assert record["returned"]["gap"] == 0.75
    options = {"lr": 0.003, "max_epochs": 20, "patience": 5}
    expected.check_run(record, 7, SETTING, [(8, 8, 1), 10], options)
    for wrong in ({"seed": 8}, {"setting": SETTING | {"dropout": 0.5}}):
        case = {"seed": 7, "setting": SETTING} | wrong
        with pytest.raises(AssertionError, match=r"seed|dropout"):
            expected.check_run(record, **case, shape=[(8, 8, 1), 10], train_options=options)


def test_parts_that_fail_spare_the_others(capsys):
    def fails():
        raise AssertionError("too small")

    regularizing.partly(fails, lambda: None)
    assert "still missing:\ntoo small" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="too small"):
        regularizing.partly(fails, fails)
    assert expected.share(fails, lambda: None, lambda: None) == 2 / 3
    with pytest.raises(AssertionError, match="too small"):
        expected.share(fails, fails)
