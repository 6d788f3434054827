// Every schedule of schedules.txt at every step, in order and out of order, alone and followed by an optimizer.
#include "isa.h"
#include "schedule_build.h"

#include <cmath>
#include <functional>

namespace dlopt_test {
namespace {

constexpr double kBound = 1e-13; // relative; the schedules in use stay away from zero crossings

void expect_close(double truth, double got, const std::string& where) {
  EXPECT_LE(std::fabs(got - truth), kBound * std::fabs(truth)) << where << ": got " << got << ", wanted " << truth;
}

TEST(schedules, agree_with_the_vectors_at_every_step) {
  for (const schedule_record& record : all_vectors().schedules) {
    std::map<int64_t, double> got = values_of(all_vectors(), record);
    for (const auto& [when, truth] : record.values) expect_close(truth, got[when], record.name + " at " + std::to_string(when));
  }
}

TEST(schedules, do_not_depend_on_the_order_of_questions) {
  for (const schedule_record& record : all_vectors().schedules) {
    if (!record.metrics.empty()) continue; // a plateau has a past
    const schedule_handle forward = build_schedule(all_vectors(), record), backward = build_schedule(all_vectors(), record);
    std::map<int64_t, double> first;
    for (const auto& row : record.values) first[row.first] = value_at(forward.get(), row.first);
    for (auto row = record.values.rbegin(); row != record.values.rend(); ++row)
      EXPECT_EQ(first[row->first], value_at(backward.get(), row->first)) << record.name << " step " << row->first;
  }
}

// A composition keeps copies: its children may go or change.
TEST(schedules, compositions_do_not_see_later_changes_of_their_children) {
  const schedule_handle child = make_schedule(DLOPT_SCHEDULE_CONSTANT, {{"base", "0.25"}});
  const dlopt_schedule* children[] = {child.get(), child.get()};
  dlopt_schedule* raw = nullptr;
  ASSERT_DLOPT(dlopt_schedule_product(nullptr, children, 2, &raw));
  const schedule_handle product(raw);
  ASSERT_DLOPT(dlopt_schedule_set(child.get(), DLOPT_FIELD_BASE, 0.5));
  EXPECT_EQ(0.0625, value_at(product.get(), 3));
}

// p -= lr * 1 tells lr at each step; step T of the optimizer is taken with the value at T - 1.
TEST(schedules, an_optimizer_follows_them_from_step_zero) {
  for (const schedule_record& record : all_vectors().schedules) {
    const schedule_handle schedule = build_schedule(all_vectors(), record);
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
    ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), -1, DLOPT_HYPER_LR, schedule.get()));
    const double gradient = -1;
    for (int64_t t = 0; t < 40; t++) {
      const double expected = value_at(schedule.get(), t);
      double next = NAN, param = 0;
      ASSERT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_LR, &next));
      ASSERT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &param, &gradient, 1));
      EXPECT_EQ(expected, next) << record.name << " step " << t;
      EXPECT_EQ(expected, param) << record.name << " step " << t;
    }
  }
}

TEST(schedules, stop_following_gives_the_old_value_back) {
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  const schedule_handle schedule = make_schedule(DLOPT_SCHEDULE_CONSTANT, {{"base", "0.5"}});
  double lr = 0;
  ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, 0.125));
  ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), 0, DLOPT_HYPER_LR, schedule.get()));
  ASSERT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_LR, &lr));
  EXPECT_EQ(0.5, lr);
  ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), 0, DLOPT_HYPER_LR, nullptr));
  ASSERT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_LR, &lr));
  EXPECT_EQ(0.125, lr);
}

