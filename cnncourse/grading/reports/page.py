"""What became of a class: a page to read in the browser or on paper, and lines for the terminal."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from math import ceil, log10
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cnncourse.grading.reports.similarity import Pair
from cnncourse.grading.reports.tally import TASK_BINS, TOTAL_BINS, Tally, shortened
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result
from cnncourse.whole_file import whole_file

TEMPLATE = "page.html.j2"

# Of the figure of the scores, in the units of its viewBox.
_WIDTH, _HEIGHT = 640, 200


def write_report(
    results: Iterable[Result],
    path: Path,
    *,
    title: str,
    remarks: Iterable[tuple[str, str]] = (),
    pairs: Sequence[Pair] = (),
    most: int = 100,
) -> Tally:
    """Write one HTML file that needs nothing else: no network, no scripts, no other file.

    The results are read once and not kept, so a class of any size fits into the memory.

    Parameters
    ----------
    results : iterable of Result
    path : Path
        Where to write; its folder is made if missing.
    title : str
        Name of the assignment.
    remarks : iterable of (str, str)
        Student and what was mended in the hand-in, say.
    pairs : sequence of Pair
        Similar submissions, the most similar first; see `similarity.similar_pairs`.
    most : int
        Rows that a list of submissions has at most; how many are left out is said.

    Returns
    -------
    Tally
        The counts that the page shows.
    """
    from cnncourse.plots.style import BLUE, ORANGE, SKY_BLUE, VERMILION

    tally = Tally(most).add_all(results)
    remarks = iter(remarks)
    shown = [(student, shortened(remark)) for student, remark in islice(remarks, most)]
    page = _template().render(
        title=title,
        tally=tally,
        statuses=[(name, tally.statuses[name]) for name in (GRADED, TO_READ, NEEDS_A_LOOK)],
        histogram=_histogram(tally),
        task_bins=TASK_BINS,
        remarks=shown,
        num_remarks=len(shown) + sum(1 for _ in remarks),
        pairs=pairs[:most],
        num_pairs=len(pairs),
        colors={"graded": BLUE, "dark": SKY_BLUE, "read": ORANGE, "look": VERMILION},
    )
    with whole_file(path, newline="\n") as file:
        file.write(page)
    return tally


def summary(results: Iterable[Result], *, most: int = 40) -> str:
    """The results as lines for the terminal.

    A small class is a table, a line per student. Of a larger one there are the counts and those
    that need a look.

    Parameters
    ----------
    results : iterable of Result
        Read once.
    most : int
        Students that a table has at most.

    Examples
    --------
    >>> results = [Result("ada", GRADED, {"a": 2.0}, {"a": 2.0}), Result("bob", GRADED, {}, {})]
    >>> print(summary(results[:1]))
    student         score  bonus  status
    ada            2 of 2      0  graded
    >>> print(summary(results, most=1))
    2 submissions: 2 graded, 0 to be read, 0 need a look; mean score 2.0 of 2
    """
    results = iter(results)
    first = list(islice(results, most + 1))
    if len(first) <= most:
        return _table(first)
    tally = Tally(most).add_all(chain(first, results))
    graded, unread, troubled = (tally.statuses[s] for s in (GRADED, TO_READ, NEEDS_A_LOOK))
    lines = [
        f"{tally.num_submissions:,} submissions: {graded:,} graded, {unread:,} to be read, "
        f"{troubled:,} need a look"
    ]
    if tally.mean_score is not None:
        lines[0] += f"; mean score {tally.mean_score:.1f} of {tally.max_score:g}"
    lines += [f"  {_printable(student)}: {_printable(note)}" for student, note in tally.troubled]
    left = troubled - len(tally.troubled)
    return "\n".join([*lines, *([f"  and {left:,} more that need a look"] if left else [])])


def _table(results: list[Result]) -> str:
    names = [_printable(r.student) for r in results]
    width = max(map(len, ["student", *names]))
    lines = [f"{'student':{width}}  {'score':>12}  {'bonus':>5}  status"]
    for name, r in zip(names, results, strict=True):
        score = "-" if r.score is None else f"{r.score:g} of {r.max_score:g}"
        bonus = "-" if r.bonus_score is None else f"{r.bonus_score:g}"
        status = f"{r.status}: {_printable(r.note)}" if r.note else r.status
        lines.append(f"{name:{width}}  {score:>12}  {bonus:>5}  {status}")
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Without what would steer the terminal or break the line: names come from students."""
    return "".join(c if c.isprintable() else "?" for c in shortened(text))


def _template():
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    environment.filters["share"] = lambda share: "-" if share is None else f"{share:.0%}"
    return environment.get_template(TEMPLATE)


def _histogram(tally: Tally) -> dict:
    """The bars of the scores, the ticks of both axes, and the same as rows of a table."""
    counts = list(zip(tally.bins[GRADED], tally.bins[TO_READ], strict=True))
    step = _step(max(map(sum, counts)))
    top = step * max(1, ceil(max(map(sum, counts)) / step))
    width = _WIDTH / TOTAL_BINS
    bars, rows = [], []
    for number, (graded, unread) in enumerate(counts):
        low, high = (tally.max_score * edge / TOTAL_BINS for edge in (number, number + 1))
        bars.append(
            {
                "x": number * width + 1.5,
                "width": width - 3,
                "graded": graded / top * _HEIGHT,
                "unread": unread / top * _HEIGHT,
                "label": f"{low:g} to {high:g} points: {graded + unread:,} submissions",
            }
        )
        rows.append((f"{low:g} to {high:g}", graded, unread))
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "bars": bars,
        "rows": rows,
        "x_ticks": [(_WIDTH * k / 4, f"{tally.max_score * k / 4:g}") for k in range(5)],
        "y_ticks": [(_HEIGHT * (1 - y / top), f"{y:,}") for y in range(0, top + 1, step)],
    }


def _step(largest: int) -> int:
    """A round distance of the ticks, for four or five of them."""
    if largest < 5:
        return 1
    magnitude = 10 ** int(log10(largest / 4))
    return next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude * 5 >= largest)
