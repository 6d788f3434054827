"""Some rows of a parameter: steps that move only those, as splats and embeddings need them, and rows that come and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Literal, Optional, Sequence

from . import _native
from .enums import RowsMode, RowsModeLike
from .errors import InvalidArgumentError
from .runtime import Runtime, raw

FRESH = -1
"""In place of a row's number in an edit: a row of its own, with states as of a new parameter."""


_MASK_FORMS = ("bytes", "bits")
_FORMS = ("compact", "whole")


def _number(argument: str, given: str, names: Sequence[str]) -> int:
    if given not in names:
        raise InvalidArgumentError(f"{argument}: got {given!r}, wanted one of {', '.join(names)}")
    return names.index(given)


@dataclass(frozen=True)
class Rows:
    """Which rows of a parameter, along its first dimension, a step is for: those of a list, those of a mask, or all.

    indices: numbers of rows, strictly increasing
    mask: a buffer of bytes, one for each row, or with mask_form "bits" of bits
    form: "compact": the gradient holds the rows of the list, one after the other; "whole": all
    mode: what becomes of rows that are not named
    moved: a buffer that receives a bit for each row that the step names; mode "zero_skips" needs it
    """

    indices: Optional[Any] = None
    mask: Optional[Any] = None
    mask_form: Literal["bytes", "bits"] = "bytes"
    form: Literal["compact", "whole"] = "compact"
    mode: RowsModeLike = "skip"
    moved: Optional[Any] = None

    def _fields(self) -> Dict[str, Any]:
        return {"indices": self.indices, "mask": self.mask, "mask_form": _number("mask_form", self.mask_form, _MASK_FORMS),
                "form": _number("form", self.form, _FORMS), "mode": RowsMode(self.mode), "moved": self.moved}


def coalesce(indices: Sequence[int], grad: Any, sums: Any, *, runtime: Optional[Runtime] = None) -> List[int]:
    """Sorts the rows of a gradient by their numbers and sums those with the same number into the first rows of `sums`, an array like grad.

    Returns the numbers, each once: what a step wants to be given, with as many rows of sums.
    """
    return _native.rows_coalesce(raw(runtime), indices, grad, sums)


def apply(source: Sequence[int], of: Any, to: Any) -> None:
    """Lets a buffer follow an edit (Optimizer.edit_rows): row i of `to` becomes row source[i] of `of`; FRESH ones stay as they are."""
    _native.rows_apply(source, of, to)
