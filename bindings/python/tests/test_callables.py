"""Hyper-parameters that follow schedules and functions of the step."""

import copy

import numpy as np
import pytest

import dlopt
from dlopt import errors, schedules


def moved(optimizer, steps):
    """How far each step moves a parameter whose gradient is 1: the learning rate of SGD."""
    w, found = np.zeros(1), []
    for _ in range(steps):
        before = w[0]
        optimizer.step(w, np.ones(1))
        found.append(before - w[0])
    return found


def test_a_function_is_asked_before_each_step():
    asked = []

    def rate(step):
        asked.append(step)
        return 0.5**step

    optimizer = dlopt.SGD(lr=rate)
    assert moved(optimizer, 4) == pytest.approx([1, 0.5, 0.25, 0.125], rel=1e-12)
    assert asked[-4:] == [0, 1, 2, 3] and set(asked) == {0, 1, 2, 3}


def test_the_same_as_a_schedule():
    made = schedules.Cosine(base=0.5, total_steps=6)
    weights = [np.linspace(0, 1, 5) for _ in range(2)]
    for lr, w in zip((made, lambda step: made(step)), weights):
        optimizer = dlopt.AdamW(lr=lr)
        for _ in range(5):
            optimizer.step(w, np.cos(w))
    np.testing.assert_array_equal(*weights)


def test_until_something_else_is_set():
    optimizer = dlopt.SGD(lr=lambda step: 1 / (step + 1))
    assert moved(optimizer, 2) == [1, 0.5]
    optimizer.lr = 0.25
    assert moved(optimizer, 2) == [0.25, 0.25]
    optimizer.lr = schedules.Step(base=8, step_size=5, gamma=0.5)
    assert moved(optimizer, 2) == [8, 4]
    optimizer.lr = lambda step: float(step)
    assert moved(optimizer, 2) == [6, 7]
    optimizer.follow("lr", None)
    assert moved(optimizer, 2) == [7, 7]


def test_held_back_steps_do_not_count():
    optimizer, w = dlopt.SGD(lr=lambda step: 1 + step), np.zeros(1)
    optimizer.step(w, np.ones(1))
    optimizer.step(w, np.array([np.nan]), skip_nonfinite=True)
    optimizer.step(w, np.ones(1))
    assert w[0] == -3


def test_one_group():
    optimizer = dlopt.SGD(lr=1)
    group = optimizer.add_group(lr=lambda step: 10.0 * (step + 1))
    optimizer.add(name="a", shape=[1], dtype="f64")
    optimizer.add(name="b", shape=[1], dtype="f64", group=group.index)
    params, grads = {"a": np.zeros(1), "b": np.zeros(1)}, {"a": np.ones(1), "b": np.ones(1)}
    optimizer.step(params, grads)
    optimizer.step(params, grads)
    assert (params["a"][0], params["b"][0]) == (-2, -30)


def test_a_copy_asks_it_too():
    optimizer = dlopt.SGD(lr=lambda step: 2.0**step)
    moved(optimizer, 2)
    again = copy.copy(optimizer)
    assert moved(again, 2) == [4, 8] and moved(optimizer, 1) == [4]


@pytest.mark.parametrize("rate, error", [(lambda step: -1 if step == 1 else 1, errors.OutOfRangeError), (lambda step: "1" if step == 1 else 1, TypeError),
                                         (lambda step: 1 // (1 - step), ZeroDivisionError)])
def test_what_it_must_not_say(rate, error):
    """The step is refused, and all is as it was."""
    optimizer, w = dlopt.SGD(lr=rate), np.zeros(1)
    optimizer.step(w, np.ones(1))
    before = optimizer.state_hash()
    with pytest.raises(error):
        optimizer.step(w, np.ones(1))
    assert w[0] == -1 and optimizer.steps == 1 and optimizer.state_hash() == before
    optimizer.lr = 2
    optimizer.step(w, np.ones(1))
    assert w[0] == -3


def test_refused_from_the_beginning():
    for rate in (lambda step: -1, lambda step: float("nan"), lambda: 1):
        with pytest.raises((errors.OutOfRangeError, TypeError)):
            dlopt.SGD(lr=rate)
    with pytest.raises(errors.InvalidArgumentError):
        dlopt.SGD().follow("nesterov", schedules.Constant())


def test_plateau():
    optimizer = dlopt.SGD(lr=schedules.Plateau(base=1, gamma=0.5, patience=0))
    for metric in (1, 2):
        optimizer.report(metric)
    assert optimizer.lr == 0.5 and moved(optimizer, 1) == [0.5]