// Lists belong to the schedule: they can be read back, replaced, emptied, and copies have their own.
TEST(schedules, lists_are_copied) {
  numbers steps = {2, 5, 5};
  const schedule_handle drops = make_schedule(DLOPT_SCHEDULE_MULTI_STEP, {{"gamma", "0.5"}}, {{"milestones", steps}});
  const dlopt_schedule* children[] = {drops.get()};
  dlopt_schedule* raw = nullptr;
  ASSERT_DLOPT(dlopt_schedule_product(nullptr, children, 1, &raw));
  const schedule_handle copy(raw);
  const double* values = nullptr;
  size_t count = 0;
  ASSERT_DLOPT(dlopt_schedule_get_list(drops.get(), DLOPT_FIELD_MILESTONES, &values, &count));
  EXPECT_EQ(steps, numbers(values, values + count));
  ASSERT_DLOPT(dlopt_schedule_set_list(drops.get(), DLOPT_FIELD_MILESTONES, values + 2, 1)); // from its own memory
  EXPECT_EQ(0.5, value_at(drops.get(), 5));
  ASSERT_DLOPT(dlopt_schedule_set_list(drops.get(), DLOPT_FIELD_MILESTONES, nullptr, 0));
  EXPECT_EQ(1, value_at(drops.get(), 5));
  EXPECT_EQ(0.125, value_at(copy.get(), 5));
  ASSERT_DLOPT(dlopt_schedule_get_list(drops.get(), DLOPT_FIELD_MILESTONES, &values, &count));
  EXPECT_EQ(nullptr, values);
  EXPECT_EQ(0u, count);
}

// A plateau and its copies go on from the same past and then live apart; compositions and optimizers pass reports on to what they hold.
TEST(schedules, reports_reach_every_plateau) {
  const schedule_handle plateau = make_schedule(DLOPT_SCHEDULE_PLATEAU, {{"gamma", "0.5"}, {"patience", "0"}});
  const schedule_handle half = make_schedule(DLOPT_SCHEDULE_CONSTANT, {{"base", "0.5"}});
  ASSERT_DLOPT(dlopt_schedule_report(plateau.get(), 1));
  const dlopt_schedule* children[] = {half.get(), plateau.get(), plateau.get()};
  dlopt_schedule* raw = nullptr;
  ASSERT_DLOPT(dlopt_schedule_product(nullptr, children, 3, &raw));
  const schedule_handle product(raw);
  ASSERT_DLOPT(dlopt_schedule_report(plateau.get(), 1)); // no better than the first
  EXPECT_EQ(0.5, value_at(plateau.get(), 0));
  EXPECT_EQ(0.5, value_at(product.get(), 0));
  ASSERT_DLOPT(dlopt_schedule_report(product.get(), 2));
  EXPECT_EQ(0.125, value_at(product.get(), 0));
  EXPECT_EQ(0.5, value_at(plateau.get(), 0));
}

TEST(schedules, an_optimizer_passes_reports_on) {
  const schedule_handle plateau = make_schedule(DLOPT_SCHEDULE_PLATEAU, {{"base", "0.5"}, {"gamma", "0.5"}, {"patience", "1"}});
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAMW);
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_report(optimizer.get(), 1));
  ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), 0, DLOPT_HYPER_WEIGHT_DECAY, plateau.get()));
  int32_t group = 0;
  for (double metric : {3.0, 2.0, 2.0}) ASSERT_DLOPT(dlopt_optimizer_report(optimizer.get(), metric));
  ASSERT_DLOPT(dlopt_optimizer_group_add(optimizer.get(), &group));
  dlopt_optimizer* raw = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_clone(optimizer.get(), &raw));
  const optimizer_handle clone(raw);
  ASSERT_DLOPT(dlopt_optimizer_report(clone.get(), 2));
  for (int32_t g : {0, group}) {
    double told = 0, spared = 0;
    ASSERT_DLOPT(dlopt_optimizer_group_get(clone.get(), g, DLOPT_HYPER_WEIGHT_DECAY, &told));
    ASSERT_DLOPT(dlopt_optimizer_group_get(optimizer.get(), g, DLOPT_HYPER_WEIGHT_DECAY, &spared));
    EXPECT_EQ(0.25, told);
    EXPECT_EQ(0.5, spared);
  }
  EXPECT_EQ(0.5, value_at(plateau.get(), 0));
}

// 1.05^t leaves the doubles somewhere past step 14000.
TEST(schedules, a_value_beyond_the_doubles_is_refused) {
  const schedule_handle growing = make_schedule(DLOPT_SCHEDULE_EXPONENTIAL, {{"gamma", "1.05"}});
  double value = 7;
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_schedule_value(growing.get(), 20000, &value));
  EXPECT_EQ(7, value);
  EXPECT_DLOPT(dlopt_schedule_value(growing.get(), 10000, &value));
}

