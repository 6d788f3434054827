// Every rule's apply as device code: one kernel for each rule, arithmetic type and set of states that the rule may keep.
//
// Only compiled, never run: the script of the same name reads the PTX. Nothing in a rule may stand in the way of a CUDA back-end.
#include "drivers/elementwise.h"
#include "rules/rules.def"

namespace {

template <class Rule, class T, uint32_t Used>
__global__ void apply_rule(typename Rule::template coefficients<T> c, T grad_factor, int64_t n, T* p, const T* g, T* states) {
  const int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  T state[dlopt::kMaxStates];
  for (int k = 0; k < dlopt::kMaxStates; ++k)
    if (Used >> k & 1)
      state[k] = states[k * n + i];
  p[i] = p[i] - Rule::template apply<T, Used>(c, g[i] * grad_factor, p[i], state);
  for (int k = 0; k < dlopt::kMaxStates; ++k)
    if (Used >> k & 1)
      states[k * n + i] = state[k];
}

// Names a kernel for every set of states, counting down from all of them as the driver does, so that the compiler must make it.
template <class Rule, class T, uint32_t Used = dlopt::all_states<Rule>> void make_kernels(const void** kernels) {
  if constexpr ((Used & dlopt::always_kept<Rule>()) == dlopt::always_kept<Rule>())
    *kernels = reinterpret_cast<const void*>(apply_rule<Rule, T, Used>);
  if constexpr (Used > 0)
    make_kernels<Rule, T, Used - 1>(kernels + 1);
}

} // namespace

void make_all_kernels(const void** kernels) {
#define DLOPT_RULE(number, NAME, rule) make_kernels<dlopt::rule, float>(kernels), make_kernels<dlopt::rule, double>(kernels);
#include "rules/rules.def"
#undef DLOPT_RULE
}
