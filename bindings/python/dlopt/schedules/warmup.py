"""Schedules of kind warmup. Written by bindings/generate."""

from typing import Optional

from ..enums import ScheduleField, ScheduleKind, WarmupKind, WarmupKindLike
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Warmup(Schedule):
    """from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    warmup_steps = Integer(ScheduleField.WARMUP_STEPS, "length in steps (0 .. 2^53, default 100)")
    start_factor = Real(ScheduleField.START_FACTOR, "it starts at this times base (0 .. 1e+30, default 0)")
    warmup_kind = Choice[WarmupKind, WarmupKindLike](ScheduleField.WARMUP_KIND, WarmupKind,
        "how it rises: see WarmupKind (none, linear, linear_from_one, log, constant, exponential; default linear)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        warmup_steps: int = 100,
        start_factor: float = 0,
        warmup_kind: WarmupKindLike = "linear",
    ) -> None:
        super().__init__(ScheduleKind.WARMUP, runtime)
        self._settle(base=base, warmup_steps=warmup_steps, start_factor=start_factor, warmup_kind=warmup_kind)
