"""Where implementations of one rule differ. Written by bindings/generate."""

from typing import Literal, Union

from ..numbered import Numbered, documented


@documented
class MomentumForm(Numbered):
    """How SGD keeps its buffer b for momentum u, dampening d and gradient g."""

    TORCH = 0, "b = u b + (1 - d) g; p -= lr b"
    EMA = 1, "b = u b + (1 - u) g; p -= lr b"
    SUTSKEVER = 2, "b = u b - lr g; p += b: lr inside the buffer"


MomentumFormLike = Union[MomentumForm, Literal["torch", "ema", "sutskever"]]


@documented
class FirstStep(Numbered):
    """What a momentum buffer holds after its first gradient."""

    GRADIENT = 0, "the gradient itself, without dampening"
    ZEROS = 1, "what the recurrence gives from zero"
    NONZERO = 2, "the first gradient that is not all zeros (NovoGrad's second moment only)"


FirstStepLike = Union[FirstStep, Literal["gradient", "zeros", "nonzero"]]


@documented
class DecayMode(Numbered):
    """Where weight decay w acts, with lr0 = decay_lr. All but l2 act beside the update."""

    L2 = 0, "g += w p, so the decay passes through the moments"
    DECOUPLED = 1, "p *= 1 - lr w"
    INDEPENDENT = 2, "p *= 1 - lr / lr0 w: follows the schedule of lr, not its size"
    CORRECTED = 3, "p *= 1 - lr^2 / lr0 w"
    FIXED = 4, "p *= 1 - w"
    PROXIMAL = 5, "p /= 1 + lr w"
    L1 = 6, "p moves by lr w towards zero, and stops there"
    CAUTIOUS = 7, "p *= 1 - lr w where the step, too, pulls p towards zero"


DecayModeLike = Union[DecayMode, Literal["l2", "decoupled", "independent", "corrected", "fixed", "proximal", "l1", "cautious"]]


@documented
class Cautious(Numbered):
    """Which steps are taken. One agrees with its gradient when both have the same sign (the step is subtracted). The forms but the first
    are those of Liang et al. 2024, 'Cautious optimizers'; n of N steps of a parameter agree."""

    OFF = 0, "all"
    MASK = 1, "those that agree"
    MEAN = 2, "those that agree, divided by max(n / N, 0.001)"
    COUNT = 3, "those that agree, multiplied by N / (n + 1)"


CautiousLike = Union[Cautious, Literal["off", "mask", "mean", "count"]]


@documented
class ZeroGrad(Numbered):
    """What an element does whose gradient is exactly 0, decay not counted."""

    STEP = 0, "0 is a gradient: momentum and decay act"
    SKIP = 1, "the element and its state stay as they are"


ZeroGradLike = Union[ZeroGrad, Literal["step", "skip"]]


@documented
class NullGrad(Numbered):
    """What a parameter does whose gradient has no data."""

    SKIP = 0, "it is left out: neither it nor its state nor its age changes"
    ZERO = 1, "a step with gradients of zero"


NullGradLike = Union[NullGrad, Literal["skip", "zero"]]


@documented
class DecayOrder(Numbered):
    """When decay beside the update acts."""

    BEFORE = 0, "before the update"
    AFTER = 1, "after it, on the updated parameter"


DecayOrderLike = Union[DecayOrder, Literal["before", "after"]]


@documented
class EpsMode(Numbered):
    """Where eps stands, for second moment v and bias correction c2 = 1 - beta2^t (1 where a rule has none). Adamax has a maximum for a
    root: inside it eps is added to |g|."""

    OUTSIDE = 0, "sqrt(v / c2) + eps"
    INSIDE = 1, "sqrt(v / c2 + eps)"
    HAT = 2, "(sqrt(v) + eps) / sqrt(c2): eps is not corrected"


EpsModeLike = Union[EpsMode, Literal["outside", "inside", "hat"]]


@documented
class AmsgradForm(Numbered):
    """Of what the maximum is kept."""

    RAW = 0, "max of v, corrected afterwards"
    CORRECTED = 1, "max of v / (1 - beta2^t)"


