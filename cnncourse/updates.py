"""What a recipe does to gradients before the optimizer has them, and to weights around its step."""

from cnncourse.declaration import Fraction, NotNegative, Positive, Registry, Whole
from cnncourse.errors import require

GRADIENT_STEPS = Registry("gradient step")
WEIGHT_RULES = Registry("weight rule")


@GRADIENT_STEPS.option("l1")
class L1:
    """Add the gradient of strength * sum |w| over all kernels (Tibshirani, 1996).

    The penalty is not part of the logged loss, so that runs with different ones can be compared.
    """

    strength: NotNegative = 1e-4


@GRADIENT_STEPS.option("l2")
class L2:
    """Add the gradient of strength/2 * sum w^2 over all kernels: strength * w.

    The penalty is not part of the logged loss, so that runs with different ones can be compared.
    """

    strength: NotNegative = 1e-4


@GRADIENT_STEPS.option("clip_value")
class ClipValue:
    """Bring each entry of the gradient into [-limit, limit]."""

    limit: Positive = 1.0


@GRADIENT_STEPS.option("clip_norm")
class ClipNorm:
    """Shorten the gradient of all weights together to a norm of `limit` (Pascanu et al., 2013)."""

    limit: Positive = 1.0


@WEIGHT_RULES.option("average")
class Average:
    """Evaluate with a moving average of the weights and batch norm statistics of all steps.

    The trained model has the averaged weights, too (Polyak and Juditsky, 1992). Training itself
    goes on as without the average.

    Parameters
    ----------
    decay : float
        Of a weight's share in the average, for each step that passes.
    """

    decay: Fraction = 0.99


@WEIGHT_RULES.option("freeze")
class Freeze:
    """Leave the first layers as they are: no gradient, no decay, no new batch norm statistics.

    Parameters
    ----------
    layers : int
        How many of the layers that have weights, in the order in which an image passes them; a
        negative number leaves out as many from the end: -1 trains the last layer alone.
    """

    layers: Whole = -1

    def __post_init__(self):
        require(self.layers != 0, "layers of Freeze is 0: it freezes nothing, leave it out.")


@WEIGHT_RULES.option("freeze_norms")
class FreezeNorms:
    """Leave scale, shift and statistics of all normalization layers as they are.

    Batch norm then computes with its moving statistics in training, too, as small batches and
    fine-tuning want it.
    """


@WEIGHT_RULES.option("layer_rate")
class LayerRate:
    """Train the first layers at another learning rate (Howard and Ruder, 2018, section 3.2).

    Several of these rules multiply, so that two of them give three groups of layers.

    Parameters
    ----------
    layers : int
        Which layers, counted as in `Freeze`.
    factor : float
        Of the learning rate.
    """

    layers: Whole = -1
    factor: Positive = 0.1

    def __post_init__(self):
        require(self.layers != 0, "layers of LayerRate is 0: it is the rate of no layer.")


def rate_factors(rules: tuple, num_layers: int) -> list[float]:
    """Return the factor on the learning rate of each layer that has weights; 0 where it is frozen.

    Parameters
    ----------
    rules : tuple
        Options in `WEIGHT_RULES`.
    num_layers : int
        Layers that have weights.

    Raises
    ------
    RecipeError
        If a rule names more layers than there are, or nothing is left to train.

    Examples
    --------
    >>> rate_factors((LayerRate(layers=2, factor=0.5), Freeze(layers=1)), num_layers=3)
    [0.0, 0.5, 1.0]
    """
    factors = [1.0] * num_layers
    for rule in rules:
        if type(rule) not in (Freeze, LayerRate):
            continue
        what = type(rule).__name__
        require(
            abs(rule.layers) <= num_layers,
            f"layers of {what} is {rule.layers}, but the model has {num_layers} with weights.",
        )
        last = rule.layers if rule.layers > 0 else num_layers + rule.layers
        factor = 0.0 if type(rule) is Freeze else rule.factor
        factors[:last] = [before * factor for before in factors[:last]]
    require(any(factors), "Freeze leaves no layer to train: freeze fewer layers.")
    return factors


def held_weights(rules: tuple, weights: list, norms: tuple[type, ...]) -> list:
    """Return those weights of a model that the rules freeze.

    Parameters
    ----------
    rules : tuple
        Options in `WEIGHT_RULES`.
    weights : list of roles.Weight
        All weights of the model.
    norms : tuple of type
        The framework's classes of normalization layers.
    """
    factors = rate_factors(rules, _num_layers(weights))
    norms_too = any(type(rule) is FreezeNorms for rule in rules)
    return [
        weight
        for weight in weights
        if factors[weight.layer] == 0 or (norms_too and isinstance(weight.owner, norms))
    ]


def rate_groups(rules: tuple, weights: list, trained: list) -> list[tuple[float, list]]:
    """Return the trained weights of a model by the factor on their learning rate.

    Parameters
    ----------
    rules : tuple
        Options in `WEIGHT_RULES`.
    weights : list of roles.Weight
        All weights of the model.
    trained : list of roles.Weight
        Those that are trained.

    Returns
    -------
    list of (float, list of roles.Weight)
    """
    factors = rate_factors(rules, _num_layers(weights))
    groups: dict[float, list] = {}
    for weight in trained:
        groups.setdefault(factors[weight.layer], []).append(weight)
    return list(groups.items())


def _num_layers(weights: list) -> int:
    return 1 + max(weight.layer for weight in weights)


def average_decay(rules: tuple) -> float:
    """Return the decay of the moving average that the rules ask for; 0 where they ask for none.

    Examples
    --------
    >>> average_decay((FreezeNorms(), Average(0.9)))
    0.9
    """
    decays = [rule.decay for rule in rules if type(rule) is Average]
    require(len(decays) <= 1, "There is more than one Average: keep one.")
    return decays[0] if decays else 0.0
