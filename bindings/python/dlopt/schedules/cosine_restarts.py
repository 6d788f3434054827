"""Schedules of kind cosine_restarts. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class CosineRestarts(Schedule):
    """SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ...."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    final = Real(ScheduleField.FINAL, "the value at the end (-1e+30 .. 1e+30, default 0)")
    cycle_steps = Integer(ScheduleField.CYCLE_STEPS, "length of the first cycle (1 .. 2^53, default 1000)")
    t_mult = Integer(ScheduleField.T_MULT, "each cycle is so many times longer than the one before (1 .. 1e+06, default 1)")
    cycle_decay = Real(ScheduleField.CYCLE_DECAY, "each cycle starts at this times where the one before did (0 .. 1e+30, default 1)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        final: float = 0,
        cycle_steps: int = 1000,
        t_mult: int = 1,
        cycle_decay: float = 1,
    ) -> None:
        super().__init__(ScheduleKind.COSINE_RESTARTS, runtime)
        self._settle(base=base, final=final, cycle_steps=cycle_steps, t_mult=t_mult, cycle_decay=cycle_decay)
