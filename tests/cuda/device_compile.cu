// Every rule's apply as device code: one kernel for each rule, arithmetic type and set of states that an element may see; and its look at an
// element before the step, with what its factored moments are made of, where it has them.
//
// Only compiled, never run: the script of the same name reads the PTX. Nothing in a rule may stand in the way of a CUDA back-end.
#include "drivers/elementwise.h"
#include "rules/rules.def"

namespace {

template <uint32_t Used, class T> __device__ void load(const T* states, int64_t n, int64_t i, T* state) {
  for (int k = 0; k < dlopt::kMaxElementStates; ++k)
    if (Used >> k & 1)
      state[k] = states[k * n + i];
}

template <uint32_t Used, class T> __device__ void store(const T* state, int64_t n, int64_t i, T* states) {
  for (int k = 0; k < dlopt::kMaxElementStates; ++k)
    if (Used >> k & 1)
      states[k * n + i] = state[k];
}

template <class Rule, class T, uint32_t Used>
__global__ void apply_rule(typename Rule::template coefficients<T> c, T grad_factor, int64_t n, T* p, const T* g, T* states) {
  const int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  T state[dlopt::kMaxElementStates];
  load<Used>(states, n, i, state);
  p[i] = p[i] - Rule::template apply<T, Used>(c, g[i] * grad_factor, p[i], state);
  store<Used>(state, n, i, states);
}

template <class Rule, class T, uint32_t Known>
__global__ void measure_rule(typename Rule::template coefficients<T> c, int64_t n, const T* p, const T* g, T* states, T* terms) {
  const int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  T state[dlopt::kMaxElementStates];
  load<Known>(states, n, i, state);
  dlopt::product<T> found[dlopt::sums_of<Rule>];
  Rule::template measure<T, Known>(c, g[i], p[i], state, found);
  for (int k = 0; k < dlopt::sums_of<Rule>; ++k)
    terms[k * n + i] = found[k].a * found[k].b;
  store<Known>(state, n, i, states);
}

template <class Rule, class T, uint32_t Known, int Moment>
__global__ void deviations_of_rule(typename Rule::template coefficients<T> c, int64_t n, const T* g, const T* states, T* deviations) {
  const int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  T state[dlopt::kMaxElementStates];
  load<Known>(states, n, i, state);
  deviations[i] = Rule::template deviation<T, Known, Moment>(c, g[i], state);
}

// Names a kernel for every set of states, counting down from all of them as the driver does, so that the compiler must make it.
template <class Rule, class T, uint32_t Used = dlopt::all_states<Rule>> void make_kernels(const void** kernels) {
  if constexpr ((Used & dlopt::always_kept<Rule>()) == dlopt::always_kept<Rule>()) {
    *kernels = reinterpret_cast<const void*>(apply_rule<Rule, T, Used>);
    if constexpr (dlopt::sums_of<Rule> > 0)
      *kernels = reinterpret_cast<const void*>(measure_rule<Rule, T, dlopt::known_with<Rule>(Used, 1)>);
    if constexpr (dlopt::moments_of<Rule> > 0)
      *kernels = reinterpret_cast<const void*>(deviations_of_rule<Rule, T, dlopt::known_with<Rule>(Used, 0), 0>);
    if constexpr (dlopt::moments_of<Rule> > 1)
      *kernels = reinterpret_cast<const void*>(deviations_of_rule<Rule, T, dlopt::known_with<Rule>(Used, 1), 1>);
  }
  if constexpr (Used > 0)
    make_kernels<Rule, T, Used - 1>(kernels + 1);
}

} // namespace

void make_all_kernels(const void** kernels) {
#define DLOPT_RULE(number, NAME, rule) make_kernels<dlopt::rule, float>(kernels), make_kernels<dlopt::rule, double>(kernels);
#include "rules/rules.def"
#undef DLOPT_RULE
}
