// Norms, clipping, and 16-bit gradients, beside a bare AdamW step of the same parameters.
#include "session.h"

#include <benchmark/benchmark.h>

namespace bench {
namespace {

struct Case {
  Case(int64_t n, dlopt_dtype dtype)
      : session(DLOPT_RULE_ADAMW, 1, {n}), half(dtype == DLOPT_DTYPE_F32 ? 0 : static_cast<size_t>(n) * 2, 1) {
    AdamArrays& a = shared_arrays(n);
    if (dtype == DLOPT_DTYPE_F16) fill_f16(half.u16(), n);
    if (dtype == DLOPT_DTYPE_BF16) fill_bf16(half.u16(), n);
    session.bind(0, a.p.f32(), dtype == DLOPT_DTYPE_F32 ? static_cast<void*>(a.g.f32()) : half.u16(), dtype);
  }
  TensorSession session;
  Array half;
};

Step bare(const std::shared_ptr<Case>& c) {
  return [c] { c->session.step(); };
}

// The norm is far above 1 for every size, so that the factor is a real one. It is folded into the step: the gradients stay as they are.
Step clipped(const std::shared_ptr<Case>& c) {
  dlopt_step_desc desc;
  check(dlopt_step_desc_init(&desc, sizeof desc));
  desc.max_norm = 1e-3;
  return [c, desc]() mutable { c->session.step(&desc); };
}

Step norm(const std::shared_ptr<Case>& c) {
  return [c] {
    double result;
    check(dlopt_grad_norm(nullptr, c->session.grads().data(), 1, 2.0, &result, nullptr));
    benchmark::DoNotOptimize(result);
  };
}

} // namespace

void add_gradient_cases(const Plan& plan) {
  for (int64_t n : plan.rule_sizes) {
    const auto f32 = once([n] { return std::make_shared<Case>(n, DLOPT_DTYPE_F32); });
    const auto f16 = once([n] { return std::make_shared<Case>(n, DLOPT_DTYPE_F16); });
    const auto bf16 = once([n] { return std::make_shared<Case>(n, DLOPT_DTYPE_BF16); });
    add_case("gradient/step", n, 1, [f32] { return bare(f32()); });
    add_case("gradient/step_clipped", n, 1, [f32] { return clipped(f32()); });
    add_case("gradient/norm", n, 1, [f32] { return norm(f32()); });
    add_case("gradient/step_f16", n, 1, [f16] { return bare(f16()); });
    add_case("gradient/step_bf16", n, 1, [bf16] { return bare(bf16()); });
  }
}

} // namespace bench
