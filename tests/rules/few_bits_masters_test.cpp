// Parameters of 16 bits whose moments are kept in few bits, too: with a full or split master the run of an f32 parameter with such moments,
// to the bit; in every form the same bits whatever the threads, instruction sets, splits and pieces.
#include "bit_run.h"
#include "isa.h"
#include "mixed_net.h"

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384, kLength = DLOPT_STATES_MIN_NUMEL + 257;

const mixed_net::shape_list kShapes = {{kLength}, {70, 61}, {9}};

TEST(few_bits_masters, hold_the_bits_of_an_f32_run_with_the_same_moments_in_every_rule) {
  for (dlopt_rule rule : rules_with_moments())
    for (dlopt_state_form form : kFewBits)
      for (const storage& how : exact_forms()) {
        const std::string where = std::string(dlopt_rule_name(rule)) + " " + name_of(how) + " " + name_of_form(form);
        mixed_net truth(busy_variant(rule), DLOPT_DTYPE_F32, kShapes, form), got(busy_variant(rule), how, kShapes, form);
        for (int t = 1; t <= 4; t++) {
          for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->step(t));
          expect_same_run(truth, got, where + " step " + std::to_string(t));
          if (HasFatalFailure()) return;
        }
      }
}

// Steps that are put into place apart: masks, elements left out, decay of its own, factors.
TEST(few_bits_masters, hold_them_in_every_convention) {
  for (const variant& v : variants_of(DLOPT_RULE_ADAMW))
    for (dlopt_state_form form : kFewBits) {
      const std::string where = v.name + " " + name_of_form(form);
      mixed_net truth(v, DLOPT_DTYPE_F32, kShapes, form), got(v, {DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT}, kShapes, form);
      for (int t = 1; t <= 3; t++) {
        for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->step(t, default_step(), DLOPT_DTYPE_F16));
        expect_same_run(truth, got, where + " step " + std::to_string(t));
        if (HasFatalFailure()) return;
      }
    }
}

// ---- the same bits

class few_bits_masters_bits : public on_each_isa {};

std::vector<bit_case> cases() {
  std::vector<bit_case> all;
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_LAMB, DLOPT_RULE_SGD})
    for (const storage& how : stored_forms())
      for (dlopt_state_form form : kFewBits) {
        all.push_back({busy_variant(rule), how, 2, INFINITY});
        all.back().states = form;
      }
  return all;
}

std::string describe(const bit_case& c) {
  return std::string(dlopt_rule_name(c.what.rule)) + " " + name_of(c.param) + " " + name_of_form(c.states);
}

bytes truth_of(const bit_case& c, const layout& how) {
  const forced_isa plain("scalar");
  return run_bits(c, how);
}

TEST_P(few_bits_masters_bits, do_not_depend_on_the_instruction_set_threads_and_alignment) {
  for (bit_case c : cases()) {
    c.max_norm = 50;
    layout how;
    how.lengths = {kChunk + 77, 5, kLength};
    const bytes truth = truth_of(c, how);
    for (int32_t threads : {1, 2, 3, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      how.runtime = runtime.get();
      how.offset = size_t(threads) * 11 % 64;
      ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " with " << threads << " threads";
    }
  }
}

TEST_P(few_bits_masters_bits, do_not_depend_on_the_split_at_blocks) {
  for (const bit_case& c : cases()) {
    if (sees_whole_tensors(c.what.rule) || c.states == DLOPT_STATES_BF16 || c.param.master == DLOPT_MASTER_STOCHASTIC)
      continue; // random bits belong to a slot
    layout two;
    two.lengths = {DLOPT_STATES_MIN_NUMEL, DLOPT_STATES_MIN_NUMEL + 256, kLength};
    ASSERT_TRUE(truth_of(c, one_tensor(2 * DLOPT_STATES_MIN_NUMEL + 256 + kLength)) == run_bits(c, two)) << describe(c);
  }
}

// Measured while in cache, in pieces of any size: parameter, master and moments as the whole step leaves them.
TEST_P(few_bits_masters_bits, do_not_depend_on_pieces_and_observation) {
  std::vector<bit_case> all = cases();
  for (const storage& how : stored_forms()) all.push_back({busy_variant(DLOPT_RULE_ADAFACTOR), how, 2, INFINITY});
  for (bit_case& c : all) {
    c.max_norm = 0.5;
    layout how = tensors_of_shapes({{5}, {kChunk + 3}, {70, 61}});
    const bytes truth = run_bits(c, how);
    how.observed = true;
    for (int64_t piece : {int64_t(0), int64_t(1), int64_t(20000)}) {
      how.piece = piece;
      ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " in pieces of " << piece;
    }
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(few_bits_masters_bits);

} // namespace
} // namespace dlopt_test
