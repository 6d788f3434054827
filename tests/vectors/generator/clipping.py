"""Norms and clipping of gradients: PyTorch's and optax's functions on ordinary tensors, 60-digit decimals on extreme ones."""

from decimal import Context, Decimal, localcontext

import jax.numpy as jnp
import numpy as np
import optax
import torch

_PS = [0.5, 1.0, 2.0, 3.0, float("inf")]


def decimal_norm(tensors, p):
    """The p-norm without overflow, underflow or rounding to speak of."""
    flat = [abs(Decimal(float(x))) for t in tensors for x in t]
    with localcontext(Context(prec=60, Emin=-(10**9), Emax=10**9)):
        if np.isinf(p):
            return float(max(flat, default=Decimal(0)))
        power, root = Decimal(p), 1 / Decimal(p)
        total = sum((x**power for x in flat if x), Decimal(0))
        return float(total**root) if total else 0.0


def _tensors():
    rng = np.random.default_rng(5)
    ordinary = [np.float32(rng.normal(size=n)).astype(np.float64) for n in (7, 1, 12)]
    return {
        "ordinary": ordinary,
        "zeros": [np.zeros(3), np.array([-0.0])],
        "huge": [np.full(4, np.float64(np.float32(1e20)))],
        "small": [np.full(9, np.float64(np.float32(-1e-25))), np.array([0.0])],
        "mixed": [np.float32([1e20, 1e-25, -3.0]).astype(np.float64), np.float32([-1e20, 2e19]).astype(np.float64)],
        "subnormal": [np.float64([2.0**-149, -(2.0**-147), 2.0**-140])],
        "beyond_f32": [np.array([1e200, -3e200, 1e-200]), np.array([2e200])],
        "below_f32": [np.array([3e-200, -4e-200])],
    }


TENSORS = _tensors()


def norms():
    """Yields (name, tensors, p, norm, oracles)."""
    for name, tensors in TENSORS.items():
        for p in _PS:
            norm, oracles = decimal_norm(tensors, p), ["decimal"]
            if name == "ordinary":
                theirs = float(torch.nn.utils.get_total_norm([torch.tensor(t) for t in tensors], p))
                np.testing.assert_allclose(theirs, norm, rtol=1e-13)
                oracles.append("torch.nn.utils.get_total_norm")
            yield f"{name}_p{p:g}", tensors, p, norm, oracles


def _torch_clip_norm(tensors, limit, p):
    parameters = [torch.zeros(len(t), dtype=torch.float64, requires_grad=True) for t in tensors]
    for parameter, t in zip(parameters, tensors):
        parameter.grad = torch.tensor(t)
    torch.nn.utils.clip_grad_norm_(parameters, limit, p)
    return [parameter.grad.numpy() for parameter in parameters]


def _optax_clip_norm(tensors, limit):
    transform = optax.clip_by_global_norm(limit)
    return [np.asarray(t) for t in transform.update([jnp.asarray(t) for t in tensors], transform.init(None))[0]]


def _torch_clip_value(tensors, limit):
    parameter = torch.zeros(sum(map(len, tensors)), dtype=torch.float64, requires_grad=True)
    parameter.grad = torch.tensor(np.concatenate(tensors))
    torch.nn.utils.clip_grad_value_([parameter], limit)
    return np.split(parameter.grad.numpy(), np.cumsum([len(t) for t in tensors])[:-1])


def clips():
    """Yields (name, form, tensors, limit, p, clipped, oracles); form is torch, exact or value."""
    ordinary = TENSORS["ordinary"]
    for p in _PS:
        for part in (0.4, 1.7):  # below and above the norm
            limit = decimal_norm(ordinary, p) * part
            clipped = _torch_clip_norm(ordinary, limit, p)
            yield f"torch_p{p:g}_{part:g}", "torch", ordinary, limit, p, clipped, ["torch.nn.utils.clip_grad_norm_"]
    for part in (0.4, 1.0, 1.7):
        limit = decimal_norm(ordinary, 2) * part
        yield f"exact_{part:g}", "exact", ordinary, limit, 2.0, _optax_clip_norm(ordinary, limit), ["optax.clip_by_global_norm"]
    yield "exact_to_zero", "exact", ordinary, 0.0, 2.0, [t * 0.0 for t in ordinary], ["decimal"]
    yield "zeros", "torch", TENSORS["zeros"], 1.0, 2.0, TENSORS["zeros"], ["decimal"]
    # Four elements of 1e20 under max_norm 1 become 1/2 each, where an f32 square would give infinity and zeros.
    yield "huge", "exact", TENSORS["huge"], 1.0, 2.0, [np.full(4, 0.5)], ["decimal"]
    scaled = [t * (1e-26 / decimal_norm(TENSORS["small"], 2)) for t in TENSORS["small"]]
    yield "small", "exact", TENSORS["small"], 1e-26, 2.0, scaled, ["decimal"]
    for limit in (0.5, 0.0, 1e3):
        yield f"value_{limit:g}", "value", ordinary, limit, None, _torch_clip_value(ordinary, limit), ["torch.nn.utils.clip_grad_value_"]
