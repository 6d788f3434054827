"""What accompanies an optimizer. Written by bindings/generate."""

from typing import Dict, Type

from .enums import (AccumulateReduce, AccumulateReduceLike, EmaWarmup, EmaWarmupLike, LookaheadInitial, LookaheadInitialLike,
                     LookaheadState, LookaheadStateLike, WrapperField, WrapperKind)
from .fields import Choice, Flag, Integer, Real
from .wrapper import Wrapper


class Ema(Wrapper):
    """Exponential moving average of the parameters, in buffers of the caller."""

    decay = Real(WrapperField.DECAY, "how much of the average stays at an update (0 .. below 1, default 0.999)")
    warmup = Choice[EmaWarmup, EmaWarmupLike](WrapperField.WARMUP, EmaWarmup,
        "how decay grows at first; see EmaWarmup (none, tf, power; default none)")
    gamma = Real(WrapperField.GAMMA, "warmup power: updates are divided by it (1e-30 .. 1e+30, default 1)")
    power = Real(WrapperField.POWER, "warmup power: its exponent (0 .. 1e+30, default 0.666667)")
    min_decay = Real(WrapperField.MIN_DECAY, "a warm-up does not go below it (0 .. below 1, default 0)")
    debias = Flag(WrapperField.DEBIAS, "average as if from zero, corrected as Adam corrects its moments (default False)")
    start = Integer(WrapperField.START, "steps of the optimizer before the average begins (0 .. 2^53, default 0)")
    every = Integer(WrapperField.EVERY, "steps from one update of the average to the next (1 .. 2^53, default 1)")

    def __init__(
        self,
        *,
        decay: float = 0.999,
        warmup: EmaWarmupLike = "none",
        gamma: float = 1,
        power: float = 0.6666666666666666,
        min_decay: float = 0,
        debias: bool = False,
        start: int = 0,
        every: int = 1,
    ) -> None:
        super().__init__(WrapperKind.EMA)
        self._settle(decay=decay, warmup=warmup, gamma=gamma, power=power, min_decay=min_decay, debias=debias, start=start, every=every)


class Swa(Wrapper):
    """Plain mean of the parameters, in buffers of the caller."""

    start = Integer(WrapperField.START, "steps of the optimizer before the average begins (0 .. 2^53, default 0)")
    every = Integer(WrapperField.EVERY, "steps from one update of the average to the next (1 .. 2^53, default 1)")

    def __init__(
        self,
        *,
        start: int = 0,
        every: int = 1,
    ) -> None:
        super().__init__(WrapperKind.SWA)
        self._settle(start=start, every=every)


class Lookahead(Wrapper):
    """Slow weights that the parameters return to every K steps; state 'slow_param'."""

    k = Integer(WrapperField.K, "steps from one synchronisation to the next (1 .. 2^53, default 5)")
    alpha = Real(WrapperField.ALPHA, "part of the way that the slow weights go to the fast ones (0 .. 1, default 0.5)")
    initial = Choice[LookaheadInitial, LookaheadInitialLike](WrapperField.INITIAL, LookaheadInitial,
        "when the slow weights are taken; see LookaheadInitial (start, sync; default start)")
    state = Choice[LookaheadState, LookaheadStateLike](WrapperField.STATE, LookaheadState,
        "what becomes of the rule's state at a synchronisation; see LookaheadState (keep, reset; default keep)")

    def __init__(
        self,
        *,
        k: int = 5,
        alpha: float = 0.5,
        initial: LookaheadInitialLike = "start",
        state: LookaheadStateLike = "keep",
    ) -> None:
        super().__init__(WrapperKind.LOOKAHEAD)
        self._settle(k=k, alpha=alpha, initial=initial, state=state)


class Accumulate(Wrapper):
    """Gradients of several micro-batches for one step; state 'accumulated_grad'."""

    reduce = Choice[AccumulateReduce, AccumulateReduceLike](WrapperField.REDUCE, AccumulateReduce,
        "what a step takes of the gradients; see AccumulateReduce (mean, sum; default mean)")

    def __init__(
        self,
        *,
        reduce: AccumulateReduceLike = "mean",
    ) -> None:
        super().__init__(WrapperKind.ACCUMULATE)
        self._settle(reduce=reduce)


class Sam(Wrapper):
    """Gradients taken at the worst place nearby; state 'sam_param'."""

    rho = Real(WrapperField.RHO, "how far the parameters are moved (0 .. 1e+30, default 0.05)")
    eps = Real(WrapperField.EPS, "added to the norm (0 .. 1e+30, default 1e-12)")
    adaptive = Flag(WrapperField.ADAPTIVE, "measure distance by the size of each element: ASAM (default False)")
    eta = Real(WrapperField.ETA, "adaptive: added to the size of each element (0 .. 1e+30, default 0.01)")

    def __init__(
        self,
        *,
        rho: float = 0.05,
        eps: float = 1e-12,
        adaptive: bool = False,
        eta: float = 0.01,
    ) -> None:
        super().__init__(WrapperKind.SAM)
        self._settle(rho=rho, eps=eps, adaptive=adaptive, eta=eta)


ALL: Dict[WrapperKind, Type[Wrapper]] = {WrapperKind.EMA: Ema, WrapperKind.SWA: Swa, WrapperKind.LOOKAHEAD: Lookahead,
                                         WrapperKind.ACCUMULATE: Accumulate, WrapperKind.SAM: Sam}
