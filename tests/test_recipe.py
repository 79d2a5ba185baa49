"""Recipes: what is refused, what a message says, and the way through TOML and back."""

import pytest

from cnncourse import (
    L1,
    L2,
    SGD,
    VGG,
    Adam,
    AdamW,
    AlternatingFlip,
    Average,
    BatchNorm,
    BinaryCrossEntropy,
    ClipNorm,
    ClipValue,
    Constant,
    Conv,
    CosineDecay,
    CrossEntropy,
    EarlyStopping,
    Focal,
    Freeze,
    FreezeNorms,
    GlobalPool,
    HorizontalFlip,
    LayerRate,
    Layers,
    LogitAdjusted,
    Muon,
    Recipe,
    RecipeError,
    ReLU,
    Residual,
    RMSprop,
    Rotation,
    Shallow,
    Shift,
    StepDecay,
    Triangle,
    Warmup,
    Zoom,
)
from cnncourse.checks import checked
from cnncourse.saved_run import to_toml
from cnncourse.updates import average_decay, rate_factors


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Recipe(model="lenet"), "Unknown model 'lenet': choose one of "),
        (
            lambda: Recipe(precision="int8"),
            "precision of Recipe is 'int8': it has to be one of float32, float64, bfloat16, auto.",
        ),
        (lambda: Recipe(loss="hinge"), "Unknown loss 'hinge': choose one of binary_cross_entropy"),
        (lambda: Recipe(optimizer="lion"), "Unknown optimizer 'lion': choose one of adam, adamw"),
        (lambda: Recipe(schedule=Adam()), "is no schedule: give one of constant, "),
        (lambda: Recipe(augmentation="rotation"), "'rotation' is no list: give a list of options"),
        (lambda: Recipe(augmentation=("twist",)), "Unknown transform 'twist': choose one of "),
        (lambda: Recipe(augmentation=(Adam(),)), "is no transform: give one of "),
        (lambda: Recipe(gradients=(Average(),)), "is no gradient step: give one of clip_norm"),
        (lambda: Recipe(weights=(ClipNorm(),)), "is no weight rule: give one of average, "),
        (lambda: Recipe(early_stopping=3), "early_stopping is 3: give EarlyStopping(...), or a "),
        (lambda: Recipe(batch_norm=True), "Unknown field of Recipe 'batch_norm': choose one of "),
        (lambda: Recipe(batch_size=0), "batch_size of Recipe is 0: it has to be a whole number, "),
        (lambda: Recipe(batch_size=1.5), "batch_size of Recipe is 1.5"),
        (lambda: Recipe(num_epochs=0), "num_epochs of Recipe is 0"),
        (lambda: Recipe(accumulate=0), "accumulate of Recipe is 0"),
        (lambda: Recipe(seed=-1), "seed of Recipe is -1"),
        (lambda: Recipe(compile="yes"), "compile of Recipe is 'yes': it has to be true or false, "),
        (lambda: Shallow(width=-1), "width of Shallow is -1"),
        (lambda: Shallow(dropout=1.0), "dropout of Shallow is 1.0"),
        (lambda: VGG(dropout=-0.1), "dropout of VGG is -0.1: it has to be a number in [0, 1), "),
        (lambda: VGG(norm="batch"), "Unknown norm 'batch': choose one of batch_norm, "),
        (lambda: Shallow(padding="full"), "padding of Shallow is 'full': it has to be one of same"),
        (lambda: Average(1.0), "decay of Average is 1.0"),
        (lambda: L1(-0.1), "strength of L1 is -0.1: it has to be a number, 0 or larger."),
        (lambda: L2(-0.1), "strength of L2 is -0.1"),
        (lambda: ClipNorm(0.0), "limit of ClipNorm is 0.0"),
        (lambda: ClipValue(-1.0), "limit of ClipValue is -1.0"),
        (lambda: Freeze(0), "layers of Freeze is 0: it freezes nothing, leave it out."),
        (lambda: LayerRate(0), "layers of LayerRate is 0"),
        (lambda: LayerRate(1, factor=0.0), "factor of LayerRate is 0.0"),
        (lambda: EarlyStopping(patience=0), "patience of EarlyStopping is 0"),
        (lambda: SGD(lr=-0.1), "lr of SGD is -0.1: it has to be a number above 0, try 0.001."),
        (lambda: Adam(lr=0.0), "lr of Adam is 0.0"),
        (lambda: RMSprop(lr=float("nan")), "lr of RMSprop is nan"),
        (lambda: SGD(momentum=1.0), "momentum of SGD is 1.0"),
        (lambda: SGD(nesterov=True), "needs momentum"),
        (lambda: SGD(weight_decay=-0.1), "weight_decay of SGD is -0.1"),
        (lambda: Muon(lr=0.0), "lr of Muon is 0.0"),
        (lambda: Muon(other_lr=-1.0), "other_lr of Muon is -1.0"),
        (lambda: Muon(momentum=1.0), "momentum of Muon is 1.0"),
        (lambda: Muon(weight_decay=float("inf")), "weight_decay of Muon is inf"),
        (lambda: Adam(beta2=1.0), "beta2 of Adam is 1.0"),
        (lambda: Adam(eps=0.0), "eps of Adam is 0.0"),
        (lambda: RMSprop(eps=-1.0), "eps of RMSprop is -1.0"),
        (lambda: RMSprop(rho=2.0), "rho of RMSprop is 2.0"),
        (lambda: AdamW(weight_decay=-1.0), "weight_decay of AdamW is -1.0"),
        (lambda: CrossEntropy(label_smoothing=1.0), "label_smoothing of CrossEntropy is 1.0"),
        (lambda: BinaryCrossEntropy(label_smoothing=-1.0), "of BinaryCrossEntropy is -1.0"),
        (lambda: CrossEntropy(class_weights=[1.0, 0.0]), "one positive weight per class"),
        (lambda: CrossEntropy(class_weights=[1.0, float("nan")]), "one positive weight per class"),
        (lambda: Focal(gamma=-1.0), "gamma of Focal is -1.0"),
        (lambda: LogitAdjusted(tau=0.0), "tau of LogitAdjusted is 0.0"),
        (lambda: StepDecay(every_epochs=0), "every_epochs of StepDecay is 0"),
        (lambda: StepDecay(decay=0.0), "decay of StepDecay is 0.0"),
        (lambda: CosineDecay(final=1.0), "final of CosineDecay is 1.0"),
        (lambda: Triangle(start=0.0), "start of Triangle is 0.0"),
        (lambda: Triangle(peak_at=1.0), "peak_at of Triangle is 1.0"),
        (lambda: Triangle(final=1.0), "final of Triangle is 1.0"),
        (lambda: Warmup(epochs=0), "epochs of Warmup is 0"),
        (lambda: Warmup(then="cosine"), "Unknown schedule 'cosine': choose one of "),
        (lambda: Warmup(then=Warmup()), "warm-up"),
        (lambda: Rotation(200), "degrees of Rotation is 200: it has to be a number of degrees "),
        (lambda: Zoom(1.0), "amount of Zoom is 1.0"),
    ],
)
def test_impossible_values_are_refused(make, message):
    with pytest.raises(RecipeError) as caught:
        make()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_recipe_is_checked_against_the_images(make_images):
    images = make_images()
    with pytest.raises(RecipeError, match="batch_size is 49, but there are 48 training images"):
        checked(images, Recipe(batch_size=49))
    with pytest.raises(RecipeError, match="class_weights has 2 entries for 4 classes"):
        checked(images, Recipe(loss=CrossEntropy(class_weights=(1, 2))))
    with pytest.raises(RecipeError, match="priors has 2 entries for 4 classes"):
        checked(images, Recipe(loss=LogitAdjusted(priors=(0.5, 0.5))))
    with pytest.raises(RecipeError, match="accumulate is 4 and the smallest batch has 3 images"):
        checked(images, Recipe(batch_size=9, accumulate=4))
    with pytest.raises(RecipeError, match="accumulate is for one device"):
        checked(images, Recipe(batch_size=24, accumulate=2), devices=2)
    checked(images, Recipe(batch_size=48, accumulate=4))


