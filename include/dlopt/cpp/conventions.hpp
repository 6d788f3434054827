// dlopt/cpp/conventions.hpp - where implementations of one rule differ. Written by bindings/generate.
#ifndef DLOPT_CPP_CONVENTIONS_HPP
#define DLOPT_CPP_CONVENTIONS_HPP

#include "../rules.h"

namespace dlopt {
inline namespace cpp {

/// momentum_form: how SGD keeps its buffer b for momentum u, dampening d and gradient g.
enum class momentum_form : int32_t {
  torch = DLOPT_MOMENTUM_TORCH, ///< b = u b + (1 - d) g; p -= lr b
  ema = DLOPT_MOMENTUM_EMA, ///< b = u b + (1 - u) g; p -= lr b
  sutskever = DLOPT_MOMENTUM_SUTSKEVER, ///< b = u b - lr g; p += b: lr inside the buffer
};

/// first_step: what a momentum buffer holds after its first gradient.
enum class first_step : int32_t {
  gradient = DLOPT_FIRST_STEP_GRADIENT, ///< the gradient itself, without dampening
  zeros = DLOPT_FIRST_STEP_ZEROS, ///< what the recurrence gives from zero
  nonzero = DLOPT_FIRST_STEP_NONZERO, ///< the first gradient that is not all zeros (NovoGrad's second moment only)
};

/// decay_mode: where weight decay w acts, with lr0 = decay_lr. All but l2 act beside the update.
enum class decay_mode : int32_t {
  l2 = DLOPT_DECAY_L2, ///< g += w p, so the decay passes through the moments
  decoupled = DLOPT_DECAY_DECOUPLED, ///< p *= 1 - lr w
  independent = DLOPT_DECAY_INDEPENDENT, ///< p *= 1 - lr / lr0 w: follows the schedule of lr, not its size
  corrected = DLOPT_DECAY_CORRECTED, ///< p *= 1 - lr^2 / lr0 w
  fixed = DLOPT_DECAY_FIXED, ///< p *= 1 - w
  proximal = DLOPT_DECAY_PROXIMAL, ///< p /= 1 + lr w
  l1 = DLOPT_DECAY_L1, ///< p moves by lr w towards zero, and stops there
  cautious = DLOPT_DECAY_CAUTIOUS, ///< p *= 1 - lr w where the step, too, pulls p towards zero
};

/// cautious: which steps are taken. One agrees with its gradient when both have the same sign (the step is subtracted). The forms but the
/// first are those of Liang et al. 2024, "Cautious optimizers"; n of N steps of a parameter agree.
enum class cautious : int32_t {
  off = DLOPT_CAUTIOUS_OFF, ///< all
  mask = DLOPT_CAUTIOUS_MASK, ///< those that agree
  mean = DLOPT_CAUTIOUS_MEAN, ///< those that agree, divided by max(n / N, 0.001)
  count = DLOPT_CAUTIOUS_COUNT, ///< those that agree, multiplied by N / (n + 1)
};

/// zero_grad: what an element does whose gradient is exactly 0, decay not counted.
enum class zero_grad : int32_t {
  step = DLOPT_ZERO_GRAD_STEP, ///< 0 is a gradient: momentum and decay act
  skip = DLOPT_ZERO_GRAD_SKIP, ///< the element and its state stay as they are
};

/// null_grad: what a parameter does whose gradient has no data.
enum class null_grad : int32_t {
  skip = DLOPT_NULL_GRAD_SKIP, ///< it is left out: neither it nor its state nor its age changes
  zero = DLOPT_NULL_GRAD_ZERO, ///< a step with gradients of zero
};

/// decay_order: when decay beside the update acts.
enum class decay_order : int32_t {
  before = DLOPT_DECAY_BEFORE, ///< before the update
  after = DLOPT_DECAY_AFTER, ///< after it, on the updated parameter
};

/// eps_mode: where eps stands, for second moment v and bias correction c2 = 1 - beta2^t (1 where a rule has none). Adamax has a maximum for
/// a root: inside it eps is added to |g|.
enum class eps_mode : int32_t {
  outside = DLOPT_EPS_OUTSIDE, ///< sqrt(v / c2) + eps
  inside = DLOPT_EPS_INSIDE, ///< sqrt(v / c2 + eps)
  hat = DLOPT_EPS_HAT, ///< (sqrt(v) + eps) / sqrt(c2): eps is not corrected
};

/// amsgrad_form: of what the maximum is kept.
enum class amsgrad_form : int32_t {
  raw = DLOPT_AMSGRAD_RAW, ///< max of v, corrected afterwards
  corrected = DLOPT_AMSGRAD_CORRECTED, ///< max of v / (1 - beta2^t)
};

/// lr_place: whether a momentum buffer b (of RMSprop or LARS), or the mean of LaProp or Adafactor, holds lr.
enum class lr_place : int32_t {
  outside = DLOPT_LR_OUTSIDE, ///< b = u b + d; p -= lr b
  inside = DLOPT_LR_INSIDE, ///< b = u b + lr d; p -= b
};

/// eps_root_form: what AdaBelief adds to its second moment at every step.
enum class eps_root_form : int32_t {
  same = DLOPT_EPS_ROOT_SAME, ///< eps, which it also adds to the root
  own = DLOPT_EPS_ROOT_OWN, ///< eps_root
};

/// diff_form: how often Adan counts the difference of two gradients.
enum class diff_form : int32_t {
  beta2 = DLOPT_DIFF_BETA2, ///< beta2 times
  one_minus_beta2 = DLOPT_DIFF_ONE_MINUS_BETA2, ///< 1 - beta2 times
};

/// clip_base: what ADOPT's limit at step t is a power of.
enum class clip_base : int32_t {
  before = DLOPT_CLIP_BASE_BEFORE, ///< t - 1, the number of steps before
  step = DLOPT_CLIP_BASE_STEP, ///< t
  none = DLOPT_CLIP_BASE_NONE, ///< there is no limit
};

/// sign_form: what Lion makes of its direction c.
enum class sign_form : int32_t {
  hard = DLOPT_SIGN_HARD, ///< sign(c)
  refined = DLOPT_SIGN_REFINED, ///< c where |c| < 1, else sign(c)
};

/// rate_lr: which lr makes the rate of ASGD's step t, lr / (1 + lambd lr (t - 1))^alpha.
enum class rate_lr : int32_t {
  previous = DLOPT_RATE_LR_PREVIOUS, ///< that of step t - 1: a schedule acts one step late
  current = DLOPT_RATE_LR_CURRENT, ///< that of step t
};

/// rectify: which lengths rho of RAdam's average are long enough for its threshold.
enum class rectify : int32_t {
  above = DLOPT_RECTIFY_ABOVE, ///< rho > threshold
  from = DLOPT_RECTIFY_FROM, ///< rho >= threshold
};

/// unrectified: what RAdam does while its average is too short.
enum class unrectified : int32_t {
  momentum = DLOPT_UNRECTIFIED_MOMENTUM, ///< p -= lr m / (1 - beta1^t)
  nothing = DLOPT_UNRECTIFIED_NOTHING, ///< no update; weight decay and moments go on
};

/// nesterov_form: what NAdam divides by the root, for gradient g, first moment m, u_t = beta1 (1 - 0.96^(t momentum_decay) / 2) and U_t,
/// the product of u_1 to u_t.
enum class nesterov_form : int32_t {
  scheduled = DLOPT_NESTEROV_SCHEDULED, ///< (1 - u_t) g / (1 - U_t) + u_t+1 m / (1 - U_t+1)
  next = DLOPT_NESTEROV_NEXT, ///< (1 - beta1) g / (1 - beta1^t) + beta1 m / (1 - beta1^(t + 1))
  same = DLOPT_NESTEROV_SAME, ///< ((1 - beta1) g + beta1 m) / (1 - beta1^t)
};

/// rprop_form: what a weight does where its gradient changed sign. In all forms its step size shrinks, and the next step compares no signs.
enum class rprop_form : int32_t {
  irprop_minus = DLOPT_RPROP_IRPROP_MINUS, ///< it stays
  irprop_plus = DLOPT_RPROP_IRPROP_PLUS, ///< it takes back the step before if the loss grew (dlopt_step_desc, loss), else it stays
  rprop_plus = DLOPT_RPROP_RPROP_PLUS, ///< it takes back the step before
};

/// trust_ratio: of which parameters lr is multiplied by a trust ratio.
enum class trust_ratio : int32_t {
  never = DLOPT_TRUST_NEVER, ///< of none
  decayed = DLOPT_TRUST_DECAYED, ///< of those whose weight decay is not 0
  always = DLOPT_TRUST_ALWAYS, ///< of all
};

/// trust_form: LARS's ratio for parameter p, gradient g, weight decay w and trust coefficient c.
enum class trust_form : int32_t {
  separate = DLOPT_TRUST_SEPARATE, ///< c |p| / (|g| + w |p| + eps), and 1 when p or g is 0
  joint = DLOPT_TRUST_JOINT, ///< c |p| / (|g + w p| + eps), and 1 when p or g + w p is 0
  larc = DLOPT_TRUST_LARC, ///< as separate; but when p or g is 0 the gradient alone, without decay and trust_clip
};

/// bias_correction of LAMB, with c1 = 1 - beta1^t and c2 = 1 - beta2^t.
enum class correction_form : int32_t {
  none = DLOPT_CORRECTION_NONE, ///< none
  moments = DLOPT_CORRECTION_MOMENTS, ///< the moments are divided by c1 and c2
  lr = DLOPT_CORRECTION_LR, ///< lr sqrt(c2) / c1 in place of lr, after the ratio
  first = DLOPT_CORRECTION_FIRST, ///< lr / c1 in place of lr, after the ratio
};

/// grad_averaging of NovoGrad: whether gradients enter the first moment times 1 - beta1.
enum class grad_averaging : int32_t {
  off = DLOPT_AVERAGING_OFF, ///< none does
  on = DLOPT_AVERAGING_ON, ///< all do
  later = DLOPT_AVERAGING_LATER, ///< all but the parameter's first
};

/// decay_place: where weight decay w acts in rules that see to it themselves.
enum class decay_place : int32_t {
  gradient = DLOPT_DECAY_IN_GRADIENT, ///< g += w p, before the moments (NovoGrad: after g was divided by its norm)
  parameter = DLOPT_DECAY_IN_PARAMETER, ///< p *= 1 - lr w, before the norm of p is taken (Prodigy: lr with all that it is multiplied by)
  update = DLOPT_DECAY_IN_UPDATE, ///< the update that lr multiplies += w p (NovoGrad: there, too, the norm divides)
};

/// eps_form: where eps1 of Adafactor acts, for gradient g, mean R of the mean squares of all rows, and second moment v.
enum class eps_form : int32_t {
  machine = DLOPT_EPS_MACHINE, ///< as floor, with the distance from 1 to the next number of the parameter's type in place of eps1
  floor = DLOPT_EPS_FLOOR, ///< R counts as eps1 at least, and v as eps1^2
  added = DLOPT_EPS_ADDED, ///< g^2 + eps1 enters v
};

/// relative_step: what lr is at step t.
enum class relative_step : int32_t {
  off = DLOPT_RELATIVE_STEP_OFF, ///< lr
  on = DLOPT_RELATIVE_STEP_ON, ///< min(lr, 1 / sqrt(t)); 0.01 is the paper's lr
  warmup = DLOPT_RELATIVE_STEP_WARMUP, ///< min(lr t / 10000, 1 / sqrt(t))
};

/// factored: which two dimensions a second moment is kept of, as means along each, where both have min_dim_size_to_factor elements. Of
/// other parameters it is kept whole.
enum class factored : int32_t {
  none = DLOPT_FACTORED_NONE, ///< none: always whole
  last = DLOPT_FACTORED_LAST, ///< the last two
  largest = DLOPT_FACTORED_LARGEST, ///< the two largest; of equal ones the last
  /// from three dimensions on the first two, as of a convolution's kernel; else, or where these are too small, the last two
  leading = DLOPT_FACTORED_LEADING,
};

/// decay_by: what weight decay beside the update takes for lr.
enum class decay_by : int32_t {
  lr = DLOPT_DECAY_BY_LR, ///< lr
  step_size = DLOPT_DECAY_BY_STEP_SIZE, ///< what relative_step and scale_parameter make of it
};

/// accumulator_form: what SM3's accumulator of an index holds after a step, of the second moments that its elements had.
enum class accumulator_form : int32_t {
  latest = DLOPT_ACCUMULATOR_LATEST, ///< the largest of this step
  largest = DLOPT_ACCUMULATOR_LARGEST, ///< with beta2 below 1 the largest so far; else as latest
};

} // namespace cpp
} // namespace dlopt

#endif
