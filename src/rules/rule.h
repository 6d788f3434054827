// What a rule file is made of. See any of its neighbours for the five parts in their order.
#pragma once

#include "dlopt/optimizer.h"
#include "lanes/number.h"
#include "rules/hyper_row.h"

#include <cstdint>

namespace dlopt {

// Ids of hyper-parameters are below this; a group keeps its values in an array indexed by id.
inline constexpr int32_t kHyperLimit = 23;
// The most state arrays that a rule may have.
inline constexpr int32_t kMaxStates = 4;
// The most coefficients that a rule may have.
inline constexpr int32_t kMaxCoefs = 16;

// Part 2: one setting of a preset. Rows of one preset stand together.
struct preset_row {
  const char* preset;
  dlopt_hyper hyper;
  double value;
};

// Part 3: one state array, of the parameter's shape and arithmetic type.
struct state_row {
  const char* name;
  const char* doc;
  dlopt_hyper needed_by; // kept while this hyper-parameter is not 0; 0: always
  dlopt_hyper initial;   // starts from the value of this hyper-parameter; 0: from zero
};

// The most sums over a tensor that a rule may ask for.
inline constexpr int32_t kMaxSums = 4;

// What one element adds to a sum: a * b, multiplied and added in double.
template <class T> struct product {
  T a, b;
};

// Hyper-parameters of one group at one step, by id; lr and weight_decay already hold the parameter's scales.
struct hyper_values {
  double value[kHyperLimit];
  double operator[](dlopt_hyper id) const { return value[id]; }
  bool is(dlopt_hyper id) const { return value[id] != 0; }
  bool is(dlopt_hyper id, int32_t choice) const { return value[id] == choice; }
};

// Part 4 reads this: where a parameter stands.
struct step_info {
  int64_t t;      // 1 on the parameter's first step
  uint32_t fresh; // bit k: state k has not seen a gradient yet
  double tiny;    // smallest normal number of the arithmetic type
};

// A rule that needs norms of whole tensors has, besides its five parts,
//   static constexpr int32_t n_sums;
//   measure(coefs, g, p, state, product*): a look at one element; it may already advance the states;
//   settle(hyper_values, step_info, sums, coefs): the coefficients once the sums of the tensor are known.
template <class Rule, class = void> inline constexpr int32_t sums_of = 0;
template <class Rule> inline constexpr int32_t sums_of<Rule, decltype(void(Rule::n_sums))> = Rule::n_sums;

// eps as the arithmetic type can hold it: never 0, so that 0 / (0 + eps) is 0 and not NaN.
inline double safe_eps(double eps, const step_info& step) { return eps > step.tiny ? eps : step.tiny; }

// Rows that several rules share word for word.
inline constexpr hyper_row kMaximizeRow = {DLOPT_HYPER_MAXIMIZE, DLOPT_KIND_FLAG, "maximize", 0, 0, 1, "climb instead of descend"};

constexpr hyper_row lr_row(double default_value) {
  return {DLOPT_HYPER_LR, DLOPT_KIND_REAL, "lr", default_value, 0, kLargestAmount, "learning rate"};
}
constexpr hyper_row decay_row(double default_value) {
  return {
      DLOPT_HYPER_WEIGHT_DECAY, DLOPT_KIND_REAL, "weight_decay", default_value, 0, kLargestAmount, "pull of the parameters towards zero"};
}
constexpr hyper_row decay_mode_row(int32_t default_value) {
  return {DLOPT_HYPER_DECAY_MODE,
          DLOPT_KIND_CHOICE,
          "decay_mode",
          double(default_value),
          0,
          1,
          "l2: added to the gradient; decoupled: p *= 1 - lr weight_decay",
          "l2 decoupled"};
}
inline constexpr hyper_row kDecayOrderRow = {
    DLOPT_HYPER_DECAY_ORDER, DLOPT_KIND_CHOICE, "decay_order", DLOPT_DECAY_BEFORE, 0, 1, "decoupled decay before or after the update",
    "before after"};
constexpr hyper_row eps_row(double default_value) {
  return {DLOPT_HYPER_EPS, DLOPT_KIND_REAL, "eps", default_value, 0, kLargestAmount, "keeps the denominator from zero"};
}
constexpr hyper_row fraction_row(dlopt_hyper id, const char* name, double default_value, const char* doc) {
  return {id, DLOPT_KIND_REAL, name, default_value, 0, kBelowOne, doc};
}

} // namespace dlopt