// A record of losses that falls fastest from 1e-3 to 1e-2, is lowest at 1e-1, and ends in infinity.
TEST(schedules, range_tests_suggest_a_learning_rate) {
  const numbers lr = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10}, loss = {2.5, 2.4, 2.25, 1, 0.9, 3, INFINITY};
  double steepest = 0, minimum = 0;
  ASSERT_DLOPT(dlopt_lr_suggest(lr.data(), loss.data(), lr.size(), 0, DLOPT_SUGGESTION_STEEPEST, &steepest));
  ASSERT_DLOPT(dlopt_lr_suggest(lr.data(), loss.data(), lr.size(), 0, DLOPT_SUGGESTION_MINIMUM, &minimum));
  EXPECT_EQ(1e-3, steepest);
  EXPECT_EQ(1e-1 / 10, minimum);
}

// The rates need not grow evenly: what counts is the fall for each factor of the rate.
TEST(schedules, range_tests_measure_the_fall_over_the_logarithm) {
  const numbers lr = {1, 2, 200, 210}, loss = {3, 2.5, 1.5, 1.49};
  double steepest = 0;
  ASSERT_DLOPT(dlopt_lr_suggest(lr.data(), loss.data(), lr.size(), 0, DLOPT_SUGGESTION_STEEPEST, &steepest));
  EXPECT_EQ(1, steepest);
}

// Averages with 1/2: 4, 2.667, 4.571, 2.8, ... so that one lucky loss does not decide.
TEST(schedules, range_tests_smooth_the_losses) {
  const numbers lr = {1, 2, 4, 8, 16, 32}, loss = {4, 2, 6, 1.2, 1.3, 1.3};
  double minimum = 0;
  ASSERT_DLOPT(dlopt_lr_suggest(lr.data(), loss.data(), lr.size(), 0, DLOPT_SUGGESTION_MINIMUM, &minimum));
  EXPECT_EQ(0.8, minimum);
  ASSERT_DLOPT(dlopt_lr_suggest(lr.data(), loss.data(), lr.size(), 0.5, DLOPT_SUGGESTION_MINIMUM, &minimum));
  EXPECT_EQ(3.2, minimum);
}

// The formulas of the source documents, as they are written there: each is some kind with some fields.

void expect_formula(const schedule_handle& schedule, const std::function<double(int)>& formula, int steps = 200) {
  for (int t = 0; t < steps; t++) expect_close(formula(t), value_at(schedule.get(), t), "step " + std::to_string(t));
}

TEST(formulas_of_the_documents, step_decay_is_eta0_times_gamma_to_the_floor_of_t_over_s) {
  expect_formula(make_schedule(DLOPT_SCHEDULE_STEP, {{"base", "0.001"}, {"gamma", "0.1"}, {"step_size", "30"}}),
                 [](int t) { return 0.001 * std::pow(0.1, t / 30); });
}

TEST(formulas_of_the_documents, exponential_decay_is_eta0_times_e_to_minus_lambda_t) {
  expect_formula(make_schedule(DLOPT_SCHEDULE_EXPONENTIAL, {{"base", "0.01"}, {"lambda", "0.03"}}),
                 [](int t) { return 0.01 * std::exp(-0.03L * t); });
}

TEST(formulas_of_the_documents, exponential_decay_by_code_multiplies_by_gamma_at_each_step) {
  expect_formula(make_schedule(DLOPT_SCHEDULE_EXPONENTIAL, {{"base", "0.01"}, {"gamma", "0.95"}}),
                 [](int t) { return 0.01 * std::pow(0.95L, t); });
}

TEST(formulas_of_the_documents, cosine_annealing_goes_from_eta_max_to_eta_min_in_T) {
  const double pi = std::acos(-1.0);
  expect_formula(
      make_schedule(DLOPT_SCHEDULE_COSINE, {{"base", "0.1"}, {"final", "0.002"}, {"total_steps", "90"}, {"after_end", "repeat"}}),
      [&](int t) { return 0.002 + 0.5 * (0.1 - 0.002) * (1 + std::cos(t / 90.0 * pi)); });
}

TEST(formulas_of_the_documents, warm_restarts_are_cosines_of_T_cur_over_T_i) {
  const double pi = std::acos(-1.0);
  int current = 0, length = 7; // after Ti = 7 steps a restart, then 14, ...
  expect_formula(
      make_schedule(DLOPT_SCHEDULE_COSINE_RESTARTS, {{"base", "0.1"}, {"final", "0.002"}, {"cycle_steps", "7"}, {"t_mult", "2"}}),
      [&](int) {
        const double eta = 0.002 + 0.5 * (0.1 - 0.002) * (1 + std::cos(double(current) / length * pi));
        if (++current == length) current = 0, length *= 2;
        return eta;
      });
}

