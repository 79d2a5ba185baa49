"""The claims of the book: found by themselves, named once, and equal to what is stored."""

import json
import pickle
import subprocess
import sys
from types import SimpleNamespace

import pytest

from cnncourse.evidence import claims, directory
from cnncourse.evidence.claim import Claim, key_of
from cnncourse.evidence.current import why_not_current
from cnncourse.evidence.store import EvidenceError, load

STORED = sorted(path.stem for path in directory().glob("*.json"))


def _claim(name):
    return Claim(name=name, sentence="S.", jobs=lambda n: [], run=dict, summarize=dict)


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
    a, b, c = map(_claim, "abc")
    modules(losses=(a, b), optimizers=(c,))
    assert claims.all_claims() == {"a": a, "b": b, "c": c}
    assert claims.find("b") is b


def test_name_used_twice_is_refused(modules):
    modules(losses=(_claim("a"),), optimizers=(_claim("a"),))
    with pytest.raises(EvidenceError, match="Two claims are named 'a'"):
        claims.all_claims()


def test_unknown_name_lists_the_known(modules):
    modules(losses=(_claim("a"), _claim("b")))
    with pytest.raises(EvidenceError, match="Unknown claim 'c': choose one of a, b"):
        claims.find("c")


def test_listing_the_claims_imports_no_framework():
    code = (
        "import sys; from cnncourse.evidence.claims import all_claims; all_claims();"
        "print([m for m in ('torch', 'tensorflow', 'keras') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("claim", claims.all_claims().values(), ids=lambda claim: claim.name)
def test_jobs_and_functions_can_be_sent_to_another_process(claim):
    jobs = claim.jobs(2)
    assert jobs and len({key_of(job.to_dict()) for job in jobs}) > len(jobs) / 2
    sent = pickle.loads(pickle.dumps((claim.run, claim.first_losses, jobs)))
    assert sent[2] == jobs
    json.dumps([job.to_dict() for job in jobs], allow_nan=False)


@pytest.mark.parametrize("claim", claims.all_claims().values(), ids=lambda claim: claim.name)
def test_every_claim_can_be_checked_or_is_on_wall_times(claim):
    assert claim.first_losses is not None or claim.in_turn


def test_stored_measurements_belong_to_claims():
    assert set(STORED) <= claims.all_claims().keys() | set(claims.BENCHMARKS)


@pytest.mark.parametrize("name", sorted(set(STORED) & claims.all_claims().keys()))
def test_stored_claims_are_current_as_far_as_that_shows_without_training(name):
    assert why_not_current(claims.all_claims()[name], load(name)) == ""


def test_every_claim_is_measured_but_on_request():
    missing = claims.all_claims().keys() - set(STORED)
    assert [name for name in missing if not claims.all_claims()[name].on_request] == []
