"""Schedules of kind polynomial. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Polynomial(Schedule):
    """FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    final = Real(ScheduleField.FINAL, "the value at the end (-1e+30 .. 1e+30, default 0)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps, after begin (1 .. 2^53, default 5)")
    power = Real(ScheduleField.POWER, "exponent of what is left (0 .. 1e+30, default 1)")
    begin = Integer(ScheduleField.BEGIN, "steps at base before it starts (0 .. 2^53, default 0)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        final: float = 0,
        total_steps: int = 5,
        power: float = 1,
        begin: int = 0,
    ) -> None:
        super().__init__(ScheduleKind.POLYNOMIAL, runtime)
        self._settle(base=base, final=final, total_steps=total_steps, power=power, begin=begin)
