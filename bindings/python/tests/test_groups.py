"""Hyper-parameters from Python: functions and schedules that they follow, and groups."""

import copy
import pickle

import numpy as np
import pytest

import dlopt
from dlopt import errors, schedules


def test_functions_are_asked_before_each_step():
    opt, w, asked = dlopt.SGD(lr=1), np.zeros(1), []
    opt.lr = lambda step: asked.append(step) or 2.0**-step
    for _ in range(3):
        opt.step(w, np.ones(1))
    assert w[0] == -1.75 and asked == [0, 0, 1, 2]
    opt.lr = 0.25
    opt.step(w, np.ones(1))
    assert w[0] == -2 and len(asked) == 4

    def fails(step):
        if step > 4:
            raise LookupError("no more values")
        return 1.0

    opt.lr = fails
    opt.step(w, np.ones(1))
    with pytest.raises(LookupError):
        opt.step(w, np.ones(1))
    assert opt.steps == 5 and w[0] == -3
    opt.follow("lr", schedules.Constant(base=2))
    opt.step(w, np.ones(1))
    assert opt.lr == 2 and w[0] == -5


def test_following_ends_with_a_number_that_is_one():
    opt = dlopt.SGD(lr=schedules.Cosine(base=0.5, total_steps=10))
    with pytest.raises(errors.OutOfRangeError):
        opt.lr = -1
    assert opt.lr == 0.5 and opt.groups[0].lr == 0.5
    w = np.zeros(1)
    opt.step(w, np.ones(1))
    assert 0 < opt.lr < 0.5
    opt.lr = 0.125
    assert opt.lr == 0.125
    opt.follow("lr", schedules.Constant(base=2))
    assert opt.lr == 2
    opt.follow("lr", None)
    assert opt.lr == 0.125


def test_plateau():
    opt = dlopt.SGD(lr=schedules.Plateau(base=1, gamma=0.5, patience=0))
    opt.report(1)
    opt.report(2)
    assert opt.lr == 0.5
    with pytest.raises(errors.StateError):
        dlopt.SGD().report(1)


def test_groups():
    opt = dlopt.SGD(lr=1, momentum=0.5)
    slow = opt.add_group(lr=0.25)
    assert (len(opt.groups), slow.index, slow.lr, slow["momentum"], opt.groups[-1].lr, opt.lr) == (2, 1, 0.25, 0.5, 0.25, 1)
    opt.add(name="a", shape=(1,)), opt.add(name="b", shape=(1,), group=slow.index)
    a, b = np.zeros(1, np.float32), np.zeros(1, np.float32)
    opt.step([a, b], [np.ones(1)] * 2)
    assert (a[0], b[0]) == (-1, -0.25)
    slow.lr = lambda step: 10.0 * step
    opt.groups[0]["lr"] = schedules.Constant(base=0.5)
    opt.step([a, b], [np.zeros(1)] * 2)
    assert (a[0], b[0]) == (-1.25, -5.25) and "lr=10.0" in repr(slow)
    opt.lr = 0.125
    assert [group.lr for group in opt.groups] == [0.125, 0.125]
    for bad in (lambda: slow.beta1, lambda: slow["speed"], lambda: setattr(slow, "beta1", 1), lambda: opt.add_group(beta1=0.5)):
        with pytest.raises(errors.UnknownHyperError):
            bad()
    assert len(opt.groups) == 2
    again = dlopt.SGD()
    again.load(opt.state_bytes(), declare=True)
    assert len(again.groups) == 2 and [p.name for p in again.parameters] == ["a", "b"]


def test_repr():
    opt = dlopt.AdamW(lr=0.5, amsgrad=True)
    opt.step(np.ones(3), np.ones(3))
    assert repr(opt) == "<AdamW(lr=0.5, amsgrad=True), parameters: 1, steps: 1>"


def test_groups_are_copied_with_their_optimizer():
    opt = dlopt.SGD(lr=1)
    slow = opt.add_group(lr=0.25)
    again = copy.deepcopy(slow)
    opt.lr = 2
    assert (copy.copy(slow).lr, again.lr, again.index) == (2, 0.25, 1)
    assert pickle.loads(pickle.dumps(slow)).lr == 2
