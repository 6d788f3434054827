// dlopt_optimizer_mode: the parameters of schedule-free rules turned into the average and back.
#include "isa.h"
#include "reference.h"
#include "small_net.h"

#include <cstring>

namespace dlopt_test {
namespace {

constexpr dlopt_rule kWithModes[] = {DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_RULE_SCHEDULEFREE_ADAMW};
const std::vector<std::vector<int64_t>> kShapes = {{3, 5}, {0}, {7}, {}};

class modes : public on_each_isa {};

std::vector<numbers> values(const small_net& net) {
  std::vector<numbers> all;
  for (const buffer& p : net.params) all.push_back(p.values());
  return all;
}

void set_lr(const small_net& net, double lr) { EXPECT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, lr)); }

// The average as the paper defines it: of all z so far, weighted with lr_max^2.
TEST_P(modes, eval_mode_holds_the_weighted_average_of_all_z) {
  for (dlopt_rule rule : kWithModes) {
    small_net net(rule, DLOPT_DTYPE_F64, kShapes);
    ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_WARMUP_STEPS, 4));
    set_lr(net, 0.01);
    std::vector<numbers> sum;
    for (const numbers& start : values(net)) sum.push_back(numbers(start.size()));
    double weights = 0;
    for (int t = 1; t <= 9; t++) {
      net.step(t);
      const double lr = 0.01 * std::min(1.0, t / 4.0), weight = lr * lr;
      weights += weight;
      for (int32_t slot : {0, 2, 3})
        for (size_t i = 0; i < sum[size_t(slot)].size(); i++) sum[size_t(slot)][i] += weight * net.state(slot, "z")[i];
      ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
      for (size_t slot : {0, 2, 3})
        for (size_t i = 0; i < sum[slot].size(); i++)
          EXPECT_NEAR(sum[slot][i] / weights, values(net)[slot][i], 1e-11) << dlopt_rule_name(rule) << " step " << t;
      ASSERT_DLOPT(net.mode(DLOPT_MODE_TRAIN));
    }
  }
}

TEST_P(modes, there_and_back_gives_the_parameters_to_rounding_and_leaves_the_state) {
  for (dlopt_rule rule : kWithModes)
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
      small_net net(rule, dtype, kShapes, nullptr, 1); // unaligned
      set_lr(net, 0.01);
      for (int t = 1; t <= 5; t++) net.step(t);
      const std::vector<numbers> before = values(net);
      const numbers z = net.state(0, "z");
      ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
      EXPECT_NE(before, values(net));
      ASSERT_DLOPT(net.mode(DLOPT_MODE_TRAIN));
      for (size_t slot = 0; slot < before.size(); slot++)
        for (size_t i = 0; i < before[slot].size(); i++)
          EXPECT_NEAR(before[slot][i], values(net)[slot][i], (dtype == DLOPT_DTYPE_F64 ? 1e-14 : 1e-5) * (1 + std::fabs(z[0]) + 128));
      EXPECT_EQ(z, net.state(0, "z"));
    }
}

TEST_P(modes, a_step_in_eval_mode_is_refused_and_changes_nothing) {
  for (dlopt_rule rule : kWithModes) {
    small_net net(rule, DLOPT_DTYPE_F32, kShapes);
    net.step(1);
    ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
    const std::vector<numbers> before = values(net);
    std::vector<buffer> grads = net.gradients(2);
    const std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads);
    EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), p.size(), nullptr));
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "eval mode")) << dlopt_last_error();
    EXPECT_EQ(before, values(net));
    EXPECT_EQ(1, dlopt_optimizer_steps(net.optimizer.get()));
  }
}

// The authors' package writes into the gradient buffer.
TEST_P(modes, the_gradient_buffer_is_not_overwritten) {
  for (dlopt_rule rule : kWithModes) {
    small_net net(rule, DLOPT_DTYPE_F64, kShapes);
    ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_WEIGHT_DECAY, 0.1));
    std::vector<buffer> grads = net.gradients(1, DLOPT_DTYPE_F64);
    const std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads);
    ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), p.size(), nullptr));
    for (size_t slot = 0; slot < grads.size(); slot++) EXPECT_EQ(net.gradients(1, DLOPT_DTYPE_F64)[slot].values(), grads[slot].values());
  }
}

TEST_P(modes, a_clone_is_in_the_mode_of_the_original) {
  small_net net(DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_DTYPE_F64, kShapes);
  net.step(1);
  ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
  dlopt_optimizer* copy = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &copy));
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_step(copy, net.tensors(net.params).data(), net.tensors(net.params).data(), 4, nullptr));
  net.optimizer.reset(copy);
  ASSERT_DLOPT(net.mode(DLOPT_MODE_TRAIN));
  net.step(2);
}

