// Rows with ages of their own: each is what a parameter of its own would be.
#include "isa.h"
#include "row_net.h"
#include "schedule_build.h"

namespace dlopt_test {
namespace {

class row_ages : public on_each_isa {};

constexpr int64_t kRows = 6;

// The rules whose rows may have ages.
bool has_ages(dlopt_rule rule) { return row_net(busy_variant(rule), DLOPT_DTYPE_F32, 2, {1}, true).status == DLOPT_OK; }

// A parameter for each row, which takes no step when its row is not named.
struct separate_rows {
  separate_rows(const variant& what, dlopt_dtype dtype, int64_t rows, int64_t width) : optimizer(make_optimizer(what)), width(width) {
    const numbers start = row_net::drawn(rows * width, uint64_t(77 + width));
    for (int64_t row = 0; row < rows; row++) {
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      desc.dtype = dtype, desc.ndim = 2, desc.shape = shape().data();
      int32_t slot;
      EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
      params.emplace_back(dtype, numbers(start.begin() + row * width, start.begin() + (row + 1) * width));
    }
  }
  const std::array<int64_t, 2>& shape() const { return shape_ = {1, width}; }

  void step(const numbers& whole, const index_list& rows) {
    std::vector<dlopt_tensor> p, g;
    std::vector<buffer> grads;
    grads.reserve(params.size());
    for (size_t row = 0; row < params.size(); row++) {
      const auto first = whole.begin() + long(row) * width;
      grads.emplace_back(DLOPT_DTYPE_F32, numbers(first, first + width));
      const bool named = std::count(rows.begin(), rows.end(), int64_t(row));
      p.push_back(params[row].tensor()), g.push_back(named ? grads[row].tensor() : grads[row].absent());
      for (dlopt_tensor* t : {&p.back(), &g.back()}) t->ndim = 2, t->shape = shape().data();
    }
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), p.data(), g.data(), p.size(), nullptr));
  }

  optimizer_handle optimizer;
  int64_t width;
  std::vector<buffer> params;
  mutable std::array<int64_t, 2> shape_;
};

// Every row of the net against the parameter that stands for it.
void expect_alike(const row_net& net, const separate_rows& apart, const std::string& what) {
  const std::vector<numbers> rows = net.rows_of(0);
  for (size_t row = 0; row < rows.size(); row++) {
    numbers wanted;
    for (const std::string& name : states_of(net.rule())) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      if (dlopt_optimizer_state(apart.optimizer.get(), int32_t(row), name.c_str(), &view) != DLOPT_OK || view.ndim != 2) continue;
      for (int64_t i = 0; i < apart.width; i++)
        wanted.push_back(view.dtype == DLOPT_DTYPE_F64 ? static_cast<double*>(view.data)[i] : double(static_cast<float*>(view.data)[i]));
    }
    dlopt_stats stats;
    stats.struct_size = sizeof stats;
    ASSERT_DLOPT(dlopt_optimizer_stats(apart.optimizer.get(), int32_t(row), nullptr, nullptr, &stats));
    wanted.push_back(double(stats.steps));
    const numbers elements = apart.params[row].values();
    wanted.insert(wanted.end(), elements.begin(), elements.end());
    ASSERT_TRUE(same_bits(wanted, rows[row])) << what << " row " << row;
  }
}

// Whether rows are moved by what all of them have in common, or parameters without a gradient take steps as well.
bool looks_at_all_rows(const variant& v) {
  if (v.name == "null_grad=zero") return true;
  const auto found = v.set.find(DLOPT_HYPER_CAUTIOUS);
  return found != v.set.end() && (found->second == DLOPT_CAUTIOUS_MEAN || found->second == DLOPT_CAUTIOUS_COUNT);
}

const index_list kLists[] = {{0, 1, 2}, {1, 2, 5}, {}, {0, 1, 2, 3}, {2}, {0, 1, 2, 3, 4, 5}, {3, 4}, {0, 1, 2, 3, 4, 5}};

TEST_P(row_ages, rows_are_what_parameters_of_their_own_would_be) {
  int variants = 0;
  for (dlopt_rule rule : all_rules()) {
    if (!has_ages(rule)) continue;
    for (const variant& what : variants_of(rule)) {
      if (looks_at_all_rows(what)) continue;
      variants++;
      for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
        for (int64_t width : {1, 5, 300}) {
          row_net net(what, dtype, kRows, {width}, true);
          separate_rows apart(what, dtype, kRows, width);
          const schedule_handle falling = make_schedule(DLOPT_SCHEDULE_EXPONENTIAL, {{"base", "0x1p-6"}, {"gamma", "0.984375"}});
          for (dlopt_optimizer* o : {net.optimizer.get(), apart.optimizer.get()})
            ASSERT_DLOPT(dlopt_optimizer_schedule(o, -1, DLOPT_HYPER_LR, falling.get()));
          for (int t = 0; t < 8; t++) {
            ASSERT_DLOPT(net.step(t, kLists[t], kRowForms[t % 4]));
            apart.step(net.gradient(0, t), kLists[t]);
          }
          expect_alike(net, apart, std::string(dlopt_rule_name(rule)) + " " + what.name);
        }
    }
  }
  EXPECT_GT(variants, 80);
}

