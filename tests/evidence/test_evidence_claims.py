"""The claims of the book: found by themselves, named once, and equal to what is stored."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from cnncourse import Recipe
from cnncourse.evidence import claims, directory, load
from cnncourse.evidence.claim import Comparison, Measurement
from cnncourse.evidence.store import EvidenceError

# The speeds are measured by `cnncourse bench` and `bench-grading`, which have tests of their own.
BENCHES = ("training_speed", "grading_speed")
STORED = sorted(
    path.stem for path in directory().glob("*.json") if not path.stem.startswith(BENCHES)
)


def _measurement(name):
    return Measurement(name=name, sentence="S.", measure=lambda seeds: ({}, []))


@pytest.fixture
def modules(monkeypatch):
    """Let the package of claims consist of the given modules."""

    def give(**of_module):
        found = [SimpleNamespace(name=name) for name in of_module]
        monkeypatch.setattr(claims.pkgutil, "iter_modules", lambda path: found)
        monkeypatch.setattr(
            claims,
            "import_module",
            lambda name: SimpleNamespace(CLAIMS=of_module[name.rpartition(".")[2]]),
        )

    return give


def test_claims_of_all_modules_are_found(modules):
    a, b, c = map(_measurement, "abc")
    modules(losses=(a, b), optimizers=(c,))
    assert claims.all_claims() == {"a": a, "b": b, "c": c}
    assert claims.find("b") is b


def test_name_used_twice_is_refused(modules):
    modules(losses=(_measurement("a"),), optimizers=(_measurement("a"),))
    with pytest.raises(EvidenceError, match="Two claims are named 'a'"):
        claims.all_claims()


def test_unknown_name_lists_the_known(modules):
    modules(losses=(_measurement("a"), _measurement("b")))
    with pytest.raises(EvidenceError, match="Unknown claim 'c': choose one of a, b"):
        claims.find("c")


@pytest.mark.parametrize("arm", ["lr 0.1", "a-b", "a.b", ""])
def test_arm_that_a_path_could_not_name_is_refused(arm):
    with pytest.raises(EvidenceError, match="letters, digits and _"):
        Comparison(name="x", sentence="S.", arms={arm: Recipe()}, summarize=dict)


def test_listing_the_claims_imports_no_framework():
    code = (
        "import sys; from cnncourse.evidence.claims import all_claims; all_claims();"
        "print([m for m in ('torch', 'tensorflow', 'keras') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", STORED)
def test_stored_measurement_belongs_to_a_claim_of_today(name):
    claim, stored = claims.find(name), load(name)
    assert stored.claim == claim.sentence
    if isinstance(claim, Comparison):
        assert claim.summarize(stored.runs) == stored.summary
        recipes = {run["arm"]: Recipe.from_dict(run["recipe"]) for run in stored.runs}
        for arm, recipe in recipes.items():
            without_seed = Recipe.from_dict(recipe.to_dict() | {"seed": claim.arms[arm].seed})
            assert without_seed == claim.arms[arm]
        assert recipes.keys() == claim.arms.keys()
