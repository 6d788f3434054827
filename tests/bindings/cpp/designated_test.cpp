// What C++20 adds: designated initialisers, and std::span as a buffer.
#include <dlopt.hpp>
#include <gtest/gtest.h>

#include <span>
#include <vector>

TEST(designated, initialisers_name_options) {
  dlopt::optimizer opt(
      dlopt::adamw{.lr = 1e-3, .weight_decay = 0.25, .amsgrad = true, .decay_mode = dlopt::decay_mode::l2, .preset = "torch"});
  EXPECT_EQ(1e-3, opt.get(dlopt::hyper::lr));
  EXPECT_EQ(0.25, opt.get(dlopt::hyper::weight_decay));
  EXPECT_EQ(1, opt.get(dlopt::hyper::amsgrad));
  EXPECT_EQ(DLOPT_DECAY_L2, opt.get(dlopt::hyper::decay_mode));
  opt.add({.dims = {2, 3}, .name = "w", .decay_scale = 0});
  std::vector<float> memory(12, 1);
  const std::span<float> w(memory.data(), 6), g(memory.data() + 6, 6);
  const dlopt::step_report report = opt.step({w}, {g}, {.zero_grads = true, .grad_norm = true});
  EXPECT_FLOAT_EQ(2.4494897f, static_cast<float>(report.grad_norm));
  EXPECT_EQ(0, g[5]);
  opt.follow(dlopt::hyper::lr, dlopt::schedule(dlopt::schedules::piecewise{.milestones = {1}, .values = {1, 0.5}}));
  EXPECT_EQ(0.5, opt.get(dlopt::hyper::lr));
  EXPECT_EQ(0, opt.wrap(dlopt::wrappers::ema{.decay = 0.9}));
  EXPECT_EQ(4, dlopt::scaler({.init_scale = 4}).scale());
}
