"""Optimizers that are set up before they have memory."""

from __future__ import annotations

from typing import Any, Optional, Type, TypeVar

from . import _native, rules
from .optimizer import Optimizer
from .runtime import Runtime, raw

O = TypeVar("O", bound=Optimizer)


def outline(kind: Type[O], *, preset: Optional[str] = None, runtime: Optional[Runtime] = None, **hypers: Any) -> O:
    """An optimizer of a class of dlopt.rules that is set up as any other, but has no memory for its states, and so takes no step.

    Its memory_needed tells how much they will take, and its place gives them memory of yours: they never exist twice.
    """
    rule = next(number for number, known in rules.ALL.items() if known is kind)
    made = kind.__new__(kind)
    made._begin(_native.optimizer_outline(raw(runtime), rule), rule, runtime)
    made._serial = False  # there is nothing that could move to other threads
    if preset is not None:
        made.preset(preset)
    made._settle(**hypers)
    return made
