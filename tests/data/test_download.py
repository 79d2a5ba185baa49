"""Files come whole and checked or not at all, and an error says what to do."""

import hashlib
import os
import socket

import pytest

from cnncourse.data.download import MIRROR, RemoteFile, download, obtain, present
from cnncourse.errors import DataError

CONTENT = bytes(range(256)) * 1000
CHUNK = 2**16  # what is written at a time, so where a broken download goes on


def remote_file(site, content=CONTENT, name="images.bin") -> RemoteFile:
    return RemoteFile(f"{site.url}/{name}", f"sha256:{hashlib.sha256(content).hexdigest()}")


def files_in(folder) -> list[str]:
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def one_line(error) -> str:
    text = str(error.value)
    assert "\n" not in text
    return text


def test_fetches_once_into_the_cache(site, cache):
    site.files["images.bin"] = CONTENT
    path = obtain("pictures", remote_file(site))
    assert path == cache / "pictures" / "images.bin"
    assert path.read_bytes() == CONTENT
    assert obtain("pictures", remote_file(site)) == path
    assert len(site.requests) == 1


def test_shows_progress(site, capsys):
    site.files["images.bin"] = CONTENT
    obtain("pictures", remote_file(site))
    shown = capsys.readouterr().err
    assert "images.bin: 100%" in shown
    assert "256k/256k" in shown


@pytest.mark.parametrize("sent", [CONTENT[:-1], CONTENT + b"!", b""])
def test_refuses_a_wrong_file_and_leaves_nothing(site, cache, sent):
    site.files["images.bin"] = sent
    with pytest.raises(DataError) as error:
        obtain("pictures", remote_file(site))
    text = one_line(error)
    assert f"{site.url}/images.bin" in text
    assert str(cache / "pictures" / "images.bin") in text
    assert files_in(cache / "pictures") == []


def test_a_good_file_in_the_cache_survives_a_wrong_download(site, cache):
    site.files["images.bin"] = b"wrong"
    (cache / "pictures").mkdir(parents=True)
    (cache / "pictures" / "images.bin").write_bytes(CONTENT)
    assert obtain("pictures", remote_file(site)).read_bytes() == CONTENT
    assert site.requests == []


def test_half_a_file_in_the_cache_is_fetched_again(site, cache):
    site.files["images.bin"] = CONTENT
    (cache / "pictures").mkdir(parents=True)
    (cache / "pictures" / "images.bin").write_bytes(CONTENT[:99])
    assert obtain("pictures", remote_file(site)).read_bytes() == CONTENT


def test_goes_on_where_the_connection_broke(site):
    site.files["images.bin"] = CONTENT
    site.bytes_per_answer = [CHUNK, CHUNK, None]
    assert obtain("pictures", remote_file(site)).read_bytes() == CONTENT
    asked = [wanted for _, wanted in site.requests]
    assert asked == [None, f"bytes={CHUNK}-", f"bytes={2 * CHUNK}-"]


def test_starts_again_where_the_server_cannot_go_on(site, tmp_path):
    site.files["images.bin"] = CONTENT
    site.knows_ranges = False
    site.bytes_per_answer = [CHUNK, None]
    download(f"{site.url}/images.bin", str(tmp_path / "got"))
    assert (tmp_path / "got").read_bytes() == CONTENT
    assert [wanted for _, wanted in site.requests] == [None, f"bytes={CHUNK}-"]


def test_gives_up_when_no_answer_brings_more(site, cache):
    site.files["images.bin"] = CONTENT
    site.knows_ranges = False
    site.bytes_per_answer = [CHUNK, CHUNK, None]
    with pytest.raises(DataError) as error:
        obtain("pictures", remote_file(site))
    assert "no connection" in one_line(error)
    assert len(site.requests) == 2
    assert files_in(cache / "pictures") == []


def test_offline_names_the_file_and_the_place(site, cache):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    file = RemoteFile(f"http://127.0.0.1:{port}/images.bin", "md5:0")
    with pytest.raises(DataError) as error:
        obtain("pictures", file)
    text = one_line(error)
    assert f"Cannot download {file.url} (no connection)" in text
    assert f"put images.bin at {cache / 'pictures' / 'images.bin'}" in text
    assert MIRROR in text
    assert files_in(cache / "pictures") == []


def test_a_file_that_the_server_has_not(site):
    with pytest.raises(DataError) as error:
        obtain("pictures", remote_file(site))
    assert "the server answers 404 Not Found" in one_line(error)


def test_a_cache_that_cannot_be_written(site, cache):
    site.files["images.bin"] = CONTENT
    cache.parent.mkdir(parents=True)
    cache.write_text("a file where the folder should be")
    with pytest.raises(DataError) as error:
        obtain("pictures", remote_file(site))
    assert "Cannot write" in one_line(error)


@pytest.mark.parametrize("folder", [".", "pictures"])
def test_a_mirror_comes_first(site, tmp_path, monkeypatch, folder):
    mirrored = tmp_path / "mirror" / folder / "images.bin"
    mirrored.parent.mkdir(parents=True)
    mirrored.write_bytes(CONTENT)
    monkeypatch.setenv(MIRROR, str(tmp_path / "mirror"))
    assert obtain("pictures", remote_file(site)).samefile(mirrored)
    assert site.requests == []


def test_a_damaged_file_in_the_mirror_is_refused_and_kept(site, tmp_path, monkeypatch):
    site.files["images.bin"] = CONTENT
    monkeypatch.setenv(MIRROR, str(tmp_path))
    (tmp_path / "images.bin").write_bytes(CONTENT[:99])
    with pytest.raises(DataError) as error:
        obtain("pictures", remote_file(site))
    assert str(tmp_path / "images.bin") in one_line(error)
    assert (tmp_path / "images.bin").read_bytes() == CONTENT[:99]


def test_what_the_mirror_lacks_is_fetched(site, cache, tmp_path, monkeypatch):
    site.files["images.bin"] = CONTENT
    (tmp_path / "mirror").mkdir()
    monkeypatch.setenv(MIRROR, str(tmp_path / "mirror"))
    assert obtain("pictures", remote_file(site)) == cache / "pictures" / "images.bin"


def test_a_mirror_that_is_no_folder(site, tmp_path, monkeypatch):
    monkeypatch.setenv(MIRROR, str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=f"{MIRROR} is .*nowhere, which is no folder"):
        present("pictures", remote_file(site))
