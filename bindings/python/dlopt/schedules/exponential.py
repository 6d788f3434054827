"""Schedules of kind exponential. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Flag, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Exponential(Schedule):
    """BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    gamma = Real(ScheduleField.GAMMA, "factor of each step_size (0 .. 1e+30, default 1)")
    lambda_ = Real(ScheduleField.LAMBDA, "rate of e^{-lambda x}, per step_size (0 .. 1e+30, default 0)")
    step_size = Integer(ScheduleField.STEP_SIZE, "steps that one power takes (1 .. 2^53, default 1)")
    staircase = Flag(ScheduleField.STAIRCASE, "changes only every step_size steps (default False)")
    begin = Integer(ScheduleField.BEGIN, "steps at base before it starts (0 .. 2^53, default 0)")
    final = Real(ScheduleField.FINAL, "a value between base and the limit: it stops there (-1e+30 .. 1e+30, default 0)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        gamma: float = 1,
        lambda_: float = 0,
        step_size: int = 1,
        staircase: bool = False,
        begin: int = 0,
        final: float = 0,
    ) -> None:
        super().__init__(ScheduleKind.EXPONENTIAL, runtime)
        self._settle(base=base, gamma=gamma, lambda_=lambda_, step_size=step_size, staircase=staircase, begin=begin, final=final)
