"""From a recipe to a trained TensorFlow model."""

import keras

from cnncourse.architectures import starts_with_whitening
from cnncourse.checks import checked
from cnncourse.data.images import ImageData
from cnncourse.history import Run
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.devices import choose_device
from cnncourse.tensorflow.models import build_model
from cnncourse.tensorflow.parallel import join
from cnncourse.tensorflow.rules import start_from
from cnncourse.tensorflow.train import train
from cnncourse.tensorflow.weights import whiten
from cnncourse.watch import Watch


def fit(
    recipe: Recipe,
    images: ImageData,
    *,
    start: keras.Model | None = None,
    device: str = "auto",
    devices: int = 1,
    progress: bool = True,
    stop_after: int | None = None,
    watch: Watch | None = None,
) -> Run:
    """Build the recipe's model and train it.

    Parameters
    ----------
    recipe : Recipe
    images : ImageData
    start : keras.Model, optional
        A trained model to start from: the layers take its weights, except for a last layer with
        another number of outputs.
    device : str
        "auto" (a GPU if there is one, else the CPU), "cpu" or "gpu".
    devices : int
        How many to share each batch among; batch norm and dropout then see the shares, not the
        batch.
    progress : bool
        Whether to show a progress bar.
    stop_after : int, optional
        End after so many steps; 0 for the first look of `watch` alone.
    watch : Watch, optional
        What to look at in each layer on the way, for `history.watched`.

    Returns
    -------
    Run
        The trained `keras.Model` and the `History` of its training. Ctrl-C ends the training early;
        `history.stopped` says so.

    Raises
    ------
    RecipeError, DataError
        If the recipe does not fit the images, or they are not what images should be.
    DivergedError
        If the loss stops being finite.

    Examples
    --------
    >>> from cnncourse import Shallow, data
    >>> recipe = Recipe(model=Shallow(width=4), num_epochs=1)
    >>> run = fit(recipe, data.load("digits"), progress=False)
    >>> len(run.history.val_loss)
    1
    """
    images = checked(images, recipe, devices)
    place = choose_device(device)
    with join(devices, place).building(place):
        model = build_model(recipe, images.image_shape, images.num_classes)
        if starts_with_whitening(recipe.model, images.image_shape):
            whiten(model, images.train.images)
        if start is not None:
            start_from(model, start)
    settings = {"device": device, "devices": devices, "progress": progress}
    history = train(model, images, recipe, **settings, stop_after=stop_after, watch=watch)
    return Run(model, history)
