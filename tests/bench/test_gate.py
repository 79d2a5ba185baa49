"""The gate: turns of so many steps, times by its own clock, and when to stop."""

import pytest

from cnncourse.bench.gate import GO, STOP, Gate, Stop


class Parent:
    """The other end of a connection: gives the words it has, notes what it is sent."""

    def __init__(self, *words):
        self.words, self.messages = list(words), []

    def send(self, message):
        self.messages.append(message)

    def recv(self):
        return self.words.pop(0)


class Clock:
    """Goes on by a second with each look at it."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 1
        return self.now


def test_a_turn_is_so_many_steps_after_one_that_is_not_timed():
    clock = Clock()
    parent = Parent(GO, GO, STOP)
    gate = Gate(parent, num_steps=2, clock=clock)
    gate.start()
    for seconds in (1000, 20, 10, 2000):
        clock.now += seconds
        gate.step()
    assert parent.messages == [("turn", 31.0)]
    clock.now += 5
    gate.step()
    with pytest.raises(Stop):
        gate.step()
    assert parent.messages == [("turn", 31.0), ("turn", 6.0)]


def test_memory_is_given_back_before_each_wait():
    rests = []
    gate = Gate(Parent(GO, GO, STOP), num_steps=1, rest=lambda: rests.append(1))
    gate.start()
    gate.step()
    gate.step()
    assert len(rests) == 2
    gate.step()
    with pytest.raises(Stop):
        gate.step()
    assert len(rests) == 3


def test_the_first_step_is_timed_from_the_first_word():
    gate = Gate(Parent(GO), clock=Clock())
    gate.start()
    assert gate.first_step is None
    gate.step()
    gate.step()
    assert gate.first_step == 1.0


def test_the_device_is_waited_for_before_a_time_is_taken():
    waited = []
    gate = Gate(Parent(GO, STOP), num_steps=3, synchronize=lambda: waited.append(1))
    gate.start()
    gate.step()
    assert len(waited) == 2, "for the first step, and before the clock starts"
    gate.step()
    gate.step()
    assert len(waited) == 2
    with pytest.raises(Stop):
        gate.step()
    assert len(waited) == 3, "at the end of a turn"


def test_training_stops_at_the_target():
    gate = Gate(Parent(GO), target=1.0, clock=Clock())
    gate.start()
    gate.epoch(1.5)
    with pytest.raises(Stop):
        gate.epoch(1.0)
    assert gate.epochs == [(1.0, 1.5), (2.0, 1.0)]


def test_epochs_told_at_the_end_are_dated_back_from_it():
    clock = Clock()
    gate = Gate(Parent(GO), clock=clock)
    gate.start()
    clock.now = 100.0
    gate.finished([30.0, 20.0, 10.0], [3.0, 2.0, 1.0])
    assert gate.epochs == [(70.0, 3.0), (90.0, 2.0), (100.0, 1.0)]
