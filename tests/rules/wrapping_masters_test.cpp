// Wrappers over parameters of 16 bits: they act on the numbers that parameters stand for. With a full or split master every bit is that of
// an f32 run; without, each number stays within a unit of it.
#include "isa.h"
#include "mixed_net.h"

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;

// Runs of a projection that cross chunks, and whatever is small.
const mixed_net::shape_list kShapes = {{kChunk + 1, 3}, {40, 30}, {5}, {}, {0}};

class wrapping_masters : public on_each_isa {};

// Limits are rounded to the parameter's type: these are of each.
void wrap_fully(mixed_net& net, const field_values& lookahead, bool adaptive) {
  net.wrap(DLOPT_WRAPPER_SWA);
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, lookahead);
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DEBIAS, 1}});
  net.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_ADAPTIVE, adaptive}, {DLOPT_WRAP_RHO, 2}});
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1.5, 1, 3));
  EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 1, -INFINITY, 0.875, 5));
}

// Perturbed parameters are the f32 ones, rounded, and nothing of theirs is moved beside.
void expect_perturbed(const mixed_net& truth, const mixed_net& got, const bytes& kept, const std::string& where) {
  ASSERT_TRUE(kept == got.kept()) << where;
  for (size_t slot = 0; slot < truth.params.size(); slot++) {
    const numbers wanted = truth.params[slot].values(), p = got.params[slot].values();
    for (size_t i = 0; i < p.size(); i++)
      ASSERT_EQ(rounded(got.how.dtype, wanted[i]), p[i]) << where << " slot " << slot << " element " << i;
  }
}

const field_values kLookaheads[] = {
    {{DLOPT_WRAP_K, 2}, {DLOPT_WRAP_ALPHA, 0.25}},
    {{DLOPT_WRAP_K, 3}, {DLOPT_WRAP_INITIAL, DLOPT_LOOKAHEAD_INITIAL_SYNC}, {DLOPT_WRAP_STATE, DLOPT_LOOKAHEAD_STATE_RESET}}};

TEST_P(wrapping_masters, hold_the_bits_of_an_f32_run_under_all_wrappers) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_SGD, DLOPT_RULE_LAMB})
    for (const storage& how : exact_forms())
      for (const field_values& lookahead : kLookaheads) {
        const bool adaptive = &lookahead == kLookaheads;
        mixed_net truth(busy_variant(rule), DLOPT_DTYPE_F32, kShapes), got(busy_variant(rule), how, kShapes);
        for (mixed_net* net : {&truth, &got}) wrap_fully(*net, lookahead, adaptive);
        for (int t = 1; t <= 5; t++) {
          const std::string where = std::string(dlopt_rule_name(rule)) + " " + name_of(how) + " step " + std::to_string(t);
          for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->accumulate(10 * t, 0.5));
          const bytes kept = got.kept();
          for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->perturb(10 * t + 1));
          expect_perturbed(truth, got, kept, where);
          for (mixed_net* net : {&truth, &got}) {
            ASSERT_DLOPT(net->accumulate(10 * t + 2, 3));
            dlopt_step_desc desc = default_step();
            ASSERT_DLOPT(net->step(nullptr, desc));
          }
          expect_same_run(truth, got, where);
          if (HasFatalFailure()) return;
        }
      }
}

TEST_P(wrapping_masters, hold_them_whatever_the_rule_and_the_threads) {
  const runtime_handle runtime = make_runtime(3);
  for (dlopt_rule rule : all_rules()) {
    mixed_net truth(busy_variant(rule), DLOPT_DTYPE_F32, {{40, 30}, {kChunk + 7}});
    mixed_net got(busy_variant(rule), {DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT}, truth.shapes, DLOPT_STATES_FULL, runtime.get());
    for (mixed_net* net : {&truth, &got}) {
      net->wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
      net->wrap(DLOPT_WRAPPER_SWA);
      ASSERT_DLOPT(dlopt_optimizer_param_project(net->optimizer.get(), 0, -2, 1, 3));
      for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net->step(t));
    }
    expect_same_run(truth, got, dlopt_rule_name(rule));
    if (HasFatalFailure()) return;
  }
}

