"""The parts of a training, each tried while fakes take the place of the others, and examples.

In place of images stand single pixels, in place of models the kit's `pixel_model`. The functions
`of_...` return what a part made, for a trusted check; the examples compare it.
"""

from numbers import Real

import numpy as np

from cnncourse.grading.testkit.examples import call_of, expect, expect_shape, name_of, trying
from cnncourse.grading.testkit.fakes import Fakes


def one_pixel(kit, pixels, labels):
    """Tensors x, y of images of one pixel."""
    return kit.batch(np.reshape(pixels, (-1, 1, 1, 1)), labels)


def loss_example(kit, loss_fn, logits, labels, *, value, gradient, hint: str) -> None:
    """Have the loss of a batch computed, and its gradient with respect to the logits."""
    with trying(call_of(loss_fn, logits=logits, labels=labels)):
        loss, found = kit.value_and_gradient(loss_fn, logits, labels)
        expect(loss, value, "the loss", hint)
        expect(
            found,
            gradient,
            "the gradient of the loss, which is itself right",
            "Use the framework's loss on the raw logits: no clipping, rounding or detaching on the "
            "way.",
            atol=1e-3,
        )


def path_example(kit, make_optimizer, name, lr, *, start, gradients, path, hint: str) -> None:
    """Have the optimizer `name` take a step along each gradient."""
    with trying(f'{name_of(make_optimizer)}("{name}", model, lr={lr}), weights {start}'):
        found = kit.descend(lambda model: make_optimizer(name, model, lr), start, gradients)
        for step, (weights, right) in enumerate(zip(found, path, strict=True), start=1):
            what = f"the weights after step {step}, with gradients {gradients[:step]}"
            expect(weights, right, what, hint, rtol=0, atol=1e-3 * lr)


def decay_example(kit, sgd_with_decay, lr, weight_decay, *, start, gradient, after) -> None:
    """Have the optimizer take one step."""
    with trying(f"{name_of(sgd_with_decay)}(model, lr={lr}, weight_decay={weight_decay})"):
        (weights,) = of_decay(kit, sgd_with_decay, lr, weight_decay, start, [gradient])
        what = f"the weights {start} after a step with the gradient {gradient}"
        expect(weights, after, what, atol=1e-4)


def of_decay(kit, sgd_with_decay, lr, weight_decay, start, gradients) -> list[np.ndarray]:
    """Where the weights are after each step; make_optimizer is plain SGD with momentum here."""
    fakes = Fakes(make_optimizer=lambda name, model, lr: kit.sgd(model, lr, momentum=0.9))
    with fakes.replacing():
        return kit.descend(lambda model: sgd_with_decay(model, lr, weight_decay), start, gradients)


def step_example(kit, train_step, *, weights, pixels, labels, lr, loss, after) -> None:
    """Have one step taken, by gradient descent on a squared error."""
    w1, b1, w2, b2 = weights
    with trying(
        f"{name_of(train_step)} with the model w2 * (w1 * x + b1) + b2, its weights w1, b1, w2, b2 "
        f"= {weights}, pixels {pixels}, labels {labels}, a squared error and lr {lr}"
    ):
        model = kit.pixel_model(w1, b1, w2, b2)
        (found,), (path,) = of_steps(kit, train_step, model, pixels, labels, lr, num_steps=1)
        assert isinstance(found, Real), (
            f"It returned a {type(found).__name__}: return a number, float(...) of the loss."
        )
        expect(found, loss, "the loss that it returned", "That of the batch before the update.")
        hint = "Are all weights updated once, each along its own gradient?"
        expect(path, after, "the weights after the step", hint, atol=1e-3)


def of_steps(kit, train_step, model, pixels, labels, lr, num_steps):
    """Losses of steps of plain gradient descent on a squared error, and the weights after each."""
    x, y = one_pixel(kit, pixels, labels)
    kit.predict(model, x)  # leaves a PyTorch model in evaluation mode
    optimizer, losses, path = kit.sgd(model, lr), [], []
    for _ in range(num_steps):
        losses.append(train_step(model, optimizer, kit.squared_error, x, y))
        path.append(kit.weights(model))
    return losses, path


