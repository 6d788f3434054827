// Gradients that hold only some rows of their parameter: dlopt_step_desc, rows, and dlopt_rows_coalesce.
#include "isa.h"
#include "small_net.h"
#include "variants.h"

#include <algorithm>
#include <cstring>

namespace dlopt_test {
namespace {

class rows : public on_each_isa {};

using index_list = std::vector<int64_t>;

// The given rows of a whole gradient of `width` columns.
numbers picked(const numbers& whole, const index_list& indices, int64_t width) {
  numbers out;
  for (int64_t row : indices) out.insert(out.end(), whole.begin() + long(row * width), whole.begin() + long((row + 1) * width));
  return out;
}

dlopt_rows rows_of(const index_list& indices) { return {sizeof(dlopt_rows), 0, int64_t(indices.size()), indices.data()}; }

// One parameter of 12 rows and a second, small one with whole gradients, driven by lists of rows.
struct table {
  static constexpr int64_t kRows = 12;
  table(dlopt_rule rule_, dlopt_dtype dtype, int64_t width_, dlopt_runtime* runtime = nullptr)
      : rule(rule_), width(width_), net(rule, dtype, {{kRows, width_}, {3}}, runtime) {
    for (const auto& [id, value] : busy_variant(rule).set) EXPECT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), id, value));
  }

  dlopt_status step(int t, const index_list& indices, dlopt_step_desc desc = default_step()) {
    std::vector<buffer> grads = net.gradients(t);
    buffer some(DLOPT_DTYPE_F32, picked(grads[0].values(), indices, width));
    std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads);
    const int64_t shape[] = {int64_t(indices.size()), width};
    g[0].data = some.data();
    g[0].shape = shape;
    const dlopt_rows which[] = {rows_of(indices), {sizeof(dlopt_rows), 0, 0, nullptr}};
    desc.rows = which;
    return dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), 2, &desc);
  }
  // Parameter and state arrays of the first slot, and of the second.
  std::vector<numbers> everything() const {
    std::vector<numbers> all = {net.params[0].values(), net.params[1].values()};
    for (const std::string& name : array_names())
      for (int32_t slot : {0, 1}) all.push_back(net.state(slot, name.c_str()));
    return all;
  }
  std::vector<std::string> array_names() const {
    std::vector<std::string> names;
    for (const std::string& name : states_of(rule)) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      if (dlopt_optimizer_state(net.optimizer.get(), 0, name.c_str(), &view) == DLOPT_OK && view.ndim) names.push_back(name);
    }
    return names;
  }

  dlopt_rule rule;
  int64_t width;
  small_net net;
};

const index_list kLists[] = {{0, 1, 2, 7}, {11}, {3, 4, 5, 6, 7, 8}, {}, {1, 3, 5, 7, 9, 11}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};

// Every rule that can: rows that are there move as with a whole gradient, the others keep every bit, state and all.
TEST_P(rows, absent_rows_keep_every_bit_and_present_ones_move_as_with_whole_gradients) {
  int rules = 0;
  for (dlopt_rule rule : all_rules())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
      for (int64_t width : {1, 5, 2000}) {
        table some(rule, dtype, width), whole(rule, dtype, width);
        if (some.step(0, kLists[0]) == DLOPT_ERR_UNSUPPORTED) continue;
        rules++;
        for (int t = 1; t < 6; t++) {
          const std::vector<numbers> before = some.everything();
          dlopt_optimizer* twin = nullptr;
          ASSERT_DLOPT(dlopt_optimizer_clone(some.net.optimizer.get(), &twin));
          whole.net.optimizer.reset(twin);
          for (size_t slot : {0, 1}) whole.net.params[slot].assign(before[slot]);
          ASSERT_DLOPT(some.step(t, kLists[t]));
          whole.net.step(t);
          const std::vector<numbers> now = some.everything(), moved = whole.everything();
          for (size_t array = 0; array < now.size(); array++)
            for (size_t i = 0; i < now[array].size(); i++) {
              const bool absent = array % 2 == 0 && !std::count(kLists[t].begin(), kLists[t].end(), int64_t(i) / width);
              ASSERT_EQ((absent ? before : moved)[array][i], now[array][i])
                  << dlopt_rule_name(rule) << " step " << t << " array " << array << " element " << i;
            }
        }
      }
  EXPECT_GE(rules, 60);
}

