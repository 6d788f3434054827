"""Schedules of kind step. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Step(Schedule):
    """BASE GAMMA^floor(t / STEP_SIZE)."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    step_size = Integer(ScheduleField.STEP_SIZE, "steps between two drops (1 .. 2^53, default 30)")
    gamma = Real(ScheduleField.GAMMA, "factor of each drop (0 .. 1e+30, default 0.1)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        step_size: int = 30,
        gamma: float = 0.1,
    ) -> None:
        super().__init__(ScheduleKind.STEP, runtime)
        self._settle(base=base, step_size=step_size, gamma=gamma)
