"""Paths that lead to no file, or to one that cannot be used: one line that says what to do."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cnncourse import Recipe, data, evidence, plots, report
from cnncourse.bench import command
from cnncourse.cli import app
from cnncourse.data import download
from cnncourse.errors import RecipeError
from cnncourse.evidence import EvidenceError, store
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.runner import measure
from cnncourse.paths import require_writable

TINY = 'num_epochs = 1\nbatch_size = 16\n[model]\nname = "shallow"\nwidth = 2\n'


def one_line_error(*arguments) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 1, result.exception
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


@pytest.fixture
def recipe_file(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(TINY)
    return path


@pytest.fixture
def refuse(monkeypatch):
    """Return a function that has any attempt to open a path fail: the tests may run as root."""

    def refuse_at(place: Path) -> None:
        original_open, original_scandir = open, os.scandir

        def refusing(original):
            def attempt(path=".", *args, **options):
                if not isinstance(path, int) and Path(path) == place:
                    raise PermissionError(13, "Permission denied", str(path))
                return original(path, *args, **options)

            return attempt

        monkeypatch.setattr("io.open", refusing(original_open))
        monkeypatch.setattr("builtins.open", refusing(original_open))
        monkeypatch.setattr("os.scandir", refusing(original_scandir))

    return refuse_at


@pytest.fixture
def untrained(monkeypatch):
    """Have a test fail that comes as far as training."""

    def never(*_, **__):
        raise AssertionError("the training began")

    monkeypatch.setattr(report, "backend", never)


# --- recipes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_recipe_is_read_as_editors_save_it(tmp_path, mark, newline):
    path = tmp_path / "recipe.toml"
    path.write_bytes(mark + TINY.replace("\n", newline).encode())
    assert Recipe.from_toml(path) == Recipe.from_toml(str(path))
    assert Recipe.from_toml(path).model.width == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TINY.encode("utf-16"), "is not UTF-8 text"),
        (b"width = ", "is not valid TOML"),
        (b"seed = " + b"9" * 5000, "is not valid TOML"),
        (b"a = " + b"[" * 5000, "is not valid TOML"),
    ],
)
def test_a_recipe_that_cannot_be_understood(tmp_path, content, message):
    path = tmp_path / "recipe.toml"
    path.write_bytes(content)
    assert message in one_line_error("train", path)


def test_a_recipe_that_is_no_file(tmp_path):
    (tmp_path / "link.toml").symlink_to(tmp_path / "gone.toml")
    file = tmp_path / "file"
    file.touch()
    for path, message in (
        (tmp_path, "is a folder: name the file of the recipe in it"),
        (tmp_path / "none.toml", "No recipe at"),
        (tmp_path / "link.toml", f"is a link to {tmp_path / 'gone.toml'}, which is not there"),
        (file / "recipe.toml", "cannot be read (Not a directory): check the path"),
        (tmp_path / ("a" * 5000), "cannot be read (File name too long)"),
        (f"{tmp_path}/zero\0byte", "embedded null byte"),
    ):
        with pytest.raises(RecipeError) as error:
            Recipe.from_toml(path)
        assert message in str(error.value)
        assert len(str(error.value)) < 400


def test_a_recipe_that_may_not_be_read(recipe_file, refuse):
    refuse(recipe_file)
    assert "tiny.toml cannot be read (Permission denied): allow" in one_line_error(
        "train", recipe_file
    )


# --- data -------------------------------------------------------------------------------------


def test_data_that_is_no_folder(recipe_file, tmp_path, untrained):
    archive = tmp_path / "images.zip"
    archive.touch()
    for dataset, message in (
        (archive, "is a file: name a folder (an archive has to be unpacked first)"),
        (tmp_path / "none", "There is no folder at"),
        ("a/" + "b" * 5000, "File name too long"),
        ("mnist", "Unknown data set 'mnist'"),
    ):
        assert message in one_line_error("train", recipe_file, "--data", dataset)


def test_data_that_may_not_be_read(recipe_file, tmp_path, refuse, untrained):
    (tmp_path / "pictures").mkdir()
    refuse(tmp_path / "pictures")
    line = one_line_error("train", recipe_file, "--data", tmp_path / "pictures")
    assert "Cannot look into" in line
    assert "Permission denied" in line


def test_a_mirror_that_may_not_be_read(tmp_path, monkeypatch, refuse):
    monkeypatch.setenv(download.MIRROR, str(tmp_path))
    refuse(tmp_path)
    assert "(Permission denied): allow" in one_line_error("data", "fetch", "cifar10")


def test_a_file_of_the_mirror_that_may_not_be_read(tmp_path, monkeypatch, refuse):
    monkeypatch.setenv(download.MIRROR, str(tmp_path))
    archive = tmp_path / "cifar-10-binary.tar.gz"
    archive.touch()
    refuse(archive)
    line = one_line_error("data", "fetch", "cifar10")
    assert f"{archive} cannot be read (Permission denied)" in line


@pytest.mark.parametrize("split", ["val", "test"])
def test_an_empty_split_is_refused_before_training(
    recipe_file, make_images, monkeypatch, untrained, split
):
    images = make_images()
    empty = data.Split(images.test.images[:0], images.test.labels[:0])
    monkeypatch.setattr(data, "load", lambda name: replace(images, **{split: empty}))
    line = one_line_error("train", recipe_file)
    assert "images, so the model cannot be judged: set a larger" in line
    assert f"--{split} 0.3" in line


# --- what is written --------------------------------------------------------------------------


def test_a_plot_that_cannot_be_written_is_refused_before_training(
    recipe_file, tmp_path, refuse, untrained
):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "link.png").symlink_to(tmp_path / "gone" / "loss.png")
    closed = tmp_path / "closed.png"
    refuse(closed)
    for path, message in (
        (tmp_path / "folder.png", "folder.png is a folder: name a file in it"),
        (tmp_path / "link.png", "cannot be written (No such file or directory)"),
        (tmp_path / ("a" * 300 + ".png"), "(File name too long)"),
        (recipe_file / "loss.png", "There is no folder"),
        (closed, "closed.png cannot be written (Permission denied): choose another place"),
    ):
        assert message in one_line_error("train", recipe_file, "--plot", path)


def test_trying_whether_a_file_can_be_written_changes_nothing(tmp_path):
    require_writable(tmp_path / "new.png")
    assert not list(tmp_path.iterdir())
    (tmp_path / "old.png").write_text("as it was")
    before = (tmp_path / "old.png").stat().st_mtime_ns
    require_writable(tmp_path / "old.png")
    assert (tmp_path / "old.png").read_text() == "as it was"
    assert (tmp_path / "old.png").stat().st_mtime_ns == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("no\nfont")])
def test_a_plot_that_fails_after_training_costs_no_number(
    recipe_file, tmp_path, make_images, monkeypatch, error
):
    def fail(*_):
        raise error

    images = make_images()
    monkeypatch.setattr(data, "load", lambda name: images)
    monkeypatch.setattr(plots, "loss_curves", fail)
    arguments = ["train", recipe_file, "-f", "pytorch", "--plot", tmp_path / "loss.png"]
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 1
    assert "test accuracy" in result.stdout
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error")]
    assert result.stderr.endswith(f"{line}\n")
    assert "The numbers above stand, but the plot failed: " in line


@pytest.fixture
def unmeasured(monkeypatch):
    """Have a test fail that comes as far as the race of a benchmark."""

    def never(*_, **__):
        raise AssertionError("the race began")

    monkeypatch.setattr(command, "bench", never)


def test_a_benchmark_whose_files_cannot_be_written_does_not_begin(tmp_path, unmeasured):
    file = tmp_path / "file"
    file.touch()
    (tmp_path / "speed_at128.png").mkdir()
    line = one_line_error("bench", "--quick", "--output", file)
    assert "Cannot write" in line
    line = one_line_error("bench", "--quick", "--plot", tmp_path / "speed.png")
    assert "speed_at128.png is a folder" in line
    assert "end it in .png" in one_line_error("bench", "--quick", "--plot", "/")


def one(job: Job, device: str) -> dict:
    return {"n": 1}


def claim(measured: list) -> Claim:
    def jobs(num_seeds: int) -> list[Job]:
        measured.append(num_seeds)
        return [Job("pytorch", 0, labels={"arm": "one"})]

    return Claim("one", "One.", jobs=jobs, run=one, summarize=lambda runs: {"n": 1}, num_seeds=1)


def test_evidence_that_cannot_be_stored_is_not_measured(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "one.json").mkdir(parents=True)
    measured = []
    for folder in (tmp_path / "file", tmp_path / "taken"):
        with pytest.raises(EvidenceError) as error:
            measure(claim(measured), folder=folder)
        assert "\n" not in str(error.value)
    assert not measured
    measure(claim(measured), folder=tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").glob("*.json")] == ["one.json"]


def test_evidence_that_cannot_be_read(tmp_path, refuse):
    (tmp_path / "one.json").mkdir()
    (tmp_path / "two.json").touch()
    (tmp_path / "file").touch()
    refuse(tmp_path / "two.json")
    for name, folder in (("one", tmp_path), ("two", tmp_path), ("one", tmp_path / "file")):
        with pytest.raises(EvidenceError, match="cannot be read"):
            evidence.load(name, folder)


def test_evidence_on_a_full_disk_is_one_line(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "replace", full)
    with pytest.raises(EvidenceError, match=r"Cannot write .* \(No space left on device\)"):
        measure(claim([]), folder=tmp_path)
    assert not list(tmp_path.glob("*.json"))
