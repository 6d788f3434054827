"""Schedules of kind table. Written by bindings/generate."""

from typing import Optional, Sequence

from ..enums import AfterEnd, AfterEndLike, ScheduleField, ScheduleKind
from ..fields import Choice, List, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Table(Schedule):
    """BASE VALUES[t]."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    values = List(ScheduleField.VALUES, "factors of base, one for each step (numbers of -1e+30 .. 1e+30, default none)")
    after_end = Choice[AfterEnd, AfterEndLike](ScheduleField.AFTER_END, AfterEnd,
        "past the last value: stay, or start again (hold, repeat; default hold)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        values: Sequence[float] = (),
        after_end: AfterEndLike = "hold",
    ) -> None:
        super().__init__(ScheduleKind.TABLE, runtime)
        self._settle(base=base, values=values, after_end=after_end)
