"""Takes what only describes an image out of its file: damaged, it keeps Pillow from the pixels."""

import zlib
from collections.abc import Iterator

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_START_OF_SCAN = 0xDA
_DESCRIBING = {0xE0, *range(0xE2, 0xEE), 0xEF, 0xFE}
"""Markers of JPEG segments; not Exif's (0xE1, of a turn), nor Adobe's (0xEE, of the colors)."""


def bare(content: bytes) -> bytes:
    """The content of a PNG or JPEG file without most of what is not needed to show its pixels.

    What tells of a turn and of transparency stays, an EXIF block of PNG only if it is whole.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    bytes
        That of a file of another format as it is.

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> file = io.BytesIO()
    >>> Image.new("L", (1, 1)).save(file, "PNG", dpi=(72, 72))
    >>> b"pHYs" in file.getvalue(), b"pHYs" in bare(file.getvalue())
    (True, False)
    """
    if content.startswith(_PNG):
        return _PNG + b"".join(filter(_is_needed, _chunks(content)))
    if content.startswith(_JPEG):
        return _JPEG + b"".join(_needed_segments(content))
    return content


def _chunks(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG file: length, name, data, checksum. The last one may be cut."""
    start = len(_PNG)
    while start < len(content):
        end = start + 12 + int.from_bytes(content[start : start + 4])
        yield content[start:end]
        start = end


def _is_needed(chunk: bytes) -> bool:
    name = chunk[4:8]
    if name == b"eXIf":
        return int.from_bytes(chunk[-4:]) == zlib.crc32(chunk[4:-4])
    return name[:1].isupper() or name == b"tRNS"  # a capital stands for what is not to be skipped


def _needed_segments(content: bytes) -> Iterator[bytes]:
    """The segments of a JPEG file up to the pixels, and then all that is left as one."""
    start = len(_JPEG)
    while len(content) > start + 1 and content[start] == 0xFF:
        marker = content[start + 1]
        if marker == _START_OF_SCAN:
            break
        end = start + 2 + int.from_bytes(content[start + 2 : start + 4])
        if marker not in _DESCRIBING:
            yield content[start:end]
        start = end
    yield content[start:]
