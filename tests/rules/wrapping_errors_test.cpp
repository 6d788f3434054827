// What is wrong with calls of wrapped optimizers is refused, and everything stays as it was.
#include "wrapped_net.h"

#include <cmath>
#include <cstring>

namespace dlopt_test {
namespace {

// Two parameters with everything around them, perturbed or with gradients accumulated if asked.
class everything : public testing::Test {
protected:
  everything() : net(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{2, 3}, {4}}) {
    net.wrap(DLOPT_WRAPPER_EMA);
    net.wrap(DLOPT_WRAPPER_LOOKAHEAD);
    net.wrap(DLOPT_WRAPPER_SWA);
    net.wrap(DLOPT_WRAPPER_SAM);
    net.wrap(DLOPT_WRAPPER_ACCUMULATE);
    for (int t = 1; t <= 2; t++) EXPECT_DLOPT(net.try_step(t));
  }

  // All that there is, as numbers.
  std::vector<numbers> all() {
    std::vector<numbers> out = net.values();
    for (const numbers& one : net.seconds()) out.push_back(one);
    for (const char* name : {"exp_avg", "exp_avg_sq", "slow_param", "accumulated_grad", "sam_param"})
      for (int32_t slot : {0, 1}) {
        dlopt_tensor view;
        view.struct_size = sizeof view;
        const dlopt_status status = dlopt_optimizer_state(net.optimizer.get(), slot, name, &view);
        out.push_back(status ? numbers{} : values_of(view));
      }
    out.push_back({double(dlopt_optimizer_steps(net.optimizer.get()))});
    return out;
  }

  // `call` fails so, with a word in its text, and changes nothing.
  template <class Call> void refused(dlopt_status status, const char* word, Call call) {
    const std::vector<numbers> before = all();
    EXPECT_EQ(status, call()) << dlopt_last_error();
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), word)) << dlopt_last_error();
    EXPECT_TRUE(before == all()) << dlopt_last_error();
  }
  // A step with spoilt descriptions.
  void step_refused(dlopt_status status, const char* word,
                    void (*spoil)(dlopt_tensor* p, dlopt_tensor* g, dlopt_tensor* a, dlopt_step_desc& d)) {
    std::vector<buffer> grads = net.gradients(7);
    std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads), a = net.average_tensors();
    dlopt_step_desc desc = default_step();
    desc.averages = a.data();
    spoil(p.data(), g.data(), a.data(), desc);
    refused(status, word, [&] { return dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), 2, &desc); });
  }

  wrapped_net net;
};

TEST_F(everything, averages_that_are_wrong) {
  using tensors = dlopt_tensor*;
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages", [](tensors, tensors, tensors, dlopt_step_desc& d) { d.averages = nullptr; });
  step_refused(DLOPT_ERR_SHAPE, "averages[3]", [](tensors, tensors, tensors a, dlopt_step_desc&) { a[3].shape = a[0].shape; });
  step_refused(DLOPT_ERR_DTYPE, "averages[1]", [](tensors, tensors, tensors a, dlopt_step_desc&) { a[1].dtype = DLOPT_DTYPE_F64; });
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages[2]", [](tensors, tensors, tensors a, dlopt_step_desc&) { a[2].struct_size = 8; });
  step_refused(DLOPT_ERR_DEVICE, "averages[0]", [](tensors, tensors, tensors a, dlopt_step_desc&) { a[0].device_type = 77; });
}

TEST_F(everything, averages_that_overlap_something) {
  using tensors = dlopt_tensor*;
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages[1]", [](tensors p, tensors, tensors a, dlopt_step_desc&) { a[1].data = p[1].data; });
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages[1]", [](tensors, tensors g, tensors a, dlopt_step_desc&) { a[1].data = g[0].data; });
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages[3]", [](tensors, tensors, tensors a, dlopt_step_desc&) { a[3].data = a[1].data; });
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages[2]",
               [](tensors, tensors, tensors a, dlopt_step_desc&) { a[2].data = static_cast<char*>(a[1].data) + 13; });
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 0, 1)); // only averaged now
  step_refused(DLOPT_ERR_INVALID_ARGUMENT, "averages[2]", [](tensors p, tensors, tensors a, dlopt_step_desc&) { a[2].data = p[0].data; });
  ASSERT_DLOPT(net.try_step(8));
}