TEST_P(modes, the_mode_that_it_is_in_changes_nothing_and_reads_no_argument) {
  small_net net(DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_DTYPE_F64, kShapes);
  for (int t = 1; t <= 3; t++) net.step(t);
  std::vector<numbers> before = values(net);
  ASSERT_DLOPT(net.mode(DLOPT_MODE_TRAIN));
  EXPECT_EQ(before, values(net));
  ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
  before = values(net);
  ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
  EXPECT_DLOPT(dlopt_optimizer_mode(net.optimizer.get(), DLOPT_MODE_EVAL, nullptr, 99));
  EXPECT_EQ(before, values(net));
}

TEST_P(modes, rules_without_modes_take_the_call_and_go_on_stepping) {
  for (dlopt_rule rule : all_rules()) {
    small_net net(rule, DLOPT_DTYPE_F64, kShapes);
    const bool with_modes = rule == DLOPT_RULE_SCHEDULEFREE_SGD || rule == DLOPT_RULE_SCHEDULEFREE_ADAMW;
    net.step(1);
    const std::vector<numbers> before = values(net);
    ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
    if (with_modes) continue;
    EXPECT_EQ(before, values(net)) << dlopt_rule_name(rule);
    net.step(2);
    EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, net.mode(2));
  }
}

// A parameter that is wrong, the last one, keeps all from being converted.
TEST_P(modes, all_parameters_are_converted_or_none) {
  small_net net(DLOPT_RULE_SCHEDULEFREE_ADAMW, DLOPT_DTYPE_F32, kShapes);
  for (int t = 1; t <= 3; t++) net.step(t);
  const std::vector<numbers> before = values(net);
  const int64_t wrong[] = {2, 2};
  const auto refused = [&](dlopt_status status, void (*spoil)(dlopt_tensor*, const int64_t*)) {
    std::vector<dlopt_tensor> params = net.tensors(net.params);
    spoil(params.data(), wrong);
    EXPECT_EQ(status, dlopt_optimizer_mode(net.optimizer.get(), DLOPT_MODE_EVAL, params.data(), params.size())) << dlopt_last_error();
    EXPECT_EQ(before, values(net));
  };
  refused(DLOPT_ERR_INVALID_ARGUMENT, [](dlopt_tensor* p, const int64_t*) { p[3].data = nullptr; });
  refused(DLOPT_ERR_DTYPE, [](dlopt_tensor* p, const int64_t*) { p[3].dtype = DLOPT_DTYPE_F64; });
  refused(DLOPT_ERR_INVALID_ARGUMENT, [](dlopt_tensor* p, const int64_t*) { p[3].data = p[0].data; });
  refused(DLOPT_ERR_SHAPE, [](dlopt_tensor* p, const int64_t* shape) { p[2].ndim = 2, p[2].shape = shape; });
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_mode(net.optimizer.get(), DLOPT_MODE_EVAL, net.tensors(net.params).data(), 3));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_mode(net.optimizer.get(), DLOPT_MODE_EVAL, nullptr, 4));
  EXPECT_EQ(before, values(net));
  net.step(4); // still in train mode
}

TEST_P(modes, frozen_parameters_are_converted_and_untrained_ones_need_no_buffer) {
  small_net net(DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_DTYPE_F64, {{4}, {4}, {4}});
  set_lr(net, 0.5);
  for (int t = 1; t <= 3; t++) {
    std::vector<buffer> grads = net.gradients(t);
    std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads);
    g[1].data = nullptr;
    ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), 3, nullptr));
  }
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 0, 1));
  ASSERT_DLOPT(dlopt_optimizer_param_remove(net.optimizer.get(), 2));
  const std::vector<numbers> before = values(net);
  std::vector<dlopt_tensor> params = net.tensors(net.params);
  params[1].data = params[2].data = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_mode(net.optimizer.get(), DLOPT_MODE_EVAL, params.data(), 3));
  EXPECT_NE(before[0], values(net)[0]);
  EXPECT_EQ(before[1], values(net)[1]);
  EXPECT_EQ(before[2], values(net)[2]);
}

TEST_P(modes, bits_do_not_depend_on_threads_or_alignment) {
  const std::vector<std::vector<int64_t>> shapes = {{3, 16384}, {5}, {16383}};
  std::vector<numbers> truth;
  for (int32_t threads : {1, 2, 5})
    for (size_t offset : {0, 3}) {
      const runtime_handle runtime = make_runtime(threads);
      small_net net(DLOPT_RULE_SCHEDULEFREE_ADAMW, DLOPT_DTYPE_F32, shapes, runtime.get(), offset);
      for (int t = 1; t <= 2; t++) net.step(t);
      ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
      if (truth.empty()) truth = values(net);
      EXPECT_TRUE(truth == values(net)) << threads << " threads, offset " << offset;
      net.optimizer.reset();
    }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(modes);

} // namespace
} // namespace dlopt_test