def epochs_example(kit, train, *, num_examples, num_epochs, batch_size, losses) -> None:
    """Have a model trained, while a fake in the place of train_step returns the losses in turn."""
    everything = range(num_examples)
    with trying(
        f"{name_of(train)} with {num_examples} examples, num_epochs={num_epochs}, batch_size="
        f"{batch_size}, where train_step returns {losses}"
    ):
        case = {"num_epochs": num_epochs, "batch_size": batch_size, "seed": 0}
        run = of_train(kit, train, everything, everything, losses, **case)
        expect(
            list(run["returned"]),
            losses,
            "the losses that it returned",
            "One of each batch, the last, smaller one of each epoch included.",
        )
        batches = [call["y"].tolist() for call in run["calls"]]
        sizes = [batch_size] * (num_examples // batch_size)
        sizes += [num_examples % batch_size] if num_examples % batch_size else []
        found = [len(batch) for batch in batches]
        expect(found, sizes * num_epochs, "the numbers of examples in the batches")
        for start in range(0, len(batches), len(sizes)):
            epoch = np.concatenate(batches[start : start + len(sizes)])
            assert sorted(epoch) == list(everything), (
                "An epoch does not visit every example exactly once: cut one permutation of all "
                "examples into batches."
            )


def of_train(kit, train, pixels, labels, losses, num_epochs, batch_size, seed) -> dict:
    """What train returned, how it called train_step, and what it should have handed to it."""
    x, y = one_pixel(kit, pixels, labels)
    model, left = kit.pixel_model(), iter(losses)
    optimizer = kit.sgd(model, 0.1)
    fakes = Fakes(train_step=lambda model, optimizer, loss_fn, x, y: next(left, 0.0))
    handed = [fakes.name(thing) for thing in (model, optimizer, kit.squared_error)]
    with fakes.replacing():
        returned = train(model, optimizer, kit.squared_error, x, y, num_epochs, batch_size, seed)
    return {"returned": returned, "calls": fakes.calls, "handed": handed}


def run_example(kit, run, name, lr, *, num_epochs, seed, losses) -> None:
    """Have a network trained, while fakes take the place of the other parts."""
    call = f'{name_of(run)}("{name}", {lr}, x, y, num_epochs={num_epochs}, seed={seed})'
    with trying(call):
        case = {"pixels": range(3), "labels": range(3), "num_epochs": num_epochs, "seed": seed}
        record = of_run(kit, run, name, lr, losses=losses, **case)
        called = [call["function"] for call in record["calls"]]
        missing = {"set_seed", "build_model", "make_optimizer", "train"} - set(called)
        assert not missing, f"It called {called}: it should also call {', '.join(sorted(missing))}."
        what = f"the losses that it returned, where train returned {losses}"
        expect(list(record["losses"]), losses, what)


def of_run(kit, run, name, lr, pixels, labels, num_epochs, seed, losses) -> dict:
    """The model and the losses that run returned, and how it called the other parts.

    The fake of train returns the losses. Without a seed, run takes the one by default.
    """
    x, y = one_pixel(kit, pixels, labels)
    fakes = _parts(kit, train=lambda: losses)
    seeds = {} if seed is None else {"seed": seed}
    with fakes.replacing():
        returned = run(name, lr, x, y, num_epochs, **seeds)
    assert isinstance(returned, tuple | list) and len(returned) == 2, (
        f"It returned {name_of(type(returned))} of {str(returned)[:60]}: return the model and its "
        "losses, as in `return model, losses`."
    )
    model, found = returned
    return {"model": fakes.name(model), "losses": found, "calls": fakes.calls}


def sweep_example(kit, sweep, name, lrs, *, num_epochs, seed, val_losses) -> None:
    """Have runs at several learning rates, while fakes take the place of the other parts."""
    call = f'"{name}", {lrs}, x, y, x_val, y_val, num_epochs={num_epochs}, seed={seed}'
    with trying(f"{name_of(sweep)}({call})"):
        data = {"pixels": range(3), "labels": range(3)}
        data |= {"val_pixels": range(4), "val_labels": range(4)}
        case = {"num_epochs": num_epochs, "seed": seed, "val_losses": val_losses}
        record = of_sweep(kit, sweep, name, lrs, **case, **data)
        what = f"the validation losses, where those of the models in turn are {val_losses}"
        expect(record["found"], val_losses, what)


def of_sweep(
    kit, sweep, name, lrs, pixels, labels, val_pixels, val_labels, num_epochs, seed, val_losses
) -> dict:
    """What sweep found for each rate, and its calls; each new model has the next of the losses."""
    x, y = one_pixel(kit, pixels, labels)
    x_val, y_val = one_pixel(kit, val_pixels, val_labels)
    loss_of = _in_turn(val_losses)
    fakes = _parts(
        kit,
        train=list,
        run=lambda name, lr, x, y, num_epochs=5, seed=0: (kit.pixel_model(), []),
        validation_loss=lambda model, x, y: loss_of(model) if len(y) == len(y_val) else 0.0,
    )
    with fakes.replacing():
        found = sweep(name, lrs, x, y, x_val, y_val, num_epochs, seed)
    return {"found": _by_key(found, lrs), "calls": fakes.calls}


def effect_example(kit, decay_effect, weight_decays, *, accuracies, seeds, lr, num_epochs) -> None:
    """Have runs with several weight decays, while fakes take the place of the other parts."""
    call = f"({weight_decays}, x, y, x_val, y_val, {lr}, {num_epochs}, seeds={seeds})"
    with trying(f"{name_of(decay_effect)}{call}"):
        data = {"pixels": range(3), "labels": range(3)}
        data |= {"val_pixels": range(4), "val_labels": range(4), "accuracies": accuracies}
        case = {"weight_decays": weight_decays, "lr": lr, "num_epochs": num_epochs, "seeds": seeds}
        record = of_effect(kit, decay_effect, **case, **data)
        found = np.sort(np.ravel(record["effect"])).tolist()
        what = f"all accuracies, where those of the models are {sorted(accuracies)}"
        expect(found, sorted(accuracies), what)


def of_effect(
    kit,
    decay_effect,
    weight_decays,
    pixels,
    labels,
    val_pixels,
    val_labels,
    accuracies,
    lr,
    num_epochs,
    seeds,
) -> dict:
    """What decay_effect returned for each decay, and its calls.

    Each new model has the next of the accuracies, on the validation images.
    """
    x, y = one_pixel(kit, pixels, labels)
    x_val, y_val = one_pixel(kit, val_pixels, val_labels)
    accuracy_of = _in_turn(accuracies)
    fakes = _parts(
        kit,
        train=list,
        sgd_with_decay=lambda model, lr, weight_decay: kit.sgd(model, lr),
        accuracy=lambda model, x, y: accuracy_of(model) if len(y) == len(y_val) else 0.0,
    )
    with fakes.replacing():
        effect = decay_effect(weight_decays, x, y, x_val, y_val, lr, num_epochs, seeds)
    found = _by_key(effect, weight_decays)
    assert all(np.shape(row) == (len(seeds),) for row in found), (
        f"For each weight decay there should be a list of {len(seeds)} accuracies, one per seed: "
        f"it returned {str(effect)[:100]}."
    )
    return {"effect": [list(row) for row in found], "calls": fakes.calls}


def predictions_example(kit, predict, logits, *, gives, hint: str) -> None:
    """Have logits of networks with one output turned into classes."""
    with trying(f"{name_of(predict)} of the logits {[[logit] for logit in logits]}"):
        found = of_predictions(kit, predict, logits)
        expect_shape(found, (len(gives),), "the classes")
        assert np.issubdtype(found.dtype, np.integer), (
            f"They are of type {found.dtype}: classes are integers, 0 or 1."
        )
        expect(found, gives, "the classes", hint)


def of_predictions(kit, predict, logits) -> np.ndarray:
    """The classes that logits (batch, 1) are turned into."""
    z, _ = one_pixel(kit, logits, [0] * len(logits))
    return kit.to_numpy(predict(z[:, :, 0, 0]))


def _parts(kit, train, **more) -> Fakes:
    """Fakes of the parts that a run calls; `train` gives what the fake of train returns."""
    return Fakes(
        set_seed=lambda seed: None,
        build_model=lambda image_shape, num_classes: kit.pixel_model(),
        make_optimizer=lambda name, model, lr: kit.sgd(model, lr),
        cross_entropy=lambda logits, labels: None,
        train=lambda model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0: train(),
        **more,
    )


def _in_turn(values):
    """A function of models: the first one it is asked for has the first value, and so on."""
    left, known = iter(values), {}

    def value_of(model) -> float:
        if id(model) not in known:  # fakes keep what they were called with
            known[id(model)] = next(left, 0.0)
        return known[id(model)]

    return value_of


def _by_key(found, keys: list) -> list:
    """The values of a dict in the order of its keys, which have to be those."""
    assert isinstance(found, dict) and set(found) == set(keys), (
        f"It should return a dict with the keys {keys}: it returned {str(found)[:100]}."
    )
    return [found[key] for key in keys]
