// Parameters of a checkpoint cut into others, and put together again.
#include "checkpoint.h"

namespace dlopt_test {
namespace {

using shape_list = mixed_net::shape_list;

struct part {
  const char *from, *to;
  int64_t from_row, to_row, rows;
};

class pieces {
public:
  pieces(std::initializer_list<part> parts) {
    for (const part& p : parts) {
      all_.emplace_back();
      EXPECT_DLOPT(dlopt_load_piece_init(&all_.back(), sizeof all_.back()));
      all_.back().from = p.from, all_.back().to = p.to;
      all_.back().from_row = p.from_row, all_.back().to_row = p.to_row, all_.back().rows = p.rows;
    }
  }
  dlopt_load_desc desc(uint32_t flags = 0) const {
    dlopt_load_desc made = load_with(flags);
    made.pieces = all_.data(), made.n_pieces = all_.size();
    return made;
  }

private:
  std::vector<dlopt_load_piece> all_;
};

mixed_net trained(const shape_list& shapes, const variant& rule = busy_variant(DLOPT_RULE_ADAMW), const storage& stored = DLOPT_DTYPE_F32,
                  dlopt_state_form form = DLOPT_STATES_FULL) {
  mixed_net net(rule, stored, shapes, form);
  for (int t = 1; t <= 3; t++) EXPECT_DLOPT(net.step(t));
  return net;
}

// The bytes of `rows` rows of a state, from a row on.
std::string rows_of(const mixed_net& net, int32_t slot, const std::string& name, int64_t first, int64_t rows) {
  const dlopt_tensor view = state_view(net.optimizer.get(), slot, name);
  const size_t row = elements_of(view) * size_of(view.dtype) / size_t(view.shape[0]);
  return std::string(static_cast<const char*>(view.data) + size_t(first) * row, size_t(rows) * row);
}

// param_0 has 8 rows; in order of slots, param_0 gets rows 5 to 7, and param_1 rows 0 to 4.
const pieces kCut = {{"param_0", "param_0", 5, 0, 3}, {"param_0", "param_1", 0, 0, 5}};
const pieces kJoined = {{"param_1", "param_0", 0, 0, 5}, {"param_0", "param_0", 0, 5, 3}};

void expect_cut_and_joined(const variant& rule, const storage& stored, dlopt_state_form form, int64_t row) {
  SCOPED_TRACE(std::string(dlopt_rule_name(rule.rule)) + " " + name_of(stored) + " form " + std::to_string(form));
  const mixed_net whole = trained({{8, row}}, rule, stored, form);
  mixed_net parts = trained({{3, row}, {5, row}}, rule, stored, form);
  ASSERT_DLOPT(load(parts.optimizer.get(), saved(whole.optimizer.get()), kCut.desc()));
  std::vector<std::string> names = states_of(rule.rule);
  if (array_of(stored.master)) names.push_back(array_of(stored.master));
  for (const std::string& name : names) {
    if (!state_view(whole.optimizer.get(), 0, name).data) continue;
    EXPECT_EQ(rows_of(whole, 0, name, 5, 3), rows_of(parts, 0, name, 0, 3)) << name;
    EXPECT_EQ(rows_of(whole, 0, name, 0, 5), rows_of(parts, 1, name, 0, 5)) << name;
  }
  mixed_net again = trained({{8, row}}, rule, stored, form);
  ASSERT_DLOPT(again.step(9));
  ASSERT_DLOPT(load(again.optimizer.get(), saved(parts.optimizer.get()), kJoined.desc()));
  EXPECT_EQ(saved(whole.optimizer.get()), saved(again.optimizer.get()));
}

TEST(Pieces, RowsAreCutOutAndPutTogether) {
  for (dlopt_rule rule : {DLOPT_RULE_SGD, DLOPT_RULE_ADAMW, DLOPT_RULE_LION, DLOPT_RULE_ADADELTA, DLOPT_RULE_LAMB})
    for (const storage& stored : {storage(DLOPT_DTYPE_F64), storage(DLOPT_DTYPE_F32), storage(DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT),
                                  storage(DLOPT_DTYPE_BF16, DLOPT_MASTER_KAHAN), storage(DLOPT_DTYPE_F16, DLOPT_MASTER_FULL)})
      expect_cut_and_joined(busy_variant(rule), stored, DLOPT_STATES_FULL, 7);
  expect_cut_and_joined(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_FULL, 20011); // rows across what is read at a time
}

TEST(Pieces, StatesIn8BitsAreCutBetweenTheirBlocks) {
  for (dlopt_state_form form : {DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8})
    expect_cut_and_joined(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, form, 2048);
  const mixed_net whole = trained({{8, 1999}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_LINEAR8);
  mixed_net parts = trained({{3, 1999}, {5, 1999}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_LINEAR8);
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, load(parts.optimizer.get(), saved(whole.optimizer.get()), kCut.desc()));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "block")) << dlopt_last_error();
  // Neither may the place here be within a block, nor the end on one side alone.
  const auto refuses = [](int64_t from_row, int64_t to_row, int64_t rows, const char* second, int64_t second_from) {
    const mixed_net from = trained({{10000}, {10000}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_LINEAR8);
    mixed_net to = trained({{10000}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_LINEAR8);
    const pieces two = {{"param_0", "param_0", from_row, to_row, rows}, {second, "param_0", second_from, to_row ? 0 : rows, 10000 - rows}};
    EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, load(to.optimizer.get(), saved(from.optimizer.get()), two.desc(DLOPT_LOAD_EXTRA)));
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "pieces[0]")) << dlopt_last_error();
  };
  refuses(0, 100, 9728, "param_1", 0);
  refuses(0, 0, 300, "param_1", 300);
  // Rows 4096 to the end, of 6100 numbers in all, end within a block on both sides.
  const mixed_net line = trained({{10196}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_DYNAMIC8);
  mixed_net end = trained({{6100}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_DYNAMIC8);
  ASSERT_DLOPT(load(end.optimizer.get(), saved(line.optimizer.get()), pieces({{"param_0", "param_0", 4096, 0, 6100}}).desc()));
  EXPECT_EQ(rows_of(line, 0, "exp_avg", 4096, 6100), rows_of(end, 0, "exp_avg", 0, 6100));
  EXPECT_EQ(rows_of(line, 0, "exp_avg_sq_absmax", 16, 24), rows_of(end, 0, "exp_avg_sq_absmax", 0, 24));
}

// Elements that do not know of each other take the same steps wherever they lie.
TEST(Pieces, PartsGoOnAsTheWholeDoes) {
  mixed_net whole = trained({{8, 7}, {4}}), parts(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3, 7}, {5, 7}});
  ASSERT_DLOPT(load(parts.optimizer.get(), saved(whole.optimizer.get()), kCut.desc(DLOPT_LOAD_EXTRA)));
  const numbers w = whole.params[0].values();
  parts.params[0].assign(numbers(w.begin() + 35, w.end()));
  parts.params[1].assign(numbers(w.begin(), w.begin() + 35));
  std::vector<buffer> grads = whole.like_params(DLOPT_DTYPE_F32, 0.375), of_parts = parts.like_params(DLOPT_DTYPE_F32, 0.375);
  dlopt_step_desc desc = default_step();
  for (int t = 0; t < 3; t++) {
    ASSERT_DLOPT(whole.step(&grads, desc));
    ASSERT_DLOPT(parts.step(&of_parts, desc));
  }
  const numbers after = whole.params[0].values();
  EXPECT_EQ(numbers(after.begin() + 35, after.end()), parts.params[0].values());
  EXPECT_EQ(numbers(after.begin(), after.begin() + 35), parts.params[1].values());
}

