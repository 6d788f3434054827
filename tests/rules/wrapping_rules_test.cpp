// Wrappers around every rule: they change no bit of what the rule does, and a reset rule is a new one.
#include "variants.h"
#include "wrapped_net.h"

#include <cstring>

namespace dlopt_test {
namespace {

const wrapped_net::shape_list kShapes = {{5, 4}, {3}, {}, {2, 3, 2}};

dlopt_step_desc with_loss(int t) {
  dlopt_step_desc desc = default_step();
  desc.loss = 1.0 / t + (t % 3 == 0); // it grows now and then
  return desc;
}

bool same_bits(const std::vector<numbers>& a, const std::vector<numbers>& b) {
  bool same = a.size() == b.size();
  for (size_t i = 0; same && i < a.size(); i++)
    same = a[i].size() == b[i].size() && !std::memcmp(a[i].data(), b[i].data(), a[i].size() * sizeof(double));
  return same;
}

struct rule_and_type {
  dlopt_rule rule;
  dlopt_dtype dtype;
};
class every_rule : public testing::TestWithParam<rule_and_type> {};

// One micro-batch of weight 1, slow weights that are never come back to, a perturbation that is taken back before and by the step.
TEST_P(every_rule, steps_the_same_bits_with_wrappers_that_come_to_nothing) {
  const rule_and_type& it = GetParam();
  wrapped_net plain(it.rule, it.dtype, kShapes), wrapped(it.rule, it.dtype, kShapes);
  wrapped.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_RHO, 0.5}});
  wrapped.wrap(DLOPT_WRAPPER_ACCUMULATE, {{DLOPT_WRAP_REDUCE, DLOPT_ACCUMULATE_SUM}});
  wrapped.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 1000}});
  wrapped.wrap(DLOPT_WRAPPER_SWA);
  const std::vector<numbers> start = plain.values();
  for (int t = 1; t <= 12; t++) {
    ASSERT_DLOPT(plain.try_step(t, with_loss(t)));
    ASSERT_DLOPT(wrapped.perturb(t));
    if (t % 2) {
      ASSERT_DLOPT(wrapped.put_back());
      ASSERT_DLOPT(wrapped.perturb(t + 1));
    }
    ASSERT_DLOPT(wrapped.accumulate(t, 1));
    ASSERT_DLOPT(wrapped.step_with(nullptr, with_loss(t)));
    ASSERT_TRUE(same_bits(plain.values(), wrapped.values())) << "step " << t;
  }
  for (size_t i = 0; i < kShapes.size(); i++) EXPECT_EQ(start[i], wrapped.state(int32_t(i), "slow_param"));
}

// With alpha 1 a synchronisation leaves the parameters where they are; the rule then goes on as one that has never stepped.
TEST_P(every_rule, goes_on_as_a_new_one_after_a_synchronisation_that_resets_it) {
  const rule_and_type& it = GetParam();
  if (sees_all_tensors(it.rule)) return; // what all parameters share goes on
  if (is_noisy(it.rule)) return;         // and so does the stream of noise
  wrapped_net reset(it.rule, it.dtype, kShapes);
  reset.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 3}, {DLOPT_WRAP_ALPHA, 1}, {DLOPT_WRAP_STATE, DLOPT_LOOKAHEAD_STATE_RESET}});
  for (int round = 0; round < 3; round++) {
    wrapped_net fresh(it.rule, it.dtype, kShapes);
    for (size_t i = 0; i < kShapes.size(); i++) fresh.params[i].assign(reset.params[i].values());
    for (int t = 3 * round + 1; t <= 3 * round + 3; t++) {
      ASSERT_DLOPT(reset.try_step(t, with_loss(t)));
      ASSERT_DLOPT(fresh.try_step(t, with_loss(t)));
      ASSERT_TRUE(same_bits(reset.values(), fresh.values())) << "step " << t;
    }
  }
}

std::vector<rule_and_type> all_of_them() {
  std::vector<rule_and_type> out;
  for (dlopt_rule rule : all_rules())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) out.push_back({rule, dtype});
  return out;
}

INSTANTIATE_TEST_SUITE_P(wrapped, every_rule, testing::ValuesIn(all_of_them()),
                         [](const auto& info) { return std::string(dlopt_rule_name(info.param.rule)) + "_" + name_of(info.param.dtype); });

} // namespace
} // namespace dlopt_test
