// States that are copied out and set again: into another optimizer that is then the same, in any type, and the declarations of parameters.
#include "checkpoint.h"
#include "row_net.h"

namespace dlopt_test {
namespace {

dlopt_dtype exchange_dtype(const dlopt_tensor& view) {
  if (view.dtype == DLOPT_DTYPE_I16 || view.dtype == DLOPT_DTYPE_I32 || view.dtype == DLOPT_DTYPE_F64) return view.dtype;
  return DLOPT_DTYPE_F32;
}

// An array of the shape that a state has, side by side.
struct state_array {
  state_array(const dlopt_tensor& view, dlopt_dtype dtype)
      : shape(view.shape, view.shape + view.ndim), memory(8 * elements_of(view) + 1, 7) {
    EXPECT_DLOPT(dlopt_tensor_init(&tensor, sizeof tensor, memory.data(), dtype, view.ndim, shape.data()));
  }
  std::vector<int64_t> shape;
  std::vector<char> memory;
  dlopt_tensor tensor;
};

void hand_over(dlopt_optimizer* from, dlopt_optimizer* to, int32_t slot, const std::string& name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  if (dlopt_optimizer_state(from, slot, name.c_str(), &view) != DLOPT_OK) return;
  int32_t started = -1;
  ASSERT_DLOPT(dlopt_optimizer_state_started(from, slot, name.c_str(), &started));
  if (!started) {
    ASSERT_DLOPT(dlopt_optimizer_state_set(to, slot, name.c_str(), nullptr, 0));
    return;
  }
  state_array array(view, exchange_dtype(view));
  ASSERT_DLOPT(dlopt_optimizer_state_get(from, slot, name.c_str(), &array.tensor));
  ASSERT_DLOPT(dlopt_optimizer_state_set(to, slot, name.c_str(), &array.tensor, 0));
}

// All that can be: states, numbers, what stands beside parameters, ages, counts.
void hand_all_over(dlopt_optimizer* from, dlopt_optimizer* to, dlopt_rule rule) {
  std::vector<std::string> names = states_of(rule);
  for (const char* name : {"master", "master_remainder", "kahan_comp", "row_age"}) names.push_back(name);
  for (const std::string& name : names)
    for (int32_t slot = DLOPT_SLOT_ALL; slot < dlopt_optimizer_param_count(from); slot++) hand_over(from, to, slot, name);
  for (int32_t slot = DLOPT_SLOT_ALL; slot < dlopt_optimizer_param_count(from); slot++) {
    int64_t steps = -1;
    ASSERT_DLOPT(dlopt_optimizer_steps_get(from, slot, &steps));
    ASSERT_DLOPT(dlopt_optimizer_steps_set(to, slot, steps));
  }
}

void forget_all(dlopt_optimizer* optimizer, dlopt_rule rule) {
  std::vector<std::string> names = states_of(rule);
  for (const char* name : {"master", "master_remainder", "kahan_comp", "row_age"}) names.push_back(name);
  for (int32_t slot = DLOPT_SLOT_ALL; slot < dlopt_optimizer_param_count(optimizer); slot++) {
    for (const std::string& name : names) {
      const dlopt_status status = dlopt_optimizer_state_set(optimizer, slot, name.c_str(), nullptr, 0);
      EXPECT_TRUE(status == DLOPT_OK || status == DLOPT_ERR_STATE || status == DLOPT_ERR_INVALID_ARGUMENT) << dlopt_last_error();
    }
    EXPECT_DLOPT(dlopt_optimizer_steps_set(optimizer, slot, 0));
  }
}

void expect_handed_over(const variant& rule, const storage& stored, const mixed_net::shape_list& shapes, dlopt_state_form form) {
  SCOPED_TRACE(std::string(dlopt_rule_name(rule.rule)) + " " + rule.name + " " + name_of(stored) + " form " + std::to_string(form));
  mixed_net from(rule, stored, shapes, form), to(rule, stored, shapes, form), fresh(rule, stored, shapes, form);
  for (int t = 1; t <= 4; t++) ASSERT_DLOPT(from.step(t));
  for (int t = 7; t <= 8; t++) ASSERT_DLOPT(to.step(t)); // of which nothing is left
  hand_all_over(from.optimizer.get(), to.optimizer.get(), rule.rule);
  EXPECT_TRUE(saved(from.optimizer.get()) == saved(to.optimizer.get()));
  forget_all(to.optimizer.get(), rule.rule);
  EXPECT_TRUE(saved(fresh.optimizer.get()) == saved(to.optimizer.get())) << "as new ones";
}

TEST(Exchange, AllThatIsKeptCanBeHandedOver) {
  for (dlopt_rule rule : all_rules())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
      expect_handed_over(busy_variant(rule), dtype, {{5, 7}, {3}, {}, {2, 0}}, DLOPT_STATES_FULL);
  variant amsgrad = busy_variant(DLOPT_RULE_ADAM);
  amsgrad.set[DLOPT_HYPER_AMSGRAD] = 1;
  expect_handed_over(amsgrad, DLOPT_DTYPE_F32, {{5, 7}}, DLOPT_STATES_FULL);
}

TEST(Exchange, SoCanWhatStandsBesideParametersOf16Bits) {
  for (const storage& stored : stored_forms()) expect_handed_over(busy_variant(DLOPT_RULE_ADAMW), stored, {{5, 7}, {3}}, DLOPT_STATES_FULL);
}

// 66 * 65 numbers end within a block of a scale.
TEST(Exchange, StatesInFewBitsAreEncodedAsTheyWere) {
  for (dlopt_state_form form : {DLOPT_STATES_BF16, DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8})
    for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_ADAGRAD})
      if (form != DLOPT_STATES_DYNAMIC8 || rule == DLOPT_RULE_ADAGRAD)
        expect_handed_over(busy_variant(rule), DLOPT_DTYPE_F32, {{66, 65}, {3}}, form);
}