TEST(Pieces, StandBesideWholeParametersAndRenames) {
  const mixed_net from = trained({{4, 2}, {3}, {6}});
  mixed_net to = trained({{3}, {2, 2}, {6}});
  const char* const renamed[] = {"param_1"};
  const char* const here[] = {"param_0"};
  const pieces middle = {{"param_0", "param_1", 1, 0, 2}};
  dlopt_load_desc desc = middle.desc();
  desc.n_renames = 1, desc.rename_from = renamed, desc.rename_to = here;
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), desc));
  EXPECT_EQ(rows_of(from, 0, "exp_avg", 1, 2), rows_of(to, 1, "exp_avg", 0, 2));
  EXPECT_EQ(rows_of(from, 1, "exp_avg", 0, 3), rows_of(to, 0, "exp_avg", 0, 3));
  EXPECT_EQ(rows_of(from, 2, "exp_avg", 0, 6), rows_of(to, 2, "exp_avg", 0, 6));
  const char* const cut_too[] = {"param_0"};
  desc.rename_from = cut_too;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, load(to.optimizer.get(), saved(from.optimizer.get()), desc));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "rename_from")) << dlopt_last_error();
}

// What was set of a parameter here is the caller's; its state and the slow weights of Lookahead come from the pieces.
TEST(Pieces, ConfigurationStaysAndWrappersCome) {
  mixed_net from(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{8, 2}}),
      to(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3, 2}, {5, 2}});
  for (mixed_net* each : {&from, &to}) each->wrap(DLOPT_WRAPPER_LOOKAHEAD);
  const int64_t two = 2;
  buffer factors(DLOPT_DTYPE_F32, {0.5, 0.25});
  dlopt_tensor scales = factors.tensor();
  scales.shape = &two;
  ASSERT_DLOPT(dlopt_optimizer_param_scales(from.optimizer.get(), 0, &scales, &scales));
  ASSERT_DLOPT(dlopt_optimizer_param_scale(to.optimizer.get(), 1, 0.5, 0.25));
  for (int t = 1; t <= 3; t++) ASSERT_DLOPT(from.step(t));
  ASSERT_DLOPT(dlopt_optimizer_param_scales(to.optimizer.get(), 0, nullptr, &scales));
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), kCut.desc()));
  EXPECT_NE(std::string::npos, checkpoint(saved(to.optimizer.get())).value("dlopt.param.param_0").find("lr_scales=0 decay_scales=1"));
  EXPECT_EQ(rows_of(from, 0, "slow_param", 5, 3), rows_of(to, 0, "slow_param", 0, 3));
  dlopt_param_desc told;
  told.struct_size = sizeof told;
  ASSERT_DLOPT(dlopt_optimizer_param_info(to.optimizer.get(), 1, &told));
  EXPECT_EQ(0.5, told.lr_scale);
  EXPECT_FALSE(checkpoint(saved(to.optimizer.get())).value("dlopt.param.param_1").find("lr_scales=0") == std::string::npos);
}

