"""The real data sets that are fetched once: CIFAR-10, Fashion-MNIST and EuroSAT."""

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image

from cnncourse.data import aerial
from cnncourse.data.download import RemoteFile, mirror_folders, obtain, present
from cnncourse.data.image_folder import folder
from cnncourse.data.images import ImageData, Split
from cnncourse.data.splits import first_of_each_class, stratified

# Where the hashes are published:
# cifar10        the archive's MD5, c32a1d4ab5d03f1284b67883e8d87530, on its home page
#                https://www.cs.toronto.edu/~kriz/cifar.html; the SHA-256 of the same file in
#                TensorFlow Datasets, url_checksums/cifar10.txt. The binary version needs no pickle.
# fashion_mnist  MD5 sums in the README of https://github.com/zalandoresearch/fashion-mnist; SHA-256
#                of the same files in TensorFlow Datasets, url_checksums/fashion_mnist.txt.
# eurosat        the MD5, f46e308c4d50d4bf32fedad2d3d62f3b, on https://zenodo.org/records/7711810,
#                the authors' own upload; it and the SHA-256 below are of one file of 94,658,721
#                bytes. (The older EuroSAT.zip that torchvision takes is another archive.)
_FASHION_MNIST = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"
FILES = {
    "cifar10": (
        RemoteFile(
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        ),
    ),
    "fashion_mnist": (
        RemoteFile(
            f"{_FASHION_MNIST}/train-images-idx3-ubyte.gz",
            "sha256:3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        ),
        RemoteFile(
            f"{_FASHION_MNIST}/train-labels-idx1-ubyte.gz",
            "sha256:a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        ),
        RemoteFile(
            f"{_FASHION_MNIST}/t10k-images-idx3-ubyte.gz",
            "sha256:346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        ),
        RemoteFile(
            f"{_FASHION_MNIST}/t10k-labels-idx1-ubyte.gz",
            "sha256:67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ),
    ),
    "eurosat": (
        RemoteFile(
            "https://zenodo.org/records/7711810/files/EuroSAT_RGB.zip",
            "sha256:b4f5b234ecb7d7ff9c6cddb046543b4717c53fd6e9815be6c0e80cc614f51b90",
        ),
    ),
}
CLASS_NAMES = {
    "cifar10": (
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ),
    "fashion_mnist": (
        *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
        *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
    "eurosat": aerial.CLASS_NAMES,
}


def is_here(name: str) -> bool:
    """Whether the files of a data set, or its unpacked images, are on this computer."""
    return bool(_unpacked(name)) or all(present(name, file) for file in FILES[name])


def fetch(name: str) -> Path:
    """Bring the files of a data set here; the path of the file, or of the folder of several."""
    unpacked = _unpacked(name)
    if unpacked:
        return unpacked
    paths = [obtain(name, file) for file in FILES[name]]
    return paths[0] if len(paths) == 1 else paths[0].parent


def _unpacked(name: str) -> Path | None:
    """A folder of the mirror that holds the data set as an image folder."""
    for root in mirror_folders(name):
        for classes in (root / "train", root):
            if all(os.path.isdir(classes / class_name) for class_name in CLASS_NAMES[name]):
                return root
    return None


def load_cifar10(*, examples_per_class: int | None = None) -> ImageData:
    """Load CIFAR-10 (Krizhevsky, 2009): 50,000 images to train and 10,000 to test.

    A tenth of the first are set apart for validation.

    A mirror may also hold it as an image folder, `cifar10/train/<class>/` and `cifar10/test/`. If
    those are JPEG files the name of the data becomes "cifar10 (JPEG)", since accuracies come out
    a little lower than on the original pixels.

    Parameters
    ----------
    examples_per_class : int, optional
        Training images to keep of each class.

    Returns
    -------
    ImageData
        Images of shape (32, 32, 3).
    """
    name, unpacked = "cifar10", _unpacked("cifar10")
    if unpacked:
        lossy = next(unpacked.glob("train/*/*.jp*g"), None) is not None
        return folder(
            unpacked,
            examples_per_class=examples_per_class,
            name=f"{name} (JPEG)" if lossy else name,
        )
    batches = _read_cifar_batches(obtain(name, *FILES[name]))
    train = [batches[f"data_batch_{i}.bin"] for i in range(1, 6)]
    train = Split(*(np.concatenate(arrays) for arrays in zip(*train, strict=True)))
    return _with_validation(name, train, batches["test_batch.bin"], examples_per_class)


def load_fashion_mnist(*, examples_per_class: int | None = None) -> ImageData:
    """Load Fashion-MNIST (Xiao et al., 2017): 60,000 images to train and 10,000 to test.

    A tenth of the first are set apart for validation.

    Parameters
    ----------
    examples_per_class : int, optional
        Training images to keep of each class.

    Returns
    -------
    ImageData
        Images of shape (28, 28, 1).
    """
    name = "fashion_mnist"
    arrays = [_read_idx(obtain(name, file)) for file in FILES[name]]
    train, test = (
        Split(images[..., None], labels.astype(np.int64))
        for images, labels in (arrays[:2], arrays[2:])
    )
    return _with_validation(name, train, test, examples_per_class)


def load_eurosat(*, examples_per_class: int | None = None) -> ImageData:
    """Load EuroSAT in RGB (Helber et al., 2019): 27,000 Sentinel-2 tiles.

    The authors published no splits; here 80 % are for training, 10 % for validation and 10 % for
    testing, drawn once.

    Parameters
    ----------
    examples_per_class : int, optional
        Training images to keep of each class.

    Returns
    -------
    ImageData
        Images of shape (64, 64, 3).
    """
    name, unpacked = "eurosat", _unpacked("eurosat")
    if unpacked:
        return folder(unpacked, examples_per_class=examples_per_class, name=name)
    class_names = CLASS_NAMES[name]
    with zipfile.ZipFile(obtain(name, *FILES[name])) as archive:
        members = sorted(member for member in archive.namelist() if member.endswith(".jpg"))
        labels = np.array([class_names.index(PurePosixPath(m).parent.name) for m in members])
        parts = stratified(labels, (0.1, 0.1))
        parts[0] = parts[0][first_of_each_class(labels[parts[0]], examples_per_class)]
        splits = [
            Split(np.stack([_decode(archive.read(members[i])) for i in part]), labels[part])
            for part in parts
        ]
    return ImageData(name, *splits, class_names=class_names)


def _with_validation(name: str, train: Split, test: Split, examples_per_class) -> ImageData:
    """Take a tenth of the training images for validation: the authors published none."""
    rest, val = stratified(train.labels, (0.1,))
    rest = rest[first_of_each_class(train.labels[rest], examples_per_class)]
    train, val = (Split(train.images[part], train.labels[part]) for part in (rest, val))
    return ImageData(name, train, val, test, CLASS_NAMES[name])


def _read_cifar_batches(path: Path) -> dict[str, Split]:
    """Each batch by file name. A record is the label, then the red, green and blue planes."""
    batches = {}
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".bin"):
                records = np.frombuffer(archive.extractfile(member).read(), np.uint8)
                records = records.reshape(-1, 1 + 3 * 32 * 32)
                images = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
                labels = records[:, 0].astype(np.int64)
                batches[PurePosixPath(member.name).name] = Split(images, labels)
    return batches


def _read_idx(path: Path) -> np.ndarray:
    """Bytes in LeCun's IDX format: the magic number ends in the number of dimensions."""
    with gzip.open(path) as file:
        content = file.read()
    header = np.frombuffer(content, ">i4", 1 + content[3])
    return np.frombuffer(content, np.uint8, offset=header.nbytes).reshape(header[1:])


def _decode(content: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("RGB"))
