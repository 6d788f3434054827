// Rows that come and go: what is kept of each follows it, in every slot or in none.
#include "isa.h"
#include "row_net.h"

namespace dlopt_test {
namespace {

class row_edits : public on_each_isa {};

dlopt_rows_edit edit_of(const index_list& source) { return {sizeof(dlopt_rows_edit), 0, int64_t(source.size()), source.data()}; }

// Moves the optimizer's rows and the buffers, as a caller does.
dlopt_status edit(row_net& net, const index_list& source, std::vector<int32_t> slots = {}) {
  if (slots.empty())
    for (size_t i = 0; i < net.tables.size(); i++) slots.push_back(int32_t(i));
  const dlopt_rows_edit by = edit_of(source);
  if (dlopt_status status = dlopt_optimizer_rows_edit(net.optimizer.get(), slots.data(), slots.size(), &by)) return status;
  for (int32_t slot : slots) {
    row_net::table& its = net.tables[size_t(slot)];
    row_net::table moved = {by.count, its.width, buffer(its.param.dtype(), numbers(size_t(by.count * its.width), 9))};
    std::array<int64_t, 2> from, to;
    const dlopt_tensor source_tensor = its.tensor(from), target = moved.tensor(to);
    EXPECT_DLOPT(dlopt_rows_apply(&by, &source_tensor, &target));
    its = std::move(moved);
  }
  return DLOPT_OK;
}

// What rows are after an edit, by what they were: those that are fresh are like a row of a new net, whose elements are 9.
std::vector<numbers> followed(const std::vector<numbers>& before, const index_list& source, const numbers& fresh) {
  std::vector<numbers> after;
  for (int64_t row : source) after.push_back(row < 0 ? fresh : before[size_t(row)]);
  return after;
}
numbers fresh_row(const variant& what, int64_t width, bool ages) {
  row_net net(what, DLOPT_DTYPE_F32, 1, {width}, ages);
  net.tables[0].param.assign(numbers(size_t(width), 9));
  return net.rows_of(0)[0];
}

index_list drawn_source(draw& random, int64_t rows) {
  index_list source;
  const int64_t kind = random.below(5);
  for (int64_t row = 0; row < rows; row++)
    if (kind != 1 || !random.one_in(3)) source.push_back(row); // a keep-list
  if (kind == 2)                                               // another order
    for (size_t i = source.size(); i > 1; i--) std::swap(source[i - 1], source[size_t(random.below(int64_t(i)))]);
  for (int64_t more = random.below(6); kind != 2 && more > 0; more--) source.push_back(rows && !random.one_in(2) ? random.below(rows) : -1);
  if (kind == 4) // anything
    for (int64_t& row : source) row = rows ? random.below(rows + 1) - 1 : -1;
  return source;
}

TEST_P(row_edits, ten_thousand_edits_are_as_lists_say) {
  const variant what = busy_variant(DLOPT_RULE_ADAM);
  const numbers fresh[] = {fresh_row(what, 3, true), fresh_row(what, 1, true)};
  draw random(3);
  int edits = 0;
  while (edits < (std::string(GetParam()) == "scalar" ? 10000 : 200)) {
    row_net net(what, DLOPT_DTYPE_F32, random.below(12), {3, 1}, true);
    if (random.one_in(2)) {
      const int32_t both[] = {1, 0};
      ASSERT_DLOPT(dlopt_optimizer_rows_reserve(net.optimizer.get(), both, 2, random.below(40)));
    }
    for (int t = 0; t < 20; t++, edits++) {
      std::vector<numbers> before[] = {net.rows_of(0), net.rows_of(1)};
      const int64_t rows = net.tables[0].rows;
      if (rows && random.one_in(4)) {
        index_list some;
        for (int64_t n = random.below(4); n > 0; n--) some.push_back(random.below(rows));
        const int32_t both[] = {0, 1};
        ASSERT_DLOPT(dlopt_optimizer_rows_reset(net.optimizer.get(), both, 2, some.data(), some.size()));
        for (int i : {0, 1})
          for (int64_t row : some) {
            const size_t width = size_t(net.tables[size_t(i)].width);
            numbers& its = before[i][size_t(row)];
            std::copy(fresh[i].begin(), fresh[i].end() - long(width), its.begin());
          }
        for (size_t i : {0, 1}) ASSERT_TRUE(same_bits(before[i], net.rows_of(i)));
      }
      const index_list source = drawn_source(random, rows);
      ASSERT_DLOPT(edit(net, source));
      for (size_t i : {0, 1}) ASSERT_TRUE(same_bits(followed(before[i], source, fresh[i]), net.rows_of(i))) << "edit " << edits;
      index_list named;
      for (int64_t row = 0; row < net.tables[0].rows; row++)
        if (random.one_in(2)) named.push_back(row);
      ASSERT_DLOPT(net.step(t, named, kRowForms[t % 4]));
    }
  }
}

// Each row of an edited net steps as that row would have stepped in a net that was not edited.
TEST_P(row_edits, rows_go_on_as_if_nothing_had_happened_to_them) {
  const index_list source = {4, 0, 0, 5, 2}, all = {0, 1, 2, 3, 4, 5}, five = {0, 1, 2, 3, 4};
  int rules = 0;
  for (dlopt_rule rule : all_rules())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
      const bool ages = row_net(busy_variant(rule), dtype, 1, {1}, true).status == DLOPT_OK;
      row_net net(busy_variant(rule), dtype, 6, {5}, ages);
      if (net.step(0, all) == DLOPT_ERR_UNSUPPORTED) continue;
      rules++;
      for (int t = 1; t < 4; t++) ASSERT_DLOPT(net.step(t, ages ? index_list{0, 1, 2 + t % 3} : all));
      const numbers gradient = net.gradient(0, 9);
      std::vector<numbers> wanted;
      for (size_t row = 0; row < source.size(); row++) {
        dlopt_optimizer* copy = nullptr;
        row_net twin(busy_variant(rule), dtype, 6, {5}, ages);
        ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &copy));
        twin.optimizer.reset(copy);
        twin.tables[0].param.assign(net.tables[0].param.values());
        numbers moved(30, 0.5);
        std::copy(gradient.begin() + long(row) * 5, gradient.begin() + long(row + 1) * 5, moved.begin() + long(source[row]) * 5);
        ASSERT_DLOPT(twin.step({moved}, all, row_form::list));
        wanted.push_back(twin.rows_of(0)[size_t(source[row])]);
      }
      ASSERT_DLOPT(edit(net, source));
      ASSERT_DLOPT(net.step({numbers(gradient.begin(), gradient.begin() + 25)}, five, row_form::list));
      EXPECT_TRUE(same_bits(wanted, net.rows_of(0))) << dlopt_rule_name(rule);
    }
  EXPECT_GE(rules, 40);
}