TEST(Pieces, AgesOfRowsAreCut) {
  const auto aged = [](int64_t rows) {
    optimizer_handle made = make_optimizer(DLOPT_RULE_ADAM);
    const int64_t shape[] = {rows, 2};
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 2, desc.shape = shape, desc.row_ages = 1;
    int32_t slot = -1;
    EXPECT_DLOPT(dlopt_optimizer_param_add(made.get(), &desc, &slot));
    return made;
  };
  const optimizer_handle from = aged(4), to = aged(2);
  int32_t* const ages = static_cast<int32_t*>(view_of(from.get(), 0, "row_age").data);
  for (int32_t i = 0; i < 4; i++) ages[i] = 10 + i;
  ASSERT_DLOPT(load(to.get(), saved(from.get()), pieces({{"param_0", "param_0", 2, 0, 2}}).desc()));
  const int32_t* const cut = static_cast<const int32_t*>(view_of(to.get(), 0, "row_age").data);
  EXPECT_EQ(12, cut[0]);
  EXPECT_EQ(13, cut[1]);
}

// Two slots that came of one have random numbers of their own.
TEST(Pieces, StreamsStayApart) {
  const mixed_net whole = trained({{8, 7}});
  mixed_net parts = trained({{3, 7}, {5, 7}});
  ASSERT_DLOPT(load(parts.optimizer.get(), saved(whole.optimizer.get()), kCut.desc()));
  mixed_net again = trained({{3, 7}, {5, 7}});
  EXPECT_DLOPT(load(again.optimizer.get(), saved(parts.optimizer.get())));
}

