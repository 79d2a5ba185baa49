"""Brings a published file to this computer: mirror folder, cache, or download, checked by hash."""

import os
from dataclasses import dataclass
from pathlib import Path

import pooch
import requests
from tqdm import tqdm

from cnncourse.errors import DataError
from cnncourse.paths import expand, reason, require_folder, shown

MIRROR = "CNNCOURSE_DATA"  # environment variable that names a folder of files fetched before
_TIMEOUT = 30  # seconds without a byte before a connection counts as broken
_DROPS = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
)


@dataclass(frozen=True)
class RemoteFile:
    """A file as its authors published it.

    Attributes
    ----------
    url : str
    hash : str
        "algorithm:hexadecimal digits".
    """

    url: str
    hash: str

    @property
    def name(self) -> str:
        """Name of the file, the last part of its address.

        Examples
        --------
        >>> RemoteFile("https://example.org/data/images.zip", "md5:0").name
        'images.zip'
        """
        return self.url.rsplit("/", 1)[-1]


def cache_folder(dataset: str) -> Path:
    """Where the files of a data set are kept once they are fetched."""
    return Path(pooch.os_cache("cnncourse")) / dataset


def mirror_folders(dataset: str) -> tuple[Path, ...]:
    """Where a local mirror may hold a data set: its own folder, or the mirror folder itself.

    Raises
    ------
    DataError
        If the environment variable names a folder that does not exist or cannot be read.
    """
    if not os.environ.get(MIRROR):
        return ()
    root = expand(os.environ[MIRROR])
    if not os.path.isdir(root):
        raise DataError(f"{MIRROR} is {shown(root)}, which is no folder: correct or unset it.")
    require_folder(root, DataError)
    return root / dataset, root


def present(dataset: str, file: RemoteFile) -> Path | None:
    """Path of a file that is on this computer, its content unchecked; None if it is not."""
    for folder in (*mirror_folders(dataset), cache_folder(dataset)):
        if os.path.isfile(folder / file.name):  # its own is_file raises at a closed folder
            return folder / file.name
    return None


def obtain(dataset: str, file: RemoteFile) -> Path:
    """Path of a file whose content is checked; it is downloaded if it is not here yet.

    The file is written under a temporary name and gets its own once its hash is right, so that
    the cache never holds half of one.

    Raises
    ------
    DataError
        If the file cannot be reached, or is not the one that was published.
    """
    cached = cache_folder(dataset) / file.name
    path = present(dataset, file)
    if path is not None and path != cached:
        if not _has_hash(path, file.hash):
            raise DataError(
                f"{path} is damaged or another version (its hash is not {file.hash}): replace it, "
                f"or unset {MIRROR} to download the file."
            )
        return path
    try:
        pooch.retrieve(file.url, file.hash, cached.name, cached.parent, downloader=download)
    except ValueError:  # pooch's answer to a wrong hash
        raise DataError(
            f"What {file.url} sent is damaged or another version (its hash is not {file.hash}) "
            f"and was thrown away: try again, or put a good copy at {cached}."
        ) from None
    except requests.exceptions.RequestException as error:
        raise DataError(
            f"Cannot download {file.url} ({_reason(error)}): check the network, or put "
            f"{file.name} at {cached} or into the folder that {MIRROR} names."
        ) from None
    except OSError as error:
        raise DataError(
            f"Cannot write {cached} ({reason(error)}): make room or set XDG_CACHE_HOME "
            f"to a folder that can be written to, or put {file.name} into the folder that "
            f"{MIRROR} names."
        ) from None
    return cached


def _has_hash(path: Path, wanted: str) -> bool:
    try:
        return pooch.hashes.hash_matches(str(path), wanted)
    except OSError as error:
        raise DataError(
            f"{shown(path)} cannot be read ({reason(error)}): allow it to be read, or unset "
            f"{MIRROR} to download the file."
        ) from None


def _reason(error: requests.exceptions.RequestException) -> str:
    if error.response is not None:
        return f"the server answers {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.exceptions.Timeout):
        return "the server does not answer"
    return "no connection" if isinstance(error, _DROPS) else type(error).__name__


def download(url: str, path: str, _pooch=None) -> None:
    """Download a file, showing progress, and go on where a broken connection stopped.

    It gives up when a connection brings nothing new. Pooch's own downloader starts again from the
    first byte instead, which a large file never survives on a bad line.

    Parameters
    ----------
    url : str
    path : str
        Where to write; it may be left incomplete when an error is raised.

    Raises
    ------
    requests.exceptions.RequestException
        If the server cannot be reached or refuses.
    """
    bar = tqdm(desc=url.rsplit("/", 1)[-1], unit="B", unit_scale=True, unit_divisor=1000)
    with open(path, "wb") as file, bar:
        while True:
            before = file.tell()
            try:
                return _append(url, file, bar)
            except _DROPS:
                if file.tell() <= before:
                    raise


def _append(url: str, file, bar: tqdm) -> None:
    headers = {"Accept-Encoding": "identity"}  # the hash is that of the bytes as published
    if file.tell():
        headers["Range"] = f"bytes={file.tell()}-"
    with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
        response.raise_for_status()
        if file.tell() and response.status_code != requests.codes.partial_content:
            file.seek(0)  # the server sends the whole file again
            file.truncate()
            bar.reset()
        length = response.headers.get("Content-Length")
        bar.total = file.tell() + int(length) if length else None
        for chunk in response.iter_content(chunk_size=2**16):
            file.write(chunk)
            bar.update(len(chunk))
