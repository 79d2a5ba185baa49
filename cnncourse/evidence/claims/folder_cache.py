"""Claims of the page on speed: a folder larger than memory is decoded once, then opened at once."""

import os
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

from cnncourse import data
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.claim import Measurement
from cnncourse.evidence.claims.epoch_time import NUM_ROUNDS, seconds_per_epoch
from cnncourse.frameworks import FRAMEWORKS

COUNTS = (1_000, 10_000, 100_000)
SIZE = 128
EPOCH_COUNT = 4_000
EPOCHS_A_ROUND = 2
SAMPLING_SECONDS = 0.005


def make_folder(folder: Path, count: int, size: int = SIZE) -> None:
    """Make `folder/<class>/*.jpg`: synthetic tiles, each file under as many names as it takes."""
    tiles = data.load("aerial", size=size, examples_per_class=20)
    pixels, labels = tiles.train
    originals = folder.with_name(f"{folder.name}_originals")
    originals.mkdir(parents=True)
    for i, image in enumerate(pixels):
        Image.fromarray(image).save(originals / f"{i}.jpg", quality=90)
    for class_name in tiles.class_names:
        (folder / class_name).mkdir(parents=True)
    for i in range(count):
        original = i % len(labels)
        place = folder / tiles.class_names[labels[original]]
        os.link(originals / f"{original}.jpg", place / f"{i}.jpg")


def open_folder(folder: Path, cache: Path) -> dict[str, float]:
    """Open a folder through its cache: the seconds it takes, and the most memory that it adds.

    Memory is what the process holds for itself (RssAnon in Linux); pages of mapped files are left
    out, as the system takes them back whenever it needs the room.
    """
    before = peak = anonymous_bytes()
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLING_SECONDS):
            peak = max(peak, anonymous_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    images = data.folder(folder, cache=cache)
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    bytes_of_images = sum(split.images.nbytes for split in (images.train, images.val, images.test))
    return {"seconds": seconds, "bytes": peak - before, "bytes_of_images": bytes_of_images}


def anonymous_bytes() -> int:
    """Memory that this process holds for itself now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    raise OSError("/proc/self/status has no RssAnon: this is measured on Linux.")


def measure(seeds: tuple[int, ...], counts: tuple[int, ...] = COUNTS) -> tuple[dict, list[dict]]:
    """Open folders of several sizes, each twice, in a new process each time."""
    runs = []
    for count in counts:
        with tempfile.TemporaryDirectory() as place:
            folder, cache = Path(place, "images"), Path(place, "cache")
            make_folder(folder, count)
            for opening in ("first", "again"):
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                    result = pool.submit(open_folder, folder, cache).result()
                runs.append({"num_files": count, "opening": opening} | result)
    summary = {
        opening: {
            str(run["num_files"]): {
                "seconds": run["seconds"],
                "megabytes": run["bytes"] / 1e6,
                "bytes_per_file": run["bytes"] / run["num_files"],
                "megabytes_of_images": run["bytes_of_images"] / 1e6,
            }
            for run in runs
            if run["opening"] == opening
        }
        for opening in ("first", "again")
    }
    return summary, runs


def measure_epochs(
    seeds: tuple[int, ...], count: int = EPOCH_COUNT, num_rounds: int = NUM_ROUNDS
) -> tuple[dict, list[dict]]:
    """Train on the images of a cached folder, and on the same in memory, in turn."""
    with tempfile.TemporaryDirectory() as place:
        make_folder(Path(place, "images"), count)
        cached = data.folder(Path(place, "images"), cache=Path(place, "cache"))
        kinds = {"cached": cached, "resident": in_memory(cached)}
        runs = [
            {
                "framework": framework,
                "images": kind,
                "round": index,
                "seconds": seconds_per_epoch(framework, images, EPOCHS_A_ROUND),
            }
            for index in range(num_rounds)
            for framework in FRAMEWORKS
            for kind, images in list(kinds.items())[:: -1 if index % 2 else 1]
        ]
        num_train = len(cached.train.labels)
    return {"num_images": num_train, "speed": {f: speed_of(runs, f) for f in FRAMEWORKS}}, runs


def in_memory(images: ImageData) -> ImageData:
    """The same images, read from their files."""
    splits = {name: getattr(images, name) for name in ("train", "val", "test")}
    return replace(images, **{n: Split(np.array(s.images), s.labels) for n, s in splits.items()})


def speed_of(runs: list[dict], framework: str) -> list[float]:
    """How many times as fast a cached epoch is as one in memory, in each round."""
    seconds = {
        (run["images"], run["round"]): run["seconds"]
        for run in runs
        if run["framework"] == framework
    }
    rounds = sorted({index for _, index in seconds})
    return [seconds["resident", index] / seconds["cached", index] for index in rounds]


CLAIMS = [
    Measurement(
        name="folder_epoch",
        sentence="Once it is decoded, a cached folder is trained on as fast as images in memory.",
        measure=measure_epochs,
    ),
    Measurement(
        name="folder_cache",
        sentence="The memory that it takes to open a cached folder grows with the list of its "
        "files, and not with their pixels.",
        measure=measure,
        on_request=True,  # it writes some gigabytes
    ),
]
