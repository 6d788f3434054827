"""Watches over norms from Python."""

import copy
import math
import pickle

import pytest

import dlopt
from dlopt import errors


def test_explosions():
    told = []
    watch = dlopt.NormWatch(window=4, factor=3, warmup=2)
    watch.on_explosion(lambda step, norm, median: told.append((step, norm, median)))
    assert [watch.look(step, norm) for step, norm in enumerate([1, 2, 4, 4.75, 12, math.inf])] == [False, False, False, False, True, True]
    assert told == [(4, 12, 3), (5, math.inf, 4.375)]
    assert watch.norms() == (2, 4, 4.75, 12) and watch.fired == 2
    watch.on_explosion(None)
    assert watch.look(6, math.nan) and len(told) == 2


def test_what_a_callback_raises():
    def told(step, norm, median):
        raise KeyError("mine")

    watch = dlopt.NormWatch()
    watch.on_explosion(told)
    with pytest.raises(KeyError, match="mine"):
        watch.look(0, math.nan)


def test_copy_and_pickle():
    watch = dlopt.NormWatch(window=3, warmup=2)
    for norm in (1, 2, math.inf, 3, 4):
        watch.look(0, norm)
    for again in (copy.copy(watch), pickle.loads(pickle.dumps(watch))):
        assert (again.norms(), again.fired, again.window, again.warmup) == ((2, 3, 4), 1, 3, 2)
        again.look(0, 9)
    assert watch.norms() == (2, 3, 4)


def test_restore_refuses():
    watch = dlopt.NormWatch(window=2)
    watch.restore([1, 2])
    for norms in ([1, -1], [1, 2, 3], [math.nan]):
        with pytest.raises(errors.OutOfRangeError):
            watch.restore(norms)
    assert watch.norms() == (1, 2)
