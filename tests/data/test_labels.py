"""Labels and splits: one-hot codes, label noise, stratification, few examples."""

import numpy as np
import pytest

from cnncourse.data import one_hot
from cnncourse.data.labels import mislabel
from cnncourse.data.splits import first_of_each_class, stratified
from cnncourse.errors import DataError


def test_one_hot_refuses_labels_beyond_the_classes():
    for labels in ([0, 3], [-1, 2]):
        with pytest.raises(DataError, match="3 classes are numbered 0 to 2"):
            one_hot(labels, 3)
    assert one_hot([], 3).shape == (0, 3)


def test_one_hot_takes_labels_as_training_does():
    expected = np.eye(3)[[0, 2]]
    for labels in ([0, 2], [[0], [2]], [0.0, 2.0], expected):
        np.testing.assert_array_equal(one_hot(labels, 3), expected)
    for labels, message in (([0.7, 1.2], "not whole numbers"), (["0", "2"], "give the numbers")):
        with pytest.raises(DataError, match=message):
            one_hot(labels, 3)


def test_mislabel_changes_the_fraction_and_spreads_it_evenly():
    labels = np.repeat(np.arange(5), 2000)
    changed = mislabel(labels, 0.4, 5, np.random.default_rng(0))
    assert (changed != labels).sum() == 4000
    confusion = np.zeros((5, 5), int)
    np.add.at(confusion, (labels, changed), 1)
    wrong = confusion[~np.eye(5, dtype=bool)]
    assert wrong.min() > 150  # 200 expected
    assert wrong.max() < 250
    assert labels.tolist() == np.repeat(np.arange(5), 2000).tolist()  # the input is left alone


def test_stratified_parts_are_disjoint_complete_and_repeatable():
    labels = np.random.default_rng(0).integers(0, 4, 203)
    parts = stratified(labels, (0.2, 0.1), seed=3)
    assert sorted(np.concatenate(parts)) == list(range(203))
    for part, again in zip(parts, stratified(labels, (0.2, 0.1), seed=3), strict=True):
        np.testing.assert_array_equal(part, again)
    assert parts[1].tolist() != stratified(labels, (0.2, 0.1), seed=4)[1].tolist()
    for label in range(4):
        count = (labels == label).sum()
        assert (labels[parts[1]] == label).sum() == round(0.2 * count)
        assert (labels[parts[2]] == label).sum() == round(0.1 * count)


def test_stratified_shuffles():
    train, _ = stratified([0] * 50 + [1] * 50, (0.5,))
    assert (np.diff(train) < 0).any()
    assert len(set((train[:10] >= 50).tolist())) == 2


def test_stratified_leaves_tiny_classes_in_the_first_part():
    labels = [0] * 20 + [1] * 2 + [2]
    train, val, test = stratified(labels, (0.45, 0.45))
    assert set(np.asarray(labels)[train]) == {0, 1, 2}
    assert len(train) + len(val) + len(test) == 23


def test_stratified_without_other_parts():
    (everything,) = stratified([0, 1, 0], ())
    assert sorted(everything) == [0, 1, 2]


def test_stratified_refuses_impossible_fractions():
    for fractions in ((0.5, 0.5), (-0.1, 0.1)):
        with pytest.raises(DataError, match="fractions"):
            stratified([0, 1], fractions)


def test_first_of_each_class():
    labels = [2, 0, 0, 2, 1, 2]
    assert first_of_each_class(labels, 2).tolist() == [0, 1, 2, 3, 4]
    assert first_of_each_class(labels, None).tolist() == list(range(6))