// The signed map of DYNAMIC8 ends at -0.993: a block whose largest number is negative gets another scale.
TEST(Exchange, FirstMomentsInDynamicCodesStayWithinACode) {
  mixed_net from(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{66, 65}}, DLOPT_STATES_DYNAMIC8),
      to(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{66, 65}}, DLOPT_STATES_DYNAMIC8);
  for (int t = 1; t <= 4; t++) ASSERT_DLOPT(from.step(t));
  hand_all_over(from.optimizer.get(), to.optimizer.get(), DLOPT_RULE_ADAMW);
  std::vector<numbers> decoded;
  for (dlopt_optimizer* each : {from.optimizer.get(), to.optimizer.get()}) {
    state_array array(view_of(each, 0, "exp_avg"), DLOPT_DTYPE_F32);
    ASSERT_DLOPT(dlopt_optimizer_state_get(each, 0, "exp_avg", &array.tensor));
    decoded.push_back(values_of(array.tensor));
  }
  double largest = 0;
  for (double value : decoded[0]) largest = std::max(largest, std::fabs(value));
  EXPECT_GT(largest, 0.1);
  for (size_t i = 0; i < decoded[0].size(); i++) EXPECT_NEAR(decoded[0][i], decoded[1][i], 0.01 * largest) << i;
}

optimizer_handle with_row_ages(std::vector<int64_t>& shape) {
  optimizer_handle made = make_optimizer(busy_variant(DLOPT_RULE_ADAM));
  dlopt_param_desc desc;
  EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = int32_t(shape.size()), desc.shape = shape.data(), desc.row_ages = 1;
  int32_t slot = -1;
  EXPECT_DLOPT(dlopt_optimizer_param_add(made.get(), &desc, &slot));
  return made;
}

