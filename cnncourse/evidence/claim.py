"""What a claim is: a sentence, and how the numbers behind it are measured."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cnncourse.data.images import ImageData
from cnncourse.evidence.store import EvidenceError
from cnncourse.frameworks import FRAMEWORKS
from cnncourse.recipe import Recipe


@dataclass(frozen=True)
class Comparison:
    """A claim measured by training several recipes, each from the same seeds.

    Parameters
    ----------
    name : str
        Name of the stored file: lower-case letters, digits and _.
    sentence : str
        What is claimed; what the measurement says is in the summary, not here.
    arms : mapping of str to Recipe
        What is compared. The seed of the recipes is replaced by each of the seeds.
    summarize : callable
        From the list of runs to the nested summary; see `statistics.compare`.
    dataset : str
        Name for `data.load`, called with `dataset_options`.
    load : callable, optional
        Called instead of `data.load`.
    num_seeds : int
        Seeds 0 to num_seeds - 1.
    frameworks : tuple of str
        Where each run is made.
    on_request : bool
        Measure it only where it is asked for by name: it needs a GPU, or data that has to be put
        in place.
    """

    name: str
    sentence: str
    arms: Mapping[str, Recipe]
    summarize: Callable[[list[dict]], dict]
    dataset: str = "digits"
    dataset_options: Mapping = field(default_factory=dict)
    load: Callable[..., ImageData] | None = None
    num_seeds: int = 5
    frameworks: tuple[str, ...] = tuple(FRAMEWORKS)
    on_request: bool = False

    def __post_init__(self):
        for arm in self.arms:
            # No dots and no minus: a path in the summary reads "pytorch.val_loss.adam-sgd.mean".
            if not re.fullmatch(r"\w+", arm):
                raise EvidenceError(f"Arm {arm!r} of {self.name}: use letters, digits and _ only.")


@dataclass(frozen=True)
class Measurement:
    """A claim measured by a function of its own, such as a slice of a loss surface.

    Parameters
    ----------
    name, sentence, on_request
        As for a `Comparison`.
    measure : callable
        From a tuple of seeds to (summary, runs): a nested dict and a list of dicts, of plain
        values. It imports the frameworks that it needs itself.
    num_seeds : int
        Seeds 0 to num_seeds - 1 are handed to `measure`.
    """

    name: str
    sentence: str
    measure: Callable[[tuple[int, ...]], tuple[dict, list[dict]]]
    num_seeds: int = 1
    on_request: bool = False


Claim = Comparison | Measurement
