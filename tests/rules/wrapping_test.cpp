// Wrappers as part of an optimizer: their order, their life with parameters that come, go, freeze and have no gradient, clones, errors.
#include "isa.h"
#include "wrapped_net.h"

#include <cmath>
#include <cstring>

namespace dlopt_test {
namespace {

class wrapping : public on_each_isa {};

const wrapped_net::shape_list kShapes = {{2, 3}, {0}, {5}, {}};

// ---- EMA of Lookahead of SAM of accumulated AdamW, as a plain loop over the elements of one parameter

struct plain_loop {
  numbers p, m, v, slow, ema;
  int t = 0;

  explicit plain_loop(const numbers& start) : p(start), m(start.size()), v(start.size()), slow(start), ema(start.size()) {}
  void step(const numbers& g) {
    t++;
    const double before = 1 - std::pow(0.9, t), second = 1 - std::pow(0.999, t);
    for (size_t i = 0; i < p.size(); i++) {
      m[i] += (1 - 0.9) * (g[i] - m[i]);
      v[i] = 0.999 * v[i] + (1 - 0.999) * g[i] * g[i];
      p[i] = p[i] * (1 - 0.01 * 0.1) - 0.01 * (m[i] / before) / (std::sqrt(v[i] / second) + 1e-8);
      if (t % 3 == 0) p[i] = slow[i] += 0.25 * (p[i] - slow[i]);
      ema[i] = t == 1 ? p[i] : ema[i] + (1 - 0.9) * (p[i] - ema[i]);
    }
  }
};

numbers gradient_at(const numbers& w, int t) {
  numbers g = small_net::drawn({int64_t(w.size())}, uint64_t(t));
  for (size_t i = 0; i < g.size(); i++) g[i] = 0.125 * g[i] + w[i];
  return g;
}

numbers sam_gradient(const numbers& w, int t) {
  const numbers g = gradient_at(w, t);
  double squares = 0;
  for (double x : g) squares += x * x;
  numbers moved = w;
  for (size_t i = 0; i < w.size(); i++) moved[i] += 0.5 * g[i] / (std::sqrt(squares) + 1e-12);
  return gradient_at(moved, t + 1);
}

TEST_P(wrapping, ema_of_lookahead_of_sam_of_accumulated_adamw_is_the_plain_loop) {
  wrapped_net net(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F64, {{7}});
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 0.01));
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_WEIGHT_DECAY, 0.1));
  net.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_RHO, 0.5}});
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 3}, {DLOPT_WRAP_ALPHA, 0.25}});
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.9}});
  plain_loop truth(net.params[0].values());
  const auto tensor_of = [](buffer& b) { return b.tensor(); };
  for (int t = 1; t <= 60; t++) {
    numbers sum(7);
    for (int micro = 0; micro < 2; micro++) { // each with its own perturbation, as Foret et al. split a batch
      const int at = 100 * t + 10 * micro;
      buffer first(DLOPT_DTYPE_F64, gradient_at(net.params[0].values(), at));
      const dlopt_tensor p = tensor_of(net.params[0]), g = tensor_of(first);
      ASSERT_DLOPT(dlopt_optimizer_perturb(net.optimizer.get(), &p, &g, 1));
      buffer second(DLOPT_DTYPE_F64, gradient_at(net.params[0].values(), at + 1));
      const dlopt_tensor moved = tensor_of(second);
      ASSERT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), &moved, 1, micro + 1.0, nullptr));
      if (micro == 0) ASSERT_DLOPT(net.put_back());
      const numbers g_sam = sam_gradient(truth.p, at);
      for (size_t i = 0; i < sum.size(); i++) sum[i] += (micro + 1.0) / 3 * g_sam[i];
    }
    ASSERT_DLOPT(net.step_with(nullptr, default_step()));
    truth.step(sum);
    for (size_t i = 0; i < 7; i++) {
      ASSERT_NEAR(truth.p[i], net.params[0].values()[i], 1e-12) << "step " << t;
      ASSERT_NEAR(truth.ema[i], net.averages[0].values()[i], 1e-12) << "step " << t;
      ASSERT_NEAR(truth.slow[i], net.state(0, "slow_param")[i], 1e-12) << "step " << t;
    }
  }
}

// ---- order

