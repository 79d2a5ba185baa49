"""Known answers to an exercise: what they are, and the tests whose points each of them loses."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.frameworks import FRAMEWORKS

FOLDER = "known_answers"
"""Beside the solution; nbgrader is told to keep it out of the student version."""

_HEADING = re.compile(r"^# %% (\w+)(?: \[(\w+)\])?$", re.MULTILINE)
_LOSES = re.compile(r"^# loses: (.+)$", re.MULTILINE)
_KEEPS = re.compile(r"^# keeps: ([\d.]+) of (\w+)$", re.MULTILINE)
_KIND = re.compile(r"^# kind: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class KnownAnswer:
    """Another answer to some cells, in one framework.

    Attributes
    ----------
    name : str
    framework : str
        "pytorch" or "tensorflow".
    cells : dict of str to str
        Source by the grade id of the answer cell.
    loses : frozenset of str
        Grade ids of the tests that do not give it all of their points.
    keeps : dict of str to float
        Points that such a test gives it all the same, by its grade id; none without an entry.
    kind : str
        The kind of mistake, such as "off by one"; empty if the file does not say it.
    """

    name: str
    framework: str
    cells: dict[str, str]
    loses: frozenset[str]
    keeps: dict[str, float] = field(default_factory=dict)
    kind: str = ""


def read_known(folder: Path) -> list[KnownAnswer]:
    """Read the answers of a folder, one per file and framework that it has code for.

    A file says `# loses: test_a, test_b` (or `# loses: nothing`), and then, after a line
    `# %% cell` or `# %% cell [pytorch]`, the source of each answer cell that is another one than
    the solution's. It may say the kind of the mistake, `# kind: off by one`, and for half an answer
    the points that it has all the same, `# keeps: 1 of test_a`.

    Raises
    ------
    CourseError
        If a file does not say what it loses, keeps points of a test that it does not lose, or
        names an unknown framework.
    """
    return [answer for path in sorted(Path(folder).glob("*.py")) for answer in _read(path)]


def _read(path: Path) -> list[KnownAnswer]:
    text = path.read_text(encoding="utf-8")
    head, *parts = _HEADING.split(text)
    said = _LOSES.findall(head)
    if len(said) != 1:
        raise CourseError(f'{path} needs one line "# loses: test_a, test_b" (or nothing) on top.')
    loses = frozenset() if said == ["nothing"] else frozenset(re.split(r",\s*", said[0]))
    keeps = {test: float(points) for points, test in _KEEPS.findall(head)}
    if odd := keeps.keys() - loses:
        raise CourseError(f"{path} keeps points of {', '.join(sorted(odd))}: say that it loses it.")
    kind = "".join(_KIND.findall(head)[:1])
    cells = defaultdict(dict)
    for cell, framework, code in zip(*(iter(parts),) * 3, strict=True):
        if framework and framework not in FRAMEWORKS:
            raise CourseError(f"{path}: no framework {framework!r}; use {', '.join(FRAMEWORKS)}.")
        for name in (framework,) if framework else FRAMEWORKS:
            cells[name][cell] = code.strip()
    named = {framework for framework in parts[1::3] if framework}
    return [
        KnownAnswer(path.stem, framework, cells[framework], loses, keeps, kind)
        for framework in sorted(named or FRAMEWORKS)
    ]


def pack(answers: list[KnownAnswer]) -> list[list[KnownAnswer]]:
    """Share answers out over as few notebooks as possible, no cell twice in one.

    Where each part is graded on its own, one notebook can try an answer to every part. Spread out
    evenly, the answers to a part meet right as well as wrong answers to the others.
    """
    if not answers:
        return []
    per_cell = defaultdict(list)
    for answer in sorted(answers, key=lambda answer: -len(answer.cells)):
        per_cell[next(iter(answer.cells))].append(answer)
    answers_to = Counter(cell for answer in answers for cell in answer.cells)
    notebooks = [[] for _ in range(max(answers_to.values()))]
    for offset, group in enumerate(per_cell.values()):
        for index, answer in enumerate(group):
            first = (offset + index * len(notebooks) // len(group)) % len(notebooks)
            in_turn = [*notebooks[first:], *notebooks[:first]]
            taken = ({cell for other in packed for cell in other.cells} for packed in in_turn)
            pairs = zip(in_turn, taken, strict=True)
            free = (packed for packed, cells in pairs if not cells & answer.cells.keys())
            packed = next(free, None)
            if packed is None:
                notebooks.append(packed := [])
            packed.append(answer)
    return notebooks
