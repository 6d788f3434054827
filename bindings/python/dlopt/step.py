"""What a step may be told, and what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, TypedDict

from . import _native
from ._native import StepReport
from .enums import ClipForm, ClipFormLike
from .errors import StateError

if TYPE_CHECKING:
    from .arrays import Arrays
    from .loss_scale import LossScale
    from .parameters import Parameters

__all__ = ["Pieces", "StepOptions", "StepReport"]

_FLAGS = {"zero_grads": 1, "skip_nonfinite": 2, "measure_norm": 4, "flush_denormals": 8}
_NUMBERS = _native.step_desc_init().keys() - {"flags", "clip_form"}
_ARRAYS = ("deltas", "copies", "averages", "rows")


class StepOptions(TypedDict, total=False):
    """Options of one step, all by keyword."""

    grad_scale: float
    """gradients are divided by it first: a loss scale, a number of micro-batches"""
    max_norm: float
    """then scaled so that their common norm is at most this"""
    norm_type: float
    """p of that norm, default 2"""
    clip_form: ClipFormLike
    """the factor that brings a norm down: "torch" (default) or "exact" """
    tensor_max_norm: float
    """then each so that its own norm is at most this"""
    agc_clipping: float
    """then each row so that its norm is at most this part of that of the parameter's row"""
    agc_eps: float
    """norms of parameters below this count as this, default 1e-3"""
    clip_value: float
    """then each element is limited to [-clip_value, clip_value]"""
    zero_grads: bool
    """write zeros over the gradients in the same pass"""
    skip_nonfinite: bool
    """a NaN or infinity in any gradient: change nothing, and say so in the report"""
    max_skips: int
    """skip_nonfinite holds back so many steps in a row at most"""
    measure_norm: bool
    """report the norm of the gradients even when nothing else needs it"""
    flush_denormals: bool
    """take denormal numbers for zeros throughout the step"""
    loss: float
    """at the parameters that the gradients were taken at, for rules that need it"""
    scaler: Optional["LossScale"]
    """gradients are divided by its scale, too, and it is updated"""
    deltas: "Arrays"
    """receive what would be added to the parameters, which then stay"""
    copies: "Arrays"
    """receive the parameters as the step leaves them, rounded to their own types"""
    averages: "Arrays"
    """the averages of each EMA and SWA, one after the other in the order of wrapping"""
    rows: Any
    """which rows the step is for: a Rows for each parameter, None for all rows"""


def _averages(given: Any, parameters: "Parameters") -> List[Any]:
    """Those of each wrapper in slot order, one after the other. A list of mappings has one for each wrapper."""
    entries: List[Any] = []
    for entry in given if isinstance(given, (list, tuple)) else [given]:
        entries += parameters.ordered(entry, "averages") if isinstance(entry, dict) else [entry]
    return entries


def _rows(given: Any, parameters: "Parameters") -> List[Optional[Dict[str, Any]]]:
    entries = parameters.ordered(given, "rows")
    return [None if rows is None else rows._fields() for rows in (entries if isinstance(entries, (list, tuple)) else [entries])]


def fields(options: Mapping[str, Any], parameters: "Parameters") -> Dict[str, Any]:
    """The fields of a dlopt_step_desc that options come to."""
    found: Dict[str, Any] = {"flags": 0}
    for name, value in options.items():
        if name in _FLAGS:
            found["flags"] |= _FLAGS[name] * bool(value)
        elif name == "clip_form":
            found[name] = ClipForm(value)
        elif name == "scaler":
            found[name] = None if value is None else value._handle
        elif name == "averages":
            found[name] = _averages(value, parameters)
        elif name == "rows":
            found[name] = _rows(value, parameters)
        elif name in _ARRAYS:
            found[name] = parameters.ordered(value, name)
        elif name in _NUMBERS:
            found[name] = value
        else:
            raise TypeError(f"step: got the keyword {name!r}, wanted one of {', '.join(StepOptions.__annotations__)}")
    return found


class Pieces:
    """A step in pieces, for programs that can spare only a part of each frame. Until it is over the optimizer takes no other call.

    >>> with optimizer.begin(params, grads) as pieces:  # doctest: +SKIP
    ...     while not pieces.part(100_000):
    ...         draw_a_frame()
    """

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.report: Optional[StepReport] = None
        """What the step came to, once it is over."""

    def part(self, max_elements: int = 2**63 - 1) -> bool:
        """Goes over so many elements of what is left. True: nothing is left but to end the step."""
        return _native.optimizer_step_part(self._handle, max_elements)

    def end(self) -> StepReport:
        """Counts the step, and tells its results."""
        self.report = _native.optimizer_step_end(self._handle)
        return self.report

    def abort(self) -> None:
        """Gives the step up, as if it had not been: possible while no part of it is applied."""
        _native.optimizer_step_abort(self._handle)

    def __enter__(self) -> "Pieces":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Ends the step. After an exception it is given up where that is possible, else ended."""
        if self.report is not None:
            return
        if kind is not None:
            try:
                return self.abort()
            except StateError:
                pass
        while not self.part():
            pass
        self.end()
