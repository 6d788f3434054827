"""Schedules of kind piecewise. Written by bindings/generate."""

from typing import Optional, Sequence

from ..enums import Interpolation, InterpolationLike, ScheduleField, ScheduleKind
from ..fields import Choice, List, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Piecewise(Schedule):
    """BASE VALUES[n], n being how many of MILESTONES are <= t; INTERPOLATION may join the values."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    milestones = List(ScheduleField.MILESTONES,
        "the steps from which the next value holds, not falling (numbers of 0 .. 2^53, default none)")
    values = List(ScheduleField.VALUES, "factors of base, one more than milestones (numbers of -1e+30 .. 1e+30, default none)")
    interpolation = Choice[Interpolation, InterpolationLike](ScheduleField.INTERPOLATION, Interpolation,
        "between milestones: hold, or go to the next value (none, linear, cosine; default none)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        milestones: Sequence[float] = (),
        values: Sequence[float] = (),
        interpolation: InterpolationLike = "none",
    ) -> None:
        super().__init__(ScheduleKind.PIECEWISE, runtime)
        self._settle(base=base, milestones=milestones, values=values, interpolation=interpolation)
