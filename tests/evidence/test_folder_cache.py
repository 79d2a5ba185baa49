"""The claim on cached folders: what it opens, and that it sees what is held in memory."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from cnncourse.evidence.claims import folder_cache

# In a process of its own: one that has freed memory before may have it at hand.
HOLDING = """
import time
import numpy as np
from cnncourse.evidence.claims import folder_cache
held, digits = [], folder_cache.data.load("digits")
def hold(folder, cache):
    held.append(np.ones(50_000_000, np.uint8))
    time.sleep(200 * folder_cache.SAMPLING_SECONDS)
    return digits
folder_cache.data.folder = hold
print(folder_cache.open_folder(None, None)["bytes"])
"""


def _opened(count):
    [job] = folder_cache.cache_jobs(1, counts=(count,))
    return job.to_dict() | folder_cache.open_twice(job, "cpu")


def test_folders_are_opened_twice_from_files_of_their_own():
    summary = folder_cache.summarize_openings([_opened(200)])
    first, again = summary["first"]["200"], summary["again"]["200"]
    assert first["megabytes_of_images"] == again["megabytes_of_images"] == 200 * 128 * 128 * 3 / 1e6
    assert first["seconds"] > 0


def test_only_the_first_opening_decodes(decoded, monkeypatch):
    open_folder, num_decoded = folder_cache.open_folder, []

    def open_and_count(*arguments):
        decoded.clear()
        opened = open_folder(*arguments)
        num_decoded.append(len(decoded))
        return opened

    monkeypatch.setattr(folder_cache, "open_folder", open_and_count)
    # In this process, where it can be counted.
    monkeypatch.setattr(
        folder_cache, "ProcessPoolExecutor", lambda num, mp_context: ThreadPoolExecutor(num)
    )
    _opened(200)
    assert num_decoded == [200, 0]


def test_cached_and_resident_epochs_take_turns_on_the_same_images(monkeypatch):
    seen = []

    def seconds_per_epoch(framework, images, num_timed, device):
        kind = type(images.train.images).__name__
        seen.append((framework, kind, images.train.images.sum(), images.val.images.sum()))
        return {"memmap": 4.0, "ndarray": 2.0 + len(seen)}[kind]

    monkeypatch.setattr(folder_cache, "seconds_per_epoch", seconds_per_epoch)
    jobs = folder_cache.epoch_jobs(2, count=200)
    runs = [job.to_dict() | folder_cache.time_epoch(job, "cpu") for job in jobs]
    summary = folder_cache.summarize_epochs(runs)
    kinds = ["memmap", "ndarray"]
    assert [(framework, kind) for framework, kind, *_ in seen] == [
        *(("pytorch", kind) for kind in kinds),
        *(("tensorflow", kind) for kind in kinds),
        *(("pytorch", kind) for kind in kinds[::-1]),
        *(("tensorflow", kind) for kind in kinds[::-1]),
    ]
    assert len({sums for _, _, *of_splits in seen for sums in [tuple(of_splits)]}) == 1
    assert summary == {
        "num_images": 160,
        "speed": {"pytorch": [1.0, 7 / 4], "tensorflow": [6 / 4, 9 / 4]},
    }
    assert len(runs) == 8


def test_memory_that_is_held_is_seen():
    result = subprocess.run([sys.executable, "-c", HOLDING], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert 50_000_000 <= int(result.stdout) < 60_000_000
