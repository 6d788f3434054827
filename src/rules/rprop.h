// Rprop: a step size of its own for each weight, led by the sign of the gradient alone.
//
// Riedmiller and Braun 1993, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", eq. 4-7 (rprop_plus);
// Igel and Huesken 2003, "Empirical evaluation of the improved Rprop learning algorithms", algorithms 3 and 4 (irprop_plus, irprop_minus).
// Departs: signs are compared, not multiplied, so that small f32 gradients do not vanish in a product; every step size is bounded, also the
// first; step_size_min of 0 counts as the smallest normal number. The defaults are torch.optim.Rprop's, whose numbers the preset "torch"
// reproduces. There is no preset "optax": up to 0.2.8 it moves by the step before, which is a fault and moves weights without a gradient.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct rprop {
  static constexpr hyper_row hypers[] = {
      {DLOPT_HYPER_LR, DLOPT_KIND_REAL, "lr", 1e-2, 0, kLargestAmount, "size of a weight's first step; later ones do not read it"},
      fraction_row(DLOPT_HYPER_ETAMINUS, "etaminus", 0.5, "factor of the step size where the gradient turned"),
      {DLOPT_HYPER_ETAPLUS, DLOPT_KIND_REAL, "etaplus", 1.2, 1, kLargestAmount, "factor of the step size where the gradient kept its sign"},
      {DLOPT_HYPER_STEP_SIZE_MIN, DLOPT_KIND_REAL, "step_size_min", 1e-6, 0, kLargestAmount, "smallest step size"},
      {DLOPT_HYPER_STEP_SIZE_MAX, DLOPT_KIND_REAL, "step_size_max", 50, 0, kLargestAmount, "largest step size"},
      {DLOPT_HYPER_RPROP_FORM, DLOPT_KIND_CHOICE, "rprop_form", DLOPT_RPROP_IRPROP_MINUS, 0, 2,
       "what a weight does where its gradient turned", "irprop_minus irprop_plus rprop_plus"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_IRPROP_MINUS},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
  };

  static constexpr state_row states[] = {
      {"prev", "gradient of the step before; 0 where it turned", 0, 0},
      {"step_size", "size of the step before; 0: none yet", 0, 0},
  };
  static constexpr number_row numbers[] = {
      {"prev_loss", "the last loss that a step was told; at first the largest number", 0x1.fffffffffffffp+1023},
      {"loss_grew", "1 when it was larger than the one before", 0},
  };
  static void advance(const hyper_values&, const step_info& step, double* kept) {
    if (step.loss != step.loss) return; // not told
    kept[1] = step.loss > kept[0];
    kept[0] = step.loss;
  }
  static bool needs_loss(const hyper_values& h) { return h.is(DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_IRPROP_PLUS); }

  template <class T> struct coefficients {
    T rate;
    T first, etaminus, etaplus, smallest, largest, take_back;
  };

  static const char* conflict(const hyper_values& h) {
    return h[DLOPT_HYPER_STEP_SIZE_MIN] > h[DLOPT_HYPER_STEP_SIZE_MAX] ? "step_size_min is above step_size_max" : nullptr;
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const bool grew = h.is(DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_IRPROP_PLUS) && step.numbers[1] != 0;
    const bool take_back = grew || h.is(DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_RPROP_PLUS);
    return {1,
            h[DLOPT_HYPER_LR],
            h[DLOPT_HYPER_ETAMINUS],
            h[DLOPT_HYPER_ETAPLUS],
            safe_eps(h[DLOPT_HYPER_STEP_SIZE_MIN], step),
            h[DLOPT_HYPER_STEP_SIZE_MAX],
            take_back ? 1.0 : 0.0};
  }

  // Where the gradient turned, the step before was sign(prev) times the step size before: to take it back needs no memory of its own.
  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    const T before = sign(state[0]), last = select(state[1] == T(0), c.first, state[1]);
    const T agreement = sign(g) * before;
    const bool turned = agreement < T(0);
    const T size = last * select(turned, c.etaminus, select(agreement > T(0), c.etaplus, T(1)));
    state[0] = select(turned, T(0), g);
    state[1] = select(size < c.smallest, c.smallest, select(size > c.largest, c.largest, size));
    return c.rate * select(turned, -c.take_back * (before * last), sign(g) * state[1]);
  }
};

} // namespace dlopt
