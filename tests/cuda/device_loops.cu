#include "device_loops.h"

#include "device.h"
#include "drivers/elementwise.h"
#include "rules/rules.def"

namespace dlopt_cuda {
namespace {

using namespace dlopt;

template <class T> struct pointers {
  T* to[kMaxElementStates];
  explicit pointers(T* const* states) : to{states[0], states[1], states[2], states[3]} {}
  DLOPT_LANE T* at(int k, int64_t i) const { return to[k] ? to[k] + i : nullptr; }
};

// The driver's own loop, over one element.
template <class Rule, class T, uint32_t Used, bool L2> struct update_work {
  typename Rule::template coefficients<T> c;
  T grad_factor, l2, keep;
  T* p;
  const T* g;
  pointers<T> s;
  DLOPT_LANE void operator()(int64_t i) const {
    update_loop<Rule, T, Used, L2>(c, grad_factor, l2, keep, 1, p + i, g + i, s.at(0, i), s.at(1, i), s.at(2, i), s.at(3, i));
  }
};

template <class Rule, class T, uint32_t Used>
void update_on_device(const double* coefs, T grad_factor, T l2, T keep, int64_t n, T* p, const T* g, T* const* s) {
  const auto c = narrowed<Rule, T>(coefs);
  if (l2 == T(0)) launch(n, update_work<Rule, T, Used, false>{c, grad_factor, l2, keep, p, g, pointers<T>(s)});
  else launch(n, update_work<Rule, T, Used, true>{c, grad_factor, l2, keep, p, g, pointers<T>(s)});
}

template <class Rule, class T, uint32_t Used> struct steps_work {
  typename Rule::template coefficients<T> c;
  const T *p, *g, *noise;
  pointers<T> s;
  T* steps;
  DLOPT_LANE void operator()(int64_t i) const {
    steps_loop<Rule, T, Used>(c, 1, p + i, g + i, noise + i, s.at(0, i), s.at(1, i), s.at(2, i), s.at(3, i), steps + i);
  }
};

template <class Rule, class T, uint32_t Used>
void steps_on_device(const double* coefs, int64_t n, const T* p, const T* g, const T* noise, T* const* s, T* steps) {
  launch(n, steps_work<Rule, T, Used>{narrowed<Rule, T>(coefs), p, g, noise, pointers<T>(s), steps});
}

template <class Rule, class T, uint32_t Known, int Moment> struct deviations_work {
  typename Rule::template coefficients<T> c;
  const T* g;
  pointers<T> s;
  T* deviations;
  DLOPT_LANE void operator()(int64_t i) const {
    deviations_loop<Rule, T, Known, Moment>(c, 1, g + i, s.at(0, i), s.at(1, i), s.at(2, i), s.at(3, i), deviations + i);
  }
};

template <class Rule, class T, uint32_t Used, int Moment>
void deviations_on_device(const double* coefs, int64_t n, const T* g, T* const* s, T* deviations) {
  constexpr uint32_t known = known_with<Rule>(Used, Moment);
  launch(n, deviations_work<Rule, T, known, Moment>{narrowed<Rule, T>(coefs), g, pointers<T>(s), deviations});
}

// One part of the sums of one chunk: elements part, part + kSumParts, ... of it. The order is the host's; who adds what is the device's.
template <class Rule, class T, uint32_t Used> struct measure_work {
  typename Rule::template coefficients<T> c;
  T grad_factor, l2;
  int64_t n;
  const T *p, *g;
  pointers<T> s;
  double* parts;

  DLOPT_LANE void look(int64_t i, double* sums) const {
    T state[kMaxElementStates];
    for (int k = 0; k < kMaxElementStates; ++k)
      if (Used >> k & 1) state[k] = s.to[k][i];
    const T gradient = l2 == T(0) ? g[i] * grad_factor : g[i] * grad_factor + l2 * p[i];
    product<T> terms[sums_of<Rule>];
    Rule::template measure<T, Used>(c, gradient, p[i], state, terms);
    for (int k = 0; k < kMaxElementStates; ++k)
      if (Used >> k & 1) s.to[k][i] = state[k];
    for (int k = 0; k < sums_of<Rule>; ++k) sums[k] += double(terms[k].a) * double(terms[k].b);
  }
  DLOPT_LANE void operator()(int64_t index) const {
    const int64_t chunk = index / kSumParts, part = index % kSumParts, begin = chunk * kChunk;
    const int64_t end = begin + kChunk < n ? begin + kChunk : n;
    double sums[sums_of<Rule>] = {};
    for (int64_t i = begin + part; i < end; i += kSumParts) look(i, sums);
    for (int k = 0; k < sums_of<Rule>; ++k) parts[(chunk * sums_of<Rule> + k) * kSumParts + part] = sums[k];
  }
};

template <class Rule, class T, uint32_t Used>
void measure_on_device(const double* coefs, T grad_factor, T l2, int64_t n, const T* p, const T* g, T* const* s, double* parts) {
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  launch(chunks * kSumParts,
         measure_work<Rule, T, known_with<Rule>(Used, 1)>{narrowed<Rule, T>(coefs), grad_factor, l2, n, p, g, pointers<T>(s), parts});
}

template <class Rule, class T, uint32_t Used> constexpr device_loops<T> loops_of() {
  device_loops<T> loops = {};
  if constexpr (!is_noisy<Rule> && !has_small_states<Rule>) loops.update = update_on_device<Rule, T, Used>;
  if constexpr (sums_of<Rule> != 0) loops.measure = measure_on_device<Rule, T, Used>;
  loops.steps = steps_on_device<Rule, T, Used>;
  if constexpr (moments_of<Rule> != 0) loops.deviations[0] = deviations_on_device<Rule, T, Used, 0>;
  if constexpr (moments_of<Rule> == 2) loops.deviations[1] = deviations_on_device<Rule, T, Used, 1>;
  return loops;
}

template <class Rule, class T, uint32_t Used> constexpr device_loops<T> kLoops = loops_of<Rule, T, Used>();

// Counts down from all states, as the host's table does.
template <class Rule, class T, uint32_t Used = all_states<Rule>> const device_loops<T>* find_loops(uint32_t used) {
  if constexpr ((Used & always_kept<Rule>()) == always_kept<Rule>()) {
    if (used == Used) return &kLoops<Rule, T, Used>;
  }
  if constexpr (Used == 0) return nullptr;
  else return find_loops<Rule, T, Used - 1>(used);
}

template <class T> const device_loops<T>* find(dlopt_rule rule, uint32_t used) {
  switch (rule) {
#define DLOPT_RULE(number, NAME, rule)                                                                                                     \
  case number:                                                                                                                             \
    return find_loops<dlopt::rule, T>(used);
#include "rules/rules.def"
#undef DLOPT_RULE
  default: return nullptr;
  }
}

} // namespace

const device_loops<float>* find_device_loops_f32(dlopt_rule rule, uint32_t used) { return find<float>(rule, used); }
const device_loops<double>* find_device_loops_f64(dlopt_rule rule, uint32_t used) { return find<double>(rule, used); }

} // namespace dlopt_cuda