TEST_P(wrapping, an_average_sees_the_parameter_as_the_wrapper_before_it_left_it) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{4}});
  ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1, 1, 0));
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0}}); // copies
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 1}, {DLOPT_WRAP_ALPHA, 0.5}});
  net.wrap(DLOPT_WRAPPER_SWA);
  net.params[0].assign({0, 0.5, -0.5, 1});
  buffer grad(DLOPT_DTYPE_F32, {-4000, 0, -250, 0});
  const dlopt_tensor g = grad.tensor();
  ASSERT_DLOPT(net.step_with(&g, default_step()));
  EXPECT_EQ((numbers{1, 0.5, -0.25, 1}), net.averages[0].values()) << "after rule and projection";
  EXPECT_EQ((numbers{0.5, 0.5, -0.375, 1}), net.averages[1].values()) << "after Lookahead";
  EXPECT_EQ(net.averages[1].values(), net.params[0].values());
}

TEST_P(wrapping, a_skipped_step_does_nothing_after_the_rule_but_ends_what_was_begun) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, kShapes);
  net.wrap(DLOPT_WRAPPER_EMA);
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD);
  net.wrap(DLOPT_WRAPPER_SAM);
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  const std::vector<numbers> params = net.values(), seconds = net.seconds();
  std::vector<buffer> grads = net.gradients(1);
  grads[0].store_bits(1, buffer::quiet_nan);
  ASSERT_DLOPT(net.perturb(3));
  EXPECT_NE(params, net.values());
  ASSERT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), net.tensors(grads).data(), grads.size(), 1, nullptr));
  dlopt_step_desc desc = default_step();
  desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  ASSERT_DLOPT(net.step_with(nullptr, desc));
  EXPECT_EQ(0, dlopt_optimizer_steps(net.optimizer.get()));
  EXPECT_EQ(params, net.values()) << "put back";
  EXPECT_EQ(seconds, net.seconds());
  EXPECT_EQ(DLOPT_ERR_STATE, net.step_with(nullptr, desc)) << "nothing is accumulated any more";
  dlopt_tensor view;
  view.struct_size = sizeof view;
  for (const char* name : {"slow_param", "accumulated_grad", "sam_param"})
    EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_state(net.optimizer.get(), 0, name, &view)) << name;
  ASSERT_DLOPT(net.perturb(4)); // again
}

// ---- parameters come, go, freeze, have no gradient

TEST_P(wrapping, parameters_declared_later_have_everything_and_begin_with_their_own_first_step) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{3}});
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.5}});
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
  for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net.try_step(t));
  const int64_t two = 2;
  dlopt_param_desc desc;
  ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.dtype = DLOPT_DTYPE_F64, desc.ndim = 1, desc.shape = &two;
  int32_t slot;
  ASSERT_DLOPT(dlopt_optimizer_param_add(net.optimizer.get(), &desc, &slot));
  buffer later(DLOPT_DTYPE_F64, {8, -8}), average(DLOPT_DTYPE_F64, {NAN, NAN}), grad(DLOPT_DTYPE_F64, {1000, 0}),
      old(DLOPT_DTYPE_F64, {1, 2, 3});
  const dlopt_tensor p[] = {net.params[0].tensor(), later.tensor()}, a[] = {net.averages[0].tensor(), average.tensor()},
                     g[] = {old.tensor(), grad.tensor()};
  dlopt_step_desc step = default_step();
  step.averages = a;
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p, g, 2, &step));
  EXPECT_EQ((numbers{7, -8}), average.values()) << "the first update is a copy";
  EXPECT_EQ((numbers{8, -8}), net.state(1, "slow_param")) << "taken before its first step";
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p, g, 2, &step));
  EXPECT_EQ((numbers{7, -8}), later.values()) << "8 + (6 - 8) / 2 at its own second step";
  EXPECT_EQ((numbers{6.5, -8}), average.values()) << "of 7 and 6: it was wrapped before Lookahead";
}

TEST_P(wrapping, a_removed_parameter_takes_what_was_kept_of_it_along) {
  wrapped_net net(DLOPT_RULE_ADAM, DLOPT_DTYPE_F32, {{100}, {3}});
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD);
  net.wrap(DLOPT_WRAPPER_SAM);
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  net.wrap(DLOPT_WRAPPER_SWA);
  dlopt_memory before, after;
  before.struct_size = after.struct_size = sizeof before;
  ASSERT_DLOPT(net.perturb(1));
  ASSERT_DLOPT(net.accumulate(2, 1));
  ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &before));
  ASSERT_DLOPT(dlopt_optimizer_param_remove(net.optimizer.get(), 0));
  ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &after));
  EXPECT_GE(before.state - after.state, 5 * 400);
  std::vector<dlopt_tensor> p = net.tensors(net.params), a = net.average_tensors();
  p[0].data = a[0].data = nullptr;
  dlopt_step_desc desc = default_step();
  desc.averages = a.data();
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p.data(), nullptr, 2, &desc));
  EXPECT_EQ(net.params[1].values(), net.averages[1].values());
}

