// dlopt/cpp/fields.hpp - names of hyper-parameters and of fields. Written by bindings/generate.
#ifndef DLOPT_CPP_FIELDS_HPP
#define DLOPT_CPP_FIELDS_HPP

#include "../../dlopt.h"

namespace dlopt {
inline namespace cpp {

/// A hyper-parameter. A number means the same in every rule that has it; dlopt_rule_hyper_info tells which, and its bounds.
enum class hyper : int32_t {
  lr = DLOPT_HYPER_LR, ///< learning rate
  weight_decay = DLOPT_HYPER_WEIGHT_DECAY, ///< decay of the parameters; see decay_mode
  momentum = DLOPT_HYPER_MOMENTUM, ///< how much of the momentum buffer stays
  dampening = DLOPT_HYPER_DAMPENING, ///< how much of the gradient the momentum buffer refuses
  nesterov = DLOPT_HYPER_NESTEROV, ///< flag: look ahead along the momentum
  beta1 = DLOPT_HYPER_BETA1, ///< how much of the first moment stays
  beta2 = DLOPT_HYPER_BETA2, ///< how much of the second moment stays
  eps = DLOPT_HYPER_EPS, ///< added to the denominator; see eps_mode
  alpha = DLOPT_HYPER_ALPHA, ///< how much of the mean square stays
  amsgrad = DLOPT_HYPER_AMSGRAD, ///< flag: never let the second moment shrink
  centered = DLOPT_HYPER_CENTERED, ///< flag: use the variance in place of the mean square
  maximize = DLOPT_HYPER_MAXIMIZE, ///< flag: climb instead of descend; decay still pulls towards zero
  lr_decay = DLOPT_HYPER_LR_DECAY, ///< lr / (1 + (t - 1) lr_decay) at step t
  initial_accumulator_value = DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, ///< what the sum or mean of squares starts from
  bias_correction = DLOPT_HYPER_BIAS_CORRECTION, ///< flag: divide the moments by 1 - beta^t (LAMB: choice: dlopt_correction_form)
  momentum_form = DLOPT_HYPER_MOMENTUM_FORM, ///< choice: dlopt_momentum_form
  first_step = DLOPT_HYPER_FIRST_STEP, ///< choice: dlopt_first_step
  decay_mode = DLOPT_HYPER_DECAY_MODE, ///< choice: dlopt_decay_mode
  decay_order = DLOPT_HYPER_DECAY_ORDER, ///< choice: dlopt_decay_order
  eps_mode = DLOPT_HYPER_EPS_MODE, ///< choice: dlopt_eps_mode
  amsgrad_form = DLOPT_HYPER_AMSGRAD_FORM, ///< choice: dlopt_amsgrad_form
  lr_place = DLOPT_HYPER_LR_PLACE, ///< choice: dlopt_lr_place
  decay_lr = DLOPT_HYPER_DECAY_LR, ///< learning rate that decay_mode independent and corrected compare lr with; 0: lr as it was set
  beta3 = DLOPT_HYPER_BETA3, ///< how much of a third average stays
  rho = DLOPT_HYPER_RHO, ///< how much of the mean squares stays
  cautious = DLOPT_HYPER_CAUTIOUS, ///< choice: dlopt_cautious
  zero_grad = DLOPT_HYPER_ZERO_GRAD, ///< choice: dlopt_zero_grad
  null_grad = DLOPT_HYPER_NULL_GRAD, ///< choice: dlopt_null_grad
  max_norm = DLOPT_HYPER_MAX_NORM, ///< limit of the common norm of all gradients; of the whole optimizer
  lambd = DLOPT_HYPER_LAMBD, ///< ASGD's own decay, which also slows its rate
  rate_power = DLOPT_HYPER_RATE_POWER, ///< ASGD's alpha: the power by which its rate falls
  t0 = DLOPT_HYPER_T0, ///< the step after which averaging starts
  threshold = DLOPT_HYPER_THRESHOLD, ///< length of RAdam's average that its rectification waits for
  rectify = DLOPT_HYPER_RECTIFY, ///< choice: dlopt_rectify
  unrectified = DLOPT_HYPER_UNRECTIFIED, ///< choice: dlopt_unrectified
  nesterov_form = DLOPT_HYPER_NESTEROV_FORM, ///< choice: dlopt_nesterov_form
  momentum_decay = DLOPT_HYPER_MOMENTUM_DECAY, ///< how fast NAdam's momentum rises to beta1
  rate_lr = DLOPT_HYPER_RATE_LR, ///< choice: dlopt_rate_lr
  accumulator_form = DLOPT_HYPER_ACCUMULATOR_FORM, ///< choice: dlopt_accumulator_form
  eps_root = DLOPT_HYPER_EPS_ROOT, ///< added to the second moment, beside eps
  eps_root_form = DLOPT_HYPER_EPS_ROOT_FORM, ///< choice: dlopt_eps_root_form
  rectified = DLOPT_HYPER_RECTIFIED, ///< flag: rectify the step as RAdam does
  diff_form = DLOPT_HYPER_DIFF_FORM, ///< choice: dlopt_diff_form
  clip_exp = DLOPT_HYPER_CLIP_EXP, ///< power of the number of steps that limits ADOPT's scaled gradients
  clip_base = DLOPT_HYPER_CLIP_BASE, ///< choice: dlopt_clip_base
  slow_weight = DLOPT_HYPER_SLOW_WEIGHT, ///< AdEMAMix's alpha: how often its slow mean counts
  t_alpha = DLOPT_HYPER_T_ALPHA, ///< steps over which that rises to its value; 0: none
  t_beta3 = DLOPT_HYPER_T_BETA3, ///< steps over which beta3 rises to its value; 0: none
  sign_form = DLOPT_HYPER_SIGN_FORM, ///< choice: dlopt_sign_form
  etaminus = DLOPT_HYPER_ETAMINUS, ///< factor of a step size that was too large
  etaplus = DLOPT_HYPER_ETAPLUS, ///< factor of a step size that may grow
  step_size_min = DLOPT_HYPER_STEP_SIZE_MIN, ///< smallest step size of a weight
  step_size_max = DLOPT_HYPER_STEP_SIZE_MAX, ///< largest step size of a weight
  rprop_form = DLOPT_HYPER_RPROP_FORM, ///< choice: dlopt_rprop_form
  mu = DLOPT_HYPER_MU, ///< how many times the last step a step may be
  step_threshold = DLOPT_HYPER_STEP_THRESHOLD, ///< last steps up to this size count as none
  weight_limit = DLOPT_HYPER_WEIGHT_LIMIT, ///< weights are kept in [-this, this]; 0: they are not
  warmup_steps = DLOPT_HYPER_WARMUP_STEPS, ///< steps over which lr rises linearly to its value
  r = DLOPT_HYPER_R, ///< step t counts t^r times in an average
  trust_coefficient = DLOPT_HYPER_TRUST_COEFFICIENT, ///< what the trust ratio is multiplied by
  trust_ratio = DLOPT_HYPER_TRUST_RATIO, ///< choice: dlopt_trust_ratio
  trust_clip = DLOPT_HYPER_TRUST_CLIP, ///< flag: the smaller of lr and the trust ratio in place of their product: LARC
  trust_form = DLOPT_HYPER_TRUST_FORM, ///< choice: dlopt_trust_form
  trust_min = DLOPT_HYPER_TRUST_MIN, ///< the trust ratio is at least this
  trust_max = DLOPT_HYPER_TRUST_MAX, ///< the trust ratio is at most this; 0: no limit
  trust_eps = DLOPT_HYPER_TRUST_EPS, ///< added to the norm that the trust ratio divides by
  norm_max = DLOPT_HYPER_NORM_MAX, ///< in the trust ratio a parameter's norm counts as this at most; 0: no limit
  /// flag: gradients enter the first moment times 1 - beta1 (NovoGrad: choice: dlopt_grad_averaging)
  grad_averaging = DLOPT_HYPER_GRAD_AVERAGING,
  decay_place = DLOPT_HYPER_DECAY_PLACE, ///< choice: dlopt_decay_place
  beta2_decay = DLOPT_HYPER_BETA2_DECAY, ///< 1 - t^this of Adafactor's second moment stays at step t
  eps1 = DLOPT_HYPER_EPS1, ///< first eps of a factored rule: that of its second moment
  eps2 = DLOPT_HYPER_EPS2, ///< second eps of a factored rule: of Adafactor the least RMS of a parameter, of CAME that of its confidence
  eps_form = DLOPT_HYPER_EPS_FORM, ///< choice: dlopt_eps_form
  d = DLOPT_HYPER_D, ///< limit of the RMS of a parameter's update, before lr
  relative_step = DLOPT_HYPER_RELATIVE_STEP, ///< choice: dlopt_relative_step
  scale_parameter = DLOPT_HYPER_SCALE_PARAMETER, ///< flag: multiply the step by the RMS of its parameter
  factored = DLOPT_HYPER_FACTORED, ///< choice: dlopt_factored
  min_dim_size_to_factor = DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, ///< dimensions of fewer elements are not factored
  decay_by = DLOPT_HYPER_DECAY_BY, ///< choice: dlopt_decay_by
  data_size = DLOPT_HYPER_DATA_SIZE, ///< examples in the data; the gradient is of their mean loss
  temperature = DLOPT_HYPER_TEMPERATURE, ///< of the noise: its variance is multiplied by it
  burn_in = DLOPT_HYPER_BURN_IN, ///< steps without noise at the beginning
  seed = DLOPT_HYPER_SEED, ///< of the noise, and of parameters that are rounded stochastically (DLOPT_MASTER_STOCHASTIC)
  clip_value = DLOPT_HYPER_CLIP_VALUE, ///< limit of each gradient element; of the whole optimizer
  d0 = DLOPT_HYPER_D0, ///< first estimate of the distance to the solution
  d_coef = DLOPT_HYPER_D_COEF, ///< what the estimate is multiplied by
  growth_rate = DLOPT_HYPER_GROWTH_RATE, ///< the estimate grows by this factor a step at most
  safeguard_warmup = DLOPT_HYPER_SAFEGUARD_WARMUP, ///< flag: keep lr out of the estimate's denominator
  weight_lr_power = DLOPT_HYPER_WEIGHT_LR_POWER, ///< power of the largest lr so far in the weight of a step in an average
  gamma = DLOPT_HYPER_GAMMA, ///< multiplies the diagonal of the Hessian
  clip_threshold = DLOPT_HYPER_CLIP_THRESHOLD, ///< largest magnitude of an element's quotient, before lr
  switch_atol = DLOPT_HYPER_SWITCH_ATOL, ///< SWATS goes over to SGD once its learned rate is settled within this ...
  switch_rtol = DLOPT_HYPER_SWITCH_RTOL, ///< ... plus this times the rate
};

/// Fields of schedules; dlopt_schedule_field_info tells which a kind has, their defaults and bounds.
enum class schedule_field : int32_t {
  base = DLOPT_FIELD_BASE, ///< the value that the shape is applied to
  final = DLOPT_FIELD_FINAL, ///< the value at the end
  total_steps = DLOPT_FIELD_TOTAL_STEPS, ///< length in steps
  step_size = DLOPT_FIELD_STEP_SIZE, ///< steps between two changes
  gamma = DLOPT_FIELD_GAMMA, ///< factor per step, or per drop; above 1 it grows
  lambda = DLOPT_FIELD_LAMBDA, ///< rate of the exponential or of 1 / t, per step
  start_factor = DLOPT_FIELD_START_FACTOR, ///< factor at step 0
  end_factor = DLOPT_FIELD_END_FACTOR, ///< factor at TOTAL_STEPS and after
  warmup_steps = DLOPT_FIELD_WARMUP_STEPS, ///< length of the warm-up; counted within TOTAL_STEPS
  after_end = DLOPT_FIELD_AFTER_END, ///< choice: dlopt_after_end
  power = DLOPT_FIELD_POWER, ///< exponent
  begin = DLOPT_FIELD_BEGIN, ///< steps at BASE before the shape starts
  staircase = DLOPT_FIELD_STAIRCASE, ///< flag: changes only every STEP_SIZE steps
  warmup_kind = DLOPT_FIELD_WARMUP_KIND, ///< choice: dlopt_warmup_kind
  decay_steps = DLOPT_FIELD_DECAY_STEPS, ///< length of the decay; counted within TOTAL_STEPS
  anneal = DLOPT_FIELD_ANNEAL, ///< choice: dlopt_anneal
  cycle_steps = DLOPT_FIELD_CYCLE_STEPS, ///< length of the first cycle
  t_mult = DLOPT_FIELD_T_MULT, ///< whole factor from one cycle's length to the next
  cycle_decay = DLOPT_FIELD_CYCLE_DECAY, ///< factor from one cycle's first value to the next
  peak = DLOPT_FIELD_PEAK, ///< the value at the top of the first cycle
  step_size_down = DLOPT_FIELD_STEP_SIZE_DOWN, ///< steps from PEAK to BASE; 0: STEP_SIZE
  cycle_mode = DLOPT_FIELD_CYCLE_MODE, ///< choice: dlopt_cycle_mode
  pct_start = DLOPT_FIELD_PCT_START, ///< part of TOTAL_STEPS before the peak
  pct_final = DLOPT_FIELD_PCT_FINAL, ///< part of TOTAL_STEPS before the third phase, in optax's convention
  three_phase = DLOPT_FIELD_THREE_PHASE, ///< flag: down to the start first, then to the end
  convention = DLOPT_FIELD_CONVENTION, ///< choice: dlopt_one_cycle_convention
  model_size = DLOPT_FIELD_MODEL_SIZE, ///< width of the model
  interpolation = DLOPT_FIELD_INTERPOLATION, ///< choice: dlopt_interpolation
  growth = DLOPT_FIELD_GROWTH, ///< choice: dlopt_growth
  patience = DLOPT_FIELD_PATIENCE, ///< reports in a row that may be no better
  cooldown = DLOPT_FIELD_COOLDOWN, ///< reports after a reduction during which bad ones do not count
  mode = DLOPT_FIELD_MODE, ///< choice: dlopt_metric_mode
  threshold = DLOPT_FIELD_THRESHOLD, ///< by how much a metric must be better to count
  threshold_mode = DLOPT_FIELD_THRESHOLD_MODE, ///< choice: dlopt_threshold_mode
  eps = DLOPT_FIELD_EPS, ///< a reduction by no more than this is not made
  milestones = DLOPT_FIELD_MILESTONES, ///< list of whole steps, not falling; dlopt_schedule_set_list
  values = DLOPT_FIELD_VALUES, ///< list of factors of BASE; dlopt_schedule_set_list
  shared_clock = DLOPT_FIELD_SHARED_CLOCK, ///< flag of a sequence: its children see its step instead of one of their own
};

/// Fields of wrappers; dlopt_wrapper_field_info tells which a wrapper has, their defaults and bounds.
enum class wrapper_field : int32_t {
  decay = DLOPT_WRAP_DECAY, ///< how much of an average stays at an update
  warmup = DLOPT_WRAP_WARMUP, ///< choice: dlopt_ema_warmup
  gamma = DLOPT_WRAP_GAMMA, ///< of the warm-up by a power
  power = DLOPT_WRAP_POWER, ///< of the warm-up by a power
  min_decay = DLOPT_WRAP_MIN_DECAY, ///< the least decay of a warm-up
  debias = DLOPT_WRAP_DEBIAS, ///< flag: an average from zero, corrected as Adam's moments; the buffer always holds the corrected one
  start = DLOPT_WRAP_START, ///< steps of the optimizer before an average begins
  every = DLOPT_WRAP_EVERY, ///< an average is updated after steps START + EVERY, START + 2 EVERY, ...
  k = DLOPT_WRAP_K, ///< steps of a parameter from one synchronisation to the next
  alpha = DLOPT_WRAP_ALPHA, ///< part of the way that slow weights go
  initial = DLOPT_WRAP_INITIAL, ///< choice: dlopt_lookahead_initial
  state = DLOPT_WRAP_STATE, ///< choice: dlopt_lookahead_state
  reduce = DLOPT_WRAP_REDUCE, ///< choice: dlopt_accumulate_reduce
  rho = DLOPT_WRAP_RHO, ///< distance of SAM's perturbation
  eps = DLOPT_WRAP_EPS, ///< added to the norm that SAM divides by
  adaptive = DLOPT_WRAP_ADAPTIVE, ///< flag: ASAM
  eta = DLOPT_WRAP_ETA, ///< ASAM: added to the size of each element
};

/// Fields of a scaler; dlopt_scaler_field_info tells their defaults and bounds. Those from SCALE on are what it remembers: to keep a
/// scaler, get all fields; to bring it back, set them in the order of the table.
enum class scaler_field : int32_t {
  init_scale = DLOPT_SCALER_INIT_SCALE, ///< the scale to begin with; setting it begins anew: SCALE and all behind it
  /// the scale is multiplied by it after GROWTH_INTERVAL finite updates in a row; a growth beyond MAX_SCALE is not made
  growth_factor = DLOPT_SCALER_GROWTH_FACTOR,
  backoff_factor = DLOPT_SCALER_BACKOFF_FACTOR, ///< and by this at an update that found a gradient that is not finite
  growth_interval = DLOPT_SCALER_GROWTH_INTERVAL, ///< finite updates in a row before it grows
  min_scale = DLOPT_SCALER_MIN_SCALE, ///< it does not fall below this; see AT_MINIMUM
  max_scale = DLOPT_SCALER_MAX_SCALE, ///< it does not grow beyond this
  /// the scale falls at the one of this number of updates with an overflow; those before only use it up. A growth restores it; setting it
  /// does
  hysteresis = DLOPT_SCALER_HYSTERESIS,
  /// flag: every finite update restores it, so that overflows count in a row only
  consecutive_hysteresis = DLOPT_SCALER_CONSECUTIVE_HYSTERESIS,
  dynamic = DLOPT_SCALER_DYNAMIC, ///< flag: 0 keeps the scale as it is; steps are held back all the same
  at_minimum = DLOPT_SCALER_AT_MINIMUM, ///< choice: dlopt_at_minimum
  single = DLOPT_SCALER_SINGLE, ///< flag: the scale is rounded to f32 at each change, as PyTorch keeps it
  /// flag: steps only note what they find in FOUND, and dlopt_scaler_update takes it: for several optimizers on one scaler
  deferred = DLOPT_SCALER_DEFERRED,
  /// finite updates that do not count towards GROWTH_INTERVAL, at the beginning and after an overflow: 1 in DeepSpeed; setting it begins
  /// the count anew
  growth_delay = DLOPT_SCALER_GROWTH_DELAY,
  scale = DLOPT_SCALER_SCALE, ///< the scale now
  growth_tracker = DLOPT_SCALER_GROWTH_TRACKER, ///< finite updates in a row that count so far; negative: so many more do not
  hysteresis_left = DLOPT_SCALER_HYSTERESIS_LEFT, ///< at 1 the next overflow lowers the scale
  skipped = DLOPT_SCALER_SKIPPED, ///< updates with an overflow so far
  found = DLOPT_SCALER_FOUND, ///< flag: a step since the last update found a gradient that is not finite
};

/// Fields of a watch; dlopt_norm_watch_field_info tells their defaults and bounds.
enum class norm_watch_field : int32_t {
  window = DLOPT_NORM_WATCH_WINDOW, ///< the median is of the last so many finite norms; a smaller window forgets the oldest
  factor = DLOPT_NORM_WATCH_FACTOR, ///< a norm above FACTOR times the median is an explosion
  /// norms that the window must hold before a finite one can be an explosion; with more than WINDOW none ever is
  warmup = DLOPT_NORM_WATCH_WARMUP,
  fired = DLOPT_NORM_WATCH_FIRED, ///< explosions so far; to be kept beside the window
};

} // namespace cpp
} // namespace dlopt

#endif
