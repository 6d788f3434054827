// LARS: SGD with momentum whose gradient is scaled to each tensor's norm; LARC, which clips that scale.
//
// You, Gitman and Ginsburg 2017, "Large batch training of convolutional networks", algorithm 1 (trust_form separate, lr_place inside);
// Ginsburg, Gitman and You 2018, "Large batch training of convolutional networks with layer-wise adaptive rate scaling" (LARC: trust_clip).
// Departs: eps in the denominator, and a ratio of 1 where a norm is 0, as every framework has it. The defaults are timm's Lars, whose
// numbers the preset "timm" reproduces: lr outside the momentum buffer, and tensors without weight decay are left alone. "optax" is
// optax.lars: the norm of gradient and decay together, lr inside the buffer. "apex" is LARC around torch.optim.SGD. Weight decay is the
// rule's own, because the ratio scales it, too.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct lars {
  static constexpr hyper_row hypers[] = {
      lr_row(1),
      fraction_row(DLOPT_HYPER_MOMENTUM, "momentum", 0, "how much of the momentum buffer stays; 0: no buffer"),
      {DLOPT_HYPER_DAMPENING, DLOPT_KIND_REAL, "dampening", 0, 0, 1, "how much of the scaled gradient the buffer refuses"},
      {DLOPT_HYPER_NESTEROV, DLOPT_KIND_FLAG, "nesterov", 0, 0, 1, "step with gradient and buffer; needs momentum and no dampening"},
      decay_row(0),
      {DLOPT_HYPER_TRUST_COEFFICIENT, DLOPT_KIND_REAL, "trust_coefficient", 1e-3, 0, kLargestAmount,
       "what the trust ratio is multiplied by"},
      {DLOPT_HYPER_EPS, DLOPT_KIND_REAL, "eps", 1e-8, 0, kLargestAmount, "added to the norm that the trust ratio divides by"},
      {DLOPT_HYPER_TRUST_RATIO, DLOPT_KIND_CHOICE, "trust_ratio", DLOPT_TRUST_DECAYED, 0, 2,
       "which tensors are scaled: none, those with weight decay, all", "never decayed always"},
      {DLOPT_HYPER_TRUST_FORM, DLOPT_KIND_CHOICE, "trust_form", DLOPT_TRUST_SEPARATE, 0, 2, "how the ratio is made; see dlopt_trust_form",
       "separate joint larc"},
      {DLOPT_HYPER_TRUST_CLIP, DLOPT_KIND_FLAG, "trust_clip", 0, 0, 1, "the smaller of lr and the ratio in place of their product"},
      {DLOPT_HYPER_LR_PLACE, DLOPT_KIND_CHOICE, "lr_place", DLOPT_LR_OUTSIDE, 0, 1, "lr outside or inside the momentum buffer",
       "outside inside"},
      {DLOPT_HYPER_FIRST_STEP, DLOPT_KIND_CHOICE, "first_step", DLOPT_FIRST_STEP_GRADIENT, 0, 1,
       "what the buffer holds after its first gradient", "gradient zeros"},
  };
  static constexpr preset_row presets[] = {
      {"timm", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_DECAYED},
      {"timm", DLOPT_HYPER_TRUST_FORM, DLOPT_TRUST_SEPARATE},
      {"timm", DLOPT_HYPER_TRUST_CLIP, 0},
      {"timm", DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE},
      {"timm", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"optax", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_ALWAYS},
      {"optax", DLOPT_HYPER_TRUST_FORM, DLOPT_TRUST_JOINT},
      {"optax", DLOPT_HYPER_TRUST_CLIP, 0},
      {"optax", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"optax", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS},
      {"apex", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_ALWAYS},
      {"apex", DLOPT_HYPER_TRUST_FORM, DLOPT_TRUST_LARC},
      {"apex", DLOPT_HYPER_TRUST_CLIP, 1},
      {"apex", DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE},
      {"apex", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
  };

  static constexpr state_row states[] = {
      {"momentum_buffer", "running sum of scaled gradients; kept while momentum is not 0", DLOPT_HYPER_MOMENTUM, 0, state_moment::first}};
  static constexpr uint32_t kBuffer = 1;

  // d = scale * (g + decay * p); buffer = stay * buffer + take * d; the step is rate * buffer, or rate * (d + stay * buffer) (nesterov).
  template <class T> struct coefficients {
    T rate;
    T scale, decay, measured_decay;
    T stay, take, nesterov;
  };

  static const char* conflict(const hyper_values& h) {
    if (h.is(DLOPT_HYPER_NESTEROV) && !h.is(DLOPT_HYPER_MOMENTUM)) return "nesterov needs momentum > 0";
    if (h.is(DLOPT_HYPER_NESTEROV) && h.is(DLOPT_HYPER_DAMPENING)) return "nesterov needs dampening 0";
    return nullptr;
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = h[DLOPT_HYPER_LR], w = h[DLOPT_HYPER_WEIGHT_DECAY];
    const bool inside = h.is(DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE);
    const bool whole = (step.fresh & kBuffer) && h.is(DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT);
    const double measured_decay = h.is(DLOPT_HYPER_TRUST_FORM, DLOPT_TRUST_JOINT) ? w : 0;
    return {inside ? 1 : lr,        inside ? lr : 1, w, measured_decay, h[DLOPT_HYPER_MOMENTUM], whole ? 1 : 1 - h[DLOPT_HYPER_DAMPENING],
            h[DLOPT_HYPER_NESTEROV]};
  }

  static constexpr int32_t n_sums = 2;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>& c, T g, T p, T*, product<T>* terms) {
    const T u = g + c.measured_decay * p;
    terms[0] = {p, p};
    terms[1] = {u, u};
  }

  static void settle(const hyper_values& h, const step_info&, const double* sums, coefficients<double>& c, double*) {
    const double lr = h[DLOPT_HYPER_LR], w = h[DLOPT_HYPER_WEIGHT_DECAY], p = square_root(sums[0]), u = square_root(sums[1]);
    if (h.is(DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_NEVER) || (h.is(DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_DECAYED) && w == 0)) return;
    const bool moves = p != 0 && u != 0;
    if (!moves && h.is(DLOPT_HYPER_TRUST_FORM, DLOPT_TRUST_LARC)) {
      c.decay = 0;
      return;
    }
    const double beside = h.is(DLOPT_HYPER_TRUST_FORM, DLOPT_TRUST_JOINT) ? 0 : w * p;
    const double ratio = moves ? h[DLOPT_HYPER_TRUST_COEFFICIENT] * p / (u + beside + h[DLOPT_HYPER_EPS]) : 1;
    const double clipped = ratio >= lr ? 1 : ratio / lr;
    c.scale *= h.is(DLOPT_HYPER_TRUST_CLIP) ? clipped : ratio;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T p, T* state) {
    T d = c.scale * (g + c.decay * p);
    if constexpr (Used & kBuffer) {
      state[0] = c.stay * state[0] + c.take * d;
      d = select(c.nesterov != T(0), d + c.stay * state[0], state[0]);
    }
    return c.rate * d;
  }
};

} // namespace dlopt
