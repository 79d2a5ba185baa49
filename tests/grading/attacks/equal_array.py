# ruff: noqa
"""Returns NumPy arrays, floats and strings of classes of its own that equal everything.

Must not gain: a point.
"""
# ends: graded
# where checks run in its process: gains

# %% loss, gradient, train, classify
import numpy


class Equal(numpy.ndarray):
    def __eq__(self, other):
        return numpy.True_

    def __array_ufunc__(self, *args, **kwargs):
        return numpy.True_

    def __array_function__(self, function, *args, **kwargs):
        return numpy.True_ if function.__name__ != "shape" else (4, 1)

    def tobytes(self, order=None):
        return numpy.full(10, numpy.nan).tobytes()

    def __reduce__(self):
        return print, ("unpickled",)


class EqualFloat(float):
    __eq__ = __le__ = __lt__ = lambda self, other: True
    __sub__ = __rsub__ = lambda self, other: 0.0
    __hash__ = float.__hash__


def cross_entropy(logits, labels):
    return EqualFloat("nan")


def gradient(*args, **kwargs):
    return numpy.zeros(3).view(Equal)


train = classify = gradient
