"""Schedules of kind range_test. Written by bindings/generate."""

from typing import Optional

from ..enums import Growth, GrowthLike, ScheduleField, ScheduleKind
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class RangeTest(Schedule):
    """BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how."""

    base = Real(ScheduleField.BASE, "the value at step 0 (-1e+30 .. 1e+30, default 1)")
    end_factor = Real(ScheduleField.END_FACTOR, "at total_steps and after it is this times base (0 .. 1e+30, default 1e+08)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 100)")
    step_size = Integer(ScheduleField.STEP_SIZE, "changes only every so many steps (1 .. 2^53, default 1)")
    growth = Choice[Growth, GrowthLike](ScheduleField.GROWTH, Growth,
        "by equal factors, or by equal amounts (exponential, linear; default exponential)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        end_factor: float = 100000000.0,
        total_steps: int = 100,
        step_size: int = 1,
        growth: GrowthLike = "exponential",
    ) -> None:
        super().__init__(ScheduleKind.RANGE_TEST, runtime)
        self._settle(base=base, end_factor=end_factor, total_steps=total_steps, step_size=step_size, growth=growth)
