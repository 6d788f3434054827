"""Schedules of kind cyclic. Written by bindings/generate."""

from typing import Optional

from ..enums import CycleMode, CycleModeLike, ScheduleField, ScheduleKind
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Cyclic(Schedule):
    """BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height."""

    base = Real(ScheduleField.BASE, "the value at the start of each cycle (-1e+30 .. 1e+30, default 1)")
    peak = Real(ScheduleField.PEAK, "the value at the top of the first cycle (-1e+30 .. 1e+30, default 4)")
    step_size = Integer(ScheduleField.STEP_SIZE, "steps from base to peak (1 .. 2^53, default 2000)")
    step_size_down = Integer(ScheduleField.STEP_SIZE_DOWN, "steps from peak to base; 0: as many (0 .. 2^53, default 0)")
    cycle_mode = Choice[CycleMode, CycleModeLike](ScheduleField.CYCLE_MODE, CycleMode,
        "how the height changes: see CycleMode (triangular, triangular2, exp_range; default triangular)")
    gamma = Real(ScheduleField.GAMMA, "factor of the height per step; exp_range only (0 .. 1e+30, default 1)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        peak: float = 4,
        step_size: int = 2000,
        step_size_down: int = 0,
        cycle_mode: CycleModeLike = "triangular",
        gamma: float = 1,
    ) -> None:
        super().__init__(ScheduleKind.CYCLIC, runtime)
        self._settle(base=base, peak=peak, step_size=step_size, step_size_down=step_size_down, cycle_mode=cycle_mode, gamma=gamma)
