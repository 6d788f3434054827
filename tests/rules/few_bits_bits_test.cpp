// Moments in few bits: the same bits whatever the instruction set, threads, alignment, order, split and way of the step.
#include "bit_run.h"
#include "few_bits.h"
#include "isa.h"

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;
constexpr int64_t kLength = DLOPT_STATES_MIN_NUMEL + 257;

class few_bits_bits : public on_each_isa {};

std::vector<bit_case> cases() {
  std::vector<bit_case> all;
  for (dlopt_rule rule : rules_with_moments())
    for (dlopt_state_form form : kFewBits) {
      bit_case c = {busy_variant(rule), DLOPT_DTYPE_F32, 3, INFINITY};
      c.states = form;
      all.push_back(c);
    }
  return all;
}

std::string describe(const bit_case& c) { return std::string(dlopt_rule_name(c.what.rule)) + " " + name_of_form(c.states); }

bytes truth_of(const bit_case& c, const layout& how) {
  const forced_isa plain("scalar");
  return run_bits(c, how);
}

TEST_P(few_bits_bits, do_not_depend_on_the_instruction_set_or_the_alignment) {
  for (const bit_case& c : cases()) {
    layout how = one_tensor(kLength);
    const bytes truth = truth_of(c, how);
    for (size_t offset : {0u, 1u, 4u, 33u}) {
      how.offset = offset;
      ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " offset " << offset;
    }
  }
}

TEST_P(few_bits_bits, do_not_depend_on_the_threads) {
  for (bit_case c : cases()) {
    c.steps = 2;
    c.max_norm = 50;
    layout how;
    how.lengths = {2 * kChunk + 77, 5, kLength};
    const bytes truth = truth_of(c, how);
    for (int32_t threads : {1, 2, 3, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      how.runtime = runtime.get();
      ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " with " << threads << " threads";
    }
  }
}

TEST_P(few_bits_bits, do_not_depend_on_the_split_at_blocks) {
  for (const bit_case& c : cases()) {
    if (sees_whole_tensors(c.what.rule) || is_noisy(c.what.rule) || factors(c.what.rule)) continue;
    if (c.states == DLOPT_STATES_BF16) continue; // its random bits belong to a slot
    layout two;
    two.lengths = {DLOPT_STATES_MIN_NUMEL, DLOPT_STATES_MIN_NUMEL + 256, kLength};
    layout one = one_tensor(0);
    for (int64_t n : two.lengths) one.lengths[0] += n;
    ASSERT_TRUE(truth_of(c, one) == run_bits(c, two)) << describe(c);
  }
}

// A step that is put into place apart does the same as the loop over whole blocks.
TEST_P(few_bits_bits, do_not_depend_on_the_way_of_the_step) {
  for (bit_case c : cases()) {
    if (c.what.set.count(DLOPT_HYPER_WEIGHT_DECAY))
      c.what.set[DLOPT_HYPER_WEIGHT_DECAY] = 0; // whose arithmetic the way may order otherwise
    const bytes truth = truth_of(c, one_tensor(kLength));
    c.apart = true;
    ASSERT_TRUE(truth == run_bits(c, one_tensor(kLength))) << describe(c);
  }
}

TEST_P(few_bits_bits, do_not_depend_on_the_gradient_type_that_holds_the_numbers) {
  for (const bit_case& c : cases()) {
    const bytes truth = truth_of(c, one_tensor(kLength));
    layout how = one_tensor(kLength);
    how.rotate = true;
    ASSERT_TRUE(truth == run_bits(c, how)) << describe(c);
  }
}

TEST(few_bits_tests, see_a_single_bit) {
  bit_case c = {busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, 3, INFINITY};
  bytes before;
  for (dlopt_state_form form : kFewBits) {
    c.states = form;
    const bytes now = run_bits(c, one_tensor(kLength));
    EXPECT_NE(before, now);
    before = now;
    c.what.set[DLOPT_HYPER_BETA2] *= 0.99;
    EXPECT_NE(now, run_bits(c, one_tensor(kLength))) << name_of_form(form);
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(few_bits_bits);

} // namespace
} // namespace dlopt_test
