"""Schedules of kind cosine. Written by bindings/generate."""

from typing import Optional

from ..enums import AfterEnd, AfterEndLike, ScheduleField, ScheduleKind
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Cosine(Schedule):
    """FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    final = Real(ScheduleField.FINAL, "the value at the end (-1e+30 .. 1e+30, default 0)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 1000)")
    power = Real(ScheduleField.POWER, "exponent of the wave (1 + cos) / 2 (0 .. 1e+30, default 1)")
    after_end = Choice[AfterEnd, AfterEndLike](ScheduleField.AFTER_END, AfterEnd,
        "past the end: stay, or climb and fall again (hold, repeat; default hold)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        final: float = 0,
        total_steps: int = 1000,
        power: float = 1,
        after_end: AfterEndLike = "hold",
    ) -> None:
        super().__init__(ScheduleKind.COSINE, runtime)
        self._settle(base=base, final=final, total_steps=total_steps, power=power, after_end=after_end)
