"""Schedules of kind inverse_time. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Real
from ..runtime import Runtime
from ..schedule import Schedule


class InverseTime(Schedule):
    """BASE / (1 + LAMBDA t)^POWER."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    lambda_ = Real(ScheduleField.LAMBDA, "how fast it falls, per step (0 .. 1e+30, default 1)")
    power = Real(ScheduleField.POWER,
        "exponent; the sum of the values diverges up to 1, that of their squares converges above 1/2 (0 .. 1e+30, default 1)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        lambda_: float = 1,
        power: float = 1,
    ) -> None:
        super().__init__(ScheduleKind.INVERSE_TIME, runtime)
        self._settle(base=base, lambda_=lambda_, power=power)