TEST(Exchange, AgesOfRowsGoWithTheirStates) {
  std::vector<int64_t> shape = {4, 3};
  const optimizer_handle from = with_row_ages(shape), to = with_row_ages(shape);
  buffer param(DLOPT_DTYPE_F32, numbers(12, 1.0)), grad(DLOPT_DTYPE_F32, small_net::drawn(shape, 3)),
      other(DLOPT_DTYPE_F32, numbers(12, 1.0));
  dlopt_tensor p = param.tensor(), g = grad.tensor(), q = other.tensor();
  for (dlopt_tensor* t : {&p, &g, &q}) t->ndim = 2, t->shape = shape.data();
  for (int64_t row : {0, 2, 2}) {
    dlopt_rows rows = {};
    rows.struct_size = sizeof rows;
    rows.count = 1, rows.indices = &row, rows.form = DLOPT_ROWS_WHOLE;
    dlopt_step_desc desc = default_step();
    desc.rows = &rows;
    ASSERT_DLOPT(dlopt_optimizer_step(from.get(), &p, &g, 1, &desc));
  }
  ASSERT_DLOPT(dlopt_optimizer_step(to.get(), &q, &g, 1, nullptr));
  hand_all_over(from.get(), to.get(), DLOPT_RULE_ADAM);
  EXPECT_EQ(saved(from.get()), saved(to.get()));
  std::memcpy(other.data(), param.data(), param.bytes());
  for (dlopt_optimizer* each : {from.get(), to.get()})
    ASSERT_DLOPT(dlopt_optimizer_step(each, each == from.get() ? &p : &q, &g, 1, nullptr));
  EXPECT_EQ(param.values(), other.values());
}

// A state that came late to a row is not new any more once it was set.
TEST(Exchange, ASetStateHasBegunInRowsThatHaveAnAge) {
  std::vector<int64_t> shape = {4, 3};
  const optimizer_handle made = make_optimizer(busy_variant(DLOPT_RULE_SGD)), never_late = make_optimizer(busy_variant(DLOPT_RULE_SGD));
  std::vector<numbers> results;
  for (dlopt_optimizer* each : {made.get(), never_late.get()}) {
    const bool late = each == made.get();
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 2, desc.shape = shape.data(), desc.row_ages = 1;
    int32_t slot = -1;
    ASSERT_DLOPT(dlopt_optimizer_set(each, DLOPT_HYPER_MOMENTUM, late ? 0 : 0.5));
    ASSERT_DLOPT(dlopt_optimizer_set(each, DLOPT_HYPER_DAMPENING, 0.5));
    ASSERT_DLOPT(dlopt_optimizer_param_add(each, &desc, &slot));
    buffer param(DLOPT_DTYPE_F32, numbers(12, 1.0)), grad(DLOPT_DTYPE_F32, numbers(12, 0.25)), buffer_of(DLOPT_DTYPE_F32, numbers(12, 2.0));
    dlopt_tensor p = param.tensor(), g = grad.tensor(), b = buffer_of.tensor();
    for (dlopt_tensor* t : {&p, &g, &b}) t->ndim = 2, t->shape = shape.data();
    ASSERT_DLOPT(dlopt_optimizer_step(each, &p, &g, 1, nullptr));
    ASSERT_DLOPT(dlopt_optimizer_set(each, DLOPT_HYPER_MOMENTUM, 0.5));
    ASSERT_DLOPT(dlopt_optimizer_state_set(each, 0, "momentum_buffer", &b, 0));
    param.assign(numbers(12, 1.0));
    ASSERT_DLOPT(dlopt_optimizer_step(each, &p, &g, 1, nullptr));
    results.push_back(param.values());
  }
  EXPECT_EQ(results[0], results[1]);
}

// And one that was forgotten is new again, in old rows too: its first gradient is not dampened.
TEST(Exchange, AForgottenStateIsNewInRowsThatHaveAnAge) {
  std::vector<int64_t> shape = {4, 3};
  variant dampened = busy_variant(DLOPT_RULE_SGD);
  const optimizer_handle made = make_optimizer(dampened);
  dlopt_param_desc desc;
  EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 2, desc.shape = shape.data(), desc.row_ages = 1;
  int32_t slot = -1;
  ASSERT_DLOPT(dlopt_optimizer_param_add(made.get(), &desc, &slot));
  ASSERT_DLOPT(dlopt_optimizer_set(made.get(), DLOPT_HYPER_WEIGHT_DECAY, 0));
  buffer param(DLOPT_DTYPE_F32, numbers(12, 1.0)), grad(DLOPT_DTYPE_F32, numbers(12, 0.25));
  dlopt_tensor p = param.tensor(), g = grad.tensor();
  for (dlopt_tensor* t : {&p, &g}) t->ndim = 2, t->shape = shape.data();
  for (int i = 0; i < 2; i++) ASSERT_DLOPT(dlopt_optimizer_step(made.get(), &p, &g, 1, nullptr));
  ASSERT_DLOPT(dlopt_optimizer_state_set(made.get(), 0, "momentum_buffer", nullptr, 0));
  ASSERT_DLOPT(dlopt_optimizer_step(made.get(), &p, &g, 1, nullptr));
  EXPECT_EQ(numbers(12, 0.25), values_of(state_view(made.get(), 0, "momentum_buffer")));
}

