// Adafactor: gradients divided by a root mean square of which only the means of rows and columns are kept.
//
// Shazeer and Stern 2018, "Adafactor: adaptive learning rates with sublinear memory cost", algorithms 4 and 5; section 6 for the clipped
// update, 7 for beta2, 8 for the step size. Departs: nothing is divided by 0 where eps1 is 0, and a moment that comes late (see factored)
// begins with its first gradient whole, as that of step 1 does.
// The defaults are those of torch.optim.Adafactor, whose numbers the preset "torch" reproduces: eps1 is the machine's and holds roots up
// from below, the last two dimensions are factored whatever their sizes, and weight decay takes lr itself. (Its loop holds on to the eps of
// the first parameter's type; here each parameter has its own.) "optax" is optax.adafactor: eps1 is
// added to squares, the two largest dimensions are factored from 128 elements on, lr is not limited, and decay is not multiplied by it.
// "timm" is timm's Adafactor without lr (its lr is 0.01 here): the leading dimensions of convolutions, of more than 16 elements; decay
// takes the whole step size. With lr it has relative_step off and scale_parameter 0. "pytorch_optimizer" is its AdaFactor, whose second
// beta is beta2 and whose momentum must be told to keep the parameter's type. "big_vision" is timm's AdafactorBigVision, after Zhai et al.
// 2021, "Scaling vision transformers": lr alone, outside of the momentum. Amounts are not the presets': these two have 0.9 for beta1 by
// default, and 0.999 for beta2.
#pragma once

#include "lanes/repro_math.h"
#include "rules/factored_dims.h"

