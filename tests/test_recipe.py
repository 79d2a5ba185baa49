"""Recipes: what is refused, what a message says, and the way through TOML and back."""

import pytest

from cnncourse import (
    SGD,
    Adam,
    AdamW,
    Augmentation,
    BinaryCrossEntropy,
    CosineDecay,
    CrossEntropy,
    Focal,
    Muon,
    Recipe,
    RecipeError,
    RMSprop,
    StepDecay,
    Triangle,
    Warmup,
)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Recipe(model="resnet"), "Unknown model 'resnet': choose one of shallow3x3, "),
        (
            lambda: Recipe(precision="int8"),
            "Unknown precision 'int8': choose one of auto, ",
        ),
        (lambda: Recipe(loss="hinge"), "Unknown loss 'hinge': choose one of binary_cross_entropy"),
        (lambda: Recipe(optimizer="lion"), "Unknown optimizer 'lion': choose one of adam, adamw"),
        (lambda: Recipe(schedule=Adam()), "Unknown schedule"),
        (lambda: Recipe(augmentation="flip"), "pass Augmentation"),
        (lambda: Recipe(dropout=1.0), "dropout is 1.0"),
        (lambda: Recipe(dropout=-0.1), "dropout is -0.1"),
        (lambda: Recipe(batch_size=0), "batch_size is 0"),
        (lambda: Recipe(batch_size=1.5), "batch_size is 1.5"),
        (lambda: Recipe(num_epochs=0), "num_epochs is 0"),
        (lambda: Recipe(width=-1), "width is -1"),
        (lambda: Recipe(seed=-1), "seed is -1"),
        (lambda: Recipe(ema=1.0), "ema is 1.0"),
        (lambda: Recipe(l1=-0.1), "l1 is -0.1"),
        (lambda: Recipe(l2=-0.1), "l2 is -0.1"),
        (lambda: Recipe(clip_norm=0.0), "clip_norm is 0.0"),
        (lambda: Recipe(clip_value=-1.0), "clip_value is -1.0"),
        (lambda: SGD(lr=-0.1), "lr is -0.1"),
        (lambda: Adam(lr=0.0), "lr is 0.0"),
        (lambda: RMSprop(lr=float("nan")), "lr is nan"),
        (lambda: SGD(momentum=1.0), "momentum is 1.0"),
        (lambda: SGD(nesterov=True), "needs momentum"),
        (lambda: SGD(weight_decay=-0.1), "weight_decay is -0.1"),
        (lambda: Muon(lr=0.0), "lr is 0.0"),
        (lambda: Muon(other_lr=-1.0), "other_lr is -1.0"),
        (lambda: Muon(momentum=1.0), "momentum is 1.0"),
        (lambda: Muon(weight_decay=float("inf")), "weight_decay is inf"),
        (lambda: Adam(beta2=1.0), "beta2 is 1.0"),
        (lambda: Adam(eps=0.0), "eps is 0.0"),
        (lambda: RMSprop(eps=-1.0), "eps is -1.0"),
        (lambda: RMSprop(rho=2.0), "rho is 2.0"),
        (lambda: AdamW(weight_decay=-1.0), "weight_decay is -1.0"),
        (lambda: CrossEntropy(label_smoothing=1.0), "label_smoothing is 1.0"),
        (lambda: BinaryCrossEntropy(label_smoothing=-1.0), "label_smoothing is -1.0"),
        (lambda: CrossEntropy(class_weights=[1.0, 0.0]), "positive weight per class"),
        (lambda: Focal(gamma=-1.0), "gamma is -1.0"),
        (lambda: StepDecay(every_epochs=0), "every_epochs is 0"),
        (lambda: StepDecay(decay=0.0), "decay is 0.0"),
        (lambda: CosineDecay(final=1.0), "final is 1.0"),
        (lambda: Triangle(start=0.0), "start is 0.0"),
        (lambda: Triangle(peak_at=1.0), "peak_at is 1.0"),
        (lambda: Triangle(final=1.0), "final is 1.0"),
        (lambda: Warmup(epochs=0), "epochs is 0"),
        (lambda: Warmup(then=Warmup()), "warm-up"),
        (lambda: Augmentation(rotation=200), "rotation is 200"),
        (lambda: Augmentation(zoom=1.0), "zoom is 1.0"),
    ],
)
def test_impossible_values_are_refused(make, message):
    with pytest.raises(RecipeError) as caught:
        make()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_recipe_is_checked_against_the_images(make_images):
    images = make_images()
    with pytest.raises(RecipeError, match="batch_size is 49 but there are 48 training images"):
        Recipe(batch_size=49).check(images)
    with pytest.raises(RecipeError, match="class_weights has 2 entries for 4 classes"):
        Recipe(loss=CrossEntropy(class_weights=(1, 2))).check(images)
    Recipe(batch_size=48).check(images)


RECIPES = [
    Recipe(),
    Recipe(optimizer=SGD(lr=0.1, momentum=0.9, nesterov=True), loss=Focal(class_weights=(1, 2.5))),
    Recipe(schedule=Warmup(2, then=StepDecay(3, 0.1)), augmentation=Augmentation(rotation=20)),
    Recipe(optimizer=Muon(lr=0.1), schedule=Triangle(peak_at=0.3), whitening=True, ema=0.9),
    Recipe(test_flips=True, augmentation=Augmentation(alternating_flip=True)),
    Recipe(optimizer=AdamW(), clip_norm=1.0, precision="float64", model="shallow5x5"),
]


@pytest.mark.parametrize("recipe", RECIPES)
def test_dict_and_back(recipe):
    assert Recipe.from_dict(recipe.to_dict()) == recipe


def test_toml(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(
        'model = "shallow5x5"\nloss = "focal"\nnum_epochs = 3\n'
        '[optimizer]\nname = "sgd"\nlr = 0.1\n'
        '[schedule]\nname = "warmup"\nthen = "cosine_decay"\n'
        "[augmentation]\nhorizontal_flip = true\n"
    )
    assert Recipe.from_toml(path) == Recipe(
        model="shallow5x5",
        loss=Focal(),
        num_epochs=3,
        optimizer=SGD(lr=0.1),
        schedule=Warmup(then=CosineDecay()),
        augmentation=Augmentation(horizontal_flip=True),
    )


def test_tricks_of_speed_in_toml(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(
        "whitening = true\nema = 0.9\ntest_flips = true\n"
        '[optimizer]\nname = "muon"\nother_lr = 0.5\n'
        '[schedule]\nname = "triangle"\npeak_at = 0.3\n'
        "[augmentation]\nalternating_flip = true\n"
    )
    assert Recipe.from_toml(path) == Recipe(
        whitening=True,
        ema=0.9,
        test_flips=True,
        optimizer=Muon(other_lr=0.5),
        schedule=Triangle(peak_at=0.3),
        augmentation=Augmentation(alternating_flip=True),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model = ", "not valid TOML"),
        ("epochs = 3", "Unknown field of recipe 'epochs': choose one of .*num_epochs"),
        ('optimizer = "lion"', "Unknown optimizer 'lion': choose one of adam"),
        ('[optimizer]\nname = "sgd"\nrate = 1', "Unknown field of optimizer 'sgd' 'rate'"),
        ("[augmentation]\ntwist = 1", "Unknown field of augmentation 'twist'"),
        ('[optimizer]\nname = "sgd"\nlr = "high"', "wrong type"),
        ("optimizer = 3", "optimizer is 3"),
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


def test_schedules():
    def factors(schedule, num_steps=8):
        return [round(schedule.factor(step, 2, num_steps / 2), 4) for step in range(num_steps)]

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
