"""What data sets there are, where each comes from, and which function loads it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Description:
    """What there is to know about a data set before it is loaded.

    Attributes
    ----------
    name : str
        What `load` takes.
    text : str
        What the images show.
    image_shape : tuple of int
        (height, width, channels); the default one if it can be chosen.
    num_images : int
        In all splits together; by default if it can be chosen.
    origin : str
        "embedded" in a library, "generated" on loading, or "fetched" once from its source.
    source : str
        Whose work it is and where it is published.
    license : str
    loader : str
        Where the loading function is, as "module:function".
    download_bytes : int
        Size of what is fetched, 0 if nothing is.
    """

    name: str
    text: str
    image_shape: tuple[int, int, int]
    num_images: int
    origin: str
    source: str
    license: str
    loader: str
    download_bytes: int = 0


_DESCRIPTIONS = (
    Description(
        name="digits",
        text="handwritten digits, gray, 10 classes",
        image_shape=(8, 8, 1),
        num_images=1797,
        origin="embedded",
        source="Alpaydin and Kaynak (1998), UCI repository, in scikit-learn; doi 10.24432/C50P49",
        license="CC BY 4.0",
        loader="cnncourse.data.digits:load",
    ),
    Description(
        name="aerial",
        text="synthetic aerial tiles in the 10 classes of EuroSAT, any size and number",
        image_shape=(64, 64, 3),
        num_images=2000,
        origin="generated",
        source="cnncourse.data.aerial",
        license="MIT, as this package",
        loader="cnncourse.data.aerial:load",
    ),
    Description(
        name="cifar10",
        text="small photographs of animals and vehicles, 10 classes",
        image_shape=(32, 32, 3),
        num_images=60_000,
        origin="fetched",
        source="Krizhevsky (2009), https://www.cs.toronto.edu/~kriz/cifar.html",
        license="none stated; cite the report",
        loader="cnncourse.data.remote:load_cifar10",
        download_bytes=170_052_171,
    ),
    Description(
        name="fashion_mnist",
        text="articles of clothing, gray, 10 classes",
        image_shape=(28, 28, 1),
        num_images=70_000,
        origin="fetched",
        source="Xiao et al. (2017), https://github.com/zalandoresearch/fashion-mnist",
        license="MIT",
        loader="cnncourse.data.remote:load_fashion_mnist",
        download_bytes=30_878_645,
    ),
    Description(
        name="eurosat",
        text="Sentinel-2 satellite tiles of land use and land cover, 10 classes",
        image_shape=(64, 64, 3),
        num_images=27_000,
        origin="fetched",
        source="Helber et al. (2019), https://doi.org/10.5281/zenodo.7711810",
        license="MIT; contains Copernicus Sentinel data",
        loader="cnncourse.data.remote:load_eurosat",
        download_bytes=94_658_721,
    ),
)

CATALOG = {description.name: description for description in _DESCRIPTIONS}
