// Exponential moving average of the parameters (Polyak and Juditsky 1992; Kingma and Ba 2015, section 7.2): average += (1 - d)(p -
// average), the first update being a copy, as torch.optim.swa_utils.AveragedModel with get_ema_multi_avg_fn and timm's ModelEmaV3 have it.
//
// With n updates so far, d is DECAY (WARMUP none), min(DECAY, (1 + n) / (10 + n)) (tf: tf.train.ExponentialMovingAverage with num_updates),
// or min(DECAY, 1 - (1 + n / GAMMA)^-POWER) (power: timm); a warm-up never goes below MIN_DECAY. With DEBIAS the average is that of Adam's
// moments, an average from zero divided by 1 - d^(n + 1), as optax.ema: the weight is (1 - d) / (1 - d^(n + 1)), so that the buffer holds
// the corrected average at every step and needs no division when it is read.
#pragma once

#include "wrappers/wrapper_kind.h"

namespace dlopt {

struct ema_wrapper {
  static constexpr hyper_row fields[] = {
      {DLOPT_WRAP_DECAY, DLOPT_KIND_REAL, "decay", 0.999, 0, kBelowOne, "how much of the average stays at an update"},
      {DLOPT_WRAP_WARMUP, DLOPT_KIND_CHOICE, "warmup", DLOPT_EMA_WARMUP_NONE, 0, DLOPT_EMA_WARMUP_POWER,
       "how decay grows at first; see dlopt_ema_warmup", "none tf power"},
      {DLOPT_WRAP_GAMMA, DLOPT_KIND_REAL, "gamma", 1, 1 / kLargestAmount, kLargestAmount, "warmup power: updates are divided by it"},
      {DLOPT_WRAP_POWER, DLOPT_KIND_REAL, "power", 2.0 / 3, 0, kLargestAmount, "warmup power: its exponent"},
      {DLOPT_WRAP_MIN_DECAY, DLOPT_KIND_REAL, "min_decay", 0, 0, kBelowOne, "a warm-up does not go below it"},
      {DLOPT_WRAP_DEBIAS, DLOPT_KIND_FLAG, "debias", 0, 0, 1, "average as if from zero, corrected as Adam corrects its moments"},
      kStartRow,
      kEveryRow,
  };
  static constexpr const char* array = nullptr;
  static const char* conflict(const wrap_values& f) {
    const bool both = f[DLOPT_WRAP_DEBIAS] != 0 && !f.is(DLOPT_WRAP_WARMUP, DLOPT_EMA_WARMUP_NONE);
    return both ? "debias needs warmup none: a decay that changes has no power to divide by" : nullptr;
  }
  static double decay(const wrap_values& f, int64_t n) {
    const double most = f[DLOPT_WRAP_DECAY], count = double(n);
    if (f.is(DLOPT_WRAP_WARMUP, DLOPT_EMA_WARMUP_NONE)) return most;
    const double warm = f.is(DLOPT_WRAP_WARMUP, DLOPT_EMA_WARMUP_TF)
                            ? (1 + count) / (10 + count)
                            : 1 - repro::pow(1 + count / f[DLOPT_WRAP_GAMMA], -f[DLOPT_WRAP_POWER]);
    const double at_most = warm < most ? warm : most;
    return at_most > f[DLOPT_WRAP_MIN_DECAY] ? at_most : f[DLOPT_WRAP_MIN_DECAY];
  }
  static double weight(const wrap_values& f, int64_t n) {
    if (n == 0) return 1;
    const double kept = decay(f, n);
    return f[DLOPT_WRAP_DEBIAS] != 0 ? (1 - kept) / repro::one_minus_pow_int(kept, n + 1) : 1 - kept;
  }
};

} // namespace dlopt