def test_names_and_tables_stand_for_options():
    made = Recipe(
        model={"name": "vgg", "norm": "batch_norm"},
        optimizer="sgd",
        schedule={"name": "warmup", "then": "cosine_decay"},
        augmentation=["rotation", {"name": "shift", "width": 0.2}],
        gradients=[{"name": "clip_norm", "limit": 2}],
        early_stopping={"patience": 5},
    )
    assert made == Recipe(
        model=VGG(norm=BatchNorm()),
        optimizer=SGD(),
        schedule=Warmup(then=CosineDecay()),
        augmentation=(Rotation(), Shift(width=0.2)),
        gradients=(ClipNorm(2.0),),
        early_stopping=EarlyStopping(5),
    )


BLOCK = Residual(body=(Conv(8), BatchNorm(), ReLU(), Conv(8)))
RECIPES = [
    Recipe(),
    Recipe(optimizer=SGD(lr=0.1, momentum=0.9, nesterov=True), loss=Focal(class_weights=(1, 2.5))),
    Recipe(schedule=Warmup(2, then=StepDecay(3, 0.1)), augmentation=(Rotation(20), Shift(0.2, 0))),
    Recipe(
        model=VGG(whitening=True, norm=BatchNorm(momentum=0.6)),
        optimizer=Muon(lr=0.1),
        schedule=Triangle(peak_at=0.3),
        weights=(Average(0.9), Freeze(1), FreezeNorms(), LayerRate(-1, 0.5)),
    ),
    Recipe(test_flips=True, augmentation=(AlternatingFlip(),), early_stopping=EarlyStopping(2)),
    Recipe(
        model=Shallow(size=5, padding="valid"),
        optimizer=AdamW(),
        gradients=(L1(0.1), ClipNorm(1.0)),
        precision="float64",
    ),
    Recipe(model=Layers(hidden=(Conv(8), BLOCK, GlobalPool())), fill="reflect", accumulate=2),
]


