"""The `cnncourse` command: what it prints, what it writes, and errors in one line."""

import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_job import do_nothing
from PIL import Image
from typer.testing import CliRunner

import cnncourse
from cnncourse import CourseError, Recipe, cli, data
from cnncourse.cli import app
from cnncourse.data import image_cache
from cnncourse.evidence import claims, load
from cnncourse.evidence.claim import Claim, Job
from cnncourse.grading import pipeline
from cnncourse.grading.reports import outputs
from cnncourse.grading.result import Result

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "book").rglob("*.toml"))
TINY = """
num_epochs = 2
batch_size = 32
[model]
name = "shallow"
width = 2
[optimizer]
name = "sgd"
lr = 0.05
"""


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def one_line_error(*arguments) -> str:
    """Run the command, check that it fails with one line on stderr, and return that line."""
    result = run(*arguments)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    return lines[0]


@pytest.fixture
def recipe_file(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(TINY)
    return path


@pytest.fixture
def images(monkeypatch, make_images):
    """Have `data.load` return a few small images, whatever the name."""
    made = make_images()
    monkeypatch.setattr(data, "load", lambda name, **options: made)
    return made


@pytest.fixture
def only_pytorch(monkeypatch):
    """Act as if TensorFlow were not installed: importing it fails."""
    for module in [m for m in sys.modules if m.partition(".")[0] in ("tensorflow", "keras")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    monkeypatch.setitem(sys.modules, "keras", None)


# --- help and info ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["train", "--help"], ["evidence", "--help"], ["evidence", "--list"]],
)
def test_help_and_lists_import_no_framework(arguments):
    code = (
        "import sys; from cnncourse.cli import app\n"
        f"try: app({arguments!r})\n"
        "except SystemExit as done: assert not done.code\n"
        "slow = {'torch', 'tensorflow', 'keras', 'matplotlib', 'sklearn'} & set(sys.modules)\n"
        "sys.exit(f'imported {slow}' if slow else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_help_names_every_command():
    result = run("--help")
    assert result.exit_code == 0
    for command in ("data", "train", "evidence", "info", "grade"):
        assert f" {command} " in result.output


def test_info_shows_versions_and_devices():
    result = run("info")
    assert result.exit_code == 0
    lines = [line.split() for line in result.output.splitlines()]
    assert ["python", sys.version.split()[0]] in lines
    assert {"cnncourse", "torch", "tensorflow", "keras"} <= {line[0] for line in lines}
    assert "PyTorch computes on: CPU" in result.output
    assert "TensorFlow computes on: CPU" in result.output


def test_info_says_how_to_get_the_framework_that_is_missing(only_pytorch):
    result = run("info")
    assert result.exit_code == 0
    assert 'TensorFlow is not installed: pip install "cnncourse[tensorflow]"' in result.output
    assert "PyTorch computes on: CPU" in result.output


def test_info_tells_a_broken_framework_from_a_missing_one(monkeypatch):
    def fail(name):
        raise ImportError("libmissing.so")

    monkeypatch.setattr(cli, "devices", fail)
    result = run("info")
    assert result.exit_code == 0
    assert "PyTorch is installed but cannot be imported: libmissing.so" in result.output


# --- train ------------------------------------------------------------------------------------


def test_train_in_both_frameworks_on_digits(recipe_file, tmp_path):
    plot = tmp_path / "loss.png"
    result = run("train", recipe_file, "--framework", "both", "--data", "digits", "--plot", plot)
    assert result.exit_code == 0, result.stderr
    tables = result.stdout.split("epoch  train loss  val loss  val accuracy\n")[1:]
    of_pytorch, of_tensorflow = (table.splitlines()[:3] for table in tables)
    assert of_pytorch == of_tensorflow
    assert [line.split()[:2] for line in of_pytorch][-1] == ["test", "loss"]
    assert "PyTorch on digits" in result.stdout
    assert "TensorFlow on digits" in result.stdout
    assert "Both frameworks agree" in result.stdout
    with Image.open(plot) as figure:
        assert figure.width > 500


@pytest.mark.parametrize(("name", "title"), [("pytorch", "PyTorch"), ("tensorflow", "TensorFlow")])
def test_train_in_one_framework(recipe_file, images, tmp_path, name, title):
    plot = tmp_path / "loss.svg"
    result = run("train", recipe_file, "-f", name, "-p", plot)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count(" on rows") == 1
    assert f"{title} on rows" in result.stdout
    assert "agree" not in result.stdout
    assert plot.read_text().startswith("<?xml")


@pytest.mark.parametrize(("rank", "tables"), [("0", 1), ("1", 0)])
def test_of_processes_that_train_together_the_first_prints(
    recipe_file, images, monkeypatch, rank, tables
):
    monkeypatch.setenv("RANK", rank)
    result = run("train", recipe_file, "-f", "pytorch")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("test accuracy") == tables


def test_several_devices_need_as_many_processes(recipe_file, images):
    line = one_line_error("train", recipe_file, "-f", "pytorch", "--devices", 2)
    assert "torchrun --nproc-per-node 2 PROGRAM" in line


@pytest.mark.parametrize("framework", ["tensorflow", "both"])
def test_train_in_a_framework_that_is_missing(recipe_file, images, only_pytorch, framework):
    error = one_line_error("train", recipe_file, "--framework", framework)
    assert (
        'TensorFlow is not installed: run pip install "cnncourse[tensorflow]", or use PyTorch.'
        in error
    )


def test_train_in_the_framework_that_is_there(recipe_file, images, only_pytorch):
    result = run("train", recipe_file, "--framework", "pytorch")
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TINY.replace('"sgd"', '"magic"'), "Unknown optimizer 'magic': choose one of"),
        (TINY.replace("0.05", "-1.0"), "lr of SGD is -1.0"),
        (TINY.replace("= 32", "= 800"), "there are 48 training images"),
        ("model =", "is not valid TOML"),
    ],
)
def test_recipe_that_cannot_be_trained(recipe_file, images, text, message):
    recipe_file.write_text(text)
    assert message in one_line_error("train", recipe_file, "-f", "pytorch")


