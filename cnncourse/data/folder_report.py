"""Says what was found in an image folder, and what of it needs its owner's attention."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from cnncourse.data.image_files import Decoded, ImageFile
from cnncourse.data.image_listing import Listing, alike
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
    passed_over : dict of str to int
        Files in the folders of the classes that are no images, by their endings.
    unfollowed : tuple of str
        Links that lead back to a folder around them, or to that of a class; what they lead to is
        taken only where it lies.
    unused : tuple of str
        Folders, images and archives that belong to no class, by their paths within the folder.
    in_every_class : tuple of str
        Names of folders that every class holds, which may be the classes themselves.
    missing : dict of str to tuple of str
        Classes of which a split has no readable image, by the name of the split. Of the splits
        that have folders; all belongs to "train" where there are none.
    huge : dict of str to (int, int)
        (height, width) of each image that is larger than Pillow holds for likely.
    num_deep, peak, bits : int, int, int or None
        How many images have 16-bit gray values, the largest of these values, and how many bits of
        them were taken to be in use.
    peaks : dict of str to int
        The largest of these values in each class that has any, and in each split of it where
        splits have folders.
    color_peak : int
        What no color of 16 bits exceeds; -1 if there is none.
    """

    path: Path
    class_counts: dict[str, int]
    sizes: dict[tuple[int, int], int]
    unreadable: dict[str, str]
    passed_over: dict[str, int]
    unfollowed: tuple[str, ...]
    unused: tuple[str, ...]
    in_every_class: tuple[str, ...]
    missing: dict[str, tuple[str, ...]]
    huge: dict[str, tuple[int, int]]
    num_deep: int
    peak: int
    bits: int | None
    peaks: dict[str, int]
    color_peak: int

    @property
    def problems(self) -> tuple[str, ...]:
        """What the owner of the folder should look at; empty if all is well."""
        found = []
        if self.unreadable:
            files = [f"{name} ({reason})" for name, reason in self.unreadable.items()]
            found.append(f"skipped {len(files)} unreadable: {_some(files)}")
        if self.passed_over:
            endings = [f"{ending} ({count})" for ending, count in self.passed_over.items()]
            found.append(f"passed over what is not read as images: {_some(endings)}")
        if self.unfollowed:
            found.append(
                "links not followed, as they lead back or to a folder of a class: "
                f"{_some(list(self.unfollowed))}"
            )
        if self.unused:
            found.append(f"not used, as they belong to no class: {_some(list(self.unused))}")
        if self.in_every_class:
            found.append(
                f"every class holds the folders {_some(list(self.in_every_class))}: if these are "
                "the classes, give the path of the folder around one set of them"
            )
        for split, names in self.missing.items():
            found.append(f"{split} has no image of the classes {_some(list(names))}")
        if self.huge:
            files = [f"{name} ({height}x{width})" for name, (height, width) in self.huge.items()]
            found.append(f"huge images: {_some(files)}")
        found += [*self._about_depth(), *self._about_classes()]
        return tuple(found)

    def _about_depth(self) -> Iterator[str]:
        if 0 <= self.color_peak < 2**15:
            yield (
                "of 16-bit colors the upper 8 bits are read, but none is above "
                f"{self.color_peak}: scale them to the whole range, or save them with 8 bits"
            )
        if low := [f"{name} ({peak})" for name, peak in self.peaks.items() if 4 * peak < self.peak]:
            yield (
                f"16-bit gray values reach {self.peak}, but far less in {_some(low)}: if their "
                "bits in use differ, scale them alike"
            )
        num_others = sum(self.sizes.values()) - self.num_deep
        if self.bits is not None:
            if self.peak >= 2**self.bits:
                yield (
                    f"16-bit gray values reach {self.peak} and were cut at {2**self.bits - 1}: "
                    "raise bits"
                )
            return
        if self.num_deep and self.peak < 2**15:
            yield (
                f"16-bit gray values are divided by 256, but end at {self.peak}: pass "
                f"bits={max(8, self.peak.bit_length())} to scale them to the whole range"
            )
        if self.num_deep and num_others:
            yield (
                f"{self.num_deep} images have 16 bits and {num_others} have 8: pass bits= (16 if "
                "all are in use) once you have seen that they look alike"
            )

    def _about_classes(self) -> Iterator[str]:
        names = Counter(map(alike, self.class_counts))
        if same := [name for name in self.class_counts if names[alike(name)] > 1]:
            yield f"classes that differ in case or spaces alone: {_some(same)}"
        tiny = [f"{name} ({count})" for name, count in self.class_counts.items() if count < TINY]
        if tiny:
            yield f"classes with fewer than {TINY} images: {_some(tiny)}"

    def __str__(self):
        classes = [f"{name} {count}" for name, count in self.class_counts.items()]
        summary = (
            f"{self.path}: {sum(self.class_counts.values())} images in {len(classes)} classes "
            f"({_some(classes, 20)}), height x width {_some_sizes(self.sizes)}"
        )
        return "; ".join((summary, *self.problems))


