"""Optimizers in memory of the caller's, for programs that allocate nothing while they run: outline, add, Optimizer.memory_needed, Optimizer.place."""

from __future__ import annotations

from typing import Any, Optional, Type, TypeVar

from . import _native, rules
from .optimizer import Optimizer
from .runtime import Runtime, raw

O = TypeVar("O", bound=Optimizer)


def outline(kind: Type[O], *, preset: Optional[str] = None, runtime: Optional[Runtime] = None, **hypers: Any) -> O:
    """An optimizer of a class of dlopt.rules that is set up as any other, but has no memory for its states: it only tells how much they will take.

    Optimizer.place then makes the real one, so that the states never exist twice.
    """
    rule = next(rule for rule, known in rules.ALL.items() if issubclass(kind, known))
    made = kind.__new__(kind)
    made._begin(_native.optimizer_outline(raw(runtime), rule), rule, runtime)
    made._serial = False  # it takes no step, and what is placed uses its runtime
    if preset is not None:
        made.preset(preset)
    made._settle(**hypers)
    return made
