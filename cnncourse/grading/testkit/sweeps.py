"""Searches of a learning rate and comparisons, each tried on losses that are made up.

The functions `of_...` return what a part made of its inputs, for a trusted check. Nothing here
knows a right answer.
"""

import numpy as np

from cnncourse.grading.testkit.examples import expect, name_of, trying
from cnncourse.grading.testkit.rules import described, numbers


def range_example(range_test, losses, low, high, num_steps, *, taken: int, hint: str) -> None:
    """Have a range test run over given losses: which steps does it take?

    Parameters
    ----------
    range_test : callable
    losses : list of float
    low, high : float
    num_steps : int
    taken : int
        Number of steps after which it should stop.
    hint : str
        What to try.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    said = f"take_step, low={low}, high={high}, num_steps={num_steps}"
    with trying(f"{name_of(range_test)}({said}), where take_step returns {losses} in turn"):
        seen = of_range_test(range_test, losses, low, high, num_steps)
        expect(seen["losses"], losses[:taken], "the losses", hint)
        rates = np.geomspace(low, high, num_steps)[:taken]
        expect(seen["rates"], rates, "the rates", "Each is the same multiple of the one before.")
        expect(seen["called"], rates, "the rates that take_step was called with", hint)


def of_range_test(range_test, losses, low, high, num_steps) -> dict:
    """Rates and losses of a range test, and the rates at which it took steps, "called".

    The steps have the given losses in turn; those after the last one are infinite.
    """
    left, called = iter(losses), []

    def take_step(lr):
        called.append(float(lr))
        return next(left, np.inf)

    returned = range_test(take_step, low, high, num_steps)
    assert isinstance(returned, tuple | list) and len(returned) == 2, (
        f"It returned {described(returned)}: return (rates, losses)."
    )
    rates, found = (numbers(values, "rates and losses") for values in returned)
    return {"rates": rates, "losses": found, "called": called}


def comparison_example(compare, rates, tuning_seeds, fresh_seeds, losses, *, gives) -> None:
    """Have a fair comparison made of the runs of one optimizer.

    Parameters
    ----------
    compare : callable
    rates, tuning_seeds, fresh_seeds
        As compare takes them.
    losses : dict
        Loss of each run, by (lr, seed).
    gives : tuple
        The rate that should be chosen, and a dict of the losses by seed.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    (name,) = rates
    said = f"run, {rates}, tuning_seeds={tuning_seeds}, fresh_seeds={fresh_seeds}"
    with trying(f"{name_of(compare)}({said})\nwith these losses by (lr, seed): {losses}"):
        runs = [(name, *key, loss) for key, loss in losses.items()]
        seen = of_comparison(compare, runs, rates, tuning_seeds, fresh_seeds)
        assert list(seen["chosen"]) == [name], f"The only key of what it returned should be {name}."
        lr, by_seed = seen["chosen"][name]
        hint = "The lowest mean over the tuning seeds chooses. Then come new runs."
        expect((lr, dict(by_seed)), gives, "what it found", hint)
        wanted = sorted(map(list, losses))
        expect(sorted(run[1:] for run in seen["runs"]), wanted, "its runs, as [lr, seed]")


def refusal_example(compare, rates, tuning_seeds, fresh_seeds) -> None:
    """Have an unfair comparison refused.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    said = f"run, {rates}, tuning_seeds={tuning_seeds}, fresh_seeds={fresh_seeds}"
    with trying(f"{name_of(compare)}({said}), which is unfair"):
        seen = of_refusal(compare, rates, tuning_seeds, fresh_seeds)
        expect(seen["raised"] or None, "ValueError", "the error that it raised")
        expect(seen["runs"], 0, "the number of runs before", "Look at rates and seeds first.")


def of_comparison(compare, runs: list, rates: dict, tuning_seeds: list, fresh_seeds: list) -> dict:
    """What a comparison chose and which runs it made.

    Parameters
    ----------
    compare : callable
    runs : list of (name, lr, seed, loss)
        The loss of each run; any other one has a loss of 1.
    rates, tuning_seeds, fresh_seeds
        As compare takes them.

    Returns
    -------
    dict
        "runs", as [name, lr, seed], in the order of the calls; and "chosen", by the name, as
        [lr, [[seed, loss], ...]] in the order of the seeds.
    """
    run, made = _runs_of(runs)
    outcome = compare(run, _copied(rates), list(tuning_seeds), list(fresh_seeds))
    return {"runs": made, "chosen": _chosen(outcome)}


def of_refusal(compare, rates: dict, tuning_seeds: list, fresh_seeds: list) -> dict:
    """What a comparison "raised", by the name of the error, and how many "runs" it made before."""
    run, made = _runs_of([])
    raised = ""
    try:
        compare(run, _copied(rates), list(tuning_seeds), list(fresh_seeds))
    except Exception as error:
        raised = type(error).__name__
    return {"raised": raised, "runs": len(made)}


def _runs_of(table: list) -> tuple:
    known, made = {(name, lr, seed): loss for name, lr, seed, loss in table}, []

    def run(name, lr, seed):
        made.append([name, float(lr), int(seed)])
        return known.get(tuple(made[-1]), 1.0)

    return run, made


def _copied(rates: dict) -> dict:
    return {name: list(of_name) for name, of_name in rates.items()}


def _chosen(outcome) -> dict:
    hint = "return a dict from each name to (lr, losses), with the losses in a dict by seed."
    assert isinstance(outcome, dict), f"It returned {described(outcome)}: {hint}"
    chosen = {}
    for name, found in outcome.items():
        pair = isinstance(found, tuple | list) and len(found) == 2 and isinstance(found[1], dict)
        assert pair, f"It returned {described(found)} for {name!r}: {hint}"
        lr, losses = found
        pairs = [[int(seed), float(loss)] for seed, loss in losses.items()]
        chosen[str(name)] = [float(lr), sorted(pairs, key=lambda pair: pair[0])]
    return chosen
