"""Schedules of kind rex. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class REX(Schedule):
    """FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    final = Real(ScheduleField.FINAL, "the value at the end (-1e+30 .. 1e+30, default 0)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 1000)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        final: float = 0,
        total_steps: int = 1000,
    ) -> None:
        super().__init__(ScheduleKind.REX, runtime)
        self._settle(base=base, final=final, total_steps=total_steps)
