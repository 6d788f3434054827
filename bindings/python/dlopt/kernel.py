"""The bare update on state that the caller keeps: for programs that have their own tensors and step count. The bits are those of an optimizer."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

from . import _native
from .enums import Hyper, Rule, RuleLike
from .runtime import Runtime, raw

Hypers = Mapping[Union[str, Hyper], float]
"""Values of hyper-parameters by name; those that are not there have the rule's defaults."""

_ZERO_GRADS, _FLUSH_DENORMALS = 1, 8
_DEFAULTS = _native.kernel_buffers_init()


def _numbers(hypers: Optional[Hypers]) -> Dict[int, float]:
    return {int(Hyper(hyper)): value for hyper, value in (hypers or {}).items()}


def states(rule: RuleLike, hypers: Optional[Hypers] = None) -> List[Optional[float]]:
    """What every element of each state of a rule starts from, in the order of dlopt.info.states; None for one that is not kept."""
    kept, initial = _native.kernel_states(Rule(rule), _numbers(hypers))
    return [value if kept >> index & 1 else None for index, value in enumerate(initial)]


def apply(
    rule: RuleLike,
    step: int,
    param: Any,
    grad: Any,
    states: Sequence[Any] = (),
    *,
    hypers: Optional[Hypers] = None,
    delta: Optional[Any] = None,
    first: int = 0,
    past: Optional[int] = None,
    grad_factor: float = _DEFAULTS["grad_factor"],
    clip_value: float = _DEFAULTS["clip_value"],
    lr_scale: float = _DEFAULTS["lr_scale"],
    decay_scale: float = _DEFAULTS["decay_scale"],
    slot: int = _DEFAULTS["slot"],
    fresh: int = _DEFAULTS["fresh"],
    zero_grads: bool = False,
    flush_denormals: bool = False,
    runtime: Optional[Runtime] = None,
) -> None:
    """Updates the elements [first, past) of one parameter and its states, in place.

    However a parameter is cut into ranges, in whatever order and on whatever threads they are updated, the bits are the same.

    step: the number of the step, 1 for the first; counted once for all ranges
    states: an array for each state that is kept, None for the others
    delta: receives what would be added to the parameter, which then stays
    past: the element after the last; None: all
    grad_factor: gradients are multiplied by it first
    slot: number of the parameter, for the noise of rules that add some
    fresh: bit k: state k has not seen a gradient yet though this is not step 1
    """
    buffers = {"param": param, "grad": grad, "delta": delta, "states": list(states), "grad_factor": grad_factor, "clip_value": clip_value,
               "lr_scale": lr_scale, "decay_scale": decay_scale, "slot": slot, "fresh": fresh,
               "flags": _ZERO_GRADS * zero_grads | _FLUSH_DENORMALS * flush_denormals}
    end = _native.Array.of(param).size if past is None else past
    _native.kernel_apply(raw(runtime), Rule(rule), _numbers(hypers), step, buffers, first, end)
