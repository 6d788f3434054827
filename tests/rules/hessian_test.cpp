// dlopt_optimizer_hessian: estimates of the Hessian's diagonal for Sophia.
#include "isa.h"
#include "small_net.h"

#include <cmath>
#include <cstring>

namespace dlopt_test {
namespace {

class hessians : public on_each_isa {};

const std::vector<std::vector<int64_t>> kShapes = {{2, 3}, {4}, {0}};

std::vector<buffer> estimates(const std::vector<numbers>& values, dlopt_dtype dtype) {
  std::vector<buffer> out;
  for (const numbers& each : values) out.emplace_back(dtype, each);
  return out;
}

TEST_P(hessians, several_calls_between_two_steps_all_count) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
    small_net net(DLOPT_RULE_SOPHIA, DLOPT_DTYPE_F64, kShapes);
    ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_BETA2, 0.5));
    std::vector<buffer> first = estimates({{1, 2, 3, 4, 5, 6}, {-8, 0, 8, 16}, {}}, dtype);
    std::vector<buffer> second = estimates({{0, 0, 0, 0, 0, 1}, {2, 2, 2, 2}, {}}, dtype);
    ASSERT_DLOPT(net.hessian(first));
    EXPECT_EQ((numbers{0.5, 1, 1.5, 2, 2.5, 3}), net.state(0, "hessian"));
    ASSERT_DLOPT(net.hessian(second));
    EXPECT_EQ((numbers{0.25, 0.5, 0.75, 1, 1.25, 2}), net.state(0, "hessian"));
    EXPECT_EQ((numbers{-1, 1, 3, 5}), net.state(1, "hessian"));
    net.step(1);
    EXPECT_EQ((numbers{-1, 1, 3, 5}), net.state(1, "hessian")) << "a step only reads it";
    EXPECT_EQ(1, dlopt_optimizer_steps(net.optimizer.get()));
  }
}

TEST_P(hessians, a_missing_estimate_and_a_frozen_parameter_keep_theirs) {
  small_net net(DLOPT_RULE_SOPHIA, DLOPT_DTYPE_F32, kShapes);
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_BETA2, 0.5));
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 1, 1));
  std::vector<buffer> given = estimates({{2, 2, 2, 2, 2, 2}, {4, 4, 4, 4}, {}}, DLOPT_DTYPE_F32);
  ASSERT_DLOPT(net.hessian(given));
  EXPECT_EQ(numbers(6, 1), net.state(0, "hessian"));
  EXPECT_EQ(numbers(4, 0), net.state(1, "hessian"));
  std::vector<dlopt_tensor> none = net.tensors(given);
  none[0].data = none[1].data = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_hessian(net.optimizer.get(), none.data(), none.size()));
  EXPECT_EQ(numbers(6, 1), net.state(0, "hessian"));
}

// Where there is no positive curvature the clip alone bounds the step: lr in the direction of the momentum.
TEST_P(hessians, a_negative_estimate_leaves_the_element_to_the_clip) {
  small_net net(DLOPT_RULE_SOPHIA, DLOPT_DTYPE_F64, {{4}});
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 0.5));
  std::vector<buffer> given = estimates({{-1, -1e30, 0, -INFINITY}}, DLOPT_DTYPE_F64);
  ASSERT_DLOPT(net.hessian(given));
  net.params[0].assign({1, 1, 1, 1});
  buffer gradient(DLOPT_DTYPE_F64, {3, -3, 0, 1e-300});
  const dlopt_tensor p = net.params[0].tensor(), g = gradient.tensor();
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), &p, &g, 1, nullptr));
  EXPECT_EQ((numbers{0.5, 1.5, 1, 1 - 0.5 * (0.04 * 1e-300 / 1e-12)}), net.params[0].values());
}

TEST_P(hessians, an_estimate_that_is_nan_is_not_hidden_and_stays_with_its_element) {
  small_net net(DLOPT_RULE_SOPHIA, DLOPT_DTYPE_F32, {{3}});
  std::vector<buffer> given = estimates({{1, 1, 1}}, DLOPT_DTYPE_F32);
  given[0].store_bits(1, buffer::quiet_nan);
  ASSERT_DLOPT(net.hessian(given));
  given[0].assign({1, 1, 1});
  ASSERT_DLOPT(net.hessian(given));
  EXPECT_TRUE(std::isnan(net.state(0, "hessian")[1]));
  net.step(1);
  EXPECT_FALSE(std::isnan(net.params[0].values()[0]));
  EXPECT_TRUE(std::isnan(net.params[0].values()[1]));
  EXPECT_FALSE(std::isnan(net.params[0].values()[2]));
}

TEST_P(hessians, what_is_wrong_is_refused_and_changes_nothing) {
  small_net net(DLOPT_RULE_SOPHIA, DLOPT_DTYPE_F32, kShapes);
  std::vector<buffer> given = estimates({{2, 2, 2, 2, 2, 2}, {4, 4, 4, 4}, {}}, DLOPT_DTYPE_F32);
  const auto refused = [&](dlopt_status status, void (*spoil)(dlopt_tensor*)) {
    std::vector<dlopt_tensor> tensors = net.tensors(given);
    spoil(tensors.data());
    EXPECT_EQ(status, dlopt_optimizer_hessian(net.optimizer.get(), tensors.data(), tensors.size())) << dlopt_last_error();
    EXPECT_EQ(numbers(6, 0), net.state(0, "hessian"));
  };
  refused(DLOPT_ERR_SHAPE, [](dlopt_tensor* h) { h[1].shape = h[0].shape; });
  refused(DLOPT_ERR_DTYPE, [](dlopt_tensor* h) { h[1].dtype = DLOPT_DTYPE_I8; });
  refused(DLOPT_ERR_INVALID_ARGUMENT, [](dlopt_tensor* h) { h[1].struct_size = 8; });
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_hessian(net.optimizer.get(), nullptr, 3));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_hessian(net.optimizer.get(), net.tensors(given).data(), 2));
  small_net other(DLOPT_RULE_ADAM, DLOPT_DTYPE_F32, kShapes);
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, other.hessian(given));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "adam")) << dlopt_last_error();
}

TEST_P(hessians, bits_do_not_depend_on_threads) {
  const std::vector<std::vector<int64_t>> shapes = {{3, 16384}, {5}, {16383}};
  numbers truth;
  for (int32_t threads : {1, 2, 5}) {
    const runtime_handle runtime = make_runtime(threads);
    small_net net(DLOPT_RULE_SOPHIA, DLOPT_DTYPE_F32, shapes, runtime.get());
    for (int t = 1; t <= 2; t++) {
      std::vector<buffer> given = net.gradients(t, DLOPT_DTYPE_BF16);
      ASSERT_DLOPT(net.hessian(given));
    }
    numbers got = net.state(0, "hessian");
    for (double v : net.state(2, "hessian")) got.push_back(v);
    if (truth.empty()) truth = got;
    EXPECT_TRUE(truth == got) << threads << " threads";
    net.optimizer.reset();
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(hessians);

} // namespace
} // namespace dlopt_test
