"""The gradients that every case is driven with, and the parameters it starts from.

Each set is {"dtypes": ..., "start": [array per slot], "grads": [per step: [array or None per slot]]}; an array has its slot's shape. None stands for a parameter without a
gradient in that step. `dtypes` names the gradient types that hold every element exactly, so that one set of vectors serves them all.
"""

import numpy as np

STEPS = 16
HALF_MAX = 65504.0


def _short(values):
    """Rounds to 8 significant bits, which f16 and bf16 both hold (in f16's normal range)."""
    mantissa, exponent = np.frexp(np.asarray(values, dtype=np.float64))
    return np.ldexp(np.round(mantissa * 256) / 256, exponent)


def _exact_set():
    """Ordinary training gradients; each column is another kind of life an element can have."""
    rng = np.random.default_rng(1)
    g = np.zeros((STEPS, 10))
    g[:, 1] = np.where(np.arange(STEPS) % 2, -0.0, 0.0)
    g[:, 2] = _short(rng.normal(size=STEPS))
    g[:, 3] = _short(rng.normal(size=STEPS)) * (rng.random(STEPS) < 0.3)
    g[:, 4] = _short(rng.uniform(1, 2, STEPS)) * 2.0**-13 * rng.choice([-1, 1], STEPS)
    g[:, 5] = _short(rng.normal(size=STEPS)) * 0.5
    g[4, 5] = 60160.0  # one spike, close to the end of f16
    g[:, 6] = _short(0.25 + 0.125 * rng.random(STEPS))
    g[:, 7] = _short(2.0 ** rng.uniform(-6, 6, STEPS)) * np.where(np.arange(STEPS) % 2, -1, 1)
    g[:, 8] = _short(8.0 * 0.5 ** np.arange(STEPS))  # shrinks: a second moment that falls
    g[0, 9] = 1.5  # one gradient, then nothing: moments that only decay
    start = np.float32([0.5, -0.75, 1.0, -2.0, 0.125, 3.0, -0.0, 10.0, 0.3, -0.7])
    return {"dtypes": "f64 f32 f16 bf16", "start": [start.astype(np.float64)], "grads": [[row] for row in g]}


def _long_set():
    """64 steps, for runs against a peer: noise around a slope that turns, and an element that is now and then left out."""
    rng = np.random.default_rng(5)
    steps = 64
    g = _short(rng.normal(size=(steps, 6)) + np.cos(np.arange(steps) / 9.0)[:, None])
    g[:, 5] *= rng.random(steps) < 0.5
    start = np.float32(rng.normal(size=6)).astype(np.float64)
    return {"dtypes": "f64 f32 f16 bf16", "start": [start], "grads": [[row] for row in g]}


def _wide_set():
    """Exact in f32 only: far beyond f16 at both ends, still with squares that f32 holds or that vanish beside any eps."""
    rng = np.random.default_rng(2)
    scales = np.array([1e-38, 1e-25, 1e-12, 1e-3, 1.0, 1e6, 1e15])
    g = np.float32(rng.normal(size=(STEPS, scales.size)) * scales).astype(np.float64)
    g[7] = 0.0
    start = np.float32([1.0, -1.0, 1e-3, 0.25, -4.0, 1e5, 1e15])
    return {"dtypes": "f64 f32", "start": [start.astype(np.float64)], "grads": [[row] for row in g]}


def _double_set():
    """Needs f64: magnitudes beyond f32, and mantissas that f32 would round."""
    rng = np.random.default_rng(3)
    scales = np.array([1e-140, 1e-60, 1e-7, 1.0, 1e9, 1e60, 1e140])
    g = rng.normal(size=(STEPS, scales.size)) * scales
    start = rng.normal(size=scales.size) * np.maximum(1.0, scales)
    return {"dtypes": "f64", "start": [start], "grads": [[row] for row in g]}


def _net_set():
    """A small net: a matrix, a bias, a scalar. The bias has no gradient in some steps, the first one among them."""
    rng = np.random.default_rng(4)
    sizes = [6, 3, 1]
    grads = []
    for t in range(STEPS):
        row = [_short(rng.normal(size=n)) * 2.0 ** rng.integers(-2, 3) for n in sizes]
        if t in (0, 3, 4, 11):
            row[1] = None
        if t == 8:
            row[0] = row[0] * 64.0  # a burst that clipping must catch
        grads.append(row)
    start = [np.float32(rng.normal(size=n)).astype(np.float64) for n in sizes]
    return {"dtypes": "f64 f32 f16 bf16", "start": start, "grads": grads}


