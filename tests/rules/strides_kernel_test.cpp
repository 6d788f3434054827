// Kernel calls on parameters, states, gradients and deltas that are members of structures.
#include "small_net.h"

namespace dlopt_test {
namespace {

struct structure {
  float gap_before, w, exp_avg, exp_avg_sq;
  double gap_between;
  uint16_t gradient, more_gap;
  float delta;
};

TEST(strides_of_kernels, a_kernel_updates_members_of_structures) {
  constexpr int64_t n = 1000;
  constexpr int64_t stride = sizeof(structure) / sizeof(float);
  for (const bool delta : {false, true}) {
    buffer w(DLOPT_DTYPE_F32, small_net::drawn({n}, 1)), m(DLOPT_DTYPE_F32, numbers(n, 0.0)), v(DLOPT_DTYPE_F32, numbers(n, 0.0));
    buffer moved(DLOPT_DTYPE_F32, numbers(n, 0.0));
    std::vector<structure> all(n);
    std::memset(static_cast<void*>(all.data()), 0xb5, all.size() * sizeof(structure));
    const structure empty = all[0];
    const auto f32_at = [](buffer& b, int64_t i) { return reinterpret_cast<float*>(b.data())[i]; };
    for (int64_t i = 0; i < n; i++) all[size_t(i)].w = f32_at(w, i), all[size_t(i)].exp_avg = all[size_t(i)].exp_avg_sq = 0;
    for (int64_t t = 1; t <= 3; t++) {
      buffer g(DLOPT_DTYPE_BF16, small_net::drawn({n}, uint64_t(10 + t)));
      for (int64_t i = 0; i < n; i++) std::memcpy(&all[size_t(i)].gradient, g.data() + 2 * i, 2);
      void *const states[] = {m.data(), v.data()}, *const members[] = {&all[0].exp_avg, &all[0].exp_avg_sq};
      const int64_t state_strides[] = {stride, stride};
      dlopt_kernel_buffers packed, spread;
      ASSERT_DLOPT(dlopt_kernel_buffers_init(&packed, sizeof packed));
      packed.n = n, packed.grad_dtype = DLOPT_DTYPE_BF16, packed.n_states = 2, packed.clip_value = 1.5,
      packed.flags = DLOPT_STEP_ZERO_GRADS;
      spread = packed;
      packed.param = w.data(), packed.grad = g.data(), packed.states = states;
      spread.param = &all[0].w, spread.grad = &all[0].gradient, spread.states = members, spread.state_strides = state_strides;
      spread.param_stride = stride, spread.grad_stride = 2 * stride, spread.delta_stride = stride;
      if (delta) packed.delta = moved.data(), spread.delta = &all[0].delta;
      ASSERT_DLOPT(dlopt_kernel_apply(nullptr, DLOPT_RULE_ADAM, nullptr, 0, t, &packed, 0, n, nullptr));
      for (const auto& [first, past] : {std::pair<int64_t, int64_t>{600, 601}, {0, 600}, {601, n}}) // in any order
        ASSERT_DLOPT(dlopt_kernel_apply(nullptr, DLOPT_RULE_ADAM, nullptr, 0, t, &spread, first, past, nullptr));
    }
    for (int64_t i = 0; i < n; i++) {
      const structure& its = all[size_t(i)];
      structure wanted = empty;
      wanted.w = f32_at(w, i), wanted.exp_avg = f32_at(m, i), wanted.exp_avg_sq = f32_at(v, i), wanted.gradient = 0;
      if (delta) wanted.delta = f32_at(moved, i);
      ASSERT_EQ(0, std::memcmp(&wanted, &its, sizeof its)) << "structure " << i << (delta ? " with deltas" : "");
    }
  }
}

} // namespace
} // namespace dlopt_test
