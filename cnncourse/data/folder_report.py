"""Says what was found in an image folder, and what of it needs its owner's attention."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cnncourse.data.image_files import Decoded, ImageFile, Listing
from cnncourse.errors import DataError

TINY = 10  # a class with fewer images can hardly be learned, and not be judged


@dataclass(frozen=True)
class FolderReport:
    """What was found in an image folder; print it to read it.

    Attributes
    ----------
    path : Path
    class_counts : dict of str to int
        Readable images of each class.
    sizes : dict of (int, int) to int
        Images of each (height, width), the most frequent first.
    unreadable : dict of str to str
        Why a file could not be read, by its path within the folder.
    """

    path: Path
    class_counts: dict[str, int]
    sizes: dict[tuple[int, int], int]
    unreadable: dict[str, str]

    @property
    def problems(self) -> tuple[str, ...]:
        """What the owner of the folder should look at; empty if all is well."""
        found = []
        if self.unreadable:
            files = [f"{name} ({reason})" for name, reason in self.unreadable.items()]
            found.append(f"skipped {len(files)} unreadable: {_some(files)}")
        tiny = [f"{name} ({count})" for name, count in self.class_counts.items() if count < TINY]
        if tiny:
            found.append(f"classes with fewer than {TINY} images: {_some(tiny)}")
        return tuple(found)

    def __str__(self):
        classes = [f"{name} {count}" for name, count in self.class_counts.items()]
        summary = (
            f"{self.path}: {sum(self.class_counts.values())} images in {len(classes)} classes "
            f"({_some(classes, 20)}), height x width {_some_sizes(self.sizes)}"
        )
        return "; ".join((summary, *self.problems))


def report_on(listing: Listing, files: list[ImageFile], decoded: list[Decoded]) -> FolderReport:
    """Count what was found in the files of a folder; `decoded` has one entry for each file."""
    unreadable = {
        Path(file.path).relative_to(listing.root).as_posix(): image.problem
        for file, image in zip(files, decoded, strict=True)
        if image.problem
    }
    # Every file that is listed counts, also where only a few of each class were opened.
    counts = Counter(file.label for part in listing.splits.values() for file in part)
    counts.subtract(f.label for f, image in zip(files, decoded, strict=True) if image.problem)
    class_counts = {name: counts[label] for label, name in enumerate(listing.class_names)}
    sizes = Counter(image.size for image in decoded if image.size)
    return FolderReport(listing.root, class_counts, dict(sizes.most_common()), unreadable)


def check(report: FolderReport, size: tuple[int, int] | None) -> None:
    """Raise a `DataError` if images are missing, or no `size` is given where sizes differ."""
    empty = [name for name, count in report.class_counts.items() if count == 0]
    if empty:
        raise DataError(
            f"No image of class {', '.join(empty)} in {report.path} can be read: "
            "replace the files or remove the folder."
        )
    if not report.sizes:
        raise DataError(
            f"None of the images taken from {report.path} can be read: replace the files, or "
            "raise examples_per_class."
        )
    if size is None and len(report.sizes) > 1:
        raise DataError(
            f"The images in {report.path} differ in size, height x width: "
            f"{_some_sizes(report.sizes)}. Pass size= to resize them."
        )


def _some(items: list[str], count: int = 5) -> str:
    rest = f" and {len(items) - count} more" if len(items) > count else ""
    return ", ".join(items[:count]) + rest


def _some_sizes(sizes: dict[tuple[int, int], int]) -> str:
    return _some([f"{height}x{width} ({count})" for (height, width), count in sizes.items()])
