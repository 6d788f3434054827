"""What is done to gradients before a step, against NumPy in f64."""

import math

import numpy as np
import pytest

from dlopt import errors, gradient
from dlopt.percentile import PercentileClip


@pytest.fixture
def grads():
    generator = np.random.default_rng(5)
    return {"a": generator.normal(size=(4, 3)), "b": generator.normal(size=(5,)).astype(np.float32)}


def flat(grads):
    return np.concatenate([np.asarray(grad, np.float64).ravel() for grad in grads.values()])


@pytest.mark.parametrize("p", [1, 2, 3.5, math.inf])
def test_norm(grads, p):
    expected = np.linalg.norm(flat(grads), p)
    assert gradient.norm(grads, p=p) == (pytest.approx(expected, rel=1e-14), 0)
    assert gradient.norm(list(grads.values()), p=p).norm == gradient.norm(grads, p=p).norm
    assert gradient.norm(grads["a"], p=p).norm == pytest.approx(np.linalg.norm(grads["a"].ravel(), p), rel=1e-14)


def test_norm_tells_of_what_is_not_finite():
    assert gradient.norm(np.array([1.0, np.inf, 2.0])) == (math.inf, 1)


@pytest.mark.parametrize("form, extra", [("torch", 1e-6), ("exact", 0)])
def test_clip_norm(grads, form, extra):
    before, norm = flat(grads), np.linalg.norm(flat(grads))
    assert gradient.clip_norm(grads, 0.5, form=form) == pytest.approx(norm, rel=1e-14)
    np.testing.assert_allclose(flat(grads), before * (0.5 / (norm + extra)), rtol=2e-7)


def test_clip_value(grads):
    before = flat(grads)
    gradient.clip_value(grads, 0.25)
    np.testing.assert_array_equal(flat(grads), np.clip(before, -0.25, 0.25))


def test_clip_per_tensor_and_row(grads):
    rows = grads["a"].copy()
    norms = np.linalg.norm(rows, axis=1)
    limit = float(np.median(norms))
    assert gradient.clip_per_row(grads["a"], limit, form="exact") == (norms > limit).sum()
    np.testing.assert_allclose(grads["a"], rows * np.minimum(1, limit / norms)[:, None], rtol=1e-14)
    assert gradient.clip_per_tensor(grads, 1e-3, form="exact") == 2
    assert [gradient.norm(grad).norm for grad in grads.values()] == [pytest.approx(1e-3, rel=1e-6)] * 2


@pytest.mark.parametrize("units, axis", [("first", 1), ("last", 0)])
def test_clip_agc(units, axis):
    generator = np.random.default_rng(6)
    params, grads = generator.normal(size=(4, 3)), generator.normal(size=(4, 3))
    params[0] *= 1e-4
    params[:, 0] *= 1e-4  # one unit of each kind is smaller than eps
    limits = 0.5 * np.maximum(np.linalg.norm(params, axis=axis, keepdims=True), 1e-2)
    norms = np.linalg.norm(grads, axis=axis, keepdims=True)
    expected = np.where(norms >= limits, grads * (limits / np.maximum(norms, 1e-6)), grads)
    assert gradient.clip_agc(params, grads, 0.5, eps=1e-2, units=units) == (norms >= limits).sum()
    np.testing.assert_allclose(grads, expected, rtol=1e-14)


def test_centralize(grads):
    before = grads["a"].copy()
    gradient.centralize(grads["a"], min_ndim=3)
    np.testing.assert_array_equal(grads["a"], before)
    gradient.centralize(grads["a"])
    np.testing.assert_allclose(grads["a"], before - before.mean(axis=1, keepdims=True), rtol=1e-13, atol=1e-15)


def test_unscale():
    grads = np.array([4, np.nan, 8], np.float32)
    assert gradient.unscale(grads, 4) == 1
    np.testing.assert_array_equal(grads, np.array([1, np.nan, 2], np.float32))


def test_penalty(grads):
    params = {name: grad + 1 for name, grad in grads.items()}
    value = 0.25 * np.abs(flat(params)).sum() + 0.5 / 2 * (flat(params) ** 2).sum()
    assert gradient.penalty(params, l1=0.25, l2=0.5) == pytest.approx(value, rel=1e-12)
    expected = flat(grads) + 0.25 * np.sign(flat(params)) + 0.5 * flat(params)
    assert gradient.penalty(params, grads, l1=0.25, l2=0.5) == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(flat(grads), expected, rtol=1e-6)


def test_percentile():
    clip, norms = PercentileClip(4, percentile=50, form="linear"), []
    for size in (4.0, 1.0, 3.0, 2.0, 8.0):
        grad = np.array([size, 0.0])
        norms = [*norms, size][-4:]
        clipped = clip.clip(grad)
        assert clipped == (size, pytest.approx(np.percentile(norms, 50), rel=1e-14))
        assert grad[0] == pytest.approx(min(size, np.percentile(norms, 50)), rel=1e-14)


REFUSED = [
    (lambda g: gradient.norm(g, p=0), errors.OutOfRangeError),
    (lambda g: gradient.norm(g, p=-2), errors.OutOfRangeError),
    (lambda g: gradient.norm(g, p=math.nan), errors.OutOfRangeError),
    (lambda g: gradient.clip_norm(g, -1), errors.OutOfRangeError),
    (lambda g: gradient.clip_norm(g, math.nan), errors.OutOfRangeError),
    (lambda g: gradient.clip_norm(g, 1, form="tf"), ValueError),
    (lambda g: gradient.clip_norm([g, g], 1), errors.InvalidArgumentError),
    (lambda g: gradient.clip_value(g, -1), errors.OutOfRangeError),
    (lambda g: gradient.clip_per_row(g, -1), errors.OutOfRangeError),
    (lambda g: gradient.clip_agc(g[:1], g), errors.ShapeError),
    (lambda g: gradient.clip_agc(g.copy(), g, -1), errors.OutOfRangeError),
    (lambda g: gradient.centralize(g, min_ndim=1), errors.OutOfRangeError),
    (lambda g: gradient.unscale(g, 0), errors.OutOfRangeError),
    (lambda g: gradient.penalty(g.copy(), g, l1=-1), errors.OutOfRangeError),
    (lambda g: gradient.clip_norm(np.array(["a"]), 1), TypeError),
    (lambda g: gradient.clip_norm([1.0, 2.0], 1), TypeError),
    (lambda g: gradient.clip_norm(np.ones(3, np.int32), 1), errors.DtypeError),
    (lambda g: gradient.clip_norm(np.array([1.0, np.inf]), 1), errors.NonfiniteError),
    (lambda g: PercentileClip(4, percentile=101).clip(g), errors.OutOfRangeError),
    (lambda g: PercentileClip(0).clip(g), errors.OutOfRangeError),
]


@pytest.mark.parametrize("call, error", REFUSED)
def test_refused_and_unchanged(call, error):
    g = np.array([3.0, -4.0])
    with pytest.raises(error):
        call(g)
    np.testing.assert_array_equal(g, [3, -4])


def test_read_only_is_not_written():
    g = np.array([3.0, -4.0])
    g.setflags(write=False)
    assert gradient.norm(g).norm == 5
    with pytest.raises(BufferError):
        gradient.clip_norm(g, 1)
    np.testing.assert_array_equal(g, [3, -4])


def test_percentile_remembers():
    clip = PercentileClip(3)
    for size in (1.0, 2.0, 3.0, 4.0):
        clip.clip(np.array([size]))
    assert clip.norms == (2, 3, 4)