// Rules with modes mix the numbers, and Sophia's Hessian is no parameter.
TEST_P(wrapping_masters, hold_them_through_modes_and_hessians) {
  for (dlopt_rule rule : {DLOPT_RULE_SCHEDULEFREE_ADAMW, DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_RULE_SOPHIA})
    for (dlopt_state_form form : {DLOPT_STATES_FULL, DLOPT_STATES_LINEAR8})
      for (const storage& how : exact_forms()) {
        mixed_net truth(busy_variant(rule), DLOPT_DTYPE_F32, {{kChunk + 70}, {5, 3}}, form);
        mixed_net got(busy_variant(rule), how, truth.shapes, form);
        for (mixed_net* net : {&truth, &got}) net->wrap(DLOPT_WRAPPER_EMA);
        for (int t = 1; t <= 4; t++) {
          const std::string where = std::string(dlopt_rule_name(rule)) + " " + name_of(how) + " step " + std::to_string(t);
          for (mixed_net* net : {&truth, &got}) {
            if (rule == DLOPT_RULE_SOPHIA) ASSERT_DLOPT(net->hessian(100 + t));
            ASSERT_DLOPT(net->step(t));
          }
          expect_same_run(truth, got, where);
          for (dlopt_mode mode : {DLOPT_MODE_EVAL, DLOPT_MODE_TRAIN}) {
            for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->mode(mode));
            expect_same_run(truth, got, where + " in another mode");
          }
          if (HasFatalFailure()) return;
        }
      }
}

// ---- forms that round: from the same numbers, each wrapped step strays by its roundings and no more

// In units of the largest magnitude that each element has had.
void expect_near(const numbers& wanted, const numbers& got, const numbers& largest, dlopt_dtype dtype, double units,
                 const std::string& where) {
  for (size_t i = 0; i < wanted.size(); i++)
    ASSERT_LE(std::fabs(wanted[i] - got[i]), units * unit_of(dtype, largest[i])) << where << " element " << i;
}

void enlarge(numbers& largest, const numbers& by) {
  largest.resize(by.size());
  for (size_t i = 0; i < by.size(); i++) largest[i] = std::max(largest[i], std::fabs(by[i]));
}

TEST(wrapping_of_rounded_parameters, stays_within_units_of_the_f32_run) {
  for (const storage& how : stored_forms()) {
    if (keeps_f32(how.master)) continue;
    variant v = busy_variant(DLOPT_RULE_SGD);
    mixed_net truth(v, DLOPT_DTYPE_F32, kShapes), got(v, how, kShapes);
    for (mixed_net* net : {&truth, &got}) {
      net->wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0}}); // shows what slow weights have not led yet
      net->wrap(DLOPT_WRAPPER_SWA);
      net->wrap(DLOPT_WRAPPER_LOOKAHEAD, kLookaheads[0]);
      net->wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.5}});
      ASSERT_DLOPT(dlopt_optimizer_param_project(net->optimizer.get(), 1, -1, 1, 0));
    }
    std::vector<numbers> largest(kShapes.size());
    for (int t = 1; t <= 8; t++) {
      const std::string where = name_of(how) + " step " + std::to_string(t);
      for (size_t slot = 0; slot < kShapes.size(); slot++)
        truth.params[slot].assign(t == 1 ? got.params[slot].values() : got.standing(slot));
      for (size_t slot = 0; slot < kShapes.size(); slot++) enlarge(largest[slot], truth.params[slot].values());
      for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->step(t));
      const size_t n = kShapes.size();
      for (size_t k = 0; k < truth.averages.size(); k++) enlarge(largest[k % n], truth.averages[k].values());
      // One rounding of the step, and one more where slow weights lead.
      for (size_t k = 0; k < truth.averages.size(); k++)
        expect_near(truth.averages[k].values(), got.averages[k].values(), largest[k % n], how.dtype, k < 2 * n ? 1 : 2, where + " average");
      for (size_t k = 0; k < n; k++) expect_near(truth.params[k].values(), got.standing(k), largest[k], how.dtype, t % 2 ? 1 : 2, where);
      for (double x : got.params[1].values())
        if (t % 2) ASSERT_TRUE(std::fabs(x) <= 1) << where << ": within its limits, but where slow weights lead";
      if (HasFatalFailure()) return;
    }
  }
}

// The averages are of what the parameter stands for, not of its 16 bits.
TEST(wrapping_of_rounded_parameters, averages_what_compensation_holds) {
  for (const storage& how : stored_forms()) {
    mixed_net net(busy_variant(DLOPT_RULE_ADAMW), how, kShapes);
    net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0}}); // copies
    for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net.step(t));
    for (size_t slot = 0; slot < kShapes.size(); slot++) EXPECT_EQ(net.standing(slot), net.averages[slot].values()) << name_of(how);
    expect_rounded_masters(net, name_of(how));
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(wrapping_masters);

} // namespace
} // namespace dlopt_test