AmsgradFormLike = Union[AmsgradForm, Literal["raw", "corrected"]]


@documented
class LrPlace(Numbered):
    """Whether a momentum buffer b (of RMSprop or LARS), or the mean of LaProp or Adafactor, holds lr."""

    OUTSIDE = 0, "b = u b + d; p -= lr b"
    INSIDE = 1, "b = u b + lr d; p -= b"


LrPlaceLike = Union[LrPlace, Literal["outside", "inside"]]


@documented
class EpsRootForm(Numbered):
    """What AdaBelief adds to its second moment at every step."""

    SAME = 0, "eps, which it also adds to the root"
    OWN = 1, "eps_root"


EpsRootFormLike = Union[EpsRootForm, Literal["same", "own"]]


@documented
class DiffForm(Numbered):
    """How often Adan counts the difference of two gradients."""

    BETA2 = 0, "beta2 times"
    ONE_MINUS_BETA2 = 1, "1 - beta2 times"


DiffFormLike = Union[DiffForm, Literal["beta2", "one_minus_beta2"]]


@documented
class ClipBase(Numbered):
    """What ADOPT's limit at step t is a power of."""

    BEFORE = 0, "t - 1, the number of steps before"
    STEP = 1, "t"
    NONE = 2, "there is no limit"


ClipBaseLike = Union[ClipBase, Literal["before", "step", "none"]]


@documented
class SignForm(Numbered):
    """What Lion makes of its direction c."""

    HARD = 0, "sign(c)"
    REFINED = 1, "c where |c| < 1, else sign(c)"


SignFormLike = Union[SignForm, Literal["hard", "refined"]]


@documented
class RateLr(Numbered):
    """Which lr makes the rate of ASGD's step t, lr / (1 + lambd lr (t - 1))^alpha."""

    PREVIOUS = 0, "that of step t - 1: a schedule acts one step late"
    CURRENT = 1, "that of step t"


RateLrLike = Union[RateLr, Literal["previous", "current"]]


@documented
class Rectify(Numbered):
    """Which lengths rho of RAdam's average are long enough for its threshold."""

    ABOVE = 0, "rho > threshold"
    FROM = 1, "rho >= threshold"


RectifyLike = Union[Rectify, Literal["above", "from"]]


@documented
class Unrectified(Numbered):
    """What RAdam does while its average is too short."""

    MOMENTUM = 0, "p -= lr m / (1 - beta1^t)"
    NOTHING = 1, "no update; weight decay and moments go on"


UnrectifiedLike = Union[Unrectified, Literal["momentum", "nothing"]]


@documented
class NesterovForm(Numbered):
    """What NAdam divides by the root, for gradient g, first moment m, u_t = beta1 (1 - 0.96^(t momentum_decay) / 2) and U_t, the product of
    u_1 to u_t."""

    SCHEDULED = 0, "(1 - u_t) g / (1 - U_t) + u_t+1 m / (1 - U_t+1)"
    NEXT = 1, "(1 - beta1) g / (1 - beta1^t) + beta1 m / (1 - beta1^(t + 1))"
    SAME = 2, "((1 - beta1) g + beta1 m) / (1 - beta1^t)"


NesterovFormLike = Union[NesterovForm, Literal["scheduled", "next", "same"]]


@documented
class RpropForm(Numbered):
    """What a weight does where its gradient changed sign. In all forms its step size shrinks, and the next step compares no signs."""

    IRPROP_MINUS = 0, "it stays"
    IRPROP_PLUS = 1, "it takes back the step before if the loss grew (Optimizer.step, loss), else it stays"
    RPROP_PLUS = 2, "it takes back the step before"


RpropFormLike = Union[RpropForm, Literal["irprop_minus", "irprop_plus", "rprop_plus"]]


@documented
class TrustRatio(Numbered):
    """Of which parameters lr is multiplied by a trust ratio."""

    NEVER = 0, "of none"
    DECAYED = 1, "of those whose weight decay is not 0"
    ALWAYS = 2, "of all"