@pytest.mark.parametrize("recipe", RECIPES)
def test_dict_and_back(recipe):
    assert Recipe.from_dict(recipe.to_dict()) == recipe


@pytest.mark.parametrize("recipe", RECIPES)
def test_toml_and_back(recipe, tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(to_toml(recipe), encoding="utf-8")
    assert Recipe.from_toml(path) == recipe


def test_toml(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(
        'loss = "focal"\nnum_epochs = 3\naugmentation = ["horizontal_flip"]\n'
        '[model]\nname = "shallow"\nsize = 5\n'
        '[optimizer]\nname = "sgd"\nlr = 0.1\n'
        '[schedule]\nname = "warmup"\nthen = "cosine_decay"\n'
        '[[gradients]]\nname = "l2"\nstrength = 0.1\n'
        '[[gradients]]\nname = "clip_norm"\n'
        "[early_stopping]\npatience = 2\n"
    )
    assert Recipe.from_toml(path) == Recipe(
        model=Shallow(size=5),
        loss=Focal(),
        num_epochs=3,
        optimizer=SGD(lr=0.1),
        schedule=Warmup(then=CosineDecay()),
        augmentation=(HorizontalFlip(),),
        gradients=(L2(0.1), ClipNorm()),
        early_stopping=EarlyStopping(patience=2),
    )


def test_tricks_of_speed_in_toml(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(
        "test_flips = true\n"
        'augmentation = ["alternating_flip"]\n'
        'weights = [{ name = "average", decay = 0.9 }]\n'
        '[model]\nname = "vgg"\nwhitening = true\n'
        '[optimizer]\nname = "muon"\nother_lr = 0.5\n'
        '[schedule]\nname = "triangle"\npeak_at = 0.3\n'
    )
    assert Recipe.from_toml(path) == Recipe(
        model=VGG(whitening=True),
        weights=(Average(0.9),),
        test_flips=True,
        optimizer=Muon(other_lr=0.5),
        schedule=Triangle(peak_at=0.3),
        augmentation=(AlternatingFlip(),),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model = ", "not valid TOML"),
        ("epochs = 3", "Unknown field of recipe 'epochs': choose one of .*num_epochs"),
        ('optimizer = "lion"', "Unknown optimizer 'lion': choose one of adam"),
        ('[optimizer]\nname = "sgd"\nrate = 1', "Unknown field of optimizer 'sgd' 'rate'"),
        ('augmentation = ["twist"]', "Unknown transform 'twist'"),
        ('[[augmentation]]\nname = "shift"\ntwist = 1', "Unknown field of transform 'shift' 'tw"),
        ('[model]\nname = "vgg"\ndepth = 3', "Unknown field of model 'vgg' 'depth'"),
        ('[optimizer]\nname = "sgd"\nlr = "high"', "lr of SGD is 'high': it has to be a number"),
        ('[optimizer]\nname = ["sgd"]', "Unknown optimizer"),
        ("[optimizer]\nlr = 0.1", "Unknown optimizer None: choose one of adam"),
        ("optimizer = 3", "3 is no optimizer: give one of adam"),
        ('batch_size = "32"', "batch_size of Recipe is '32'"),
        ("batch_size = true", "batch_size of Recipe is True"),
        ('compile = "false"', "compile of Recipe is 'false'"),
        ("seed = 1e39", "seed of Recipe is 1"),
    ],
)
def test_a_bad_file_gets_one_line(tmp_path, text, message):
    path = tmp_path / "recipe.toml"
    path.write_text(text)
    with pytest.raises(RecipeError, match=message) as caught:
        Recipe.from_toml(path)
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path):
    with pytest.raises(RecipeError, match=r"No recipe at .*none\.toml"):
        Recipe.from_toml(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((), [1.0, 1.0, 1.0, 1.0]),
        ((Freeze(-1),), [0.0, 0.0, 0.0, 1.0]),
        ((Freeze(1), LayerRate(3, 0.1)), [0.0, 0.1, 0.1, 1.0]),
        ((LayerRate(-1, 0.5), LayerRate(1, 0.5), Average(0.9)), [0.25, 0.5, 0.5, 1.0]),
        ((FreezeNorms(),), [1.0, 1.0, 1.0, 1.0]),
    ],
    ids=str,
)
def test_factors_of_four_layers(rules, expected):
    assert rate_factors(rules, num_layers=4) == expected


