"""pyproject.toml, environment.yml, constraints.txt, Makefile and CITATION.cff agree."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import cnncourse

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def parsed(lines) -> dict[str, SpecifierSet]:
    requirements = {}
    for requirement in map(Requirement, lines):
        name = canonicalize_name(requirement.name)
        assert requirements.setdefault(name, requirement.specifier) == requirement.specifier, (
            f"{name} is named twice, with different versions"
        )
    return requirements


@pytest.fixture
def project() -> dict[str, SpecifierSet]:
    extras = PROJECT["optional-dependencies"].values()
    return parsed([*PROJECT["dependencies"], *(line for extra in extras for line in extra)])


@pytest.fixture
def pinned() -> dict[str, SpecifierSet]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return parsed(line for line in lines if not line.startswith("#"))


def test_conda_environment_lists_the_packages_of_pyproject(project):
    pip_lines = next(entry["pip"] for entry in CONDA if isinstance(entry, dict))
    assert "-e ." in pip_lines
    assert parsed(line for line in pip_lines if line != "-e .") == project


def test_conda_environment_has_the_python_of_pyproject():
    (python,) = (Requirement(e) for e in CONDA if isinstance(e, str) and e.startswith("python "))
    assert python.specifier == SpecifierSet(PROJECT["requires-python"])


def test_makefile_looks_for_the_python_of_pyproject():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    low, high = re.search(
        r"\(([\d, ]+)\) <= sys.version_info\[:3\] < \(([\d, ]+)\)", makefile
    ).groups()
    suitable = f">={low.replace(', ', '.')},<{high.replace(', ', '.')}"
    assert SpecifierSet(suitable) == SpecifierSet(PROJECT["requires-python"])


def test_pythons_without_what_the_code_uses_are_refused():
    """`tarfile` has filters since 3.11.4: Debian 12 has 3.11.2."""
    promised = SpecifierSet(PROJECT["requires-python"])
    assert not any(promised.contains(f"3.11.{patch}") for patch in range(4))
    assert all(promised.contains(version) for version in ("3.11.4", "3.12.0", "3.13.0"))


@pytest.mark.parametrize(("version", "status"), [("3, 11, 3", 1), ("3, 11, 4", 0), ("3, 14, 0", 1)])
def test_makefile_refuses_them_before_it_installs(version, status):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    code = re.search(r"^SUITABLE := (.*)$", makefile, re.MULTILINE).group(1)
    code = code.replace("import sys;", f"import sys; sys.version_info = ({version}, 'final', 0);")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == status


def test_every_package_is_pinned_to_a_version_that_pyproject_allows(project, pinned):
    assert sorted(project.keys() - pinned.keys()) == []
    for name, specifier in pinned.items():
        (pin,) = specifier
        assert pin.operator == "==", f"{name} is not pinned to one version"
        assert project.get(name, SpecifierSet()).contains(pin.version), f"{name} does not fit"


def test_pins_come_from_the_index_alone(pinned):
    local = [name for name, specifier in pinned.items() if "+" in str(specifier)]
    assert local == [], "a local build such as +cpu is not on the index"


def test_makefile_installs_every_extra():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    extras = re.search(r"^EXTRAS := (.*)$", makefile, re.MULTILINE).group(1).split(",")
    assert sorted(extras) == sorted(PROJECT["optional-dependencies"])


def test_citation_names_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == cnncourse.__version__
