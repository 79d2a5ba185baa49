"""Who takes part: the loops that readers use, the package's own, and the floors below them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from cnncourse.errors import CourseError, unknown_name
from cnncourse.frameworks import FRAMEWORKS, TITLES, how_to_install, is_installed

PEER, OURS, FLOOR, LAYERS, STEP = "peer", "ours", "floor", "layers", "step"
"""What a contestant is: a loop of others; ours; forward + backward; single layers; one change."""

GROUPS = ("race", "steps")


@dataclass(frozen=True)
class Contestant:
    """One loop in one setting.

    Attributes
    ----------
    name : str
        Letters, digits and _; the key in the stored measurement.
    title : str
        For tables and figures.
    run : str
        "module:function", called with (images, recipe, gate) and `options` in its own process.
    framework : str
        A name in `FRAMEWORKS`.
    kind : str
        `PEER`, `OURS`, `FLOOR`, `LAYERS` or `STEP`.
    precision, compile, augments
        What the recipe is changed to.
    needs : str
        A package needed besides the framework, which the extra "bench" installs.
    sizes : tuple of int
        Image sizes to take part at.
    """

    name: str
    title: str
    run: str
    framework: str
    kind: str
    precision: str = "float32"
    compile: bool = False
    augments: bool = True
    needs: str = ""
    sizes: tuple[int, ...] = (32, 128)
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """Those of a group alternate: "race" or "steps"."""
        return "steps" if self.kind == STEP else "race"

    @property
    def trains(self) -> bool:
        """Whether it can be asked for its time to a validation loss."""
        return self.kind in (PEER, OURS) and self.augments

    def options_on(self, device: str) -> dict[str, object]:
        """Its options; ours are told the device, which others take as they find it."""
        return dict(self.options) | ({"device": device} if self.kind == OURS else {})

    def what_is_missing(self) -> str:
        """The package that is not installed and the command for it; empty if all are there.

        Examples
        --------
        >>> Contestant("a", "A", "a:run", "pytorch", PEER, needs="no_such").what_is_missing()
        'no_such is not installed: run pip install "cnncourse[bench]"'
        """
        name = self.framework
        if not is_installed(name):
            return f"{TITLES[name]} is not installed: run {how_to_install(name)}"
        if self.needs and find_spec(self.needs) is None:
            return f'{self.needs} is not installed: run pip install "cnncourse[bench]"'
        return ""


_HERE = "cnncourse.bench"
_PRECISIONS = ("float32", "bfloat16")


def _peers() -> list[Contestant]:
    plain = f"{_HERE}.plain_pytorch:run"
    found = [Contestant("plain_pytorch", "PyTorch, tutorial loop", plain, "pytorch", PEER)]
    for precision in _PRECISIONS:
        found += [
            Contestant(
                f"lightning_{precision}",
                f"Lightning, {precision}",
                f"{_HERE}.lightning_module:run",
                "pytorch",
                PEER,
                precision,
                needs="lightning",
            ),
            Contestant(
                f"keras_fit_{precision}",
                f"Keras fit, {precision}",
                f"{_HERE}.keras_fit:run",
                "tensorflow",
                PEER,
                precision,
            ),
        ]
    tape = f"{_HERE}.gradient_tape:run"
    return [*found, Contestant("eager_tape", "GradientTape, eager", tape, "tensorflow", PEER)]


def _ours() -> list[Contestant]:
    found = []
    for framework in FRAMEWORKS:
        run, title = f"{_HERE}.ours:run", f"ours, {TITLES[framework]}"
        side = {"framework": framework}
        for precision in _PRECISIONS:
            name, with_precision = f"{framework}_{precision}", f"{title}, {precision}"
            found += [
                Contestant(name, with_precision, run, framework, OURS, precision, options=side),
                Contestant(
                    f"{name}_compiled",
                    f"{with_precision}, compiled",
                    run,
                    framework,
                    OURS,
                    precision,
                    compile=True,
                    options=side,
                ),
            ]
        found.append(
            Contestant(
                f"{framework}_unaugmented",
                f"{title}, float32, no augmentation",
                run,
                framework,
                OURS,
                augments=False,
                options=side,
            )
        )
    return found


def _floors() -> list[Contestant]:
    found = []
    for framework in FRAMEWORKS:
        for precision in _PRECISIONS:
            where = f"{TITLES[framework]}, {precision}"
            module = f"{_HERE}.floor_{framework}"
            found += [
                Contestant(
                    f"floor_{framework}_{precision}",
                    f"forward + backward, {where}",
                    f"{module}:passes",
                    framework,
                    FLOOR,
                    precision,
                ),
                Contestant(
                    f"layers_{framework}_{precision}",
                    f"convolutions + dense, {where}",
                    f"{module}:layers",
                    framework,
                    LAYERS,
                    precision,
                ),
            ]
    return found


def _steps() -> list[Contestant]:
    """The way from the notebook's loop to the fast one; each step keeps those before it."""
    changes = {
        "pytorch": {
            "notebook": "the notebook's loop",
            "resident": "images resident, augmented in batches",
            "no_item": "no .item() in a step",
            "channels_last": "channels-last",
            "relu_after_pool": "ReLU after the pool",
            "memory_kept": "freed memory kept",
        },
        "tensorflow": {
            "notebook": "the notebook's loop",
            "graph": "the step in a tf.function",
            "resident": "images resident, augmented in batches",
            "no_float": "no float(loss) in a step",
            "fused_batch_norm": "batch norm in one operation",
            "relu_after_pool": "ReLU after the pool",
            "memory_kept": "freed memory kept",
        },
    }
    found = []
    for framework, titles in changes.items():
        run = f"{_HERE}.steps_{framework}:run"
        names = list(titles)
        for index, (name, title) in enumerate(titles.items()):
            options = {"changes": tuple(names[1 : index + 1])}
            full = f"step_{framework}_{name}"
            # What keeping memory brings, and what it costs, depends on the size.
            sizes = (32, 128) if name in ("relu_after_pool", "memory_kept") else (32,)
            found.append(
                Contestant(full, title, run, framework, STEP, sizes=sizes, options=options)
            )
        for name, title, change in (
            ("bfloat16", "and bfloat16", {"precision": "bfloat16"}),
            ("compiled", "and compiled", {"compile": True}),
        ):
            full = f"step_{framework}_{name}"
            found.append(
                Contestant(
                    full, title, run, framework, STEP, sizes=(32,), options=options, **change
                )
            )
    return found


def all_contestants() -> dict[str, Contestant]:
    """All contestants by name, in the order of the tables.

    Examples
    --------
    >>> all_contestants()["plain_pytorch"].kind
    'peer'
    """
    found = [*_peers(), *_ours(), *_floors(), *_steps()]
    return {contestant.name: contestant for contestant in found}


def choose(names: list[str] | None, size: int) -> list[Contestant]:
    """The contestants of these names or groups at an image size; without names, all.

    Raises
    ------
    CourseError
        If a name is unknown.
    """
    known = all_contestants()
    wanted = names or list(GROUPS)
    for name in wanted:
        if name not in known and name not in GROUPS:
            raise CourseError(unknown_name("contestant", name, [*GROUPS, *known]))
    taking_part = [c for c in known.values() if c.name in wanted or c.group in wanted]
    return [c for c in taking_part if size in c.sizes]
