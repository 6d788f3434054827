"""Schedules of kind linear. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Linear(Schedule):
    """BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 5)")
    start_factor = Real(ScheduleField.START_FACTOR, "factor at step 0 (0 .. 1e+30, default 0.333333)")
    end_factor = Real(ScheduleField.END_FACTOR, "factor at total_steps and after (0 .. 1e+30, default 1)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        total_steps: int = 5,
        start_factor: float = 0.3333333333333333,
        end_factor: float = 1,
    ) -> None:
        super().__init__(ScheduleKind.LINEAR, runtime)
        self._settle(base=base, total_steps=total_steps, start_factor=start_factor, end_factor=end_factor)
