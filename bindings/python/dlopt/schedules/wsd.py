"""Schedules of kind wsd. Written by bindings/generate."""

from typing import Optional

from ..enums import Anneal, AnnealLike, ScheduleField, ScheduleKind
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class WSD(Schedule):
    """linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    final = Real(ScheduleField.FINAL, "the value at the end (-1e+30 .. 1e+30, default 0)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 1000)")
    warmup_steps = Integer(ScheduleField.WARMUP_STEPS, "length of the warm-up (0 .. 2^53, default 100)")
    decay_steps = Integer(ScheduleField.DECAY_STEPS, "length of the decay; with warmup_steps at most total_steps (0 .. 2^53, default 200)")
    start_factor = Real(ScheduleField.START_FACTOR, "the warm-up starts at this times base (0 .. 1e+30, default 0)")
    anneal = Choice[Anneal, AnnealLike](ScheduleField.ANNEAL, Anneal,
        "how it decays: see Anneal (cosine, linear, minus_sqrt, exponential; default cosine)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        final: float = 0,
        total_steps: int = 1000,
        warmup_steps: int = 100,
        decay_steps: int = 200,
        start_factor: float = 0,
        anneal: AnnealLike = "cosine",
    ) -> None:
        super().__init__(ScheduleKind.WSD, runtime)
        self._settle(base=base, final=final, total_steps=total_steps, warmup_steps=warmup_steps, decay_steps=decay_steps,
                     start_factor=start_factor, anneal=anneal)
