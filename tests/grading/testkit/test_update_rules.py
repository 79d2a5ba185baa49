"""Update rules, steps and comparisons in tests: what is expected is right, what is wrong fails."""

import numpy as np
import pytest

from cnncourse.grading.testkit import checks, rules, sweeps
from cnncourse.grading.testkit.examples import ExampleError, expect
from cnncourse.grading.testkit.judging import comparisons as trusted
from cnncourse.grading.testkit.judging import update_rules

GRADIENTS = np.random.default_rng(0).normal(size=(5, 2, 1))
START = [[3.0], [-2.0]]


def of_pytorch(rule, lr, decay):
    import torch

    weights = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = {
        "momentum": lambda: torch.optim.SGD([weights], lr, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD([weights], lr, momentum=0.9, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop([weights], lr, alpha=0.9),
        "adam": lambda: torch.optim.AdamW([weights], lr, weight_decay=decay),
    }[rule]()
    path = []
    for g in GRADIENTS:
        weights.grad = torch.tensor(g)
        optimizer.step()
        path.append(weights.detach().numpy().copy())
    return np.array(path)


@pytest.mark.parametrize("rule", ["momentum", "nesterov", "rmsprop", "adam"])
def test_paths_are_those_of_an_optimizer(rule):
    decay = 0.5 if rule == "adam" else 0.0
    path = update_rules.path(rule, START, GRADIENTS, lr=0.1, decay=decay)
    assert np.allclose(path, of_pytorch(rule, 0.1, decay), rtol=1e-4)


@pytest.mark.parametrize("framework", ["pytorch", "tensorflow"])
def test_steps_are_those_of_an_optimizer(framework):
    kit = checks.start(framework)

    def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
        if framework == "pytorch":
            import torch

            model.train()
            optimizer.param_groups[0]["lr"] = lr
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), limit or float("inf"))
            optimizer.step()
            return float(loss.detach()), float(norm)
        import tensorflow as tf

        with tf.GradientTape() as tape:
            loss = loss_fn(model(x, training=True), y)
        weights = model.trainable_variables
        gradients = tape.gradient(loss, weights)
        norm = tf.linalg.global_norm(gradients)
        clipped, _ = tf.clip_by_global_norm(gradients, limit or norm, norm)
        optimizer.learning_rate = lr
        optimizer.apply_gradients(zip(clipped, weights, strict=True))
        return float(loss), float(norm)

    batches = [(np.array([1.0, 2.0]), np.array([3, 5])), (np.array([0.5]), np.array([6]))] * 2
    case = {"weights": [0.5, 0.25, 0.75, 1.0], "in_training": 0.5, "batches": batches}
    case |= {"lrs": [0.01, 0.02, 0.005, 0.01], "longest": [None, 3.0, 100.0, 2.0]}
    seen = rules.of_steps(kit, train_step, **case)
    right = update_rules.steps(**case, lr_inside=framework == "tensorflow")
    for name, values in zip(("losses", "norms", "path"), right, strict=True):
        assert np.allclose(seen[name], values, rtol=1e-4), name


def momentum(g, memory, t):
    memory["v"] = 0.9 * memory.get("v", 0) + g
    return memory["v"]


def in_place(g, memory, t):
    v = memory.setdefault("v", np.zeros(g.shape))
    v *= 0.9
    v += g
    return v


ONE_FOR_ALL = {}


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (momentum, None),
        (in_place, "changed in a later step"),
        (lambda g, memory, t: momentum(g, ONE_FOR_ALL, t), "off"),
        (lambda g, memory, t: np.multiply(g, 1.0, out=g) * 0 + np.add(g, 1, out=g), "in place"),
    ],
)
def test_rules_are_checked_for_what_they_keep(rule, complaint):
    runs = [{"gradients": GRADIENTS}, {"gradients": 2 * GRADIENTS}]
    case = ("momentum", runs, rules.of_rule(rule, runs), "The directions are off")
    if complaint is None:
        update_rules.check_rule(*case)
    else:
        with pytest.raises(AssertionError, match=complaint):
            update_rules.check_rule(*case)


def test_a_half_fails_the_student_but_not_the_grading(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    with pytest.raises(ExampleError), rules.apart():
        expect(1, 2, "the second half")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with rules.apart():
        expect(1, 2, "the second half")


def test_a_share_is_that_of_the_checks_that_hold():
    right, wrong = (lambda value=value: trusted.equal(value, 1, str(value)) for value in (1, 2))
    assert update_rules.share_of(right, wrong, right, right) == 0.75
    assert update_rules.one_or_half(right) == 1 and update_rules.one_or_half(wrong) == 0.5
    with pytest.raises(AssertionError, match="2"):
        update_rules.share_of(wrong, wrong)


def test_a_comparison_is_noted_with_its_runs():
    def compare(run, rates, tuning_seeds, fresh_seeds):
        if len({*map(len, rates.values())}) > 1:
            raise ValueError("unequal")
        run("sgd", 0.1, 5)
        return {"sgd": (0.1, {7: run("sgd", 0.1, seed=7), 6: 2})}

    case = ({"sgd": [0.1, 0.2]}, [5], [6, 7])
    seen = sweeps.of_comparison(compare, [("sgd", 0.1, 7, 3.5)], *case)
    assert seen["runs"] == [["sgd", 0.1, 5], ["sgd", 0.1, 7]]
    assert seen["chosen"] == {"sgd": [0.1, [[6, 2.0], [7, 3.5]]]}
    assert sweeps.of_refusal(compare, *case) == {"raised": "", "runs": 2}
    refused = sweeps.of_refusal(compare, {"a": [1.0], "b": []}, [5], [6])
    assert refused == {"raised": "ValueError", "runs": 0}


def test_a_range_test_that_goes_on_is_seen():
    def range_test(take_step, low, high, num_steps):
        return [low] * 3, [take_step(low) for _ in range(3)]

    seen = sweeps.of_range_test(range_test, [1.0, 5.0], 0.1, 1.0, 3)
    assert seen["losses"].tolist() == [1, 5, np.inf] and seen["called"] == [0.1] * 3
    with pytest.raises(ExampleError, match="has the shape"):
        sweeps.range_example(range_test, [1.0, 5.0], 0.1, 1.0, 3, taken=2, hint="Stop.")
