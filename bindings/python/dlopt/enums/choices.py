"""What fields of schedules, wrappers and loss scales choose from. Written by bindings/generate."""

from typing import Literal, Union

from ..numbered import Numbered, documented


@documented
class AtMinimum(Numbered):
    """What an overflow does that would have the scale fall below MIN_SCALE."""

    STAY = 0, "the scale comes to MIN_SCALE and stays there"
    FAIL = 1, "it comes there, too; one more overflow is ERR_NONFINITE, as DeepSpeed raises an exception"


AtMinimumLike = Union[AtMinimum, Literal["stay", "fail"]]


@documented
class AfterEnd(Numbered):
    """What a cosine does past TOTAL_STEPS, and a table past its last value."""

    HOLD = 0, "stays at FINAL, as optax; at the last value"
    REPEAT = 1, "climbs and falls with period 2 TOTAL_STEPS, as PyTorch; starts again"


AfterEndLike = Union[AfterEnd, Literal["hold", "repeat"]]


@documented
class WarmupKind(Numbered):
    """How a warm-up of W steps rises, from s = START_FACTOR times the value to the value."""

    NONE = 0
    LINEAR = 1, "s + (1 - s) t / W"
    LINEAR_FROM_ONE = 2, "s + (1 - s)(t + 1) / W: the first step is already on the way"
    LOG = 3, "s + (1 - s) log(t + 1) / log(W), as DeepSpeed"
    CONSTANT = 4, "s until W, as PyTorch's ConstantLR"
    EXPONENTIAL = 5, "s^(1 - t / W)"


WarmupKindLike = Union[WarmupKind, Literal["none", "linear", "linear_from_one", "log", "constant", "exponential"]]


@documented
class Anneal(Numbered):
    """How a value goes to the next; x runs from 0 to 1."""

    COSINE = 0, "(1 + cos(pi x)) / 2 of the way is left"
    LINEAR = 1, "1 - x is left"
    MINUS_SQRT = 2, "1 - sqrt(x) is left (WSD only)"
    EXPONENTIAL = 3, "2 (1/2)^x - 1 is left, as Megatron (WSD only)"


AnnealLike = Union[Anneal, Literal["cosine", "linear", "minus_sqrt", "exponential"]]


@documented
class CycleMode(Numbered):
    """The height of the cycles i = 0, 1, ..."""

    TRIANGULAR = 0, "always the same"
    TRIANGULAR2 = 1, "times 2^-i"
    EXP_RANGE = 2, "times GAMMA^t, t being the step"


CycleModeLike = Union[CycleMode, Literal["triangular", "triangular2", "exp_range"]]


@documented
class OneCycleConvention(Numbered):
    """Where the phases of one cycle of T = TOTAL_STEPS meet."""

    TORCH = 0, "PCT_START T - 1, with three phases 2 PCT_START T - 2, end at T - 1"
    OPTAX = 1, "floor(PCT_START T), with three phases floor(PCT_FINAL T), end at T"


OneCycleConventionLike = Union[OneCycleConvention, Literal["torch", "optax"]]


@documented
class Interpolation(Numbered):
    """What a piecewise schedule does between two milestones."""

    NONE = 0
    LINEAR = 1
    COSINE = 2


InterpolationLike = Union[Interpolation, Literal["none", "linear", "cosine"]]


@documented
class Growth(Numbered):
    """How a range test rises."""

    EXPONENTIAL = 0
    LINEAR = 1


GrowthLike = Union[Growth, Literal["exponential", "linear"]]


@documented
class MetricMode(Numbered):
    """Which metrics are better."""

    MIN = 0
    MAX = 1


MetricModeLike = Union[MetricMode, Literal["min", "max"]]


@documented
class ThresholdMode(Numbered):
    """By how much a metric must beat the best one b, h being THRESHOLD."""

    RELATIVE = 0, "by h |b|"
    ABSOLUTE = 1, "by h"
    RELATIVE_TORCH = 2, "below b (1 - h), or above b (1 + h) where more is better: where b is negative, slightly worse is good enough"


ThresholdModeLike = Union[ThresholdMode, Literal["relative", "absolute", "relative_torch"]]


@documented
class EmaWarmup(Numbered):
    """The decay of an EMA's update after n updates; the first update (n = 0) is a copy."""

    NONE = 0, "DECAY"
    TF = 1, "min(DECAY, (1 + n) / (10 + n)), as TensorFlow"
    POWER = 2, "min(DECAY, 1 - (1 + n / GAMMA)^-POWER), as timm"


EmaWarmupLike = Union[EmaWarmup, Literal["none", "tf", "power"]]


@documented
class LookaheadInitial(Numbered):
    """What Lookahead's slow weights start from."""

    START = 0, "the parameter before its first step, as the paper and optax"
    SYNC = 1, "the parameter at its first synchronisation, as timm"


LookaheadInitialLike = Union[LookaheadInitial, Literal["start", "sync"]]


@documented
class LookaheadState(Numbered):
    """What Lookahead does to the rule's state of a parameter when it is synchronised."""

    KEEP = 0
    RESET = 1, "states and age begin anew, as optax's reset_state; schedules and what all parameters share go on"


LookaheadStateLike = Union[LookaheadState, Literal["keep", "reset"]]


@documented
class AccumulateReduce(Numbered):
    """What a step takes of accumulated gradients."""

    MEAN = 0, "their weighted sum divided by the sum of the weights"
    SUM = 1, "their weighted sum"


AccumulateReduceLike = Union[AccumulateReduce, Literal["mean", "sum"]]