TEST_P(row_edits, within_the_room_that_was_reserved_nothing_grows) {
  row_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, 4, {3, 700}, true);
  const int32_t both[] = {0, 1};
  ASSERT_DLOPT(dlopt_optimizer_rows_reserve(net.optimizer.get(), both, 2, 100));
  dlopt_memory before, after;
  before.struct_size = after.struct_size = sizeof before;
  ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &before));
  draw random(17);
  for (int t = 0; t < 100; t++) {
    index_list source = drawn_source(random, net.tables[0].rows);
    source.resize(std::min<size_t>(source.size(), 100));
    ASSERT_DLOPT(edit(net, source));
    ASSERT_DLOPT(net.step(t, {}));
    ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &after));
    ASSERT_EQ(0, std::memcmp(&before, &after, sizeof before));
  }
  ASSERT_DLOPT(edit(net, index_list(101, -1)));
  ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &after));
  EXPECT_LT(before.state, after.state);
}

TEST_P(row_edits, factors_of_elements_follow_and_those_of_columns_stay) {
  for (bool columns : {false, true}) {
    row_net net(busy_variant(DLOPT_RULE_SGD), DLOPT_DTYPE_F32, 3, {2});
    const int64_t shape[] = {3, 2};
    numbers factors = {1, 2, 3, 4, 5, 6};
    if (columns) factors.resize(2);
    buffer scales(DLOPT_DTYPE_F32, factors);
    dlopt_tensor t = scales.tensor();
    if (!columns) t.ndim = 2, t.shape = shape;
    ASSERT_DLOPT(dlopt_optimizer_param_scales(net.optimizer.get(), 0, &t, nullptr));
    ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 1));
    for (auto zero : {DLOPT_HYPER_MOMENTUM, DLOPT_HYPER_DAMPENING, DLOPT_HYPER_WEIGHT_DECAY})
      ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), zero, 0));
    ASSERT_DLOPT(edit(net, {2, -1, 0, 0, -1, 1, 2}));
    net.tables[0].param.assign(numbers(14, 0));
    ASSERT_DLOPT(net.step({numbers(14, -1)}, {0, 1, 2, 3, 4, 5, 6}, row_form::list));
    const numbers wanted = columns ? numbers{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2} : numbers{5, 6, 1, 1, 1, 2, 1, 2, 1, 1, 3, 4, 5, 6};
    EXPECT_EQ(wanted, net.tables[0].param.values());
    ASSERT_DLOPT(edit(net, {}));
    ASSERT_DLOPT(edit(net, {-1}));
    net.tables[0].param.assign({0, 0});
    ASSERT_DLOPT(net.step({{-1, -1}}, {0}, row_form::list));
    EXPECT_EQ(columns ? (numbers{1, 2}) : (numbers{1, 1}), net.tables[0].param.values());
  }
}

