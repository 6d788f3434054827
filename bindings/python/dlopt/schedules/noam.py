"""Schedules of kind noam. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind
from ..fields import Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Noam(Schedule):
    """BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    warmup_steps = Integer(ScheduleField.WARMUP_STEPS, "steps that it rises (1 .. 2^53, default 4000)")
    model_size = Integer(ScheduleField.MODEL_SIZE, "width of the model (1 .. 2^53, default 512)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        warmup_steps: int = 4000,
        model_size: int = 512,
    ) -> None:
        super().__init__(ScheduleKind.NOAM, runtime)
        self._settle(base=base, warmup_steps=warmup_steps, model_size=model_size)