def report_on(
    listing: Listing, files: list[ImageFile], decoded: list[Decoded], bits: int | None = None
) -> FolderReport:
    """Count what was found in the files of a folder; `decoded` has one entry for each file."""

    def within(path: str | Path) -> str:
        return Path(path).relative_to(listing.root).as_posix()

    pairs = list(zip(files, decoded, strict=True))
    # Every file that is listed counts, also where only a few of each class were opened.
    counts = Counter(file.label for part in listing.splits.values() for file in part)
    counts.subtract(file.label for file, image in pairs if image.problem)
    sizes = Counter(image.size for image in decoded if image.size)
    most = Image.MAX_IMAGE_PIXELS or math.inf
    huge = {size for size in sizes if math.prod(size) > most}
    return FolderReport(
        path=listing.root,
        class_counts={name: counts[label] for label, name in enumerate(listing.class_names)},
        sizes=dict(sizes.most_common()),
        unreadable={within(file.path): image.problem for file, image in pairs if image.problem},
        passed_over=listing.passed_over,
        unfollowed=tuple(map(within, listing.unfollowed)),
        unused=tuple(map(within, listing.unused)),
        in_every_class=tuple(listing.in_every_class),
        missing=_missing(listing, {file.path for file, image in pairs if image.problem}),
        huge={within(file.path): image.size for file, image in pairs if image.size in huge},
        num_deep=sum(image.peak >= 0 for image in decoded),
        peak=max((image.peak for image in decoded), default=-1),
        bits=bits,
        peaks=_peaks(listing, pairs),
        color_peak=max((image.color_peak for image in decoded), default=-1),
    )


def check(report: FolderReport, size: tuple[int, int] | None) -> None:
    """Raise a `DataError` if images are missing, or no `size` is given where sizes differ."""
    if empty := report.missing.get("train"):
        raise DataError(
            f"No training image of class {', '.join(empty)} in {report.path} can be read: "
            "replace the files or remove the folder."
        )
    for split, names in report.missing.items():
        if len(names) == len(report.class_counts):
            raise DataError(
                f"None of the {split} images in {report.path} can be read: replace the files, or "
                f"move their folder away to have {split} images set apart."
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


def _peaks(listing: Listing, pairs: list[tuple[ImageFile, Decoded]]) -> dict[str, int]:
    """The largest 16-bit gray value in each class, or in each split of each class."""
    deep = {file.path: image.peak for file, image in pairs if image.peak >= 0}
    peaks: dict[str, int] = {}
    for split, files in listing.splits.items() if deep else ():
        for file in files:
            if file.path in deep:
                name = listing.class_names[file.label]
                place = name if len(listing.splits) == 1 else f"{split}/{name}"
                peaks[place] = max(deep[file.path], peaks.get(place, -1))
    return peaks


def _missing(listing: Listing, unreadable: set[str]) -> dict[str, tuple[str, ...]]:
    """The classes of which a split has no readable image, of the splits that lack any."""
    missing = {}
    for split, files in listing.splits.items():
        there = {file.label for file in files if file.path not in unreadable}
        names = (name for label, name in enumerate(listing.class_names) if label not in there)
        missing[split] = tuple(names)
    return {split: names for split, names in missing.items() if names}


def _some(items: list[str], count: int = 5) -> str:
    rest = f" and {len(items) - count} more" if len(items) > count else ""
    return ", ".join(items[:count]) + rest


def _some_sizes(sizes: dict[tuple[int, int], int]) -> str:
    return _some([f"{height}x{width} ({count})" for (height, width), count in sizes.items()])
