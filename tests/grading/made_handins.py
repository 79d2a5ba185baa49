"""Makes what an instructor gets from students: folders and zips of notebooks."""

import io
import json
import os
import zipfile
from pathlib import Path

import nbformat
import notebook_mishaps as m
import scaling_course

from cnncourse.grading.intake.taking_in import take_in

NAME = scaling_course.NAME


def released_course(root: Path):
    """A course whose student version is there already."""
    root.mkdir()
    course = scaling_course.make_course(root)
    path = root / "exercises" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(scaling_course.blank(), path)
    return course


def answer(course, text="Because.", answers=scaling_course.RIGHT) -> bytes:
    """A notebook whose text answer tells it from others."""
    return m.handed_in(course.released(NAME), answers | {"why": text})


def folder_of(course, files, times=None):
    """A folder of files, as an instructor may have collected them."""
    root = course.root.parent / "collected"
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        time = (times or {}).get(name, 1_700_000_000)
        os.utime(path, (time, time))
    return root


def zip_of(files, times=None) -> bytes:
    """A zip of files; `times` are years."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if isinstance(name, str):
                name = zipfile.ZipInfo(name, ((times or {}).get(name, 2026), 1, 1, 0, 0, 0))
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def from_zip(course, files, times=None, name="submissions.zip"):
    path = course.root.parent / name
    path.write_bytes(zip_of(files, times))
    return take_in(path, course, NAME)


def text_of(hand_in) -> str:
    """The text answer in the notebook that was put in place."""
    notebook = json.loads((hand_in.folder / f"{NAME}.ipynb").read_bytes())
    return next("".join(c["source"]) for c in notebook["cells"] if c.get("id") == "why")


def by_student(hand_ins):
    assert len({h.student for h in hand_ins}) == len(hand_ins)
    return {h.student: h for h in hand_ins}
