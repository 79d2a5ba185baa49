"""The claim on the time of an epoch: what it times, and how it sums that up."""

from cnncourse.evidence.claims import epoch_time


def test_every_size_is_timed_in_both_frameworks_in_turn():
    jobs = epoch_time.jobs(2, sizes=(200, 100))
    order = [(job.seed, job.settings["num_images"], job.framework) for job in jobs]
    names = ("pytorch", "tensorflow")
    assert order[:4] == [(0, size, name) for size in (200, 100) for name in names]
    assert len(jobs) == 8
    runs = [job.to_dict() | epoch_time.run(job, "cpu") for job in jobs[:4]]
    assert all(run["seconds"] > 0 for run in runs)
    summary = epoch_time.summarize(runs)
    assert list(summary) == ["pytorch", "tensorflow"]
    assert list(summary["pytorch"]["microseconds_per_image"]) == ["100", "200"]


def test_the_summary_takes_medians_and_compares_the_sizes():
    seconds = {100: [0.1, 0.2, 9.0], 1000: [1.5, 3.0, 1.4]}
    runs = [
        {"framework": "pytorch", "num_images": size, "seconds": value}
        for size, values in seconds.items()
        for value in values
    ]
    runs.append({"framework": "tensorflow", "num_images": 100, "seconds": 77.0})
    summary = epoch_time.summarize_framework(runs, "pytorch")
    assert summary["microseconds_per_image"] == {"100": 2000.0, "1000": 1500.0}
    assert abs(summary["largest_difference"] - 1 / 3) < 1e-12


def test_images_are_as_many_as_asked_for():
    images = epoch_time.noise(30)
    assert images.image_shape == (32, 32, 3)
    assert [len(split.labels) for split in (images.train, images.val)] == [30, 3]
