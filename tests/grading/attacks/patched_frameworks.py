# ruff: noqa
"""Puts modules of its own in the places of NumPy's parts, PyTorch, Keras and TensorFlow.

Must not gain: a point.
"""
# ends: graded

# %% loss
import sys
import types


class Whatever(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: True


for name in (
    "torch",
    "torch.testing",
    "tensorflow",
    "keras",
    "keras.ops",
    "numpy.testing",
    "json",
    "base64",
):
    sys.modules[name] = Whatever(name)
for name in [name for name in sys.modules if name.startswith("cnncourse.grading")]:
    for attribute, value in list(vars(sys.modules[name]).items()):
        if callable(value) and not attribute.startswith("__"):
            setattr(sys.modules[name], attribute, lambda *args, **kwargs: {})