TEST_F(everything, deltas_of_parameters_that_are_followed_or_projected) {
  buffer matrix(DLOPT_DTYPE_F32, numbers(6)), vector(DLOPT_DTYPE_F32, numbers(4));
  std::vector<buffer> room = net.gradients(9);
  const std::vector<dlopt_tensor> deltas = net.tensors(room);
  std::vector<buffer> grads = net.gradients(7);
  const std::vector<dlopt_tensor> g = net.tensors(grads);
  dlopt_step_desc desc = default_step();
  desc.deltas = deltas.data();
  refused(DLOPT_ERR_UNSUPPORTED, "deltas", [&] { return net.step_with(g.data(), desc); });
  wrapped_net projected(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{2, 3}, {4}});
  ASSERT_DLOPT(dlopt_optimizer_param_project(projected.optimizer.get(), 0, 0, 1, 0));
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, projected.step_with(g.data(), desc));
  ASSERT_DLOPT(dlopt_optimizer_param_project(projected.optimizer.get(), 0, -INFINITY, INFINITY, 0));
  EXPECT_DLOPT(projected.step_with(g.data(), desc));
}

TEST_F(everything, fields_that_contradict_each_other_are_told_by_the_step) {
  ASSERT_DLOPT(dlopt_optimizer_wrap_set(net.optimizer.get(), 0, DLOPT_WRAP_DEBIAS, 1));
  ASSERT_DLOPT(dlopt_optimizer_wrap_set(net.optimizer.get(), 0, DLOPT_WRAP_WARMUP, DLOPT_EMA_WARMUP_TF));
  refused(DLOPT_ERR_OUT_OF_RANGE, "debias", [&] { return net.try_step(5); });
  ASSERT_DLOPT(dlopt_optimizer_wrap_set(net.optimizer.get(), 0, DLOPT_WRAP_DEBIAS, 0));
  ASSERT_DLOPT(net.try_step(5));
}

TEST_F(everything, gradients_at_the_wrong_time) {
  refused(DLOPT_ERR_STATE, "accumulated", [&] { return net.step_with(nullptr, default_step()); });
  ASSERT_DLOPT(net.accumulate(3, 1));
  refused(DLOPT_ERR_STATE, "accumulated", [&] { return net.try_step(4); });
  dlopt_step_desc desc = default_step();
  desc.max_norm = -1;
  refused(DLOPT_ERR_OUT_OF_RANGE, "max_norm", [&] { return net.step_with(nullptr, desc); }); // and what was accumulated stays
  desc = default_step();
  desc.grad_scale = 1e30;
  ASSERT_DLOPT(net.accumulate(3, 1e3));
  refused(DLOPT_ERR_OUT_OF_RANGE, "grad_scale", [&] { return net.step_with(nullptr, desc); });
  dlopt_rows rows = {};
  rows.struct_size = sizeof rows;
  desc = default_step();
  desc.rows = &rows;
  refused(DLOPT_ERR_UNSUPPORTED, "rows", [&] { return net.step_with(nullptr, desc); });
  ASSERT_DLOPT(net.step_with(nullptr, default_step()));
}

TEST_F(everything, accumulation_of_what_is_wrong) {
  ASSERT_DLOPT(net.accumulate(3, 2));
  for (double weight : {0.0, -1.0, 1e31, 1e-31, double(NAN), double(INFINITY)})
    refused(DLOPT_ERR_OUT_OF_RANGE, "weight", [&] { return net.accumulate(4, weight); });
  ASSERT_DLOPT(net.accumulate(3, 6e29));
  refused(DLOPT_ERR_OUT_OF_RANGE, "weight", [&] { return net.accumulate(4, 6e29); }); // with what is there
  std::vector<buffer> grads = net.gradients(7);
  std::vector<dlopt_tensor> g = net.tensors(grads);
  const auto call = [&] { return dlopt_optimizer_accumulate(net.optimizer.get(), g.data(), 2, 1, nullptr); };
  g[1].shape = g[0].shape;
  refused(DLOPT_ERR_SHAPE, "grads[1]", call);
  g = net.tensors(grads), g[1].dtype = DLOPT_DTYPE_I8;
  refused(DLOPT_ERR_DTYPE, "grads[1]", call);
  refused(DLOPT_ERR_INVALID_ARGUMENT, "count", [&] { return dlopt_optimizer_accumulate(net.optimizer.get(), g.data(), 1, 1, nullptr); });
  refused(DLOPT_ERR_INVALID_ARGUMENT, "grads", [&] { return dlopt_optimizer_accumulate(net.optimizer.get(), nullptr, 2, 1, nullptr); });
}