TEST_P(wrapping, averages_follow_frozen_and_gradientless_parameters_where_both_buffers_are_given) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{2}, {2}, {2}, {2}});
  net.wrap(DLOPT_WRAPPER_SWA);
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 1}});
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 0, 1));
  std::vector<buffer> grads = net.gradients(1);
  std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads), a = net.average_tensors();
  g[1].data = g[2].data = nullptr; // no gradient
  p[2].data = nullptr;             // and no parameter
  a[3].data = nullptr;             // and no average
  dlopt_step_desc desc = default_step();
  desc.averages = a.data();
  const std::vector<numbers> params = net.values();
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), 4, &desc));
  EXPECT_EQ(params[0], net.averages[0].values());
  EXPECT_EQ(params[1], net.averages[1].values());
  EXPECT_EQ((numbers{1e30, 1e30}), net.averages[2].values());
  EXPECT_EQ((numbers{1e30, 1e30}), net.averages[3].values());
  EXPECT_EQ(params[0], net.values()[0]);
  EXPECT_EQ(params[1], net.values()[1]);
  EXPECT_NE(params[3], net.values()[3]);
}

// Its count of updates is its own: an average that is left out of a step, and one that comes later, weigh what they have seen.
TEST_P(wrapping, an_average_counts_only_the_updates_that_it_was_there_for) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{1}});
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 1));
  net.wrap(DLOPT_WRAPPER_SWA);
  net.params[0].assign({10});
  buffer grad(DLOPT_DTYPE_F64, {1});
  const dlopt_tensor p = net.params[0].tensor(), g = grad.tensor();
  for (int t = 1; t <= 4; t++) { // 9 8 7 6, of which 8 is not seen
    dlopt_tensor a = net.averages[0].tensor();
    if (t == 2) a.data = nullptr;
    dlopt_step_desc desc = default_step();
    desc.averages = &a;
    ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), &p, &g, 1, &desc));
  }
  EXPECT_NEAR((9.0 + 7 + 6) / 3, net.averages[0].values()[0], 1e-15);
}

// ---- accumulation

TEST_P(wrapping, gradients_of_every_type_are_accumulated_and_a_parameter_without_any_is_left_out) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
    wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{3}, {3}});
    ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 1));
    net.wrap(DLOPT_WRAPPER_ACCUMULATE);
    net.params[0].assign({0, 0, 0});
    const numbers other = net.params[1].values();
    buffer first(dtype, {1, 2, 3}), second(dtype, {5, -2, 0.5}), any(dtype, {1, 1, 1});
    dlopt_tensor g[] = {first.tensor(), any.absent()};
    double total = 0;
    ASSERT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), g, 2, 1, &total));
    g[0] = second.tensor();
    ASSERT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), g, 2, 3, &total));
    EXPECT_EQ(4, total);
    EXPECT_EQ((numbers{16, -4, 4.5}), net.state(0, "accumulated_grad"));
    dlopt_step_desc desc = default_step();
    desc.flags = DLOPT_STEP_GRAD_NORM;
    desc.grad_scale = 2;
    ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), nullptr, 2, &desc));
    EXPECT_EQ((numbers{-2, 0.5, -0.5625}), net.params[0].values());
    EXPECT_EQ(other, net.params[1].values());
    EXPECT_NEAR(std::sqrt(4 + 0.25 + 0.5625 * 0.5625), desc.grad_norm, 1e-6);
    ASSERT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), g, 2, 1, &total));
    EXPECT_EQ(1, total);
    EXPECT_EQ((numbers{5, -2, 0.5}), net.state(0, "accumulated_grad")) << "the first is assigned";
  }
}

// ---- SAM