namespace dlopt {

struct adafactor {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-2),
      {DLOPT_HYPER_BETA2_DECAY, DLOPT_KIND_REAL, "beta2_decay", -0.8, -100, 0, "1 - t^this of the second moment stays at step t"},
      {DLOPT_HYPER_BETA2, DLOPT_KIND_REAL, "beta2", 1, 0, 1, "at most this much of the second moment stays"},
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0, "how much of the mean update stays; 0: there is none"),
      {DLOPT_HYPER_EPS1, DLOPT_KIND_REAL, "eps1", 1e-30, 0, kLargestAmount, "keeps the second moment from zero"},
      {DLOPT_HYPER_EPS2, DLOPT_KIND_REAL, "eps2", 1e-3, 0, kLargestAmount, "the RMS of a parameter counts as this at least"},
      {DLOPT_HYPER_D, DLOPT_KIND_REAL, "d", 1, 1e-30, kNoLimit, "limit of the RMS of a parameter's update, before lr"},
      decay_row(0),
      {DLOPT_HYPER_EPS_FORM, DLOPT_KIND_CHOICE, "eps_form", DLOPT_EPS_MACHINE, 0, 2, "where eps1 acts; see dlopt_eps_form",
       "machine floor added"},
      {DLOPT_HYPER_RELATIVE_STEP, DLOPT_KIND_CHOICE, "relative_step", DLOPT_RELATIVE_STEP_ON, 0, 2, "lr at a step; see dlopt_relative_step",
       "off on warmup"},
      {DLOPT_HYPER_SCALE_PARAMETER, DLOPT_KIND_FLAG, "scale_parameter", 1, 0, 1, "multiply the step by the RMS of its parameter"},
      {DLOPT_HYPER_FACTORED, DLOPT_KIND_CHOICE, "factored", DLOPT_FACTORED_LAST, 0, 3, "which dimensions; see dlopt_factored",
       "none last largest leading"},
      {DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, DLOPT_KIND_INTEGER, "min_dim_size_to_factor", 0, 0, 0x1p53,
       "dimensions of fewer elements are not factored"},
      {DLOPT_HYPER_LR_PLACE, DLOPT_KIND_CHOICE, "lr_place", DLOPT_LR_INSIDE, 0, 1, "lr outside or inside the mean update",
       "outside inside"},
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
      {DLOPT_HYPER_DECAY_BY, DLOPT_KIND_CHOICE, "decay_by", DLOPT_DECAY_BY_LR, 0, 1, "what decay takes for lr; see dlopt_decay_by",
       "lr step_size"},
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_FORM, DLOPT_EPS_MACHINE},
      {"torch", DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_ON},
      {"torch", DLOPT_HYPER_SCALE_PARAMETER, 1},
      {"torch", DLOPT_HYPER_FACTORED, DLOPT_FACTORED_LAST},
      {"torch", DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, 0},
      {"torch", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"torch", DLOPT_HYPER_DECAY_BY, DLOPT_DECAY_BY_LR},
      {"optax", DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED},
      {"optax", DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_OFF},
      {"optax", DLOPT_HYPER_SCALE_PARAMETER, 1},
      {"optax", DLOPT_HYPER_FACTORED, DLOPT_FACTORED_LARGEST},
      {"optax", DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, 128},
      {"optax", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_FIXED},
      {"optax", DLOPT_HYPER_DECAY_BY, DLOPT_DECAY_BY_LR},
      {"timm", DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED},
      {"timm", DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_ON},
      {"timm", DLOPT_HYPER_SCALE_PARAMETER, 1},
      {"timm", DLOPT_HYPER_FACTORED, DLOPT_FACTORED_LEADING},
      {"timm", DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, 17},
      {"timm", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_DECAY_BY, DLOPT_DECAY_BY_STEP_SIZE},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED},
      {"pytorch_optimizer", DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_ON},
      {"pytorch_optimizer", DLOPT_HYPER_SCALE_PARAMETER, 1},
      {"pytorch_optimizer", DLOPT_HYPER_FACTORED, DLOPT_FACTORED_LAST},
      {"pytorch_optimizer", DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, 0},
      {"pytorch_optimizer", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_BY, DLOPT_DECAY_BY_STEP_SIZE},
      {"big_vision", DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED},
      {"big_vision", DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_OFF},
      {"big_vision", DLOPT_HYPER_SCALE_PARAMETER, 0},
      {"big_vision", DLOPT_HYPER_FACTORED, DLOPT_FACTORED_LARGEST},
      {"big_vision", DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, 16},
      {"big_vision", DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE},
      {"big_vision", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"big_vision", DLOPT_HYPER_DECAY_BY, DLOPT_DECAY_BY_LR},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "running mean of updates; kept while beta1 is not 0", DLOPT_HYPER_BETA1, 0, state_moment::first},
      {"variance", "second moment: running mean of squared gradients; kept of parameters that are not factored", 0, 0},
      {"row_var", "means of the second moment along its rows; kept of factored parameters", 0, 0, state_moment::none, DLOPT_STATE_ROWS},
      {"col_var", "means of the second moment down its columns; kept of factored parameters", 0, 0, state_moment::none,
       DLOPT_STATE_COLUMNS},
  };
  static constexpr moment_row moments[] = {{1, 2, 3}};
  static constexpr uint32_t kOfMoment = 2 | 4 | 8;
  static constexpr dlopt_hyper factored_by[] = {DLOPT_HYPER_FACTORED, DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR};

  // exp_avg = beta1 * exp_avg + take * u; the step is rate * exp_avg, or rate * u where there is none.
  template <class T> struct coefficients {
    T rate;
    T beta1, take, floor, step_size;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static factored_dims dims(const hyper_values& h, tensor_shape shape) {
    return dims_by(int32_t(h[DLOPT_HYPER_FACTORED]), shape, h[DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR]);
  }

  // What the mean of all rows, and the root, are at least.
  static double floor_of(const hyper_values& h, const step_info& step) {
    if (h.is(DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED)) return 0;
    return h.is(DLOPT_HYPER_EPS_FORM, DLOPT_EPS_MACHINE) ? step.epsilon : h[DLOPT_HYPER_EPS1];
  }

  static moment_plan moment(const hyper_values& h, const step_info& step, int32_t) {
    const double decayed = repro::pow(double(step.t), h[DLOPT_HYPER_BETA2_DECAY]);
    const double takes = step.fresh & kOfMoment ? 1 : larger(decayed, 1 - h[DLOPT_HYPER_BETA2]);
    const double eps = h.is(DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED) ? h[DLOPT_HYPER_EPS1] : 0;
    return {1 - takes, takes, eps, floor_of(h, step)};
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    return {0, h[DLOPT_HYPER_BETA1], 0, safe_eps(floor_of(h, step), step), 0};
  }

  template <class T, uint32_t Used, int Moment> DLOPT_LANE static T deviation(const coefficients<T>&, T g, const T*) { return g; }

  template <class T> DLOPT_LANE static T update(const coefficients<T>& c, T g, const T* state) { return g / larger(c.floor, state[1]); }

  static constexpr int32_t n_sums = 2;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>& c, T g, T p, T* state, product<T>* terms) {
    const T u = update(c, g, state);
    terms[0] = {u, u};
    terms[1] = {p, p};
  }

  static double relative_step(const hyper_values& h, double t) {
    const double lr = h[DLOPT_HYPER_LR], limit = 1 / square_root(t);
    if (h.is(DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_OFF)) return lr;
    const double begun = h.is(DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_WARMUP) ? lr * t / 10000 : lr;
    return begun < limit ? begun : limit;
  }

  static void settle(const hyper_values& h, const step_info& step, const double* sums, coefficients<double>& c, double*) {
    c.step_size = relative_step(h, double(step.t));
    if (h.is(DLOPT_HYPER_SCALE_PARAMETER)) c.step_size *= larger(h[DLOPT_HYPER_EPS2], square_root(sums[1] / step.numel));
    const double clipped = 1 / larger(1.0, square_root(sums[0] / step.numel) / h[DLOPT_HYPER_D]);
    c.rate = c.step_size;
    c.take = clipped;
    if (!h.is(DLOPT_HYPER_BETA1)) c.rate *= clipped;
    else c.take *= 1 - c.beta1;
    if (!h.is(DLOPT_HYPER_BETA1) || h.is(DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE)) return;
    c.take *= c.step_size;
    c.rate = 1;
  }

  static double decay_lr(const hyper_values& h, const coefficients<double>& c) {
    return h.is(DLOPT_HYPER_DECAY_BY, DLOPT_DECAY_BY_STEP_SIZE) ? c.step_size : h[DLOPT_HYPER_LR];
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    const T u = update(c, g, state);
    if constexpr (!(Used & 1)) return c.rate * u;
    state[0] = c.beta1 * state[0] + c.take * u;
    return c.rate * state[0];
  }
};

} // namespace dlopt
