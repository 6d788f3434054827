"""Schedules of kind warmup_cosine. Written by bindings/generate."""

from typing import Optional

from ..enums import AfterEnd, AfterEndLike, ScheduleField, ScheduleKind
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class WarmupCosine(Schedule):
    """linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    final = Real(ScheduleField.FINAL, "the value at the end (-1e+30 .. 1e+30, default 0)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 1000)")
    warmup_steps = Integer(ScheduleField.WARMUP_STEPS, "length of the warm-up; less than total_steps (0 .. 2^53, default 100)")
    start_factor = Real(ScheduleField.START_FACTOR, "the warm-up starts at this times base (0 .. 1e+30, default 0)")
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
        warmup_steps: int = 100,
        start_factor: float = 0,
        power: float = 1,
        after_end: AfterEndLike = "hold",
    ) -> None:
        super().__init__(ScheduleKind.WARMUP_COSINE, runtime)
        self._settle(base=base, final=final, total_steps=total_steps, warmup_steps=warmup_steps, start_factor=start_factor, power=power,
                     after_end=after_end)
