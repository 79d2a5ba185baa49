"""pip's settings, from its files and the environment, reach uv."""

import os
import subprocess
import sys

import pip_settings
import pytest


def environment_of(listing: str) -> dict[str, str]:
    return pip_settings.variables(pip_settings.parse(listing))


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("", {}),
        ("global.disable-pip-version-check='1'", {}),
        (
            "global.index-url='https://a.example/simple'",
            {"UV_DEFAULT_INDEX": "https://a.example/simple"},
        ),
        (
            "global.extra-index-url='https://a.example/simple https://b.example/simple'",
            {
                "UV_INDEX": "https://a.example/simple https://b.example/simple",
                "UV_INDEX_STRATEGY": "unsafe-best-match",
            },
        ),
        (
            "install.extra-index-url='\\nhttps://a.example/simple\\nfile:///srv/simple'",
            {
                "UV_INDEX": "https://a.example/simple file:///srv/simple",
                "UV_INDEX_STRATEGY": "unsafe-best-match",
            },
        ),
        (":env:.find-links='wheels more_wheels'", {"UV_FIND_LINKS": "wheels,more_wheels"}),
        (
            "global.index-url='https://a.example/simple'\nglobal.trusted-host='a.example b.eu'",
            {
                "UV_DEFAULT_INDEX": "https://a.example/simple",
                "UV_INSECURE_HOST": "a.example b.eu",
            },
        ),
        (
            "global.cert='/ca.pem'\nglobal.client-cert='/me.pem'",
            {"SSL_CERT_FILE": "/ca.pem", "SSL_CLIENT_CERT": "/me.pem"},
        ),
        (":env:.default-timeout='180'", {"UV_HTTP_TIMEOUT": "180"}),
        ("global.timeout='2.5'", {"UV_HTTP_TIMEOUT": "2"}),
        (
            "global.proxy='http://p.example:80'",
            {"HTTP_PROXY": "http://p.example:80", "HTTPS_PROXY": "http://p.example:80"},
        ),
        (":env:.no-cache-dir='1'", {"UV_NO_CACHE": "1"}),
        (":env:.no-cache-dir='false'", {}),
    ],
)
def test_settings_become_those_of_uv(listing, expected):
    assert environment_of(listing) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_environment_counts_more_than_a_section_and_that_more_than_the_global_one(order):
    lines = ["global.find-links='a'", "install.find-links='b'", ":env:.find-links='c'"]
    for number, expected in [(1, "a"), (2, "b"), (3, "c")]:
        listing = "\n".join(lines[:number][::order])
        assert environment_of(listing) == {"UV_FIND_LINKS": expected}


def test_settings_of_other_commands_are_left_aside():
    assert pip_settings.parse("download.index-url='https://a.example'\nlist.format='json'") == {}


def test_constraints_are_added_and_the_index_can_be_switched_off():
    settings = pip_settings.parse("global.constraint='a.txt b.txt'\n:env:.no-index='true'")
    assert pip_settings.options(settings) == [
        *("--constraint", "a.txt", "--constraint", "b.txt"),
        "--no-index",
    ]
    assert pip_settings.options(pip_settings.parse(":env:.no-index='0'")) == []


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("", False),
        ("global.cert='/ca.pem'\nglobal.constraint='a.txt'", False),
        ("global.index-url='https://a.example/simple'", True),
        ("global.extra-index-url='file:///srv/simple'", True),
        (":env:.find-links='wheels'", True),
    ],
)
def test_sources_are_told_from_other_settings(listing, expected):
    assert pip_settings.names_sources(pip_settings.parse(listing)) == expected


def test_settings_are_read_from_files_and_variables(tmp_path):
    """The listing of the pip that is here, not one made up: both forms, several lines."""
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nextra-index-url =\n    https://a.example\n    https://b.example\n")
    environment = {name: value for name, value in os.environ.items() if "PIP_" not in name}
    environment |= {"PIP_CONFIG_FILE": str(file), "PIP_FIND_LINKS": "it's here"}
    code = "import pip_settings; print(pip_settings.variables(pip_settings.read()))"
    output = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"PYTHONPATH": str(pip_settings.__file__.rpartition("/")[0])},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "'UV_INDEX': 'https://a.example https://b.example'" in output
    assert "'UV_FIND_LINKS': \"it's,here\"" in output