TEST(Exchange, WrongElementsAreCountedFromTheFirst) {
  mixed_net net(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, {{3000}});
  numbers values(3000, 1.0);
  values[2500] = -1;
  buffer from(DLOPT_DTYPE_BF16, values);
  const dlopt_tensor t = from.tensor();
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_optimizer_state_set(net.optimizer.get(), 0, "exp_avg_sq", &t, 0));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "element 2500 "));
}

// Numbers that every type holds, through gaps between them and at odd addresses.
TEST(Exchange, EveryTypeAndGap) {
  const numbers values = {0.5, 2, 0.25, 1.5, 96, 0.125};
  const std::vector<int64_t> shape = {3, 2}, gaps = {5, 1};
  for (dlopt_dtype kept : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
    for (dlopt_dtype given : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
      mixed_net net(busy_variant(DLOPT_RULE_ADAM), kept, {shape});
      numbers spread(15, -9.0), back(15, -9.0);
      for (size_t i = 0; i < values.size(); i++) spread[i / 2 * 5 + i % 2] = values[i];
      buffer from(given, spread, 3), to(given, back, 1);
      dlopt_tensor t = from.tensor(), u = to.tensor();
      for (dlopt_tensor* each : {&t, &u}) each->ndim = 2, each->shape = shape.data(), each->strides = gaps.data();
      ASSERT_DLOPT(dlopt_optimizer_state_set(net.optimizer.get(), 0, "exp_avg_sq", &t, 0));
      EXPECT_EQ(values, values_of(state_view(net.optimizer.get(), 0, "exp_avg_sq")));
      ASSERT_DLOPT(dlopt_optimizer_state_get(net.optimizer.get(), 0, "exp_avg_sq", &u));
      EXPECT_EQ(spread, to.values()) << "and nothing between them";
    }
}

TEST(Exchange, NumbersAreRounded) {
  mixed_net net(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, {{3}});
  buffer from(DLOPT_DTYPE_F64, {1.0 / 3, -1e300, 1e-60}), to(DLOPT_DTYPE_BF16, {0, 0, 0});
  const dlopt_tensor t = from.tensor(), u = to.tensor();
  ASSERT_DLOPT(dlopt_optimizer_state_set(net.optimizer.get(), 0, "exp_avg", &t, 0));
  EXPECT_EQ((numbers{double(1.0f / 3), -double(3.40282347e+38f), 0}), values_of(state_view(net.optimizer.get(), 0, "exp_avg")));
  ASSERT_DLOPT(dlopt_optimizer_state_get(net.optimizer.get(), 0, "exp_avg", &u));
  EXPECT_EQ((numbers{rounded(DLOPT_DTYPE_BF16, double(1.0f / 3)), -INFINITY, 0}), to.values());
}

TEST(Exchange, WhatIsWrongChangesNothing) {
  mixed_net net(busy_variant(DLOPT_RULE_ADAFACTOR), DLOPT_DTYPE_F32, {{4, 3}});
  ASSERT_DLOPT(net.step(1));
  const std::string before = saved(net.optimizer.get());
  const std::vector<int64_t> shape =
      state_view(net.optimizer.get(), 0, "row_var").ndim ? std::vector<int64_t>{4, 1} : std::vector<int64_t>{};
  buffer from(DLOPT_DTYPE_F32, {1, 2, 3, -0.5});
  dlopt_tensor t = from.tensor();
  t.ndim = 2, t.shape = shape.data();
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_optimizer_state_set(net.optimizer.get(), 0, "row_var", &t, 0)) << "a mean of squares";
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "element 3"));
  from.assign({1, 2, 3, 4});
  from.store_bits(1, buffer::infinity);
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_optimizer_state_set(net.optimizer.get(), 0, "row_var", &t, 0));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "element 1"));
  EXPECT_EQ(before, saved(net.optimizer.get()));
  EXPECT_DLOPT(dlopt_optimizer_state_set(net.optimizer.get(), 0, "row_var", &t, DLOPT_STATE_SET_NONFINITE));
  EXPECT_EQ(INFINITY, values_of(state_view(net.optimizer.get(), 0, "row_var"))[1]);
}

