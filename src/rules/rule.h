// What a rule file is made of. See any of its neighbours for the five parts in their order.
#pragma once

#include "dlopt/optimizer.h"
#include "lanes/number.h"
#include "rules/hyper_row.h"

#include <cstdint>

namespace dlopt {

// Ids of hyper-parameters are below this; a group keeps its values in an array indexed by id.
inline constexpr int32_t kHyperLimit = 96;
// The most state arrays that a rule may have, and the most of them that the update of an element may see.
inline constexpr int32_t kMaxStates = 6;
inline constexpr int32_t kMaxElementStates = 4;
// The most numbers that a rule may keep for each parameter beside its arrays.
inline constexpr int32_t kMaxNumbers = 4;
// The most coefficients that a rule may have.
inline constexpr int32_t kMaxCoefs = 16;

// Part 2: one setting of a preset. Rows of one preset stand together.
struct preset_row {
  const char* preset;
  dlopt_hyper hyper;
  double value;
};

// What a state array holds: a first moment may have either sign, a second moment is never negative. Both may be kept in few bits; what else
// a rule remembers (previous gradients, points, sizes of steps, means so slow that their steps would be rounded away) stays exact.
enum class state_moment : int32_t { none = DLOPT_MOMENT_NONE, first = DLOPT_MOMENT_FIRST, second = DLOPT_MOMENT_SECOND };

// Part 3: one state array, of the parameter's arithmetic type unless the parameter asks for fewer bits.
struct state_row {
  const char* name;
  const char* doc;
  dlopt_hyper needed_by; // kept while this hyper-parameter is not 0; 0: always
  dlopt_hyper initial;   // starts from the value of this hyper-parameter; 0: from zero
  state_moment moment = state_moment::none;
  int32_t shape = DLOPT_STATE_ELEMENTS; // DLOPT_STATE_...: the parameter's, or a smaller one
};

// The states of a rule; one without arrays has no member `states`.
struct state_table {
  const state_row* rows;
  int32_t count;
};
template <class Rule, class = void> inline constexpr state_table states_of = {nullptr, 0};
template <class Rule>
inline constexpr state_table states_of<Rule, decltype(void(Rule::states))> = {Rule::states,
                                                                              int32_t(sizeof(Rule::states) / sizeof(state_row))};

// One number that a rule keeps for each parameter beside its arrays, or for all of them together, in double.
struct number_row {
  const char* name;
  const char* doc;
  double initial;
};

// The most sums over a tensor that a rule may ask for.
inline constexpr int32_t kMaxSums = 4;

// What one element adds to a sum: a * b, multiplied and added in double.
template <class T> struct product { T a, b; };

// Hyper-parameters of one group at one step, by id; lr and weight_decay already hold the parameter's scales.
struct hyper_values {
  double value[kHyperLimit];
  double lr_part; // lr of what it was set to, or of decay_lr; without the parameter's scales
  double operator[](dlopt_hyper id) const { return value[id]; }
  bool is(dlopt_hyper id) const { return value[id] != 0; }
  bool is(dlopt_hyper id, int32_t choice) const { return value[id] == choice; }
};

// Part 4 reads this: where a parameter stands.
struct step_info {
  int64_t t;                   // 1 on the parameter's first step
  uint32_t fresh;              // bit k: state k has not seen a gradient yet
  double tiny;                 // smallest normal number of the arithmetic type
  double numbers[kMaxNumbers]; // the rule's, as `advance` made them for this step
  double shared[kMaxNumbers];  // those of all parameters together; `settle` sees them as `conclude` made them, all else as they were before
  double loss;                 // at the parameters that the gradients were taken at; NaN: not told
  double epsilon;              // of the arithmetic type: the distance from 1 to the next number
  double numel;                // elements of the parameter; only of the coefficients that `settle` makes
};

// A rule whose coefficients depend on its past steps has, besides its five parts,
//   static constexpr number_row numbers[];
//   advance(hyper_values, step_info, numbers): the numbers at the step, from those of the step before; once for each step taken.
template <class Rule, class = void> inline constexpr int32_t numbers_of = 0;
template <class Rule>
inline constexpr int32_t numbers_of<Rule, decltype(void(Rule::numbers))> = int32_t(sizeof(Rule::numbers) / sizeof(number_row));
template <class Rule, class = void> inline constexpr bool advances = false; // or its `settle` writes the numbers
template <class Rule> inline constexpr bool advances<Rule, decltype(void(&Rule::advance))> = true;

// A rule that needs norms of whole tensors has, besides its five parts,
//   static constexpr int32_t n_sums;
//   measure(coefs, g, p, state, product*): a look at one element; it may already advance the states, by coefficients that `settle` leaves
//     alone;
//   settle(hyper_values, step_info, sums, coefs, numbers): the coefficients, and the rule's numbers, once the sums of the tensor are known.
template <class Rule, class = void> inline constexpr int32_t sums_of = 0;
template <class Rule> inline constexpr int32_t sums_of<Rule, decltype(void(Rule::n_sums))> = Rule::n_sums;

// A rule that adds noise says so with a member `noisy`; its apply gets a normal deviate in place of the parameter.
template <class Rule, class = void> inline constexpr bool is_noisy = false;
template <class Rule> inline constexpr bool is_noisy<Rule, decltype(void(Rule::noisy))> = true;
// One whose step needs the sums of all tensors together has, besides those,
//   static constexpr number_row shared[]: numbers of all parameters together; they start from 0;
//   collect(hyper_values, step_info, sums, totals): adds one tensor's sums to the totals; tensor after tensor, in the order of slots;
//   conclude(hyper_values of group 0, totals, shared): the shared numbers at the step. `settle` then gets the totals in place of sums.
template <class Rule, class = void> inline constexpr int32_t shared_of = 0;
template <class Rule>
inline constexpr int32_t shared_of<Rule, decltype(void(Rule::shared))> = int32_t(sizeof(Rule::shared) / sizeof(number_row));
// A rule that cannot step without the loss has, besides its five parts,
//   needs_loss(hyper_values): whether it is so under these.
template <class Rule, class = void> inline constexpr bool asks_for_loss = false;
template <class Rule> inline constexpr bool asks_for_loss<Rule, decltype(void(Rule::needs_loss))> = true;

// A rule whose parameters stand elsewhere while training than for evaluation has, besides its five parts,
//   mode_weight(hyper_values, mode): entering a mode, they move this part of the way to state 0, which starts at the parameter.
template <class Rule, class = void> inline constexpr bool has_modes = false;
template <class Rule> inline constexpr bool has_modes<Rule, decltype(void(Rule::mode_weight))> = true;

// A rule that is told the diagonal of the Hessian has, besides its five parts,
//   static constexpr int32_t hessian_state;
//   hessian_weight(hyper_values): this state moves this part of the way to each estimate.
template <class Rule, class = void> inline constexpr bool takes_hessian = false;
template <class Rule> inline constexpr bool takes_hessian<Rule, decltype(void(Rule::hessian_weight))> = true;

// The two dimensions that a matrix of squares is made of: a row lies along `across`, a column along `down`. -1: it is not factored.
struct factored_dims {
  int32_t across, down;
};
struct tensor_shape {
  const int64_t* sizes;
  int32_t ndim;
};

// A running mean of squares that is kept as the means of its rows and of its columns where the parameter's shape allows it. The update of
// an element sees the root of its estimate, row mean * column mean / mean of all rows, among its states.
struct moment_row {
  int32_t whole; // the state that keeps it of parameters that are not factored; -1: nothing does, and the root is 1
  int32_t rows, columns;
};

// At one step: mean = stays * mean + takes * (square + eps). The mean of all rows counts as `least` at least.
struct moment_plan {
  double stays, takes, eps, least;
};

// The most factored moments that a rule may have.
inline constexpr int32_t kMaxMoments = 2;

// A rule with factored moments has, besides its five parts,
//   static constexpr moment_row moments[]: their states, which come last in `states`; to `apply`, `measure` and `deviation` the root of
//     moment k is the k-th state after the others;
//   static constexpr dlopt_hyper factored_by[]: the hyper-parameters that decide what `dims` says;
//   dims(hyper_values, tensor_shape): how parameters of this shape are factored;
//   moment(hyper_values, step_info, k): moment k at the step;
//   deviation<T, Used, k>(coefs, g, state): the number whose square enters moment k, for an element whose state it leaves alone. Moment 0
//     is made before `measure`, which such rules have, the others after `settle`.
template <class Rule, class = void> inline constexpr int32_t moments_of = 0;
template <class Rule>
inline constexpr int32_t moments_of<Rule, decltype(void(Rule::moments))> = int32_t(sizeof(Rule::moments) / sizeof(moment_row));

// A rule that keeps one number for each index of each dimension has, besides its five parts,
//   static constexpr int32_t cover_state: that state, the last one. To `apply` it is the least of the numbers that stand at the element's
//     indices, and what it leaves there, which is not negative, counts for the next;
//   cover_rises(hyper_values): whether a number is the largest that its elements have ever left there, and not just at the last step.
template <class Rule, class = void> inline constexpr int32_t cover_of = -1;
template <class Rule> inline constexpr int32_t cover_of<Rule, decltype(void(Rule::cover_state))> = Rule::cover_state;

// Rules whose states are smaller than the parameter; a driver spreads them out to the elements.
template <class Rule> inline constexpr bool has_small_states = moments_of<Rule> > 0 || cover_of<Rule> >= 0;

// A rule may say what decay beside the update takes for lr, if not lr itself:
//   decay_lr(hyper_values, coefs), once `settle` has made the coefficients.
template <class Rule, class = void> inline constexpr bool says_decay_lr = false;
template <class Rule> inline constexpr bool says_decay_lr<Rule, decltype(void(&Rule::decay_lr))> = true;

// The states that the update of an element sees: those that are not of moments, and the roots of the moments.
template <class Rule> constexpr int32_t element_states_of() {
  if constexpr (moments_of < Rule >> 0) {
    const moment_row first = Rule::moments[0];
    return (first.whole >= 0 ? first.whole : first.rows) + moments_of<Rule>;
  } else return states_of<Rule>.count;
}

// eps as the arithmetic type can hold it: never 0, so that 0 / (0 + eps) is 0 and not NaN.
inline double safe_eps(double eps, const step_info& step) { return eps > step.tiny ? eps : step.tiny; }

// Rows that several rules share word for word. What every rule has stands in common_rows.h.
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
          DLOPT_DECAY_CAUTIOUS,
          "how weight_decay acts; see dlopt_decay_mode",
          "l2 decoupled independent corrected fixed proximal l1 cautious"};
}
constexpr hyper_row eps_row(double default_value) {
  return {DLOPT_HYPER_EPS, DLOPT_KIND_REAL, "eps", default_value, 0, kLargestAmount, "keeps the denominator from zero"};
}
constexpr hyper_row fraction_row(dlopt_hyper id, const char* name, double default_value, const char* doc) {
  return {id, DLOPT_KIND_REAL, name, default_value, 0, kBelowOne, doc};
}

} // namespace dlopt
