"""What is done to gradients between backward pass and step, each convention by the peer that has it: PyTorch, timm, optax, pytorch_optimizer, and
NumPy by hand where a peer cannot be had (bitsandbytes has removed its percentile clipping, AutoClip is a script around NumPy)."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
from pytorch_optimizer.optimizer.gradient_centralization import centralize_gradient
from timm.utils.agc import adaptive_clip_grad

jax.config.update("jax_enable_x64", True)

FORMAT = """
  tensors NAME                  what the records below start from, tensor by tensor: shape N..., gradient V..., param V...
  process NAME                  call C: dlopt_clip_C or dlopt_grad_C on them, with set ARGUMENT V; value V: the penalty
    after I V...                  gradient I afterwards; no line: it was not handed over
  history NAME                  form bnb or linear, percentile V, capacity N, norms V... step by step, and the limits V... for them
"""
AGREEMENT = 1e-12
_PS = [1.0, 2.0, 3.0, float("inf")]
# Linear and convolution weights of one to three dimensions, a vector, a scalar; and vectors in disguise, which only optax treats as such.
SHAPES = [(5, 7), (4, 3, 2, 2), (3, 4, 2), (6,), (), (2, 3, 1, 2, 2), (1, 9), (7, 1), (3, 5)]


def _draw(seed, size):
    """Numbers that f32 holds; units differ in size, so that some are clipped and some are not; one row in some tensors is all zeros."""
    rng = np.random.default_rng(seed)
    tensors = []
    for shape in SHAPES:
        t = rng.normal(size=shape) * size
        if len(shape) > 1:
            t = t * 10.0 ** rng.uniform(-1, 1, size=(shape[0],) + (1,) * (len(shape) - 1))
            t[seed % shape[0]] *= shape[0] % 2
        tensors.append(np.asarray(np.float32(t), np.float64))
    return tensors


GRADS, PARAMS = _draw(11, 0.5), _draw(12, 3.0)
GRADS[-1] = np.asarray(np.float32(GRADS[-1] * 1e-6), np.float64)  # around the floor of adaptive clipping


def _with_grad(param, grad):
    p = torch.tensor(param, requires_grad=True)
    p.grad = torch.tensor(grad)
    return p


def _optax(transform, grads, params=None):
    params = None if params is None else [jnp.asarray(p) for p in params]
    return [np.asarray(g) for g in transform.update([jnp.asarray(g) for g in grads], transform.init(params), params)[0]]


def _agree(first, second):
    for a, b in zip(first, second):
        np.testing.assert_allclose(a, b, rtol=AGREEMENT, atol=AGREEMENT * np.max(np.abs(a), initial=0))


def _rows(grad):
    return list(grad) if grad.ndim > 1 else [grad]


def _torch_clip(part, limit, p):
    parameter = _with_grad(np.zeros_like(part), part)
    torch.nn.utils.clip_grad_norm_([parameter], limit, p)
    return parameter.grad.numpy()


def _each(clip, split):
    """Clips each part of each gradient by itself."""
    return [np.reshape([clip(part) for part in split(g)], g.shape) for g in GRADS]


def clip_records():
    for call, split, limit in (("per_tensor", lambda g: [g], 1.5), ("per_row", _rows, 0.6)):
        for p in _PS:
            after = _each(lambda part, p=p: _torch_clip(part, limit, p), split)
            yield f"{call}_torch_p{p:g}", call, {"form": 0, "p": p, "max_norm": limit}, after, ["torch.nn.utils.clip_grad_norm_"]
        after = _each(lambda part: _optax(optax.clip_by_global_norm(limit), [part])[0], split)
        yield f"{call}_exact", call, {"form": 1, "p": 2.0, "max_norm": limit}, after, ["optax.clip_by_global_norm"]
        yield f"{call}_to_zero", call, {"form": 1, "p": 2.0, "max_norm": 0.0}, [g * 0.0 for g in GRADS], ["numpy"]


def block_rms_records():
    """One tensor at a time: the bound of the norm depends on the size."""
    for i, g in enumerate(GRADS[:3]):
        limit = 0.3
        after = _optax(optax.clip_by_block_rms(limit), [g])[0]
        settings = {"form": 1, "p": 2.0, "max_norm": limit * np.sqrt(g.size)}
        yield f"block_rms_{i}", "per_tensor", settings, [after if j == i else None for j in range(len(GRADS))], ["optax.clip_by_block_rms"]


def _agc_by_hand(axes_of, factor, eps, p):
    def clip(grad, param):
        axes = axes_of(grad)
        norm = lambda t: np.max(np.abs(t), axes, keepdims=True) if np.isinf(p) else np.sum(np.abs(t) ** p, axes, keepdims=True) ** (1 / p)
        bound = factor * np.maximum(norm(param), eps)
        return np.where(norm(grad) < bound, grad, grad * (bound / np.maximum(norm(grad), 1e-6)))

    return [clip(g, p) for g, p in zip(GRADS, PARAMS)]


def _axes_first(t):
    return tuple(range(1, t.ndim)) if t.ndim > 1 else None


def _axes_last(t):
    return None if np.squeeze(t).ndim <= 1 else (0,) if t.ndim < 4 else tuple(range(t.ndim - 1))


def agc_records():
    for factor, eps in ((0.07, 0.02), (0.3, 0.5), (1e-9, 1e-3)):
        for p in _PS:
            parameters = [_with_grad(*pair) for pair in zip(PARAMS, GRADS)]
            adaptive_clip_grad(parameters, factor, eps, p)
            after, by_hand = [q.grad.numpy() for q in parameters], _agc_by_hand(_axes_first, factor, eps, p)
            _agree(after, by_hand)
            settings = {"units": 0, "factor": factor, "eps": eps, "p": p}
            yield f"agc_first_{factor:g}_p{p:g}", "agc", settings, after, ["timm.utils.adaptive_clip_grad", "numpy"]
            after, oracles = _agc_by_hand(_axes_last, factor, eps, p), ["numpy"]
            if p == 2:
                after, oracles = _optax(optax.adaptive_grad_clip(factor, eps), GRADS, PARAMS), ["optax.adaptive_grad_clip", "numpy"]
                _agree(after, _agc_by_hand(_axes_last, factor, eps, p))
            yield f"agc_last_{factor:g}_p{p:g}", "agc", {**settings, "units": 1}, after, oracles


def centralize_records():
    after = _optax(optax.centralize(), GRADS)
    theirs = [torch.tensor(g) for g in GRADS]
    for g in theirs:
        centralize_gradient(g)
    _agree(after, [g.numpy() for g in theirs])
    yield "centralize", "centralize", {"min_ndim": 2}, after, ["optax.centralize", "pytorch_optimizer.centralize_gradient"]
    theirs = [torch.tensor(g) for g in GRADS]
    for g in theirs:
        centralize_gradient(g, gc_conv_only=True)
    yield "centralize_conv_only", "centralize", {"min_ndim": 4}, [g.numpy() for g in theirs], ["pytorch_optimizer.centralize_gradient"]


def unscale_records():
    for scale in (65536.0, 3.0, 1e-3):
        after, oracles = [g * (1 / scale) for g in GRADS], ["numpy"]
        theirs, found = [torch.tensor(np.float32(g)) for g in GRADS], torch.zeros(1, dtype=torch.float32)
        inverse = torch.tensor([scale], dtype=torch.float64).reciprocal().float()
        torch._amp_foreach_non_finite_check_and_unscale_(theirs, found, inverse)
        for a, b in zip(after, theirs):
            np.testing.assert_allclose(a, b.numpy(), rtol=2e-7)
        yield f"unscale_{scale:g}", "unscale", {"scale": scale}, after, oracles


def penalty_records():
    for l1, l2 in ((0.02, 0.3), (0.02, 0.0), (0.0, 0.3)):
        parameters = [_with_grad(*pair) for pair in zip(PARAMS, GRADS)]
        value = sum(l1 * p.abs().sum() + l2 / 2 * p.square().sum() for p in parameters)
        value.backward()
        after = [p.grad.numpy() for p in parameters]
        yield f"penalty_{l1:g}_{l2:g}", "penalty", {"l1": l1, "l2": l2}, after, ["torch.autograd"], value.item()


def records():
    """Yields (name, call, settings, gradients after, oracles, value or None); a gradient of None is not handed over."""
    for family in (clip_records, block_rms_records, agc_records, centralize_records, unscale_records, penalty_records):
        for record in family():
            yield record if len(record) == 6 else (*record, None)


def _percentile(form, percentile, window):
    if form == "linear":
        return np.percentile(window, percentile)
    return np.sort(window)[min(int(percentile * len(window) // 100), len(window) - 1)]


def _bitsandbytes(norms, percentile):
    """The formula of bitsandbytes.functional.percentile_clipping as it was published: 100 squares, the root of one of the sorted."""
    squares = np.zeros(100)
    for t, norm in enumerate(norms):
        squares[t % 100] = norm**2
        yield np.sqrt(np.sort(squares)[percentile])


def histories():
    """Yields (name, form, percentile, capacity, norms, limits, oracles): the limit of each step from the norms up to it."""
    norms = np.float32(np.random.default_rng(13).lognormal(size=130)).astype(np.float64)
    for form, percentile, capacity in (("bnb", 5, 100), ("bnb", 29, 100), ("bnb", 100, 7), ("linear", 10, 1000), ("linear", 37.5, 12), ("linear", 0, 5)):
        limits = [_percentile(form, percentile, norms[max(0, t + 1 - capacity) : t + 1]) for t in range(len(norms))]
        oracles = ["numpy"]
        if capacity == 100:
            np.testing.assert_allclose(limits[99:], list(_bitsandbytes(norms, percentile))[99:], rtol=AGREEMENT)
            oracles.append("bitsandbytes.functional.percentile_clipping")
        yield f"{form}_{percentile:g}_of_{capacity}", form, percentile, capacity, norms, limits, oracles
