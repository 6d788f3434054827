// Step counts that no test could reach step by step.
#include "checkpoint.h"

#include <cmath>

namespace dlopt_test {
namespace {

// As if so many steps had been taken.
void age(dlopt_optimizer* optimizer, int64_t steps) {
  checkpoint file(saved(optimizer));
  for (const char* key : {"dlopt.optimizer", "dlopt.param.param_0", "dlopt.param.param_1"}) file.set(key, "steps", std::to_string(steps));
  EXPECT_DLOPT(load(optimizer, file.file()));
}

TEST(Counters, GoOnIn64BitsWithFiniteSteps) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int64_t steps : {(int64_t(1) << 31) - 1, int64_t(1) << 32, int64_t(1) << 53}) {
      mixed_net net(busy_variant(rule), DLOPT_DTYPE_F32, {{4, 3}, {5}});
      ASSERT_DLOPT(net.step(1));
      age(net.optimizer.get(), steps);
      for (int t = 2; t <= 3; t++) ASSERT_DLOPT(net.step(t));
      EXPECT_EQ(steps + 2, dlopt_optimizer_steps(net.optimizer.get()));
      for (const buffer& param : net.params)
        for (double value : param.values()) ASSERT_TRUE(std::isfinite(value)) << dlopt_rule_name(rule) << " after " << steps;
    }
}

} // namespace
} // namespace dlopt_test