// Whole gradients name all rows; one that crosses the end of a chunk is counted once.
TEST_P(row_ages, without_rows_all_of_them_grow_older) {
  row_net net(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, kRows, {5000}, true),
      plain(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32, kRows, {5000});
  const index_list all = {0, 1, 2, 3, 4, 5};
  for (int t = 0; t < 5; t++) {
    std::array<int64_t, 2> shape;
    buffer gradient(DLOPT_DTYPE_F32, net.gradient(0, t));
    dlopt_tensor p = net.tables[0].tensor(shape), g = gradient.tensor();
    g.ndim = 2, g.shape = shape.data();
    ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), &p, &g, 1, nullptr));
    ASSERT_DLOPT(plain.step(t, all));
  }
  EXPECT_EQ(numbers(6, 5), net.state(0, "row_age"));
  EXPECT_TRUE(same_bits(plain.tables[0].param.values(), net.tables[0].param.values()));
}

// A state that comes later is fresh to each row until that row's next step; one that rests keeps being so.
TEST_P(row_ages, states_that_come_later_are_fresh_to_each_row) {
  variant what = busy_variant(DLOPT_RULE_SGD);
  const double momentum = what.set[DLOPT_HYPER_MOMENTUM];
  what.set[DLOPT_HYPER_MOMENTUM] = 0;
  what.set[DLOPT_HYPER_DAMPENING] = 0.25;
  row_net net(what, DLOPT_DTYPE_F32, kRows, {5}, true);
  separate_rows apart(what, DLOPT_DTYPE_F32, kRows, 5);
  for (int t = 0; t < 8; t++) {
    if (t == 2)
      for (dlopt_optimizer* o : {net.optimizer.get(), apart.optimizer.get()})
        ASSERT_DLOPT(dlopt_optimizer_set(o, DLOPT_HYPER_MOMENTUM, momentum));
    ASSERT_DLOPT(net.step(t, kLists[t]));
    apart.step(net.gradient(0, t), kLists[t]);
    expect_alike(net, apart, "step " + std::to_string(t));
  }
}

// More ages than there are sets of coefficients to keep, and rows that the caller gave their ages.
TEST_P(row_ages, any_mixture_of_ages) {
  constexpr int64_t kMany = 3000;
  const variant what = busy_variant(DLOPT_RULE_ADAM);
  const runtime_handle runtime = make_runtime(3);
  row_net net(what, DLOPT_DTYPE_F32, kMany, {1}, true, runtime.get());
  draw random(11);
  std::vector<int32_t> ages;
  for (int64_t row = 0; row < kMany; row++) ages.push_back(int32_t(random.one_in(9) ? -3 : random.below(9000)));
  ages[0] = INT32_MAX;
  dlopt_tensor view;
  view.struct_size = sizeof view;
  ASSERT_DLOPT(dlopt_optimizer_state(net.optimizer.get(), 0, "row_age", &view));
  ASSERT_EQ(DLOPT_DTYPE_I32, view.dtype);
  ASSERT_TRUE(view.ndim == 1 && view.shape[0] == kMany);
  std::copy(ages.begin(), ages.end(), static_cast<int32_t*>(view.data));
  index_list all;
  for (int64_t row = 0; row < kMany; row++) all.push_back(row);
  ASSERT_DLOPT(net.step(0, all));
  ASSERT_DLOPT(net.step(1, all));
  const std::vector<numbers> rows = net.rows_of(0);
  const numbers start = row_net::drawn(kMany, 78), first = net.gradient(0, 0), second = net.gradient(0, 1);
  for (size_t row = 0; row < size_t(kMany); row += row < 20 ? 1 : 37) {
    row_net one(what, DLOPT_DTYPE_F32, 1, {1}, true);
    ASSERT_DLOPT(dlopt_optimizer_state(one.optimizer.get(), 0, "row_age", &view));
    *static_cast<int32_t*>(view.data) = ages[row];
    one.tables[0].param.assign({start[row]});
    ASSERT_DLOPT(one.step({{first[row]}}, {0}, row_form::list));
    ASSERT_DLOPT(one.step({{second[row]}}, {0}, row_form::list));
    ASSERT_TRUE(same_bits(one.rows_of(0)[0], rows[row])) << "row " << row << " age " << ages[row];
  }
  const numbers now = net.state(0, "row_age");
  for (size_t row = 0; row < size_t(kMany); row++)
    ASSERT_EQ(row == 0 ? double(INT32_MAX) : double(std::max(ages[row], 0) + 2), now[row]) << row;
  net.optimizer.reset();
}

TEST_P(row_ages, rules_with_numbers_of_whole_tensors_refuse_them) {
  std::vector<std::string> refused;
  for (dlopt_rule rule : all_rules())
    if (!has_ages(rule)) {
      EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "row_ages: got 1, wanted 0 for ")) << dlopt_last_error();
      refused.push_back(dlopt_rule_name(rule));
    }
  const std::vector<std::string> wanted = {"sgld",
                                           "psgld",
                                           "laprop",
                                           "lars",
                                           "lamb",
                                           "novograd",
                                           "prodigy",
                                           "asgd",
                                           "nadam",
                                           "nadamw",
                                           "rprop",

                                           "schedulefree_sgd",
                                           "schedulefree_adamw",
                                           "adafactor",
                                           "came",
                                           "sm3",
                                           "swats"};
  EXPECT_EQ(wanted, refused);
  optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAM);
  dlopt_param_desc desc;
  ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  int32_t slot = -1;
  desc.row_ages = 1;
  EXPECT_EQ(DLOPT_ERR_SHAPE, dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  const int64_t shape[] = {3};
  desc.ndim = 1, desc.shape = shape, desc.row_ages = 2;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  desc.row_ages = 1, desc.reserved2 = 1;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  desc.reserved2 = 0;
  EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(row_ages);

} // namespace
} // namespace dlopt_test
