"""Claims of the page on speed: a folder larger than memory is decoded once, then opened at once."""

import atexit
import os
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

from cnncourse import data
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence.claim import Claim, Job
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


def cache_jobs(num_rounds: int, counts: tuple[int, ...] = COUNTS) -> list[Job]:
    """A job for each number of files."""
    return [
        Job("", index, labels={"num_files": count}, settings={"num_files": count, "size": SIZE})
        for index in range(num_rounds)
        for count in counts
    ]


def open_twice(job: Job, device: str) -> dict:
    """Open a folder for the first time and again, in a new process each time."""
    openings = {}
    with tempfile.TemporaryDirectory() as place:
        folder, cache_place = Path(place, "images"), Path(place, "cache")
        make_folder(folder, job.settings["num_files"], job.settings["size"])
        for opening in ("first", "again"):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                openings[opening] = pool.submit(open_folder, folder, cache_place).result()
    return {"openings": openings}


def summarize_openings(runs: list[dict]) -> dict:
    """Seconds and memory of each opening, by the number of files."""
    return {
        opening: {
            str(run["num_files"]): _about(run["openings"][opening], run["num_files"])
            for run in runs
        }
        for opening in ("first", "again")
    }


def _about(opened: dict, num_files: int) -> dict:
    return {
        "seconds": opened["seconds"],
        "megabytes": opened["bytes"] / 1e6,
        "bytes_per_file": opened["bytes"] / num_files,
        "megabytes_of_images": opened["bytes_of_images"] / 1e6,
    }


def epoch_jobs(num_rounds: int, count: int = EPOCH_COUNT) -> list[Job]:
    """Cached images and the same in memory take turns; who is first, too."""
    return [
        Job(
            framework,
            index,
            labels={"images": kind, "round": index},
            settings={"images": kind, "num_files": count, "num_timed": EPOCHS_A_ROUND},
        )
        for index in range(num_rounds)
        for framework in FRAMEWORKS
        for kind in ("cached", "resident")[:: -1 if index % 2 else 1]
    ]


def time_epoch(job: Job, device: str) -> dict:
    """The seconds that an epoch takes."""
    images = _images(job.settings["num_files"])[job.settings["images"]]
    seconds = seconds_per_epoch(job.framework, images, job.settings["num_timed"], device)
    return {"seconds": seconds, "num_images": len(images.train.labels)}


@cache
def _images(count: int) -> dict[str, ImageData]:
    """The images of a cached folder, and in memory; this process keeps the folder to its end."""
    place = tempfile.TemporaryDirectory()
    atexit.register(place.cleanup)
    make_folder(Path(place.name, "images"), count)
    cached = data.folder(Path(place.name, "images"), cache=Path(place.name, "cache"))
    return {"cached": cached, "resident": in_memory(cached)}


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


def summarize_epochs(runs: list[dict]) -> dict:
    """How many images there were, and the speed in each framework."""
    speed = {framework: speed_of(runs, framework) for framework in FRAMEWORKS}
    return {"num_images": runs[0]["num_images"], "speed": speed}


CLAIMS = (
    Claim(
        name="folder_epoch",
        sentence="Once it is decoded, a cached folder is trained on as fast as images in memory.",
        jobs=epoch_jobs,
        run=time_epoch,
        summarize=summarize_epochs,
        num_seeds=NUM_ROUNDS,
        in_turn=True,
    ),
    Claim(
        name="folder_cache",
        sentence="The memory that it takes to open a cached folder grows with the list of its "
        "files, and not with their pixels.",
        jobs=cache_jobs,
        run=open_twice,
        summarize=summarize_openings,
        num_seeds=1,
        in_turn=True,
        device="cpu",
        on_request=True,  # it writes some gigabytes
    ),
)