TrustRatioLike = Union[TrustRatio, Literal["never", "decayed", "always"]]


@documented
class TrustForm(Numbered):
    """LARS's ratio for parameter p, gradient g, weight decay w and trust coefficient c."""

    SEPARATE = 0, "c |p| / (|g| + w |p| + eps), and 1 when p or g is 0"
    JOINT = 1, "c |p| / (|g + w p| + eps), and 1 when p or g + w p is 0"
    LARC = 2, "as separate; but when p or g is 0 the gradient alone, without decay and trust_clip"


TrustFormLike = Union[TrustForm, Literal["separate", "joint", "larc"]]


@documented
class CorrectionForm(Numbered):
    """Bias_correction of LAMB, with c1 = 1 - beta1^t and c2 = 1 - beta2^t."""

    NONE = 0, "none"
    MOMENTS = 1, "the moments are divided by c1 and c2"
    LR = 2, "lr sqrt(c2) / c1 in place of lr, after the ratio"
    FIRST = 3, "lr / c1 in place of lr, after the ratio"


CorrectionFormLike = Union[CorrectionForm, Literal["none", "moments", "lr", "first"]]


@documented
class GradAveraging(Numbered):
    """Whether gradients enter the first moment times 1 - beta1."""

    OFF = 0, "none does"
    ON = 1, "all do"
    LATER = 2, "all but the parameter's first"


GradAveragingLike = Union[GradAveraging, Literal["off", "on", "later"]]


@documented
class DecayPlace(Numbered):
    """Where weight decay w acts in rules that see to it themselves."""

    GRADIENT = 0, "g += w p, before the moments (NovoGrad: after g was divided by its norm)"
    PARAMETER = 1, "p *= 1 - lr w, before the norm of p is taken (Prodigy: lr with all that it is multiplied by)"
    UPDATE = 2, "the update that lr multiplies += w p (NovoGrad: there, too, the norm divides)"


DecayPlaceLike = Union[DecayPlace, Literal["gradient", "parameter", "update"]]


@documented
class EpsForm(Numbered):
    """Where eps1 of Adafactor acts, for gradient g, mean R of the mean squares of all rows, and second moment v."""

    MACHINE = 0, "as floor, with the distance from 1 to the next number of the parameter's type in place of eps1"
    FLOOR = 1, "R counts as eps1 at least, and v as eps1^2"
    ADDED = 2, "g^2 + eps1 enters v"


EpsFormLike = Union[EpsForm, Literal["machine", "floor", "added"]]


@documented
class RelativeStep(Numbered):
    """What lr is at step t."""

    OFF = 0, "lr"
    ON = 1, "min(lr, 1 / sqrt(t)); 0.01 is the paper's lr"
    WARMUP = 2, "min(lr t / 10000, 1 / sqrt(t))"


RelativeStepLike = Union[RelativeStep, Literal["off", "on", "warmup"]]


@documented
class Factored(Numbered):
    """Which two dimensions a second moment is kept of, as means along each, where both have min_dim_size_to_factor elements. Of other
    parameters it is kept whole."""

    NONE = 0, "none: always whole"
    LAST = 1, "the last two"
    LARGEST = 2, "the two largest; of equal ones the last"
    LEADING = 3, "from three dimensions on the first two, as of a convolution's kernel; else, or where these are too small, the last two"


FactoredLike = Union[Factored, Literal["none", "last", "largest", "leading"]]


@documented
class DecayBy(Numbered):
    """What weight decay beside the update takes for lr."""

    LR = 0, "lr"
    STEP_SIZE = 1, "what relative_step and scale_parameter make of it"


DecayByLike = Union[DecayBy, Literal["lr", "step_size"]]


@documented
class AccumulatorForm(Numbered):
    """What SM3's accumulator of an index holds after a step, of the second moments that its elements had."""

    LATEST = 0, "the largest of this step"
    LARGEST = 1, "with beta2 below 1 the largest so far; else as latest"


AccumulatorFormLike = Union[AccumulatorForm, Literal["latest", "largest"]]
