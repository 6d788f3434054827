"""What is done to gradients before a step: norms, clipping, unscaling, penalties. All but norms write in place; an error leaves everything as it was."""

from __future__ import annotations

from typing import NamedTuple, Optional

from . import _native
from .arrays import Arrays, listed
from .enums import ClipForm, ClipFormLike, Units, UnitsLike
from .runtime import Runtime, raw


class Norm(NamedTuple):
    """A norm, and how many elements are NaN or infinite."""

    norm: float
    nonfinite: int


def norm(grads: Arrays, *, p: float = 2, runtime: Optional[Runtime] = None) -> Norm:
    """The p-norm of all elements together: right for finite elements of any size."""
    return Norm(*_native.grad_norm(raw(runtime), listed(grads), p))


def clip_norm(grads: Arrays, max_norm: float, *, p: float = 2, form: ClipFormLike = "torch", runtime: Optional[Runtime] = None) -> float:
    """Scales all gradients so that their common norm is at most max_norm. Returns the norm before."""
    return _native.clip_norm(raw(runtime), listed(grads), max_norm, p, ClipForm(form))


def clip_value(grads: Arrays, limit: float, *, runtime: Optional[Runtime] = None) -> None:
    """Limits every element to [-limit, limit]."""
    _native.clip_value(raw(runtime), listed(grads), limit)


def clip_per_tensor(grads: Arrays, max_norm: float, *, p: float = 2, form: ClipFormLike = "torch", runtime: Optional[Runtime] = None) -> int:
    """Scales each gradient so that its own norm is at most max_norm. Returns how many were scaled."""
    return _native.clip_per_tensor(raw(runtime), listed(grads), max_norm, p, ClipForm(form))


def clip_per_row(grads: Arrays, max_norm: float, *, p: float = 2, form: ClipFormLike = "torch", runtime: Optional[Runtime] = None) -> int:
    """Scales each row of each gradient so that its own norm is at most max_norm. Returns how many were scaled."""
    return _native.clip_per_row(raw(runtime), listed(grads), max_norm, p, ClipForm(form))


def clip_agc(params: Arrays, grads: Arrays, factor: float = 0.01, *, eps: float = 1e-3, p: float = 2, units: UnitsLike = "first",
             runtime: Optional[Runtime] = None) -> int:
    """Scales each unit of each gradient so that its norm is at most `factor` times that of the parameter's unit. Returns how many were scaled."""
    return _native.clip_agc(raw(runtime), listed(params), listed(grads), factor, eps, p, Units(units))


def centralize(grads: Arrays, *, min_ndim: int = 2, runtime: Optional[Runtime] = None) -> None:
    """Subtracts from each row its mean, in gradients of min_ndim dimensions or more."""
    _native.grad_centralize(raw(runtime), listed(grads), min_ndim)


def unscale(grads: Arrays, scale: float, *, runtime: Optional[Runtime] = None) -> int:
    """Divides all gradients by a loss scale. Returns how many elements were NaN or infinite: a step must not follow when there are any."""
    return _native.grad_unscale(raw(runtime), listed(grads), scale)


def penalty(params: Arrays, grads: Arrays = None, *, l1: float = 0, l2: float = 0, runtime: Optional[Runtime] = None) -> float:
    """Returns l1 sum |p| + l2 / 2 sum p^2, and adds its gradient to the gradients where these are given."""
    return _native.grad_penalty(raw(runtime), listed(params), None if grads is None else listed(grads), l1, l2)