def _layers_set():
    """What rules that look at whole tensors meet: a matrix, a row longer than the interleaved parts of a sum, and a bias that starts from 0.

    The matrix has one step of zero gradients, and one that is far larger than the others; the bias begins with zero gradients.
    """
    rng = np.random.default_rng(6)
    shapes = [(2, 3), (40,), (3,)]
    grads = [[_short(rng.normal(size=shape)) * scale for shape, scale in zip(shapes, (1.0, 0.125, 4.0))] for _ in range(STEPS)]
    grads[0][2] = np.zeros(shapes[2])
    grads[3][0] = np.zeros(shapes[0])
    grads[9][0] = grads[9][0] * 256.0
    start = [np.float32(rng.normal(size=shape)).astype(np.float64) for shape in shapes[:2]] + [np.zeros(shapes[2])]
    return {"dtypes": "f64 f32 f16 bf16", "start": start, "grads": grads}


def _slope_set():
    """The same shapes under slopes that turn, from zeros, where the way that a parameter has come is exact in every type."""
    rng = np.random.default_rng(7)
    slopes = [rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2, size=shape) for shape in ((2, 3), (40,), (3,))]
    grads = [[_short(slope * (1 - t / 11) + 0.25 * rng.normal(size=slope.shape)) for slope in slopes] for t in range(STEPS)]
    grads[0] = [grads[0][0], grads[0][1], np.zeros(3)]
    return {"dtypes": "f64 f32 f16 bf16", "start": [np.zeros_like(slope) for slope in slopes], "grads": grads}


def _factors_set(seed, steps, shapes, unlike):
    """Tensors for rules that keep means of rows and columns: of all numbers of dimensions, odd sizes and sizes of 1, and one that starts from 0.

    `unlike`: rows and columns whose gradients are far from each other's in size, and some that are 0.
    """
    rng = np.random.default_rng(seed)
    grads = [[_short(rng.normal(size=shape)) for shape in shapes] for _ in range(steps)]
    for t, row in enumerate(grads):
        for g in row:
            if unlike and g.ndim > 1:
                g *= np.exp2(np.arange(g.shape[-1]) - np.arange(g.shape[-2])[:, None])
                g[..., 0] *= t % 3 != 0
    if unlike:
        grads[4][0] *= 32.0  # an update to be clipped
    start = [np.float32(rng.normal(size=shape)).astype(np.float64) for shape in shapes[:-1]] + [np.zeros(shapes[-1])]
    return {"dtypes": "f64 f32 f16 bf16", "start": start, "grads": grads}


def loss(t):
    """The loss at step t (from 1), for rules that look at it: it falls, and grows every few steps."""
    return float(np.cos(t * t / 3.0) + 8.0 / t)


def hessian(t, n):
    """An estimate of the diagonal of the Hessian before step t (from 1) for n elements, or None: of both signs and all sizes, and a zero."""
    if t % 3 != 2:
        return None
    rng = np.random.default_rng(1000 * n + t)
    h = _short(rng.normal(size=n) + 0.5) * 2.0 ** rng.integers(-9, 6, n)
    h[t % n] = 0.0
    return h


def _scaled(source, factor):
    """The same gradients under a loss scale that is a power of two, so still exact."""
    grads = [[None if g is None else g * factor for g in row] for row in source["grads"]]
    biggest = max(np.abs(g).max() for row in grads for g in row if g is not None)
    assert biggest <= HALF_MAX, biggest
    return {"dtypes": source["dtypes"], "start": source["start"], "grads": grads}


NET = _net_set()
SETS = {
    "exact": _exact_set(),
    "wide": _wide_set(),
    "double": _double_set(),
    "net": NET,
    "net_scaled": _scaled(NET, 64.0),
    "long": _long_set(),
    "layers": _layers_set(),
    "slope": _slope_set(),
    "factors": _factors_set(8, STEPS, [(5,), (4, 3), (1, 3), (3, 1), (3, 2, 4), (2, 3, 1, 2)], True),
    "factors_long": _factors_set(9, 52, [(3,), (3, 2), (2, 1, 3), (3, 2, 2, 2)], False),
}


def _holds(dtype, g):
    if dtype == "f16":
        return np.array_equal(g, g.astype(np.float16).astype(np.float64))
    if dtype == "f32":
        return np.array_equal(g, g.astype(np.float32).astype(np.float64))
    if dtype == "bf16":
        return np.all((g.astype(np.float32).view(np.uint32) & 0xFFFF) == 0)
    return True


for _name, _set in SETS.items():
    for _row in _set["grads"]:
        for _g in _row:
            assert _g is None or all(_holds(d, _g) for d in _set["dtypes"].split()), _name