TEST_F(everything, perturbation_of_what_is_wrong) {
  refused(DLOPT_ERR_STATE, "put back", [&] { return net.put_back(); });
  std::vector<buffer> grads = net.gradients(7);
  const std::vector<dlopt_tensor> p = net.tensors(net.params);
  std::vector<dlopt_tensor> g = net.tensors(grads);
  const auto call = [&] { return dlopt_optimizer_perturb(net.optimizer.get(), p.data(), g.data(), 2); };
  g[1].shape = g[0].shape;
  refused(DLOPT_ERR_SHAPE, "grads[1]", call);
  g = net.tensors(grads), g[0].data = p[1].data;
  refused(DLOPT_ERR_INVALID_ARGUMENT, "grads[0]", call);
  for (double adaptive : {0.0, 1.0}) {
    ASSERT_DLOPT(dlopt_optimizer_wrap_set(net.optimizer.get(), 3, DLOPT_WRAP_ADAPTIVE, adaptive));
    g = net.tensors(grads);
    for (buffer::special what : {buffer::quiet_nan, buffer::infinity}) {
      grads[1].store_bits(2, what);
      refused(DLOPT_ERR_NONFINITE, "norm", call);
    }
    grads[1].assign({1, 2, 3, 4});
  }
  ASSERT_DLOPT(call());
  refused(DLOPT_ERR_STATE, "perturbed", call);
  std::vector<dlopt_tensor> without = p;
  without[1].data = nullptr;
  refused(DLOPT_ERR_INVALID_ARGUMENT, "params[1]",
          [&] { return dlopt_optimizer_perturb(net.optimizer.get(), without.data(), nullptr, 2); });
  const std::vector<dlopt_tensor> a = net.average_tensors();
  dlopt_step_desc desc = default_step();
  desc.averages = a.data();
  g[1].data = nullptr; // no gradient, but it must be put back
  refused(DLOPT_ERR_INVALID_ARGUMENT, "params[1]",
          [&] { return dlopt_optimizer_step(net.optimizer.get(), without.data(), g.data(), 2, &desc); });
  ASSERT_DLOPT(net.put_back());
}

TEST(wrapping_errors, wrappers_that_an_optimizer_cannot_have) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{3}});
  int32_t index = 77;
  for (dlopt_wrapper none : {0, -1, dlopt_wrapper_count() + 1})
    EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_wrap(net.optimizer.get(), none, &index));
  for (dlopt_wrapper once : {DLOPT_WRAPPER_LOOKAHEAD, DLOPT_WRAPPER_ACCUMULATE, DLOPT_WRAPPER_SAM}) {
    net.wrap(once);
    EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_wrap(net.optimizer.get(), once, &index));
  }
  for (int i = 0; i < 5; i++) EXPECT_EQ(3 + i, net.wrap(i % 2 ? DLOPT_WRAPPER_EMA : DLOPT_WRAPPER_SWA));
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_wrap(net.optimizer.get(), DLOPT_WRAPPER_EMA, &index));
  EXPECT_EQ(77, index);
  ASSERT_DLOPT(net.try_step(1));
}

TEST(wrapping_errors, what_wraps_nothing_is_told_so) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{3}});
  EXPECT_EQ(DLOPT_ERR_STATE, net.accumulate(1, 1));
  EXPECT_EQ(DLOPT_ERR_STATE, net.perturb(1));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, net.step_with(nullptr, default_step()));
  double value = 5;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_wrap_get(net.optimizer.get(), 0, DLOPT_WRAP_K, &value));
  net.wrap(DLOPT_WRAPPER_SAM);
  EXPECT_EQ(DLOPT_ERR_UNKNOWN_HYPER, dlopt_optimizer_wrap_get(net.optimizer.get(), 0, DLOPT_WRAP_K, &value));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "rho, eps, adaptive, eta")) << dlopt_last_error();
  EXPECT_EQ(5, value);
}

TEST(wrapping_errors, a_mode_is_not_entered_with_perturbed_parameters) {
  wrapped_net net(DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_DTYPE_F64, {{3}});
  net.wrap(DLOPT_WRAPPER_SAM);
  ASSERT_DLOPT(net.try_step(1));
  ASSERT_DLOPT(net.perturb(2));
  EXPECT_EQ(DLOPT_ERR_STATE, net.mode(DLOPT_MODE_EVAL));
  ASSERT_DLOPT(net.put_back());
  ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
  EXPECT_EQ(DLOPT_ERR_STATE, net.perturb(2));
}

} // namespace
} // namespace dlopt_test
