"""Schedules of kind constant. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Real
from ..runtime import Runtime
from ..schedule import Schedule


class Constant(Schedule):
    """BASE."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
    ) -> None:
        super().__init__(ScheduleKind.CONSTANT, runtime)
        self._settle(base=base)
