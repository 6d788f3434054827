"""What functions choose from. Written by bindings/generate."""

from typing import Literal, Union

from ..numbered import Numbered, documented


@documented
class Role(Numbered):
    """What a parameter is to its model."""

    WEIGHT = 0
    BIAS = 1
    NORM = 2
    EMBEDDING = 3


RoleLike = Union[Role, Literal["weight", "bias", "norm", "embedding"]]


@documented
class Mode(Numbered):
    """What the parameters of schedule-free rules hold."""

    TRAIN = 0, "y, where gradients are taken: the mode of a new optimizer"
    EVAL = 1, "x, the average, for evaluation and for keeping"


ModeLike = Union[Mode, Literal["train", "eval"]]


@documented
class Master(Numbered):
    """What is kept of a parameter of 16 bits beside its own."""

    NONE = 0, "x = p, p = round(x'). Nothing is kept. The only form of F32 and F64 parameters"
    FULL = 1, (
        "x = m, m = x', p = round(x'): 4 bytes for each element, the state 'master', F32. x = p where p is no longer round(m): written by "
        "the caller")
    SPLIT = 2, (
        "BF16 alone. The bits of x are 65536 bits(p) + r: 2 bytes, the state 'master_remainder', I16. x is f32 to the last bit, as of "
        "FULL; p is x rounded to nearest, ties away from zero. r of an element that the caller writes stays: x is then within half a unit "
        "of p's last place; a zero, an infinity or a NaN is taken as written wherever its bits plus r would be a number of another sign "
        "or none at all")
    STOCHASTIC = 3, (
        "x = p, p = one of the two neighbours of x', the farther from zero with a probability that is the part of the way that x' lies "
        "towards it: p is x' on average. Nothing is kept. The random bits depend on the hyper-parameter seed, the slot, the element and "
        "the applied step alone. Between the largest number and infinity rounds to nearest. Of F16, a magnitude below 2^-14 looks at 16 "
        "bits beyond its last place, so the mean is too small by at most 2^-40")
    KAHAN = 4, (
        "x = p + c, p = round(x'), c = round(x' - p), or the number next to it towards zero where p + c would not round to p: 2 bytes, "
        "the state 'kahan_comp', of the parameter's type. What is below the last place of c is lost. x = p where p + c no longer rounds "
        "to p: written by the caller; a c that is small enough to be p's own stays. As Zamirai et al. 2020, algorithm 2, and optimi, with "
        "the sum in f32")


MasterLike = Union[Master, Literal["none", "full", "split", "stochastic", "kahan"]]


@documented
class StateForm(Numbered):
    """How the moments of a parameter are kept."""

    FULL = 0, "the parameter's arithmetic type"
    BF16 = 1, (
        "BF16. First moments are rounded to nearest, second moments to one of the two neighbours with the probability that keeps the "
        "mean: a step of 1 - beta2 = 0.001 is less than half a unit of BF16. The random bits depend on the hyper-parameter seed, the "
        "slot, the state, the element and the applied step alone")
    LINEAR8 = 2, (
        "first moments: I8, x = code / 127 * scale. Second moments: U8, x = (code / 255)^2 * scale. Codes are to nearest (of the root), "
        "ties to even")
    DYNAMIC8 = 3, (
        "U8, x = map[code] * scale, with the dynamic maps of bitsandbytes (create_dynamic_map), signed for first moments and unsigned for "
        "second ones: codes and scales are those of its quantize_blockwise with blocks of 256, to the nearest number of the map as its "
        "CUDA kernels find it (its CPU code is coarser)")


StateFormLike = Union[StateForm, Literal["full", "bf16", "linear8", "dynamic8"]]


@documented
class ClipForm(Numbered):
    """The factor that brings a norm down to max_norm."""

    TORCH = 0, "min(1, max_norm / (norm + 1e-6)), as PyTorch"
    EXACT = 1, "max_norm / norm where norm > max_norm, else 1, as optax"


ClipFormLike = Union[ClipForm, Literal["torch", "exact"]]


@documented
class Units(Numbered):
    """The parts of a weight that adaptive clipping treats each on its own, by where a framework keeps the output of a layer."""

    FIRST = 0, "each index of dimension 0, over all others (weights of PyTorch); one dimension or none: the whole tensor. As timm"
    LAST = 1, (
        "2 or 3 dimensions: over dimension 0 alone; 4 or more: over all but the last (weights of JAX); at most one dimension longer than "
        "1: the whole tensor. As optax, which refuses more than 5 dimensions")


UnitsLike = Union[Units, Literal["first", "last"]]