TEST_P(row_edits, slow_weights_and_accumulated_gradients_follow) {
  row_net net(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, 3, {2});
  int32_t lookahead, accumulate;
  ASSERT_DLOPT(dlopt_optimizer_wrap(net.optimizer.get(), DLOPT_WRAPPER_LOOKAHEAD, &lookahead));
  ASSERT_DLOPT(dlopt_optimizer_wrap(net.optimizer.get(), DLOPT_WRAPPER_ACCUMULATE, &accumulate));
  ASSERT_DLOPT(edit(net, {0, 1, 2, -1})); // slow weights are not there yet
  ASSERT_DLOPT(net.step(0, {0, 1, 2, 3}));
  const numbers slow = net.state(0, "slow_param");
  ASSERT_EQ(8u, slow.size());
  buffer gradient(DLOPT_DTYPE_F32, {1, 2, 3, 4, 5, 6, 7, 8});
  dlopt_tensor g = gradient.tensor();
  const int64_t shape[] = {4, 2};
  g.ndim = 2, g.shape = shape;
  ASSERT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), &g, 1, 1, nullptr));
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, edit(net, {0, -1}));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "source[1]")) << dlopt_last_error();
  const int32_t slot = 0;
  const int64_t row = 0;
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, dlopt_optimizer_rows_reset(net.optimizer.get(), &slot, 1, &row, 1));
  ASSERT_DLOPT(edit(net, {3, 0, 0, 1, 2, 3}));
  EXPECT_EQ((numbers{slow[6], slow[7], slow[0], slow[1], slow[0], slow[1], slow[2], slow[3], slow[4], slow[5], slow[6], slow[7]}),
            net.state(0, "slow_param"));
  EXPECT_EQ((numbers{7, 8, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8}), net.state(0, "accumulated_grad"));
}

