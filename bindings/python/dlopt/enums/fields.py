"""Fields by name. Written by bindings/generate."""

from ..numbered import Numbered, documented


@documented
class ScheduleField(Numbered):
    """Fields of schedules."""

    BASE = 1, "the value that the shape is applied to"
    FINAL = 2, "the value at the end"
    TOTAL_STEPS = 3, "length in steps"
    STEP_SIZE = 4, "steps between two changes"
    GAMMA = 5, "factor per step, or per drop; above 1 it grows"
    LAMBDA = 6, "rate of the exponential or of 1 / t, per step"
    START_FACTOR = 7, "factor at step 0"
    END_FACTOR = 8, "factor at TOTAL_STEPS and after"
    WARMUP_STEPS = 9, "length of the warm-up; counted within TOTAL_STEPS"
    AFTER_END = 10, "choice: AfterEnd"
    POWER = 11, "exponent"
    BEGIN = 12, "steps at BASE before the shape starts"
    STAIRCASE = 13, "flag: changes only every STEP_SIZE steps"
    WARMUP_KIND = 14, "choice: WarmupKind"
    DECAY_STEPS = 15, "length of the decay; counted within TOTAL_STEPS"
    ANNEAL = 16, "choice: Anneal"
    CYCLE_STEPS = 17, "length of the first cycle"
    T_MULT = 18, "whole factor from one cycle's length to the next"
    CYCLE_DECAY = 19, "factor from one cycle's first value to the next"
    PEAK = 20, "the value at the top of the first cycle"
    STEP_SIZE_DOWN = 21, "steps from PEAK to BASE; 0: STEP_SIZE"
    CYCLE_MODE = 22, "choice: CycleMode"
    PCT_START = 23, "part of TOTAL_STEPS before the peak"
    PCT_FINAL = 24, "part of TOTAL_STEPS before the third phase, in optax's convention"
    THREE_PHASE = 25, "flag: down to the start first, then to the end"
    CONVENTION = 26, "choice: OneCycleConvention"
    MODEL_SIZE = 27, "width of the model"
    INTERPOLATION = 28, "choice: Interpolation"
    GROWTH = 29, "choice: Growth"
    PATIENCE = 30, "reports in a row that may be no better"
    COOLDOWN = 31, "reports after a reduction during which bad ones do not count"
    MODE = 32, "choice: MetricMode"
    THRESHOLD = 33, "by how much a metric must be better to count"
    THRESHOLD_MODE = 34, "choice: ThresholdMode"
    EPS = 35, "a reduction by no more than this is not made"
    MILESTONES = 36, "list of whole steps, not falling; Schedule.set"
    VALUES = 37, "list of factors of BASE; Schedule.set"
    SHARED_CLOCK = 38, "flag of a sequence: its children see its step instead of one of their own"


@documented
class WrapperField(Numbered):
    """Fields of wrappers."""

    DECAY = 1, "how much of an average stays at an update"
    WARMUP = 2, "choice: EmaWarmup"
    GAMMA = 3, "of the warm-up by a power"
    POWER = 4, "of the warm-up by a power"
    MIN_DECAY = 5, "the least decay of a warm-up"
    DEBIAS = 6, "flag: an average from zero, corrected as Adam's moments; the buffer always holds the corrected one"
    START = 7, "steps of the optimizer before an average begins"
    EVERY = 8, "an average is updated after steps START + EVERY, START + 2 EVERY, ..."
    K = 9, "steps of a parameter from one synchronisation to the next"
    ALPHA = 10, "part of the way that slow weights go"
    INITIAL = 11, "choice: LookaheadInitial"
    STATE = 12, "choice: LookaheadState"
    REDUCE = 13, "choice: AccumulateReduce"
    RHO = 14, "distance of SAM's perturbation"
    EPS = 15, "added to the norm that SAM divides by"
    ADAPTIVE = 16, "flag: ASAM"
    ETA = 17, "ASAM: added to the size of each element"


@documented
class ScalerField(Numbered):
    """Fields of a loss scale."""

    INIT_SCALE = 1, "the scale to begin with; setting it begins anew: SCALE and all behind it"
    GROWTH_FACTOR = 2, "the scale is multiplied by it after GROWTH_INTERVAL finite updates in a row; a growth beyond MAX_SCALE is not made"
    BACKOFF_FACTOR = 3, "and by this at an update that found a gradient that is not finite"
    GROWTH_INTERVAL = 4, "finite updates in a row before it grows"
    MIN_SCALE = 5, "it does not fall below this; see AT_MINIMUM"
    MAX_SCALE = 6, "it does not grow beyond this"
    HYSTERESIS = 7, (
        "the scale falls at the one of this number of updates with an overflow; those before only use it up. A growth restores it; "
        "setting it does")
    CONSECUTIVE_HYSTERESIS = 8, "flag: every finite update restores it, so that overflows count in a row only"
    DYNAMIC = 9, "flag: 0 keeps the scale as it is; steps are held back all the same"
    AT_MINIMUM = 10, "choice: AtMinimum"
    SINGLE = 11, "flag: the scale is rounded to f32 at each change, as PyTorch keeps it"
    DEFERRED = 12, "flag: steps only note what they find in FOUND, and Scaler.update takes it: for several optimizers on one scaler"
    GROWTH_DELAY = 13, (
        "finite updates that do not count towards GROWTH_INTERVAL, at the beginning and after an overflow: 1 in DeepSpeed; setting it "
        "begins the count anew")
    SCALE = 14, "the scale now"
    GROWTH_TRACKER = 15, "finite updates in a row that count so far; negative: so many more do not"
    HYSTERESIS_LEFT = 16, "at 1 the next overflow lowers the scale"
    SKIPPED = 17, "updates with an overflow so far"
    FOUND = 18, "flag: a step since the last update found a gradient that is not finite"


@documented
class NormWatchField(Numbered):
    """Fields of a watch over norms."""

    WINDOW = 1, "the median is of the last so many finite norms; a smaller window forgets the oldest"
    FACTOR = 2, "a norm above FACTOR times the median is an explosion"
    WARMUP = 3, "norms that the window must hold before a finite one can be an explosion; with more than WINDOW none ever is"
    FIRED = 4, "explosions so far; to be kept beside the window"
