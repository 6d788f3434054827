// SparseAdam: Adam for gradients that come as rows, such as those of embeddings.
//
// Kingma and Ba 2015, "Adam: a method for stochastic optimization", in the form of the note at the end of section 2 (eps is not corrected).
// Rows that are absent keep parameters and moments as they are, while the step number of the whole tensor goes on (dlopt_step_desc, rows).
// Departs: weight decay, which torch.optim.SparseAdam lacks, acts on the rows that are present. The defaults are torch.optim.SparseAdam's,
// whose numbers this reproduces. With gradients of whole tensors it is Adam with eps_mode hat.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct sparse_adam {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-8),
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {{"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED}};

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2, eps;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    const double c1 = repro::one_minus_pow_int(beta1, step.t), c2 = repro::one_minus_pow_int(beta2, step.t);
    return {h[DLOPT_HYPER_LR] * square_root(c2) / c1, beta1, 1 - beta1, beta2, 1 - beta2, safe_eps(h[DLOPT_HYPER_EPS], step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    return c.rate * (state[0] / (square_root(state[1]) + c.eps));
  }
};

} // namespace dlopt
