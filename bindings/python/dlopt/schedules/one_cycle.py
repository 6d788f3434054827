"""Schedules of kind one_cycle. Written by bindings/generate."""

from typing import Optional

from ..enums import Anneal, AnnealLike, OneCycleConvention, OneCycleConventionLike, ScheduleField, ScheduleKind
from ..fields import Choice, Flag, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class OneCycle(Schedule):
    """START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start."""

    base = Real(ScheduleField.BASE, "the value at the peak (-1e+30 .. 1e+30, default 1)")
    total_steps = Integer(ScheduleField.TOTAL_STEPS, "length in steps (1 .. 2^53, default 1000)")
    start_factor = Real(ScheduleField.START_FACTOR, "it starts at this times base (0 .. 1e+30, default 0.04)")
    end_factor = Real(ScheduleField.END_FACTOR, "it ends at this times base (0 .. 1e+30, default 4e-06)")
    pct_start = Real(ScheduleField.PCT_START, "the part of total_steps before the peak (0 .. 1, default 0.3)")
    pct_final = Real(ScheduleField.PCT_FINAL, "the part before the third phase; optax's convention only (0 .. 1, default 0.85)")
    three_phase = Flag(ScheduleField.THREE_PHASE, "down to the start first, then to the end (default False)")
    anneal = Choice[Anneal, AnnealLike](ScheduleField.ANNEAL, Anneal,
        "how it goes from one value to the next (cosine, linear; default cosine)")
    convention = Choice[OneCycleConvention, OneCycleConventionLike](ScheduleField.CONVENTION, OneCycleConvention,
        "whose phases: see OneCycleConvention (torch, optax; default torch)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        total_steps: int = 1000,
        start_factor: float = 0.04,
        end_factor: float = 4e-06,
        pct_start: float = 0.3,
        pct_final: float = 0.85,
        three_phase: bool = False,
        anneal: AnnealLike = "cosine",
        convention: OneCycleConventionLike = "torch",
    ) -> None:
        super().__init__(ScheduleKind.ONE_CYCLE, runtime)
        self._settle(base=base, total_steps=total_steps, start_factor=start_factor, end_factor=end_factor, pct_start=pct_start,
                     pct_final=pct_final, three_phase=three_phase, anneal=anneal, convention=convention)
