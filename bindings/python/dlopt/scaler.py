"""Loss scales with their fields. Written by bindings/generate."""

from typing import Literal, Optional

from .enums import AtMinimum, AtMinimumLike, ScalerField
from .fields import Choice, Flag, Integer, Real
from .loss_scale import LossScale
from .runtime import Runtime


class Scaler(LossScale):
    """A loss scale. What is not given is as the preset has it, or as PyTorch's GradScaler; the last attributes are what it remembers."""

    init_scale = Real(ScalerField.INIT_SCALE, "the scale to begin with; setting it begins anew (1e-30 .. 1e+30, default 65536)")
    growth_factor = Real(ScalerField.GROWTH_FACTOR, "what the scale is multiplied by when it grows (1 .. 1e+30, default 2)")
    backoff_factor = Real(ScalerField.BACKOFF_FACTOR, "what it is multiplied by after an overflow (1e-30 .. 1, default 0.5)")
    growth_interval = Integer(ScalerField.GROWTH_INTERVAL, "finite updates in a row before it grows (1 .. 2^53, default 2000)")
    min_scale = Real(ScalerField.MIN_SCALE, "it does not fall below this (1e-30 .. 1e+30, default 1e-30)")
    max_scale = Real(ScalerField.MAX_SCALE, "it does not grow beyond this (1e-30 .. 1e+30, default 1e+30)")
    hysteresis = Integer(ScalerField.HYSTERESIS, "the scale falls at this overflow, those before only use it up (1 .. 2^53, default 1)")
    consecutive_hysteresis = Flag(ScalerField.CONSECUTIVE_HYSTERESIS, "every finite update restores hysteresis (default False)")
    dynamic = Flag(ScalerField.DYNAMIC, "0 keeps the scale as it is (default True)")
    at_minimum = Choice[AtMinimum, AtMinimumLike](ScalerField.AT_MINIMUM, AtMinimum,
        "what an overflow does there; see AtMinimum (stay, fail; default stay)")
    single = Flag(ScalerField.SINGLE, "the scale is rounded to f32 at each change (default True)")
    deferred = Flag(ScalerField.DEFERRED, "steps only note what they find, for Scaler.update (default False)")
    growth_delay = Integer(ScalerField.GROWTH_DELAY, "finite updates after an overflow that do not count (0 .. 2^53, default 0)")
    scale = Real(ScalerField.SCALE, "the scale now (1e-30 .. 1e+30, default 65536)")
    growth_tracker = Integer(ScalerField.GROWTH_TRACKER, "finite updates in a row that count (-2^53 .. 2^53, default 0)")
    hysteresis_left = Integer(ScalerField.HYSTERESIS_LEFT, "at 1 the next overflow lowers the scale (1 .. 2^53, default 1)")
    skipped = Integer(ScalerField.SKIPPED, "updates with an overflow so far (0 .. 2^53, default 0)")
    found = Flag(ScalerField.FOUND, "a step since the last update found an overflow (default False)")

    def __init__(
        self,
        *,
        preset: Optional[Literal["torch", "deepspeed", "static"]] = None,
        runtime: Optional[Runtime] = None,
        init_scale: Optional[float] = None,
        growth_factor: Optional[float] = None,
        backoff_factor: Optional[float] = None,
        growth_interval: Optional[int] = None,
        min_scale: Optional[float] = None,
        max_scale: Optional[float] = None,
        hysteresis: Optional[int] = None,
        consecutive_hysteresis: Optional[bool] = None,
        dynamic: Optional[bool] = None,
        at_minimum: Optional[AtMinimumLike] = None,
        single: Optional[bool] = None,
        deferred: Optional[bool] = None,
        growth_delay: Optional[int] = None,
    ) -> None:
        super().__init__(preset, runtime)
        self._settle(init_scale=init_scale, growth_factor=growth_factor, backoff_factor=backoff_factor, growth_interval=growth_interval,
                     min_scale=min_scale, max_scale=max_scale, hysteresis=hysteresis, consecutive_hysteresis=consecutive_hysteresis,
                     dynamic=dynamic, at_minimum=at_minimum, single=single, deferred=deferred, growth_delay=growth_delay)