TEST(Exchange, ArraysOfWrappersCanBeCopiedAlone) {
  mixed_net net(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, {{3}});
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD);
  ASSERT_DLOPT(net.step(1));
  buffer array(DLOPT_DTYPE_F32, {0, 0, 0});
  const dlopt_tensor t = array.tensor();
  int32_t started = -1;
  ASSERT_DLOPT(dlopt_optimizer_state_get(net.optimizer.get(), 0, "slow_param", &t));
  EXPECT_EQ(values_of(state_view(net.optimizer.get(), 0, "slow_param")), array.values());
  ASSERT_DLOPT(dlopt_optimizer_state_started(net.optimizer.get(), 0, "slow_param", &started));
  EXPECT_EQ(1, started);
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, dlopt_optimizer_state_set(net.optimizer.get(), 0, "slow_param", &t, 0));
}

TEST(Exchange, ADeclarationDeclaresTheSameAgain) {
  const optimizer_handle first = make_optimizer(DLOPT_RULE_ADAM), second = make_optimizer(DLOPT_RULE_ADAM);
  const int64_t shape[] = {70, 64};
  for (dlopt_optimizer* each : {first.get(), second.get()}) {
    int32_t group = -1;
    ASSERT_DLOPT(dlopt_optimizer_group_add(each, &group));
  }
  dlopt_param_desc desc;
  int32_t slot = -1;
  ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.name = "weight", desc.shape = shape, desc.ndim = 2, desc.dtype = DLOPT_DTYPE_BF16, desc.master = DLOPT_MASTER_SPLIT;
  desc.group = 1, desc.role = DLOPT_ROLE_EMBEDDING, desc.lr_scale = 0.5, desc.decay_scale = 0.25, desc.state_form = DLOPT_STATES_DYNAMIC8;
  ASSERT_DLOPT(dlopt_optimizer_param_add(first.get(), &desc, &slot));
  dlopt_param_desc aged, scalar;
  ASSERT_DLOPT(dlopt_param_desc_init(&aged, sizeof aged));
  aged.shape = shape, aged.ndim = 1, aged.row_ages = 1;
  ASSERT_DLOPT(dlopt_optimizer_param_add(first.get(), &aged, &slot));
  ASSERT_DLOPT(dlopt_param_desc_init(&scalar, sizeof scalar));
  ASSERT_DLOPT(dlopt_optimizer_param_add(first.get(), &scalar, &slot));
  for (int32_t i = 0; i < 3; i++) {
    dlopt_param_desc told;
    told.struct_size = sizeof told;
    ASSERT_DLOPT(dlopt_optimizer_param_info(first.get(), i, &told));
    ASSERT_DLOPT(dlopt_optimizer_param_add(second.get(), &told, &slot));
    EXPECT_EQ(i, slot);
  }
  EXPECT_EQ(saved(first.get()), saved(second.get()));
  dlopt_param_desc loaded;
  loaded.struct_size = sizeof loaded;
  const optimizer_handle third = make_optimizer(DLOPT_RULE_ADAM);
  ASSERT_DLOPT(load(third.get(), saved(first.get()), DLOPT_LOAD_DECLARE));
  ASSERT_DLOPT(dlopt_optimizer_param_info(third.get(), 0, &loaded));
  EXPECT_STREQ("weight", loaded.name);
  EXPECT_EQ(70, loaded.shape[0]);
  EXPECT_EQ(DLOPT_STATES_DYNAMIC8, loaded.state_form);
}

} // namespace
} // namespace dlopt_test