TEST_P(rows, the_age_is_that_of_the_whole_parameter) {
  table some(DLOPT_RULE_SPARSE_ADAM, DLOPT_DTYPE_F64, 2);
  for (int t = 0; t < 4; t++) ASSERT_DLOPT(some.step(t, kLists[t]));
  dlopt_stats stats;
  stats.struct_size = sizeof stats;
  ASSERT_DLOPT(dlopt_optimizer_stats(some.net.optimizer.get(), 0, nullptr, nullptr, &stats));
  EXPECT_EQ(4, stats.steps) << "a step in which no row is there is a step";
}

// Without rows again, the plan is that of whole parameters.
TEST_P(rows, whole_gradients_may_follow) {
  table some(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, 3);
  ASSERT_DLOPT(some.step(1, {4}));
  const std::vector<numbers> before = some.everything();
  some.net.step(2);
  const numbers now = some.net.params[0].values();
  const numbers gradient = some.net.gradients(2)[0].values();
  for (size_t i = 0; i < now.size(); i++)
    if (gradient[i] != 0) EXPECT_NE(before[0][i], now[i]) << i;
}

TEST_P(rows, norms_and_zeroing_see_the_rows_that_are_there) {
  small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{5, 2}});
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 1));
  net.params[0].assign(numbers(10, 0));
  buffer gradient(DLOPT_DTYPE_F64, {3, 0, 0, 4});
  dlopt_tensor p = net.tensors(net.params)[0], g = gradient.tensor();
  const int64_t shape[] = {2, 2};
  g.ndim = 2, g.shape = shape;
  const index_list indices = {1, 4};
  const dlopt_rows which = rows_of(indices);
  dlopt_step_desc desc = default_step();
  desc.rows = &which;
  desc.max_norm = 2.5;
  desc.clip_form = DLOPT_CLIP_EXACT;
  desc.flags = DLOPT_STEP_ZERO_GRADS;
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), &p, &g, 1, &desc));
  EXPECT_EQ(5, desc.grad_norm);
  EXPECT_EQ((numbers{0, 0, -1.5, 0, 0, 0, 0, 0, 0, -2}), net.params[0].values());
  EXPECT_EQ(numbers(4, 0), gradient.values());
}

TEST_P(rows, bits_do_not_depend_on_threads) {
  std::vector<numbers> truth;
  for (int32_t threads : {1, 2, 5}) {
    const runtime_handle runtime = make_runtime(threads);
    table some(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, 20000, runtime.get());
    for (int t = 0; t < 6; t++) ASSERT_DLOPT(some.step(t, kLists[t]));
    const std::vector<numbers> got = some.everything();
    if (truth.empty()) truth = got;
    EXPECT_TRUE(truth == got) << threads << " threads";
    some.net.optimizer.reset();
  }
}

TEST_P(rows, the_first_number_that_is_wrong_is_named) {
  table some(DLOPT_RULE_ADAM, DLOPT_DTYPE_F32, 2);
  ASSERT_DLOPT(some.step(1, {1, 2}));
  const std::vector<numbers> before = some.everything();
  const struct {
    index_list indices;
    const char* says;
  } wrong[] = {
      {{3, 2, 1}, "indices[1] of rows[0]: got 2 after 3"},
      {{3, 4, 4}, "indices[2] of rows[0]: got 4 after 4"},
  };
  for (const auto& row : wrong) {
    EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, some.step(2, row.indices));
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), row.says)) << dlopt_last_error();
    EXPECT_EQ(before, some.everything());
  }
  ASSERT_DLOPT(some.step(2, {3, 11}));
}

