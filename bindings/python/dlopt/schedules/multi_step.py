"""Schedules of kind multi_step. Written by bindings/generate."""

from typing import Optional, Sequence

from ..enums import ScheduleField, ScheduleKind
from ..fields import List, Real
from ..runtime import Runtime
from ..schedule import Schedule


class MultiStep(Schedule):
    """BASE GAMMA^n, n being how many of MILESTONES are <= t."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    gamma = Real(ScheduleField.GAMMA, "factor of each drop (0 .. 1e+30, default 0.1)")
    milestones = List(ScheduleField.MILESTONES,
        "the steps of the drops, not falling; a repeated one drops again (numbers of 0 .. 2^53, default none)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        gamma: float = 0.1,
        milestones: Sequence[float] = (),
    ) -> None:
        super().__init__(ScheduleKind.MULTI_STEP, runtime)
        self._settle(base=base, gamma=gamma, milestones=milestones)