TEST_P(wrapping, maximised_parameters_are_moved_down_and_those_without_a_gradient_stay) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{2}, {2}, {2}});
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_MAXIMIZE, 1));
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 1, 1));
  net.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_RHO, 1}, {DLOPT_WRAP_EPS, 0}});
  for (buffer& p : net.params) p.assign({1, 1});
  buffer grad(DLOPT_DTYPE_F64, {3, -4}), huge(DLOPT_DTYPE_F64, {1e100, 0});
  const dlopt_tensor g[] = {grad.tensor(), huge.tensor(), huge.absent()};
  ASSERT_DLOPT(dlopt_optimizer_perturb(net.optimizer.get(), net.tensors(net.params).data(), g, 3));
  EXPECT_NEAR(0.4, net.params[0].values()[0], 1e-15);
  EXPECT_NEAR(1.8, net.params[0].values()[1], 1e-15);
  EXPECT_EQ((numbers{1, 1}), net.params[1].values());
  EXPECT_EQ((numbers{1, 1}), net.params[2].values());
  ASSERT_DLOPT(net.put_back());
  EXPECT_EQ((numbers{1, 1}), net.params[0].values());
  buffer none(DLOPT_DTYPE_F64, {0, 0});
  const dlopt_tensor zeros[] = {none.tensor(), none.absent(), none.absent()};
  ASSERT_DLOPT(dlopt_optimizer_perturb(net.optimizer.get(), net.tensors(net.params).data(), zeros, 3));
  EXPECT_EQ((numbers{1, 1}), net.params[0].values()) << "no direction, also without eps";
}

// ---- clones

TEST_P(wrapping, a_clone_goes_on_to_the_same_bits) {
  for (bool perturbed : {false, true}) {
    wrapped_net net(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{3, 500}, {300000}, {0}, {1}}); // also larger than a MiB
    net.wrap(DLOPT_WRAPPER_SWA, {{DLOPT_WRAP_EVERY, 2}});
    net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
    net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_WARMUP, DLOPT_EMA_WARMUP_TF}});
    net.wrap(DLOPT_WRAPPER_SAM);
    net.wrap(DLOPT_WRAPPER_ACCUMULATE);
    ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1, 2, 5));
    for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net.try_step(t));
    if (perturbed) ASSERT_DLOPT(net.perturb(9));
    ASSERT_DLOPT(net.accumulate(4, 2));
    dlopt_optimizer* raw = nullptr;
    ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &raw));
    optimizer_handle copy(raw);
    const std::vector<numbers> params = net.values(), seconds = net.seconds();
    const auto go_on = [&] {
      EXPECT_DLOPT(net.accumulate(5, 1));
      EXPECT_DLOPT(net.step_with(nullptr, default_step()));
      for (int t = 6; t <= 8; t++) EXPECT_DLOPT(net.try_step(t));
      std::vector<numbers> all = net.values();
      for (const numbers& one : net.seconds()) all.push_back(one);
      all.push_back(net.state(1, "slow_param"));
      return all;
    };
    const std::vector<numbers> truth = go_on();
    for (size_t i = 0; i < params.size(); i++) net.params[i].assign(params[i]);
    for (size_t i = 0; i < seconds.size(); i++) net.averages[i].assign(seconds[i]);
    net.optimizer.swap(copy);
    EXPECT_TRUE(truth == go_on());
  }
}

// ---- one flat buffer

TEST_P(wrapping, steps_on_one_flat_buffer_work_unless_they_need_buffers_of_the_caller) {
  const optimizer_handle o = make_optimizer(DLOPT_RULE_SGD);
  int32_t index;
  ASSERT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_LR, 1));
  ASSERT_DLOPT(dlopt_optimizer_wrap(o.get(), DLOPT_WRAPPER_LOOKAHEAD, &index));
  ASSERT_DLOPT(dlopt_optimizer_wrap_set(o.get(), index, DLOPT_WRAP_K, 2));
  double w[2] = {4, 8};
  const double g[2] = {1, -1};
  for (int t = 0; t < 2; t++) ASSERT_DLOPT(dlopt_optimizer_step_f64(o.get(), w, g, 2));
  EXPECT_EQ(3, w[0]);
  EXPECT_EQ(9, w[1]);
  ASSERT_DLOPT(dlopt_optimizer_wrap(o.get(), DLOPT_WRAPPER_EMA, &index));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_step_f64(o.get(), w, g, 2));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "averages")) << dlopt_last_error();
  EXPECT_EQ(3, w[0]);
  const optimizer_handle fresh = make_optimizer(DLOPT_RULE_SGD);
  ASSERT_DLOPT(dlopt_optimizer_wrap(fresh.get(), DLOPT_WRAPPER_SWA, &index));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_step_f64(fresh.get(), w, g, 2));
  EXPECT_EQ(0, dlopt_optimizer_param_count(fresh.get())) << "the failed step leaves no declaration behind";
}

DLOPT_INSTANTIATE_ON_EACH_ISA(wrapping);

} // namespace
} // namespace dlopt_test