TEST_P(row_edits, what_is_wrong_is_refused_in_every_slot) {
  row_net net(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, 5, {2, 3}, true);
  ASSERT_DLOPT(net.step(0, {0, 1, 4}));
  ASSERT_DLOPT(edit(net, {0, 1, 2, 3}, {1})); // the second has four rows
  const std::vector<numbers> before[] = {net.rows_of(0), net.rows_of(1)};
  const auto refused = [&](dlopt_status wanted, const char* says, dlopt_status got) {
    EXPECT_EQ(wanted, got) << dlopt_last_error();
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), says)) << dlopt_last_error() << "; wanted " << says;
    for (size_t i : {0, 1}) EXPECT_TRUE(same_bits(before[i], net.rows_of(i)));
  };
  dlopt_optimizer* const o = net.optimizer.get();
  const int32_t both[] = {0, 1}, twice[] = {0, 0}, none[] = {0, 7};
  const int64_t good[] = {0, 1}, beyond[] = {1, 4}, negative[] = {0, -2};
  dlopt_rows_edit e = {sizeof e, 0, 2, good};
  refused(DLOPT_ERR_INVALID_ARGUMENT, "edit: got NULL", dlopt_optimizer_rows_edit(o, both, 2, nullptr));
  refused(DLOPT_ERR_INVALID_ARGUMENT, "slots: got NULL", dlopt_optimizer_rows_edit(o, nullptr, 2, &e));
  refused(DLOPT_ERR_INVALID_ARGUMENT, "slots[1]: got 0 for the second time", dlopt_optimizer_rows_edit(o, twice, 2, &e));
  refused(DLOPT_ERR_INVALID_ARGUMENT, "slot: got 7", dlopt_optimizer_rows_edit(o, none, 2, &e));
  e.reserved = 1;
  refused(DLOPT_ERR_INVALID_ARGUMENT, "reserved of edit", dlopt_optimizer_rows_edit(o, both, 2, &e));
  e = {12, 0, 2, good};
  refused(DLOPT_ERR_INVALID_ARGUMENT, "struct_size", dlopt_optimizer_rows_edit(o, both, 2, &e));
  e = {sizeof e, 0, -1, good};
  refused(DLOPT_ERR_OUT_OF_RANGE, "count of edit: got -1", dlopt_optimizer_rows_edit(o, both, 2, &e));
  e = {sizeof e, 0, 2, nullptr};
  refused(DLOPT_ERR_INVALID_ARGUMENT, "source of edit: got NULL", dlopt_optimizer_rows_edit(o, both, 2, &e));
  e = {sizeof e, 0, 2, beyond};
  refused(DLOPT_ERR_OUT_OF_RANGE, "source[1]: got 4, wanted -1 to 3", dlopt_optimizer_rows_edit(o, both, 2, &e));
  e = {sizeof e, 0, 2, negative};
  refused(DLOPT_ERR_OUT_OF_RANGE, "source[1]: got -2", dlopt_optimizer_rows_edit(o, both, 2, &e));
  refused(DLOPT_ERR_OUT_OF_RANGE, "rows: got -1", dlopt_optimizer_rows_reserve(o, both, 2, -1));
  refused(DLOPT_ERR_SHAPE, "product below 2^63", dlopt_optimizer_rows_reserve(o, both, 2, INT64_MAX));
  refused(DLOPT_ERR_OUT_OF_MEMORY, "rows: no memory", dlopt_optimizer_rows_reserve(o, both, 2, int64_t(1) << 60));
  refused(DLOPT_ERR_OUT_OF_RANGE, "rows[1]: got 4, wanted 0 to 3", dlopt_optimizer_rows_reset(o, both, 2, beyond, 2));
  refused(DLOPT_ERR_INVALID_ARGUMENT, "rows: got NULL", dlopt_optimizer_rows_reset(o, both, 2, nullptr, 2));
  for (dlopt_rule rule : {DLOPT_RULE_ADAFACTOR, DLOPT_RULE_SM3, DLOPT_RULE_PRODIGY, DLOPT_RULE_SCHEDULEFREE_SGD}) {
    row_net other(busy_variant(rule), DLOPT_DTYPE_F32, 5, {2});
    e = {sizeof e, 0, 2, good};
    EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, dlopt_optimizer_rows_edit(other.optimizer.get(), both, 1, &e)) << dlopt_rule_name(rule);
  }
}

TEST_P(row_edits, buffers_follow_in_place_where_the_order_stays) {
  numbers start = {0, 1, 2, 3, 4, 5, 6, 7};
  buffer data(DLOPT_DTYPE_F32, start);
  const int64_t eight[] = {4, 2}, six[] = {3, 2};
  dlopt_tensor from = data.tensor(), to = from;
  from.ndim = to.ndim = 2, from.shape = eight, to.shape = six;
  dlopt_rows_edit e = edit_of({1, 0, 3});
  const index_list backwards = {1, 0, 3}, keep = {1, -1, 3}, far = {0, 1, 4};
  e.source = backwards.data();
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_apply(&e, &from, &to));
  e.source = far.data();
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_rows_apply(&e, &from, &to));
  e.source = keep.data();
  to.data = static_cast<float*>(to.data) + 1;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_apply(&e, &from, &to));
  to.data = from.data;
  to.dtype = DLOPT_DTYPE_F16;
  EXPECT_EQ(DLOPT_ERR_DTYPE, dlopt_rows_apply(&e, &from, &to));
  to.dtype = DLOPT_DTYPE_F32, to.shape = eight;
  EXPECT_EQ(DLOPT_ERR_SHAPE, dlopt_rows_apply(&e, &from, &to));
  EXPECT_EQ(start, data.values());
  to.shape = six;
  ASSERT_DLOPT(dlopt_rows_apply(&e, &from, &to));
  EXPECT_EQ((numbers{2, 3, 2, 3, 6, 7, 6, 7}), data.values());
}

DLOPT_INSTANTIATE_ON_EACH_ISA(row_edits);

} // namespace
} // namespace dlopt_test
