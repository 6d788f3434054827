"""Schedules of kind plateau. Written by bindings/generate."""

from typing import Optional

from ..enums import MetricMode, MetricModeLike, ScheduleField, ScheduleKind, ThresholdMode, ThresholdModeLike
from ..fields import Choice, Integer, Real
from ..runtime import Runtime
from ..schedule import Schedule


class Plateau(Schedule):
    """BASE GAMMA^n, not below FINAL, n being the reductions that Schedule.report has caused."""

    base = Real(ScheduleField.BASE, "the value that the shape is applied to (-1e+30 .. 1e+30, default 1)")
    gamma = Real(ScheduleField.GAMMA, "factor of each reduction (0 .. 1, default 0.1)")
    final = Real(ScheduleField.FINAL, "no reduction goes below this (-1e+30 .. 1e+30, default 0)")
    patience = Integer(ScheduleField.PATIENCE, "reports in a row that may be no better; one more reduces (0 .. 2^53, default 10)")
    cooldown = Integer(ScheduleField.COOLDOWN, "reports after a reduction during which bad ones do not count (0 .. 2^53, default 0)")
    mode = Choice[MetricMode, MetricModeLike](ScheduleField.MODE, MetricMode,
        "which metrics are better: lower or higher ones (min, max; default min)")
    threshold = Real(ScheduleField.THRESHOLD, "by how much a metric must be better to count (0 .. 1e+30, default 0.0001)")
    threshold_mode = Choice[ThresholdMode, ThresholdModeLike](ScheduleField.THRESHOLD_MODE, ThresholdMode,
        "what the threshold is of: see ThresholdMode (relative, absolute, relative_torch; default relative)")
    eps = Real(ScheduleField.EPS, "a reduction by no more than this is not made (0 .. 1e+30, default 1e-08)")

    def __init__(
        self,
        *,
        runtime: Optional[Runtime] = None,
        base: float = 1,
        gamma: float = 0.1,
        final: float = 0,
        patience: int = 10,
        cooldown: int = 0,
        mode: MetricModeLike = "min",
        threshold: float = 0.0001,
        threshold_mode: ThresholdModeLike = "relative",
        eps: float = 1e-08,
    ) -> None:
        super().__init__(ScheduleKind.PLATEAU, runtime)
        self._settle(base=base, gamma=gamma, final=final, patience=patience, cooldown=cooldown, mode=mode, threshold=threshold,
                     threshold_mode=threshold_mode, eps=eps)