TEST_P(rows, what_is_wrong_is_refused_and_changes_nothing) {
  small_net net(DLOPT_RULE_ADAM, DLOPT_DTYPE_F32, {{4, 2}});
  const numbers before = net.params[0].values();
  const auto refused = [&](dlopt_status status, index_list indices, int64_t n, int64_t columns, void (*spoil)(dlopt_rows*)) {
    buffer gradient(DLOPT_DTYPE_F32, numbers(16, 1));
    dlopt_tensor p = net.tensors(net.params)[0], g = gradient.tensor();
    const int64_t shape[] = {n, columns};
    g.ndim = 2, g.shape = shape;
    dlopt_rows which = rows_of(indices);
    spoil(&which);
    dlopt_step_desc desc = default_step();
    desc.rows = &which;
    EXPECT_EQ(status, dlopt_optimizer_step(net.optimizer.get(), &p, &g, 1, &desc)) << dlopt_last_error();
    EXPECT_EQ(before, net.params[0].values());
    EXPECT_EQ(0, dlopt_optimizer_steps(net.optimizer.get()));
  };
  const auto as_is = [](dlopt_rows*) {};
  refused(DLOPT_ERR_OUT_OF_RANGE, {0, 4}, 2, 2, as_is);
  refused(DLOPT_ERR_OUT_OF_RANGE, {-1, 2}, 2, 2, as_is);
  refused(DLOPT_ERR_SHAPE, {0, 1}, 3, 2, as_is);
  refused(DLOPT_ERR_SHAPE, {0, 1}, 2, 3, as_is);
  refused(DLOPT_ERR_INVALID_ARGUMENT, {0, 1}, 2, 2, [](dlopt_rows* r) { r->reserved = 1; });
  refused(DLOPT_ERR_INVALID_ARGUMENT, {0, 1}, 2, 2, [](dlopt_rows* r) { r->struct_size = 4; });
  refused(DLOPT_ERR_INVALID_ARGUMENT, {0, 1}, 2, 2, [](dlopt_rows* r) { r->count = -1; });
  for (dlopt_rule rule : {DLOPT_RULE_SCHEDULEFREE_SGD, DLOPT_RULE_SCHEDULEFREE_ADAMW}) {
    table some(rule, DLOPT_DTYPE_F32, 2);
    EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, some.step(1, {1})) << dlopt_rule_name(rule);
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), dlopt_rule_name(rule))) << dlopt_last_error();
  }
}

TEST_P(rows, coalescing_sorts_and_sums_in_order) {
  const index_list indices = {7, 2, 7, 0, 2, 7};
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
    buffer grad(dtype, {1, 10, 2, 20, 4, 40, 8, 80, 16, 160, 32, 64}, 1), sums(dtype, numbers(12, 99), 3);
    const int64_t shape[] = {6, 2};
    dlopt_tensor from = grad.tensor(), to = sums.tensor();
    from.ndim = to.ndim = 2;
    from.shape = to.shape = shape;
    index_list unique(6, -5);
    int64_t count = -1;
    ASSERT_DLOPT(dlopt_rows_coalesce(nullptr, indices.data(), &from, unique.data(), &to, &count));
    EXPECT_EQ(3, count);
    EXPECT_EQ((index_list{0, 2, 7, -5, -5, -5}), unique);
    EXPECT_EQ((numbers{8, 80, 18, 180, 37, 114, 99, 99, 99, 99, 99, 99}), sums.values());
  }
  // In order, and a half is rounded once: 2048 + 1 + 1 is 2050 in f32, but 2048 where every sum is rounded to f16.
  buffer grad(DLOPT_DTYPE_F16, {2048, 1, 1}), sums(DLOPT_DTYPE_F16, {0, 0, 0});
  const index_list same = {5, 5, 5};
  const dlopt_tensor from = grad.tensor(), to = sums.tensor();
  index_list unique(3);
  int64_t count = 0;
  ASSERT_DLOPT(dlopt_rows_coalesce(nullptr, same.data(), &from, unique.data(), &to, &count));
  EXPECT_EQ(1, count);
  EXPECT_EQ(2050, sums.values()[0]);
}

TEST_P(rows, coalescing_refuses_what_is_wrong) {
  buffer grad(DLOPT_DTYPE_F32, {1, 2, 3}), sums(DLOPT_DTYPE_F32, {9, 9, 9}), other(DLOPT_DTYPE_F64, {9, 9, 9});
  const dlopt_tensor from = grad.tensor(), to = sums.tensor(), wrong = other.tensor();
  index_list indices = {1, -2, 0}, unique(3, -5);
  int64_t count = -1;
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_rows_coalesce(nullptr, indices.data(), &from, unique.data(), &to, &count));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "indices[1]: got -2")) << dlopt_last_error();
  indices[1] = 2;
  EXPECT_EQ(DLOPT_ERR_DTYPE, dlopt_rows_coalesce(nullptr, indices.data(), &from, unique.data(), &wrong, &count));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_coalesce(nullptr, indices.data(), &from, unique.data(), &from, &count));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_coalesce(nullptr, nullptr, &from, unique.data(), &to, &count));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_coalesce(nullptr, indices.data(), &from, nullptr, &to, &count));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_coalesce(nullptr, indices.data(), &from, indices.data(), &to, &count));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_coalesce(nullptr, indices.data(), nullptr, unique.data(), &to, &count));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_rows_coalesce(nullptr, indices.data(), &from, unique.data(), &to, nullptr));
  EXPECT_EQ(-1, count);
  EXPECT_EQ(numbers(3, 9), sums.values());
}

DLOPT_INSTANTIATE_ON_EACH_ISA(rows);

} // namespace
} // namespace dlopt_test
