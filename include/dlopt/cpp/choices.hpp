// dlopt/cpp/choices.hpp - what fields of schedules, wrappers and scalers choose from. Written by bindings/generate.
#ifndef DLOPT_CPP_CHOICES_HPP
#define DLOPT_CPP_CHOICES_HPP

#include "../../dlopt.h"

namespace dlopt {
inline namespace cpp {

/// at_minimum: what an overflow does that would have the scale fall below MIN_SCALE.
enum class at_minimum : int32_t {
  stay = DLOPT_AT_MINIMUM_STAY, ///< the scale comes to MIN_SCALE and stays there
  fail = DLOPT_AT_MINIMUM_FAIL, ///< it comes there, too; one more overflow is DLOPT_ERR_NONFINITE, as DeepSpeed raises an exception
};

/// after_end: what a cosine does past TOTAL_STEPS, and a table past its last value.
enum class after_end : int32_t {
  hold = DLOPT_AFTER_END_HOLD, ///< stays at FINAL, as optax; at the last value
  repeat = DLOPT_AFTER_END_REPEAT, ///< climbs and falls with period 2 TOTAL_STEPS, as PyTorch; starts again
};

/// warmup_kind: how a warm-up of W steps rises, from s = START_FACTOR times the value to the value.
enum class warmup_kind : int32_t {
  none = DLOPT_WARMUP_NONE,
  linear = DLOPT_WARMUP_LINEAR, ///< s + (1 - s) t / W
  linear_from_one = DLOPT_WARMUP_LINEAR_FROM_ONE, ///< s + (1 - s)(t + 1) / W: the first step is already on the way
  log = DLOPT_WARMUP_LOG, ///< s + (1 - s) log(t + 1) / log(W), as DeepSpeed
  constant = DLOPT_WARMUP_CONSTANT, ///< s until W, as PyTorch's ConstantLR
  exponential = DLOPT_WARMUP_EXPONENTIAL, ///< s^(1 - t / W)
};

/// anneal: how a value goes to the next; x runs from 0 to 1.
enum class anneal : int32_t {
  cosine = DLOPT_ANNEAL_COSINE, ///< (1 + cos(pi x)) / 2 of the way is left
  linear = DLOPT_ANNEAL_LINEAR, ///< 1 - x is left
  minus_sqrt = DLOPT_ANNEAL_MINUS_SQRT, ///< 1 - sqrt(x) is left (WSD only)
  exponential = DLOPT_ANNEAL_EXPONENTIAL, ///< 2 (1/2)^x - 1 is left, as Megatron (WSD only)
};

/// cycle_mode: the height of the cycles i = 0, 1, ...
enum class cycle_mode : int32_t {
  triangular = DLOPT_CYCLE_TRIANGULAR, ///< always the same
  triangular2 = DLOPT_CYCLE_TRIANGULAR2, ///< times 2^-i
  exp_range = DLOPT_CYCLE_EXP_RANGE, ///< times GAMMA^t, t being the step
};

/// convention: where the phases of one cycle of T = TOTAL_STEPS meet.
enum class one_cycle_convention : int32_t {
  torch = DLOPT_ONE_CYCLE_TORCH, ///< PCT_START T - 1, with three phases 2 PCT_START T - 2, end at T - 1
  optax = DLOPT_ONE_CYCLE_OPTAX, ///< floor(PCT_START T), with three phases floor(PCT_FINAL T), end at T
};

/// interpolation: what a piecewise schedule does between two milestones.
enum class interpolation : int32_t {
  none = DLOPT_INTERPOLATION_NONE,
  linear = DLOPT_INTERPOLATION_LINEAR,
  cosine = DLOPT_INTERPOLATION_COSINE,
};

/// growth: how a range test rises.
enum class growth : int32_t {
  exponential = DLOPT_GROWTH_EXPONENTIAL,
  linear = DLOPT_GROWTH_LINEAR,
};

/// mode: which metrics are better.
enum class metric_mode : int32_t {
  min = DLOPT_METRIC_MIN,
  max = DLOPT_METRIC_MAX,
};

/// threshold_mode: by how much a metric must beat the best one b, h being THRESHOLD.
enum class threshold_mode : int32_t {
  relative = DLOPT_THRESHOLD_RELATIVE, ///< by h |b|
  absolute = DLOPT_THRESHOLD_ABSOLUTE, ///< by h
  /// below b (1 - h), or above b (1 + h) where more is better: where b is negative, slightly worse is good enough
  relative_torch = DLOPT_THRESHOLD_RELATIVE_TORCH,
};

/// warmup: the decay of an EMA's update after n updates; the first update (n = 0) is a copy.
enum class ema_warmup : int32_t {
  none = DLOPT_EMA_WARMUP_NONE, ///< DECAY
  tf = DLOPT_EMA_WARMUP_TF, ///< min(DECAY, (1 + n) / (10 + n)), as TensorFlow
  power = DLOPT_EMA_WARMUP_POWER, ///< min(DECAY, 1 - (1 + n / GAMMA)^-POWER), as timm
};

/// initial: what Lookahead's slow weights start from.
enum class lookahead_initial : int32_t {
  start = DLOPT_LOOKAHEAD_INITIAL_START, ///< the parameter before its first step, as the paper and optax
  sync = DLOPT_LOOKAHEAD_INITIAL_SYNC, ///< the parameter at its first synchronisation, as timm
};

/// state: what Lookahead does to the rule's state of a parameter when it is synchronised.
enum class lookahead_state : int32_t {
  keep = DLOPT_LOOKAHEAD_STATE_KEEP,
  reset = DLOPT_LOOKAHEAD_STATE_RESET, ///< states and age begin anew, as optax's reset_state; schedules and what all parameters share go on
};

/// reduce: what a step takes of accumulated gradients.
enum class accumulate_reduce : int32_t {
  mean = DLOPT_ACCUMULATE_MEAN, ///< their weighted sum divided by the sum of the weights
  sum = DLOPT_ACCUMULATE_SUM, ///< their weighted sum
};

} // namespace cpp
} // namespace dlopt

#endif