def test_train_on_a_folder_of_images(recipe_file, tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    for i, kind in enumerate(["cat", "dog"] * 24):
        (tmp_path / "pets" / kind).mkdir(parents=True, exist_ok=True)
        pixels = rng.integers(0, 256, (12, 14, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "pets" / kind / f"{i}.png")
    arguments = ["train", recipe_file, "-f", "pytorch", "--data", tmp_path / "pets", "--size", 10]
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    assert "PyTorch on pets" in result.stdout
    home = tmp_path / "home"
    monkeypatch.setattr(image_cache, "cache_folder", lambda name: home / name)
    cached = run(*arguments, "--cache")
    assert cached.stdout.splitlines()[2:] == result.stdout.splitlines()[2:]
    assert list(home.rglob("train.npy"))


def test_unknown_data_set_lists_the_known(recipe_file):
    error = one_line_error("train", recipe_file, "--data", "mnist")
    assert "Unknown data set 'mnist': choose one of aerial, cifar10, digits" in error


def test_size_of_a_data_set_that_has_its_own_is_refused(recipe_file):
    error = one_line_error("train", recipe_file, "--data", "digits", "--size", 20)
    assert "Unknown option of digits 'size'" in error


def test_recipe_that_is_not_there(images):
    assert "No recipe at nowhere.toml" in one_line_error("train", "nowhere.toml")


@pytest.mark.parametrize(
    ("plot", "message"),
    [("loss.docx", "end it in .png"), ("loss", "end it in .png"), ("no/loss.png", "no folder no")],
)
def test_plot_that_cannot_be_written_is_refused_before_training(recipe_file, plot, message):
    assert message in one_line_error("train", recipe_file, "--plot", plot)


def test_warning_is_one_line(recipe_file, images, monkeypatch):
    def load(name):
        warnings.warn("Look here.", stacklevel=1)
        return images

    monkeypatch.setattr(data, "load", load)
    result = run("train", recipe_file, "-f", "pytorch")
    assert result.exit_code == 0
    assert "Warning: Look here." in result.stderr.splitlines()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_recipes_can_be_read(path):
    assert isinstance(Recipe.from_toml(path), Recipe)


def test_help_of_train_points_to_an_example():
    assert "book/losses/adam.toml" in run("train", "--help").output
    assert ROOT / "book" / "losses" / "adam.toml" in EXAMPLES


# --- data -------------------------------------------------------------------------------------


def test_data_list_says_where_each_comes_from(monkeypatch, tmp_path):
    monkeypatch.setattr(data, "is_ready", lambda name: name != "eurosat")
    result = run("data", "list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    about = {name: next(line for line in lines if line.startswith(name)) for name in data.names()}
    assert about["digits"].endswith("embedded")
    assert "1797 images of 8x8x1" in about["digits"]
    assert about["aerial"].endswith("generated")
    assert about["cifar10"].endswith("fetched")
    assert about["eurosat"].endswith("to be fetched, 95 MB")


def test_data_fetch_says_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(data, "fetch", lambda name: tmp_path / name)
    result = run("data", "fetch", "cifar10")
    assert result.exit_code == 0
    assert result.stdout == f"cifar10 is in {tmp_path / 'cifar10'}\n"


def test_data_fetch_of_what_is_not_there():
    assert "Unknown data set 'mnist'" in one_line_error("data", "fetch", "mnist")
    assert "nothing to fetch for 'digits'" in one_line_error("data", "fetch", "digits")


# --- grade ------------------------------------------------------------------------------------


def _result(student, status):
    return Result(student, status, {"model": 1.0}, {"model": 2.0})


@pytest.fixture
def graded(monkeypatch):
    """Have grading come to these results; returns what was asked to be graded, and where."""
    asked = []

    class Graded(list):
        remarks = ()
        samples = frozenset({"sample_full", "sample_crash", "sample_broken"})

    def give(*results, no_samples=()):
        def grade_all(name, root, *, samples, **_):
            asked.append((name, root, samples))
            graded = Graded(results)
            graded.samples -= set(no_samples)
            return graded

        monkeypatch.setattr(pipeline, "grade", grade_all)
        monkeypatch.setattr(outputs, "write_outputs", lambda graded, **_: ["The report is here."])
        return asked

    return give


def test_grade_prints_the_scores(graded, tmp_path):
    asked = graded(_result("ada", "graded"), _result("bob", "to be read"))
    result = run("grade", "mini_exercise", "--course", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert asked == [("mini_exercise", tmp_path, False)]
    assert "The report is here." in result.stdout
    assert "ada" in result.stdout
    assert "1 of 2" in result.stdout


def test_grade_with_a_submission_that_needs_a_look_fails_and_names_it(graded):
    graded(_result("ada", "graded"), _result("bob", "needs a look"))
    assert "1 of 2 need a look before they count: bob." in one_line_error("grade", "mini_exercise")
    assert "ada" in run("grade", "mini_exercise").stdout


@pytest.mark.parametrize("options", [(), ("--samples",)])
def test_trouble_in_the_samples_made_for_it_is_no_failure(graded, tmp_path, options):
    asked = graded(
        _result("sample_crash", "needs a look"), _result("sample_broken", "needs a look")
    )
    result = run("grade", "mini_exercise", *options, "--course", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert asked == [("mini_exercise", tmp_path, bool(options))]
    assert "needs a look" in result.stdout


def test_a_student_who_needs_a_look_fails_the_command_among_samples_too(graded):
    graded(_result("bob", "needs a look"), _result("sample_crash", "needs a look"))
    error = one_line_error("grade", "mini_exercise", "--samples")
    assert "1 of 2 need a look before they count: bob." in error


@pytest.mark.parametrize("name", ["sample_crash", "sample_broken", "sample_full"])
def test_a_name_like_a_samples_does_not_make_one(graded, name):
    graded(_result(name, "needs a look"), no_samples={name} - {"sample_full"})
    error = one_line_error("grade", "mini_exercise")
    assert f"1 of 1 need a look before they count: {name}." in error


def test_grade_of_an_unknown_assignment_lists_the_known():
    error = one_line_error("grade", "maxi_exercise", "--course", ROOT)
    names = ", ".join(sorted(path.name for path in (ROOT / "solutions").glob("*/")))
    assert f"No assignment 'maxi_exercise' in solutions/: choose one of {names}." in error


def test_grade_without_nbgrader_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cnncourse, "grading", cnncourse.grading)  # to have it back afterwards
    for module in [m for m in sys.modules if m.startswith(("nbgrader", "cnncourse.grading"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    error = one_line_error("grade", "mini_exercise")
    assert 'run pip install "cnncourse[grading]"' in error


# --- evidence ---------------------------------------------------------------------------------


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Three claims, one of them on request, and an empty store."""

    def claim(name):
        return Claim(
            name=name,
            sentence=f"Sentence {name}.",
            jobs=lambda num_seeds: [Job("pytorch", seed) for seed in range(num_seeds)],
            run=do_nothing,
            summarize=lambda runs: {"n": len(runs)},
            num_seeds=2,
        )

    on_request = replace(claim("gpu"), on_request=True)
    of_name = {"one": claim("one"), "two": claim("two"), "gpu": on_request}
    monkeypatch.setattr(claims, "all_claims", lambda: of_name)
    monkeypatch.setenv("CNNCOURSE_EVIDENCE", str(tmp_path))
    return lambda: sorted(path.stem for path in tmp_path.glob("*.json"))


def test_evidence_measures_all_claims_and_stores_them(measured):
    result = run("evidence")
    assert result.exit_code == 0, result.stderr
    assert measured() == ["one", "two"]
    assert load("two").summary == {"n": 2}
    assert "one: 2 runs" in result.stdout


def test_evidence_of_a_claim_on_request_is_measured_by_name(measured):
    assert run("evidence", "gpu").exit_code == 0
    assert measured() == ["gpu"]


def test_evidence_of_one_claim_with_other_seeds_is_stored_and_not_current(measured):
    assert run("evidence", "two", "--seeds", "3").exit_code == 0
    assert load("two").summary == {"n": 3}
    assert load("two").command == "cnncourse evidence two --seeds 3"
    assert "two (no verdict; not current: its recipes" in run("evidence", "--list").stdout


def test_evidence_list_says_what_is_current_and_measures_nothing(measured):
    run("evidence", "two")
    result = run("evidence", "--list")
    assert measured() == ["two"]
    assert "one (not measured)\n    Sentence one." in result.stdout
    assert f"two (no verdict; current; measured {load('two').measured}, 0.0 min" in result.stdout


def test_evidence_check_fails_where_a_claim_is_not_measured(measured):
    run("evidence", "two")
    result = run("evidence", "--check")
    assert result.exit_code == 1
    assert "two: current, it is on wall times" in result.stdout
    assert "one: NOT CURRENT, No measurement 'one'" in result.stdout
    assert "gpu" not in [line.partition(":")[0] for line in result.stdout.splitlines()]
    assert run("evidence", "two", "--check").exit_code == 0


def test_evidence_of_an_unknown_claim(measured):
    error = one_line_error("evidence", "one", "three")
    assert "Unknown claim 'three': choose one of gpu, one, two" in error
    assert measured() == []


# --- errors -----------------------------------------------------------------------------------


def test_any_course_error_is_one_line_on_stderr_and_a_failure(monkeypatch):
    def fail():
        raise CourseError("It is wrong: do this.")

    monkeypatch.setattr(claims, "all_claims", fail)
    assert one_line_error("evidence") == "Error: It is wrong: do this."


def test_other_errors_are_not_swallowed(monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(claims, "all_claims", fail)
    assert isinstance(run("evidence").exception, ZeroDivisionError)