@documented
class PercentileForm(Numbered):
    """Which number of n sorted ones is their k-th percentile."""

    BNB = 0, "number floor(k n / 100), counted from 0, at most the last: as bitsandbytes with its 100 norms"
    LINEAR = 1, "between the two around k (n - 1) / 100, in proportion: as AutoClip and NumPy"


PercentileFormLike = Union[PercentileForm, Literal["bnb", "linear"]]


@documented
class RowsMode(Numbered):
    """What a step does with the rows of a parameter that are not named. A row that is named takes the step in every mode."""

    SKIP = 0, "parameter and states keep every bit"
    DECAY_MOMENTS = 1, (
        "states become what a step with a gradient of zeros and without weight decay makes of them; the parameter keeps every bit. Ages "
        "of rows stay")
    ZERO_SKIPS = 2, "as SKIP, and rows whose gradient is all zeros, as it arrives, are not named. The gradient must be whole"


RowsModeLike = Union[RowsMode, Literal["skip", "decay_moments", "zero_skips"]]


@documented
class Dtype(Numbered):
    """Element types."""

    F64 = 1
    F32 = 2
    F16 = 3, "IEEE binary16"
    BF16 = 4, "the upper half of a binary32"
    I8 = 5, "only of states"
    U8 = 6, "only of states"
    I16 = 7, "only of states: the remainder of a split master"
    I32 = 8, "only of states: ages of rows"


DtypeLike = Union[Dtype, Literal["f64", "f32", "f16", "bf16", "i8", "u8", "i16", "i32"]]


@documented
class LogLevel(Numbered):
    """How grave a line of the log is."""

    ERROR = 1
    WARNING = 2
    INFO = 3
    DEBUG = 4


LogLevelLike = Union[LogLevel, Literal["error", "warning", "info", "debug"]]


@documented
class Suggestion(Numbered):
    """How suggest_lr reads a range test."""

    STEEPEST = 1, "where the smoothed loss falls fastest, over log lr"
    MINIMUM = 2, "a tenth of where the smoothed loss is lowest"


SuggestionLike = Union[Suggestion, Literal["steepest", "minimum"]]


@documented
class BatchScaling(Numbered):
    """How scale_lr follows the batch."""

    LINEAR = 1, "lr batch / reference (Goyal et al. 2017)"
    SQRT = 2, "lr sqrt(batch / reference) (Krizhevsky 2014; the usual one for Adam)"


BatchScalingLike = Union[BatchScaling, Literal["linear", "sqrt"]]


@documented
class ValueKind(Numbered):
    """Kinds of value. Every value but a list is set and read as a double."""

    REAL = 1, "any number in [lower, upper]"
    INTEGER = 2, "a whole number in [lower, upper]"
    FLAG = 3, "0 or 1"
    CHOICE = 4, "the index of a name in `choices`"
    LIST = 5, "any number of numbers in [lower, upper]; of schedules only, see Schedule.set"


ValueKindLike = Union[ValueKind, Literal["real", "integer", "flag", "choice", "list"]]


@documented
class StateShape(Numbered):
    """Shapes of a state."""

    ELEMENTS = 0, "the parameter's shape and type"
    NUMBER = 1, "one F64 number for each parameter"
    SHARED = 2, "one F64 number for all parameters together; see SLOT_ALL"
    ROWS = 3, "the parameter's type and shape, with size 1 in the dimension that the rows of a factored moment lie along"
    COLUMNS = 4, "the same for its columns"
    AXES = 5, "the parameter's type; one dimension: a number for each index of the first dimension, then of the second, and so on"


StateShapeLike = Union[StateShape, Literal["elements", "number", "shared", "rows", "columns", "axes"]]


@documented
class StateMoment(Numbered):
    """What a state holds, which decides how few bits may do for it (StateForm)."""

    NONE = 0, "neither of the others: always of the parameter's arithmetic type"
    FIRST = 1, "a mean or sum of gradients or steps, of either sign"
    SECOND = 2, "a mean, sum or maximum of squares or magnitudes, never negative"


StateMomentLike = Union[StateMoment, Literal["none", "first", "second"]]


@documented
class HistoryFormat(Numbered):
    """How a history is written."""

    CSV = 0, (
        "RFC 4180 with a header: step, wall_time, the columns; lines end with CR LF. Numbers are the shortest that read back to the same "
        "double, in any locale; nan, inf and -inf stand for what has no digits")
    EVENTS = 1, (
        "an event file as TensorBoard reads it: a TFRecord for the version and one for each row, with a scalar for each column. Values "
        "are rounded to f32, as that format has them. The file's name must contain 'tfevents'")


HistoryFormatLike = Union[HistoryFormat, Literal["csv", "events"]]