class refusals {
public:
  refusals(const mixed_net& from, mixed_net& to) : file_(saved(from.optimizer.get())), to_(to), before_(saved(to.optimizer.get())) {}
  void expect(dlopt_status status, const char* text, const dlopt_load_desc& desc) {
    EXPECT_EQ(status, load(to_.optimizer.get(), file_, desc)) << text << ": " << dlopt_last_error();
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), text)) << dlopt_last_error();
    EXPECT_EQ(before_, saved(to_.optimizer.get()));
  }
  void expect(dlopt_status status, const char* text, const pieces& some) { expect(status, text, some.desc()); }

private:
  std::string file_;
  mixed_net& to_;
  std::string before_;
};

TEST(Pieces, WrongOnesChangeNothing) {
  const mixed_net from = trained({{8, 7}, {8, 6}, {8, 7}});
  mixed_net to = trained({{3, 7}, {5, 7}});
  refusals refused(from, to);
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "pieces[0]: got \"nobody\"", {{"nobody", "param_0", 0, 0, 3}});
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "to of pieces[0]", {{"param_0", "nobody", 0, 0, 3}});
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "from of pieces[0]", {{nullptr, "param_0", 0, 0, 3}});
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "to of pieces[0]", {{"param_0", nullptr, 0, 0, 3}});
  refused.expect(DLOPT_ERR_OUT_OF_RANGE, "from_row of pieces[0]", {{"param_0", "param_0", 6, 0, 3}});
  refused.expect(DLOPT_ERR_OUT_OF_RANGE, "from_row of pieces[0]", {{"param_0", "param_0", -1, 0, 3}});
  refused.expect(DLOPT_ERR_OUT_OF_RANGE, "to_row of pieces[0]", {{"param_0", "param_0", 0, 1, 3}});
  refused.expect(DLOPT_ERR_OUT_OF_RANGE, "rows of pieces[0]", {{"param_0", "param_0", 0, 0, -1}});
  refused.expect(DLOPT_ERR_OUT_OF_RANGE, "from_row of pieces[0]", {{"param_0", "param_0", INT64_MAX, 0, INT64_MAX}});
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "each of its 3 once", {{"param_0", "param_0", 0, 0, 2}});
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "each of its 3 once", {{"param_0", "param_0", 0, 1, 2}});
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "each of its 3 once", {{"param_0", "param_0", 0, 0, 2}, {"param_0", "param_0", 0, 1, 2}});
  refused.expect(DLOPT_ERR_SHAPE, "pieces[0]", {{"param_1", "param_0", 0, 0, 3}});
  refused.expect(DLOPT_ERR_STATE, "pieces of others make up the one here", kCut);
  dlopt_load_desc none = pieces({}).desc(DLOPT_LOAD_EXTRA);
  none.pieces = nullptr, none.n_pieces = 2;
  refused.expect(DLOPT_ERR_INVALID_ARGUMENT, "pieces: got NULL", none);
  refused.expect(DLOPT_ERR_STATE, "DLOPT_LOAD_EXTRA", {{"param_2", "param_0", 0, 0, 3}, {"param_2", "param_1", 0, 0, 5}});
  EXPECT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), kCut.desc(DLOPT_LOAD_EXTRA)));
}

