// The loop of every rule that treats each element on its own.
#pragma once

#include "drivers/kernels.h"
#include "rules/rule.h"

namespace dlopt {
namespace {

// The coefficients are all of one type, so that the host can hand them over as an array of doubles whatever the rule.
template <class Rule, class T> DLOPT_LANE typename Rule::template coefficients<T> narrowed(const double* coefs) {
  using narrow = typename Rule::template coefficients<T>;
  constexpr int count = sizeof(narrow) / sizeof(T);
  static_assert(count <= kMaxCoefs, "raise kMaxCoefs");
  T values[count];
  for (int i = 0; i < count; ++i) values[i] = T(coefs[i]);
  narrow c;
  __builtin_memcpy(&c, values, sizeof c);
  return c;
}

template <class Rule, class T, uint32_t Used, bool L2>
DLOPT_LANE void update_loop(const typename Rule::template coefficients<T> c, T grad_factor, T l2, T keep, int64_t n, T* __restrict p,
                            const T* __restrict g, T* __restrict s0, T* __restrict s1, T* __restrict s2, T* __restrict s3) {
  for (int64_t i = 0; i < n; ++i) {
    const T parameter = p[i];
    T state[kMaxElementStates];
    if constexpr (Used & 1) state[0] = s0[i];
    if constexpr (Used & 2) state[1] = s1[i];
    if constexpr (Used & 4) state[2] = s2[i];
    if constexpr (Used & 8) state[3] = s3[i];
    T gradient = g[i] * grad_factor;
    if constexpr (L2) gradient = gradient + l2 * parameter;
    p[i] = keep * parameter - Rule::template apply<T, Used>(c, gradient, parameter, state);
    if constexpr (Used & 1) s0[i] = state[0];
    if constexpr (Used & 2) s1[i] = state[1];
    if constexpr (Used & 4) s2[i] = state[2];
    if constexpr (Used & 8) s3[i] = state[3];
  }
}

// Without L2 decay the loop does not even multiply by its zero: in cache that costs as much as a tenth of a step, and 0 * infinity is NaN.
template <class Rule, class T, uint32_t Used>
void update(const double* coefs, T grad_factor, T l2, T keep, int64_t n, T* p, const T* g, T* const* s) {
  const auto c = narrowed<Rule, T>(coefs);
  if (l2 == T(0)) update_loop<Rule, T, Used, false>(c, grad_factor, l2, keep, n, p, g, s[0], s[1], s[2], s[3]);
  else update_loop<Rule, T, Used, true>(c, grad_factor, l2, keep, n, p, g, s[0], s[1], s[2], s[3]);
}

template <class Rule, class T, uint32_t Used>
DLOPT_LANE void steps_loop(const typename Rule::template coefficients<T> c, int64_t n, const T* __restrict p, const T* __restrict g,
                           const T* __restrict noise, T* __restrict s0, T* __restrict s1, T* __restrict s2, T* __restrict s3,
                           T* __restrict steps) {
  for (int64_t i = 0; i < n; ++i) {
    T state[kMaxElementStates];
    if constexpr (Used & 1) state[0] = s0[i];
    if constexpr (Used & 2) state[1] = s1[i];
    if constexpr (Used & 4) state[2] = s2[i];
    if constexpr (Used & 8) state[3] = s3[i];
    if constexpr (is_noisy<Rule>) steps[i] = Rule::template apply<T, Used>(c, g[i], noise[i], state);
    else steps[i] = Rule::template apply<T, Used>(c, g[i], p[i], state);
    if constexpr (Used & 1) s0[i] = state[0];
    if constexpr (Used & 2) s1[i] = state[1];
    if constexpr (Used & 4) s2[i] = state[2];
    if constexpr (Used & 8) s3[i] = state[3];
  }
}

template <class Rule, class T, uint32_t Used>
void take_steps(const double* coefs, int64_t n, const T* p, const T* g, const T* noise, T* const* s, T* steps) {
  steps_loop<Rule, T, Used>(narrowed<Rule, T>(coefs), n, p, g, noise, s[0], s[1], s[2], s[3], steps);
}

template <class Rule, class T, uint32_t Used, bool L2>
DLOPT_LANE void measure_loop(const typename Rule::template coefficients<T> c, T grad_factor, T l2, int64_t n, const T* __restrict p,
                             const T* __restrict g, T* __restrict s0, T* __restrict s1, T* __restrict s2, T* __restrict s3,
                             double* __restrict parts) {
  constexpr int n_sums = sums_of<Rule>;
  double sums[n_sums][kSumParts];
  __builtin_memcpy(sums, parts, sizeof sums);
  const auto look = [&](int64_t i, int part) __attribute__((always_inline)) {
    T state[kMaxElementStates];
    if constexpr (Used & 1) state[0] = s0[i];
    if constexpr (Used & 2) state[1] = s1[i];
    if constexpr (Used & 4) state[2] = s2[i];
    if constexpr (Used & 8) state[3] = s3[i];
    T gradient = g[i] * grad_factor;
    if constexpr (L2) gradient = gradient + l2 * p[i];
    product<T> terms[n_sums];
    Rule::template measure<T, Used>(c, gradient, p[i], state, terms);
    if constexpr (Used & 1) s0[i] = state[0];
    if constexpr (Used & 2) s1[i] = state[1];
    if constexpr (Used & 4) s2[i] = state[2];
    if constexpr (Used & 8) s3[i] = state[3];
    for (int k = 0; k < n_sums; ++k) sums[k][part] += double(terms[k].a) * double(terms[k].b);
  };
  int64_t i = 0;
  for (; i + kSumParts <= n; i += kSumParts)
    for (int part = 0; part < kSumParts; ++part) look(i + part, part);
  for (int part = 0; i < n; ++i, ++part) look(i, part);
  __builtin_memcpy(parts, sums, sizeof sums);
}

template <class Rule, class T, uint32_t Used>
void measure(const double* coefs, T grad_factor, T l2, int64_t n, const T* p, const T* g, T* const* s, double* parts) {
  const auto c = narrowed<Rule, T>(coefs);
  if (l2 == T(0)) measure_loop<Rule, T, Used, false>(c, grad_factor, l2, n, p, g, s[0], s[1], s[2], s[3], parts);
  else measure_loop<Rule, T, Used, true>(c, grad_factor, l2, n, p, g, s[0], s[1], s[2], s[3], parts);
}

// The states that a rule's elements always see, as bits; roots of moments among them.
template <class Rule> constexpr uint32_t always_kept() {
  uint32_t bits = 0;
  for (int32_t k = 0; k < element_states_of<Rule>(); ++k)
    if (states_of<Rule>.rows[k].needed_by == 0) bits |= 1u << k;
  return bits;
}
template <class Rule> constexpr uint32_t all_states = (1u << element_states_of<Rule>()) - 1;

// Those of a set that are known when so many moments are made: the roots of the others are not.
template <class Rule> constexpr uint32_t known_with(uint32_t used, int32_t moments) {
  const int32_t missing = moments_of<Rule> > moments ? moments_of<Rule> - moments : 0;
  return used & ((1u << (element_states_of<Rule>() - missing)) - 1);
}

// One loop for each set of states that a rule may use, made by counting down from all of them.
template <class Rule, class T, uint32_t Used = all_states<Rule>> update_fn<T> find_variant(uint32_t used) {
  if constexpr (is_noisy<Rule> || has_small_states<Rule>) return nullptr; // its steps are always put into place apart
  else if constexpr ((Used & always_kept<Rule>()) == always_kept<Rule>()) {
    if (used == Used) return update<Rule, T, Used>;
  }
  if constexpr (Used == 0) return nullptr;
  else return find_variant<Rule, T, Used - 1>(used);
}

template <class Rule, class T, uint32_t Used = all_states<Rule>> steps_fn<T> find_steps_variant(uint32_t used) {
  if constexpr ((Used & always_kept<Rule>()) == always_kept<Rule>()) {
    if (used == Used) return take_steps<Rule, T, Used>;
  }
  if constexpr (Used == 0) return nullptr;
  else return find_steps_variant<Rule, T, Used - 1>(used);
}

template <class Rule, class T, uint32_t Used = all_states<Rule>> measure_fn<T> find_measure_variant(uint32_t used) {
  if constexpr (sums_of<Rule> == 0) return nullptr;
  else {
    if constexpr ((Used & always_kept<Rule>()) == always_kept<Rule>()) {
      if (used == Used) return measure<Rule, T, known_with<Rule>(Used, 1)>;
    }
    if constexpr (Used == 0) return nullptr;
    else return find_measure_variant<Rule, T, Used - 1>(used);
  }
}

template <class Rule, class T, uint32_t Used, int Moment>
DLOPT_LANE void deviations_loop(const typename Rule::template coefficients<T> c, int64_t n, const T* __restrict g, const T* __restrict s0,
                                const T* __restrict s1, const T* __restrict s2, const T* __restrict s3, T* __restrict deviations) {
  for (int64_t i = 0; i < n; ++i) {
    T state[kMaxElementStates];
    if constexpr (Used & 1) state[0] = s0[i];
    if constexpr (Used & 2) state[1] = s1[i];
    if constexpr (Used & 4) state[2] = s2[i];
    if constexpr (Used & 8) state[3] = s3[i];
    deviations[i] = Rule::template deviation<T, Used, Moment>(c, g[i], state);
  }
}

template <class Rule, class T, uint32_t Used, int Moment>
void find_deviations(const double* coefs, int64_t n, const T* g, T* const* s, T* deviations) {
  constexpr uint32_t known = known_with<Rule>(Used, Moment);
  deviations_loop<Rule, T, known, Moment>(narrowed<Rule, T>(coefs), n, g, s[0], s[1], s[2], s[3], deviations);
}

template <class Rule, class T, uint32_t Used = all_states<Rule>> deviation_fn<T> find_deviations_variant(uint32_t used, int32_t moment) {
  if constexpr (moments_of<Rule> == 0) return nullptr;
  else {
    if constexpr ((Used & always_kept<Rule>()) == always_kept<Rule>()) {
      if (used == Used && moment == 0) return find_deviations<Rule, T, Used, 0>;
      if constexpr (moments_of < Rule >> 1)
        if (used == Used && moment == 1) return find_deviations<Rule, T, Used, 1>;
    }
    if constexpr (Used == 0) return nullptr;
    else return find_deviations_variant<Rule, T, Used - 1>(used, moment);
  }
}

} // namespace
} // namespace dlopt
