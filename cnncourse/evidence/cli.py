"""The command that measures, lists and checks the claims of the book."""

from typing import Annotated

import typer

from cnncourse.frameworks import Device


def evidence(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Which; without any, all but those on request."),
    ] = None,
    seeds: Annotated[
        int | None, typer.Option(min=1, help="Seeds per arm, instead of the claim's own number.")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="List the claims; measure nothing.")] = False,
    checked: Annotated[
        bool, typer.Option("--check", help="Train first steps again: do they come out as stored?")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Repeat the stored runs too.")] = False,
    device: Annotated[Device, typer.Option(help="What to compute on.")] = Device.cpu,
) -> None:
    """Measure the claims of the book and store the results in book/evidence.

    What is stored and current is not measured again, and an interrupted measurement goes on where
    it stopped.
    """
    from cnncourse.evidence.claims import all_claims, find

    claims = [find(name) for name in names] if names else list(all_claims().values())
    if show:
        for claim in claims:
            typer.echo(_about(claim))
    elif checked:
        _check(claims)
    else:
        chosen = [claim for claim in claims if names or not claim.on_request]
        _measure(chosen, seeds, again, device.value)


def _about(claim) -> str:
    """A claim in two lines: its verdict, whether it is current and how long it took."""
    from cnncourse.evidence.current import why_not_current
    from cnncourse.evidence.store import EvidenceError, load, path_of
    from cnncourse.evidence.verdicts import decide

    if not path_of(claim.name).exists():
        return f"{claim.name} (not measured)\n    {claim.sentence}"
    try:
        stored = load(claim.name)
        verdict = decide(stored, claim.verdict).text if claim.verdict else "no verdict"
        reason = why_not_current(claim, stored)
    except EvidenceError as error:
        return f"{claim.name} (unreadable: {error})\n    {claim.sentence}"
    state = f"not current: {reason}" if reason else "current"
    took = sum(run.get("took", 0.0) for run in stored.runs)
    duration = f"{took / 60:.1f} min of runs" if took else "time not noted"
    about = f"{verdict}; {state}; measured {stored.measured}, {duration}"
    return f"{claim.name} ({about})\n    {claim.sentence}"


def _check(claims) -> None:
    from cnncourse.evidence.current import check

    reports = check(claims)
    for report in reports:
        typer.echo(str(report))
    if any(report.is_current is False for report in reports):
        raise typer.Exit(1)


def _measure(claims, seeds: int | None, again: bool, device: str) -> None:
    from cnncourse.evidence.runner import measure

    for claim in claims:
        stored = measure(claim, num_seeds=seeds, again=again, device=device)
        typer.echo(f"{claim.name}: {len(stored.runs)} runs, the latest of {stored.measured}")
