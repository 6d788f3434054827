"""Schedules of kind inverse_sqrt. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class InverseSqrt(Schedule):
    """linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t)."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    warmup_steps = Integer(ScheduleField.WARMUP_STEPS, "length of the warm-up, and the step whose value is base (1 .. 2^53, default 4000)")
    start_factor = Real(ScheduleField.START_FACTOR, "the warm-up starts at this times base (0 .. 1e+30, default 0)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        warmup_steps: int = 4000,
        start_factor: float = 0,
    ) -> None:
        super().__init__(ScheduleKind.INVERSE_SQRT, runtime)
        self._settle(base=base, warmup_steps=warmup_steps, start_factor=start_factor)
