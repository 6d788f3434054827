"""What accompanies an optimizer, from Python: fields before and after it joins, and what it does."""

import copy
import pickle

import numpy as np
import pytest

import dlopt
from dlopt import errors, wrappers


def test_fields_follow_the_optimizer():
    optimizer = dlopt.SGD(lr=0.5)
    lookahead = wrappers.Lookahead(k=2, alpha=0.25)
    lookahead.k = 3
    assert optimizer.wrap(lookahead) is lookahead
    assert (lookahead.k, lookahead.alpha, lookahead.initial.name) == (3, 0.25, "START")
    before = optimizer.state_hash()
    lookahead.k = 2
    assert optimizer.state_hash() != before


def test_lookahead():
    w, slow = np.array([1.0, 2.0]), np.array([1.0, 2.0])
    optimizer = dlopt.SGD(lr=0.5)
    optimizer.wrap(wrappers.Lookahead(k=2, alpha=0.25))
    expected = w.copy()
    for step in range(4):
        g = np.array([0.5, -1.0])
        optimizer.step(w, g)
        expected = expected - 0.5 * g
        if step % 2:
            slow = slow + 0.25 * (expected - slow)
            expected = slow.copy()
        np.testing.assert_allclose(w, expected, rtol=1e-15)


def test_averages():
    w, ema, swa = np.array([1.0]), np.zeros(1), np.zeros(1)
    optimizer = dlopt.SGD(lr=1)
    optimizer.wrap(wrappers.Ema(decay=0.75))
    optimizer.wrap(wrappers.Swa())
    seen, average = [], None
    for _ in range(3):
        optimizer.step(w, np.array([0.25]), averages=[ema, swa])
        seen.append(w[0])
        average = w[0] if average is None else 0.75 * average + 0.25 * w[0]
        assert ema[0] == pytest.approx(average, rel=1e-15) and swa[0] == pytest.approx(sum(seen) / len(seen), rel=1e-15)


def test_one_optimizer_each():
    ema = wrappers.Ema()
    dlopt.SGD().wrap(ema)
    other = dlopt.SGD()
    before = other.state_hash()
    with pytest.raises(errors.StateError, match="wanted a new one"):
        other.wrap(ema)
    assert other.state_hash() == before


def test_bad_fields_before_joining():
    with pytest.raises(errors.OutOfRangeError, match="decay"):
        wrappers.Ema(decay=1.5)
    with pytest.raises(errors.UnknownHyperError, match="decay, warmup"):
        wrappers.Ema().tempo = 1


def test_copy_and_pickle():
    ema = wrappers.Ema(decay=0.5, warmup="tf")
    for again in (copy.copy(ema), pickle.loads(pickle.dumps(ema))):
        assert repr(again) == repr(ema) and again is not ema
    dlopt.SGD().wrap(ema)
    with pytest.raises(TypeError, match="an optimizer has it"):
        copy.copy(ema)


def test_those_of_copies_and_checkpoints():
    """What came along has its fields, and is the copy's own."""
    optimizer = dlopt.SGD()
    first, second = optimizer.wrap(wrappers.Ema(decay=0.5)), optimizer.wrap(wrappers.Lookahead(k=3))
    assert optimizer.wrappers[1].k == 3 and len(dlopt.SGD().wrappers) == 0
    for again in (copy.copy(optimizer), pickle.loads(pickle.dumps(optimizer))):
        assert [repr(wrapper) for wrapper in again.wrappers] == [repr(first), repr(second)]
        again.wrappers[1].k = 9
        assert second.k == 3 and again.wrappers[1].k == 9