TEST(formulas_of_the_documents, linear_warmup_is_t_over_T_times_eta) {
  expect_formula(make_schedule(DLOPT_SCHEDULE_WARMUP, {{"base", "0.1"}, {"warmup_steps", "30"}}),
                 [](int t) { return t < 30 ? t / 30.0 * 0.1 : 0.1; });
}

TEST(formulas_of_the_documents, linear_warmup_by_code_is_t_plus_1_over_T_times_eta) {
  expect_formula(make_schedule(DLOPT_SCHEDULE_WARMUP, {{"base", "0.1"}, {"warmup_steps", "30"}, {"warmup_kind", "linear_from_one"}}),
                 [](int t) { return t < 30 ? 0.1 * (t + 1) / 30 : 0.1; });
}

TEST(formulas_of_the_documents, warmup_and_cosine_run_the_cosine_over_the_steps_that_are_left) {
  const double pi = std::acos(-1.0);
  const schedule_handle schedule =
      make_schedule(DLOPT_SCHEDULE_WARMUP_COSINE, {{"base", "0.001"}, {"warmup_steps", "10"}, {"total_steps", "100"}});
  expect_formula(
      schedule, [&](int e) { return e < 10 ? 0.001 * (e / 10.0) : 0.001 * 0.5 * (1 + std::cos((e - 10) / (100.0 - 10) * pi)); }, 90);
}

TEST(formulas_of_the_documents, warmup_and_linear_decay_ends_at_zero) {
  const schedule_handle line = make_schedule(DLOPT_SCHEDULE_POLYNOMIAL, {{"base", "0.0001"}, {"total_steps", "90"}});
  dlopt_schedule* raw = nullptr;
  ASSERT_DLOPT(dlopt_schedule_warmup(nullptr, line.get(), 10, DLOPT_WARMUP_LINEAR, &raw));
  expect_formula(schedule_handle(raw), [](int t) { return t < 10 ? 1e-4 * t / 10 : 1e-4 * std::max(0, 100 - t) / 90; });
}

TEST(formulas_of_the_documents, decay_by_1_over_k) {
  expect_formula(make_schedule(DLOPT_SCHEDULE_INVERSE_TIME, {{"base", "0.3"}}), [](int t) { return 0.3 / (t + 1); }); // k = t + 1
}

// patience = 10, factor = 0.5, threshold = 0.01: reduces when wait >= patience, which is a PATIENCE of 9 here and in PyTorch.
TEST(formulas_of_the_documents, plateau_waits_for_relative_improvement) {
  const schedule_handle schedule =
      make_schedule(DLOPT_SCHEDULE_PLATEAU, {{"base", "0.1"}, {"gamma", "0.5"}, {"patience", "9"}, {"threshold", "0.01"}, {"eps", "0"}});
  double best = INFINITY, rate = 0.1;
  int wait = 0;
  for (int epoch = 0; epoch < 300; epoch++) {
    const double loss = 1 + 50.0 / (epoch + 1);
    const double improvement = std::isinf(best) ? 1 : (best - loss) / best;
    if (improvement >= 0.01) best = loss, wait = 0;
    else if (++wait >= 10) rate *= 0.5, wait = 0;
    ASSERT_DLOPT(dlopt_schedule_report(schedule.get(), loss));
    expect_close(rate, value_at(schedule.get(), epoch), "epoch " + std::to_string(epoch));
  }
  EXPECT_LT(rate, 0.03);
}

TEST(formulas_of_the_documents, linear_scaling_is_eta0_times_B_over_B0) {
  double linear = 0, root = 0;
  ASSERT_DLOPT(dlopt_lr_scale(0.1, 1024, 256, DLOPT_BATCH_SCALING_LINEAR, &linear));
  ASSERT_DLOPT(dlopt_lr_scale(0.1, 1024, 256, DLOPT_BATCH_SCALING_SQRT, &root));
  EXPECT_EQ(0.1 * 4, linear);
  EXPECT_EQ(0.1 * 2, root);
}

} // namespace
} // namespace dlopt_test
