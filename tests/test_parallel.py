"""Several devices share each batch and train as one device on the whole batch."""

import json
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from cnncourse import CourseError, Recipe, RecipeError, pytorch, tensorflow
from cnncourse.batches import Batch
from cnncourse.pytorch import parallel as torch_parallel
from cnncourse.tensorflow import parallel as tensorflow_parallel

# Batches of 20, the last of 10, with everything that acts on the gradients of all devices.
PROGRAM = """
import json, sys
from cnncourse import (
    L2, SGD, Average, ClipNorm, Muon, Recipe, Shallow, Triangle, data, frameworks
)
side = frameworks.backend(sys.argv[1])
images = data.load("digits", examples_per_class=11)
settings = dict(batch_size=20, num_epochs=2, gradients=(L2(0.01), ClipNorm(0.5)),
                schedule=Triangle(), precision="float64")
recipes = [Recipe(**settings, model=Shallow(width=4), optimizer=SGD(lr=0.05, momentum=0.9)),
           Recipe(**settings, model=Shallow(width=4, whitening=True), optimizer=Muon(lr=0.05),
                  weights=(Average(0.9),))]
found = {}
for i, recipe in enumerate(recipes):
    model, history = side.fit(recipe, images, devices=int(sys.argv[2]), progress=False)
    found |= {f"{name} {i}": values for name, values in history.to_dict().items()}
    found[f"weights {i}"] = [float((w ** 2).sum()) for w in side.get_weights(model)]
with open(sys.argv[3], "a") as file:
    print(json.dumps(found), file=file)
"""


def train_on(side: str, devices: int, folder) -> list[dict]:
    """Return the histories that the processes of one training wrote."""
    program, output = folder / "program.py", folder / f"{side}{devices}.json"
    program.write_text(PROGRAM)
    command = [sys.executable]
    if side == "pytorch" and devices > 1:
        command += ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={devices}"]
    arguments = [str(program), side, str(devices), str(output)]
    result = subprocess.run([*command, *arguments], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in output.read_text().splitlines()]


@pytest.mark.parametrize("side", ["pytorch", "tensorflow"])
def test_two_devices_train_as_one(side, tmp_path):
    (alone,) = train_on(side, 1, tmp_path)
    together = train_on(side, 2, tmp_path)
    assert len(together) == {"pytorch": 2, "tensorflow": 1}[side]  # processes
    assert len(alone["loss 0"]) == len(alone["loss 1"]) == 12
    for history in together:
        for name in alone:
            if name.startswith("stopped"):
                assert history[name] == alone[name] == ""
            elif not name.startswith("seconds"):
                np.testing.assert_allclose(
                    history[name], alone[name], rtol=1e-11, atol=1e-12, err_msg=name
                )


def test_shares_make_up_the_batch():
    batch = Batch(np.arange(7), np.zeros((7, 2, 3)), (np.arange(7.0)[:, None],), size=7)
    shares = [batch.share(rank, 3) for rank in range(3)]
    assert [len(share.indices) for share in shares] == [3, 2, 2]
    assert all(share.size == 7 for share in shares)
    assert np.concatenate([share.indices for share in shares]).tolist() == list(range(7))
    assert np.concatenate([share.draws[0][:, 0] for share in shares]).tolist() == list(range(7))


def test_pytorch_says_how_to_start_several_processes():
    with pytest.raises(CourseError, match="torchrun --nproc-per-node 2 PROGRAM"):
        torch_parallel.join(2, "cpu")


def test_tensorflow_in_use_says_to_start_anew():
    tf.zeros(1)
    with pytest.raises(CourseError, match="in a process of its own"):
        tensorflow_parallel.join(3, "cpu")


def test_tensorflow_traces_a_step_as_it_is_written():
    files = []

    def step(size):
        files.append(sys._getframe().f_code.co_filename)
        return size, size, size

    one = tensorflow_parallel.join(1, "cpu")
    one.compiled(step, [tf.TensorSpec([], "float32")], jit=False)(3)
    assert files == [__file__]  # not one that AutoGraph has written


@pytest.mark.parametrize("side", [pytorch, tensorflow])
def test_more_devices_than_images_in_a_batch(side, make_images):
    with pytest.raises(RecipeError, match="devices is 4 and the smallest batch has 3 images"):
        side.fit(Recipe(batch_size=9), make_images(), devices=4)