// A file that says more than it has.
TEST(Pieces, AreOfWhatTheFileHas) {
  const mixed_net from = trained({{8, 2048}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_DYNAMIC8);
  mixed_net to = trained({{3, 2048}}, busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_DYNAMIC8);
  const std::string before = saved(to.optimizer.get());
  const auto expect = [&](dlopt_status status, const char* rows, int64_t first) {
    checkpoint wrong(saved(from.optimizer.get()));
    wrong.set("dlopt.param.param_0", "shape", std::string(rows) + ",2048");
    EXPECT_EQ(status, load(to.optimizer.get(), wrong.file(), pieces({{"param_0", "param_0", first, 0, 3}}).desc())) << dlopt_last_error();
    EXPECT_EQ(before, saved(to.optimizer.get()));
  };
  expect(DLOPT_ERR_SHAPE, "9", 6);
  expect(DLOPT_ERR_SHAPE, "7", 0);
  expect(DLOPT_ERR_SHAPE, "4611686018427387904", INT64_C(4611686018427387901));
}

TEST(Pieces, OfDifferentAgesDoNotFit) {
  mixed_net from(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3, 7}, {5, 7}}), to = trained({{8, 7}});
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(from.optimizer.get(), 1, 1));
  ASSERT_DLOPT(from.step(1));
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(from.optimizer.get(), 1, 0));
  ASSERT_DLOPT(from.step(2));
  refusals(from, to).expect(DLOPT_ERR_STATE, "different steps", kJoined);
  ASSERT_DLOPT(dlopt_optimizer_steps_set(from.optimizer.get(), 1, 2));
  EXPECT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), kJoined.desc()));
  ASSERT_DLOPT(dlopt_optimizer_state_set(from.optimizer.get(), 1, "exp_avg", nullptr, 0));
  mixed_net other = trained({{8, 7}});
  refusals(from, other).expect(DLOPT_ERR_STATE, "states that have seen a gradient", kJoined);
}

TEST(Pieces, OfDifferentCountsOfWrappersDoNotFit) {
  mixed_net from(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3, 7}, {5, 7}}),
      to(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{8, 7}});
  for (mixed_net* each : {&from, &to}) each->wrap(DLOPT_WRAPPER_LOOKAHEAD);
  ASSERT_DLOPT(from.step(1));
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(from.optimizer.get(), 1, 1));
  ASSERT_DLOPT(from.step(2));
  ASSERT_DLOPT(dlopt_optimizer_steps_set(from.optimizer.get(), 1, 2));
  refusals(from, to).expect(DLOPT_ERR_STATE, "counts of wrappers", kJoined);
}

TEST(Pieces, WhatHasNoRowsCannotBeCut) {
  const auto expect = [](const variant& rule, const storage& stored, dlopt_state_form form, int64_t row, const char* text) {
    const mixed_net from = trained({{8, row}}, rule, stored, form);
    mixed_net to = trained({{3, row}, {5, row}}, rule, stored, form);
    refusals(from, to).expect(DLOPT_ERR_UNSUPPORTED, text, kCut);
  };
  expect(busy_variant(DLOPT_RULE_NADAM), DLOPT_DTYPE_F32, DLOPT_STATES_FULL, 7, "numbers");
  expect(busy_variant(DLOPT_RULE_ADAFACTOR), DLOPT_DTYPE_F32, DLOPT_STATES_FULL, 7, "row_var");
  expect(busy_variant(DLOPT_RULE_SM3), DLOPT_DTYPE_F32, DLOPT_STATES_FULL, 7, "whole");
  expect(busy_variant(DLOPT_RULE_SGLD), DLOPT_DTYPE_F32, DLOPT_STATES_FULL, 7, "noise");
  expect(busy_variant(DLOPT_RULE_ADAMW), {DLOPT_DTYPE_BF16, DLOPT_MASTER_STOCHASTIC}, DLOPT_STATES_FULL, 7, "stochastically");
  expect(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, DLOPT_STATES_BF16, 2048, "stochastically");
}

} // namespace
} // namespace dlopt_test
