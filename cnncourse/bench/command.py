"""Runs the whole benchmark: the race, the changes one at a time, the time to a loss."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from cnncourse.bench import scaling, stage, table, targets
from cnncourse.bench.contestants import GROUPS, choose
from cnncourse.bench.summary import Run, summarize
from cnncourse.bench.track import BATCH_SIZES, Settings, Track
from cnncourse.errors import CourseError
from cnncourse.evidence.environment import hardware, num_cores, processes_with, versions
from cnncourse.evidence.store import Evidence, EvidenceError, check_writable, save
from cnncourse.frameworks import TITLES, devices
from cnncourse.processor import instruction_sets
from cnncourse.report import check_plot_path, figures_for_files

CLAIM = "The training loops of this course are faster than those that readers use instead."
QUICK = Settings(num_steps=2, num_rounds=2, num_repeats=0)


def main(
    *,
    sizes: list[int] | None,
    names: list[str] | None,
    folder: Path | None,
    quick: bool,
    changed: dict[str, int],
    device: str,
    num_threads: int | None,
    output: Path | None,
    plot: Path | None,
) -> None:
    """What `cnncourse bench` does: measure, print, store and draw.

    Parameters
    ----------
    changed : dict of str to int
        Fields of `Settings` other than usual.
    output : Path, optional
        Folder to store in. Without it a run of all contestants with the usual settings is stored
        with the evidence of the book, and any other is printed alone.

    Raises
    ------
    CourseError
        If a name or a size is unknown, a file cannot be written, or nobody came through.
    """
    if device == "auto":
        raise CourseError("Name what to measure: --device cpu or --device gpu.")
    for size in sizes or BATCH_SIZES:
        if size not in BATCH_SIZES:
            raise CourseError(f"size is {size}: use 32 or 128.")
        choose(names, size)
    for size in sizes or BATCH_SIZES:
        if plot:
            check_plot_path(_plot_of(plot, f"at{size}"))
    settings = replace(QUICK if quick else Settings(), **changed)
    is_whole = settings == Settings() and not (names or sizes or num_threads)
    name = "training_speed" if device == "cpu" else "training_speed_gpu"
    if output or is_whole:
        check_writable(name, output)
    runs = []
    for size in sizes or BATCH_SIZES:
        options = {"names": names, "folder": folder, "settings": settings}
        runs += bench(size, **options, device=device, num_threads=num_threads)
    if not any(run["seconds"] for run in runs):
        raise CourseError("Nobody came through: see the lines above, and try --only NAME.")
    whole = {"cpu": "make bench", "gpu": "cnncourse bench --device gpu"}[device]
    command = whole if is_whole else "cnncourse bench, with options"
    stored = evidence_of(runs, command, device, num_threads)
    print(f"\n{report(stored)}")
    if output or is_whole:
        print(f"\nStored in {save(name, stored, output)}.")
    if plot:
        draw(stored, plot)


def draw(stored: Evidence, path: Path) -> None:
    """Write a figure for each size: `speed.svg` becomes speed_at32.svg and speed_at128.svg."""
    for key, at_size in stored.summary.items():
        target = _plot_of(path, key)
        with figures_for_files() as plots:
            plots.training_speed(at_size).savefig(target)
        print(f"The speeds are drawn in {target}.")


def _plot_of(path: Path, key: str) -> Path:
    return path.parent / f"{path.stem}_{key}{path.suffix}"


def bench(
    size: int,
    *,
    names: list[str] | None = None,
    folder: Path | None = None,
    settings: Settings | None = None,
    device: str = "cpu",
    num_threads: int | None = None,
    tell: Callable[[str], None] = print,
) -> list[Run]:
    """Measure at one image size; the results are raw, see `summary.summarize`.

    Parameters
    ----------
    size : int
        32 or 128.
    names : list of str, optional
        Contestants or groups; all without it.
    folder : Path, optional
        Of the CIFAR-10 images; see `stage.choose`.
    settings : Settings, optional
    device : str
        "cpu" or "gpu".
    num_threads : int, optional
        Of each contestant; all cores without it.
    tell : callable
        Called with each line on what goes on.
    """
    settings = settings or Settings()
    taking_part = []
    for contestant in choose(names, size):
        missing = contestant.what_is_missing()
        if not missing and device == "gpu" and len(devices(contestant.framework)) == 1:
            missing = f"{TITLES[contestant.framework]} sees no GPU"
        if missing:
            tell(f"Left out: {contestant.title}: {missing}.")
        else:
            taking_part.append(contestant)
    images = stage.choose(size, folder)
    synthetic = " (synthetic)" if images.synthetic else ""
    tell(f"Images: {images.name}{synthetic}, {size} x {size}, batches of {BATCH_SIZES[size]}.")
    with (
        tempfile.TemporaryDirectory() as workplace,
        processes_with(device, num_threads or num_cores()),
    ):
        track = Track(Path(workplace), images, size, device, settings, tell)
        results = {}
        for group in GROUPS:
            results |= track.race([c for c in taking_part if c.group == group])
        to_loss = track.train_to_loss([c for c in taking_part if c.trains])
    return [track.as_run(c, results[c.name], to_loss.get(c.name, [])) for c in taking_part]


def evidence_of(runs: list[Run], command: str, device: str, num_threads: int | None) -> Evidence:
    """The results as a stored measurement, with the targets reached and missed."""
    with processes_with(device, num_threads or num_cores()):
        machine = hardware(device) | {"instructions": instruction_sets()}
    summary = summarize(runs)
    for at_size in summary.values():
        lines = targets.check(runs, at_size["size"], machine)
        at_size["targets"] = [line.to_dict() for line in lines]
    return Evidence(
        claim=CLAIM,
        command=command,
        hardware=machine,
        versions=versions(),
        measured=date.today().isoformat(),
        summary=summary,
        runs=runs,
    )


def report(stored: Evidence) -> str:
    """The tables and a line for each target, as text."""
    parts = []
    for at_size in stored.summary.values():
        lines = [table.target_line(targets.Line(**line)) for line in at_size["targets"]]
        tables = (table.speed_table, table.ratio_table, table.step_table)
        parts += [*(make(at_size) for make in tables), "\n".join(lines)]
    if stored.hardware["device"] == "cpu":
        parts.append(_about_many_images())
        parts.append("\n".join(f"NOT MEASURED  on a GPU: {text}." for text in targets.ON_A_GPU))
    return "\n\n".join(part for part in parts if part)


def _about_many_images() -> str:
    try:
        lines = map(table.target_line, scaling.check())
        return "\n".join(["With many images, as `cnncourse evidence` has stored it:", *lines])
    except EvidenceError as error:
        return f"NOT MEASURED  time and memory with many images: {error}"