def test_rules_that_do_not_fit_are_refused():
    with pytest.raises(RecipeError, match="layers of Freeze is 5, but the model has 4"):
        rate_factors((Freeze(5),), num_layers=4)
    with pytest.raises(RecipeError, match="layers of LayerRate is -5, but the model has 4"):
        rate_factors((LayerRate(-5),), num_layers=4)
    with pytest.raises(RecipeError, match="Freeze leaves no layer to train"):
        rate_factors((Freeze(4),), num_layers=4)
    with pytest.raises(RecipeError, match="more than one Average: keep one"):
        average_decay((Average(0.9), Average(0.99)))
    assert (average_decay(()), average_decay((Freeze(1), Average(0.9)))) == (0.0, 0.9)


def test_schedules():
    def factors(schedule, num_steps=8):
        return [round(schedule.factor(step, 2, num_steps / 2), 4) for step in range(num_steps)]

    assert factors(Constant(), 3) == [1, 1, 1]
    assert factors(StepDecay(every_epochs=2, decay=0.1)) == [1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1]
    assert factors(CosineDecay(), 4) == [1, 0.8536, 0.5, 0.1464]
    assert factors(CosineDecay(final=0.5), 2) == [1, 0.75]
    assert factors(Warmup(2))[:5] == [0.25, 0.5, 0.75, 1, 1]
    assert factors(Triangle(start=0.5, peak_at=0.5), 4) == [0.5, 0.75, 1, 0.5]
    assert factors(Triangle(start=1.0, peak_at=0.25, final=0.25), 4) == [1, 1, 0.75, 0.5]
    # After the warm-up the other schedule covers exactly the rest of the run.
    assert factors(Warmup(2, then=CosineDecay())) == [0.25, 0.5, 0.75, 1, 1, 0.8536, 0.5, 0.1464]


def test_lr_is_the_optimizer_rate_times_the_schedule():
    recipe = Recipe(optimizer=SGD(lr=0.2), schedule=StepDecay(1, 0.5), num_epochs=2)
    assert [recipe.lr(step, steps_per_epoch=2) for step in range(4)] == [0.2, 0.2, 0.1, 0.1]


def test_number_of_outputs():
    assert Recipe().num_outputs(2) == 2
    assert Recipe(loss=BinaryCrossEntropy()).num_outputs(2) == 1
    assert Recipe(loss=BinaryCrossEntropy()).num_outputs(10) == 10
