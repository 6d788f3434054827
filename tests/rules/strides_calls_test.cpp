// Calls beside the step on tensors with gaps, and steps for some of their rows.
#include "draw.h"
#include "interleaved.h"
#include "row_net.h"
#include "small_net.h"

#include <cmath>
#include <cstring>

namespace dlopt_test {
namespace {

constexpr spread_as kSpread[] = {spread_as::elements, spread_as::rows};
const std::vector<std::vector<int64_t>> kShapes = {{40, 277}, {17000}, {7, 3, 4}, {5, 6, 2, 3}, {}, {0, 4}};

// ---- gradient.h

using gradient_call = dlopt_status (*)(const dlopt_tensor* params, const dlopt_tensor* grads, size_t n, double* told);

const struct {
  const char* name;
  gradient_call call;
} kCalls[] = {
    {"norm",
     [](const dlopt_tensor*, const dlopt_tensor* g, size_t n, double* told) -> dlopt_status {
       int64_t nonfinite = 0;
       const dlopt_status status = dlopt_grad_norm(nullptr, g, n, 3, told, &nonfinite);
       return told[1] = double(nonfinite), status;
     }},
    {"clip norm",
     [](const dlopt_tensor*, const dlopt_tensor* g, size_t n, double* told) -> dlopt_status {
       return dlopt_clip_norm(nullptr, g, n, 0.5, 2, DLOPT_CLIP_TORCH, told);
     }},
    {"clip value",
     [](const dlopt_tensor*, const dlopt_tensor* g, size_t n, double*) -> dlopt_status { return dlopt_clip_value(nullptr, g, n, 0.25); }},
    {"clip rows",
     [](const dlopt_tensor*, const dlopt_tensor* g, size_t n, double* told) -> dlopt_status {
       int64_t clipped = 0;
       const dlopt_status status = dlopt_clip_per_row(nullptr, g, n, 0.5, 2, DLOPT_CLIP_EXACT, &clipped);
       return told[0] = double(clipped), status;
     }},
    {"agc",
     [](const dlopt_tensor* p, const dlopt_tensor* g, size_t n, double* told) -> dlopt_status {
       int64_t clipped = 0;
       const dlopt_status status = dlopt_clip_agc(nullptr, p, g, n, 0.0625, 0.5, 2, DLOPT_UNITS_LAST, &clipped);
       return told[0] = double(clipped), status;
     }},
    {"centralize",
     [](const dlopt_tensor*, const dlopt_tensor* g, size_t n, double*) -> dlopt_status { return dlopt_grad_centralize(nullptr, g, n, 2); }},
    {"unscale",
     [](const dlopt_tensor*, const dlopt_tensor* g, size_t n, double* told) -> dlopt_status {
       int64_t nonfinite = 0;
       const dlopt_status status = dlopt_grad_unscale(nullptr, g, n, 8, &nonfinite);
       return told[0] = double(nonfinite), status;
     }},
    {"penalty",
     [](const dlopt_tensor* p, const dlopt_tensor* g, size_t n, double* told) -> dlopt_status {
       return dlopt_grad_penalty(nullptr, p, g, n, 0.25, 0.125, told);
     }},
};

TEST(strides_of_calls, gradients_are_treated_the_same) {
  const small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, kShapes);
  for (const auto& one : kCalls)
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64, DLOPT_DTYPE_BF16}) {
      const auto run = [&](spread_as how) {
        std::vector<buffer> params = net.gradients(1, dtype), grads = net.gradients(2, dtype);
        numbers told = {-1, -1};
        EXPECT_DLOPT(call_spread(how, {net.tensors(params), net.tensors(grads)}, [&](const auto& lists) {
          return one.call(lists[0].data(), lists[1].data(), params.size(), told.data());
        }));
        std::vector<numbers> all = {told};
        for (const buffer& b : params) all.push_back(b.values());
        for (const buffer& b : grads) all.push_back(b.values());
        return all;
      };
      for (spread_as how : kSpread) EXPECT_TRUE(run(spread_as::packed) == run(how)) << one.name << " of " << name_of(dtype);
    }
}

TEST(strides_of_calls, equal_rows_are_summed_the_same) {
  const int64_t indices[] = {4, 1, 4, 9, 1, 4}, shape[] = {6, 5};
  const auto run = [&](spread_as how) {
    buffer grad(DLOPT_DTYPE_F16, small_net::drawn({6, 5}, 3)), sums(DLOPT_DTYPE_F16, numbers(30, 7.0));
    dlopt_tensor tensors[] = {grad.tensor(), sums.tensor()};
    for (dlopt_tensor& t : tensors) t.ndim = 2, t.shape = shape;
    int64_t unique[6] = {}, count = 0;
    EXPECT_DLOPT(call_spread(how, {{tensors[0]}, {tensors[1]}}, [&](const auto& lists) {
      return dlopt_rows_coalesce(nullptr, indices, lists[0].data(), unique, lists[1].data(), &count);
    }));
    EXPECT_EQ(3, count);
    return sums.values();
  };
  for (spread_as how : kSpread) EXPECT_EQ(run(spread_as::packed), run(how));
}

TEST(strides_of_calls, statistics_and_scales_of_elements_see_the_same) {
  const std::vector<std::vector<int64_t>> shapes = {{40, 3}};
  const auto run = [&](spread_as how) {
    small_net net(DLOPT_RULE_ADAM, DLOPT_DTYPE_BF16, shapes);
    std::vector<buffer> grads = net.gradients(1), scales = net.gradients(2);
    for (buffer& b : scales) {
      numbers v = b.values();
      for (double& x : v) x = std::fabs(x);
      b.assign(v);
    }
    dlopt_stats stats = {};
    stats.struct_size = sizeof stats;
    EXPECT_DLOPT(call_spread(how, {net.tensors(net.params), net.tensors(grads), net.tensors(scales)}, [&](const auto& lists) {
      EXPECT_DLOPT(dlopt_optimizer_param_scales(net.optimizer.get(), 0, lists[2].data(), nullptr));
      return dlopt_optimizer_stats(net.optimizer.get(), 0, lists[0].data(), lists[1].data(), &stats);
    }));
    net.step(3);
    numbers all = net.params[0].values();
    all.insert(all.end(), {stats.param_norm, stats.grad_norm, double(stats.param_nonfinite + stats.grad_nonfinite)});
    return all;
  };
  for (spread_as how : kSpread) EXPECT_EQ(run(spread_as::packed), run(how));
}

// Parameters as they are, as they were, and gradients; and the hash of the parameters.
TEST(strides_of_calls, measures_and_hashes_see_the_same) {
  const auto run = [&](spread_as how, dlopt_dtype dtype, dlopt_dtype before_dtype) {
    small_net net(DLOPT_RULE_ADAM, dtype, {{40, 477}, {17000}});
    std::vector<buffer> grads = net.gradients(1), before = net.gradients(2, before_dtype);
    dlopt_stats_desc desc;
    dlopt_stats stats = {};
    stats.struct_size = sizeof stats;
    uint64_t hash = 0;
    EXPECT_DLOPT(dlopt_stats_desc_init(&desc, sizeof desc));
    EXPECT_DLOPT(call_spread(how, {net.tensors(net.params), net.tensors(grads), net.tensors(before)}, [&](const auto& lists) {
      desc.params = lists[0].data(), desc.grads = lists[1].data(), desc.before = lists[2].data(), desc.count = lists[0].size();
      EXPECT_DLOPT(dlopt_optimizer_state_hash(net.optimizer.get(), lists[0].data(), lists[0].size(), &hash));
      return dlopt_optimizer_measure(net.optimizer.get(), &desc, &stats);
    }));
    return std::pair(hash,
                     numbers{stats.param_norm, stats.grad_norm, stats.update_norm, stats.update_ratio, double(stats.param_zero),
                             double(stats.param_magnitudes[-DLOPT_STATS_LOWEST]), double(stats.grad_magnitudes[-DLOPT_STATS_LOWEST])});
  };
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64, DLOPT_DTYPE_BF16})
    for (dlopt_dtype before : {dtype, dlopt_dtype(DLOPT_DTYPE_F64)})
      for (spread_as how : kSpread) EXPECT_EQ(run(spread_as::packed, dtype, before), run(how, dtype, before)) << name_of(dtype);
}

// ---- rows

// Every element and state after steps for some rows, and what their copies hold.
std::vector<numbers> step_rows(row_form form, dlopt_rows_mode mode, spread_as how) {
  const int64_t rows = 70, width = 6, param_shape[] = {rows, width};
  const index_list named = {0, 1, 2, 17, 40, 41, 69};
  row_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, rows, {width});
  for (int t = 1; t <= 3; t++) {
    numbers values, whole = net.gradient(0, t);
    const bool compact = form == row_form::list;
    for (size_t i = 40 * width; i < 41 * width; i++) whole[i] = t == 2 ? -0.0 : whole[i]; // a row that ZERO_SKIPS leaves
    for (int64_t row : named) values.insert(values.end(), whole.begin() + row * width, whole.begin() + (row + 1) * width);
    buffer grad(DLOPT_DTYPE_BF16, compact ? values : whole);
    const int64_t grad_shape[] = {compact ? int64_t(named.size()) : rows, width};
    buffer copy(DLOPT_DTYPE_BF16, numbers(size_t(rows * width), 9.0));
    dlopt_tensor p = net.tables[0].param.tensor(), g = grad.tensor(), c = copy.tensor();
    p.ndim = g.ndim = c.ndim = 2, p.shape = c.shape = param_shape, g.shape = grad_shape;
    std::vector<uint8_t> mask, moved(9);
    dlopt_rows which = row_net::named(rows, named, form, mask);
    which.mode = mode;
    if (mode == DLOPT_ROWS_ZERO_SKIPS) which.moved = moved.data();
    dlopt_step_desc desc = default_step();
    desc.rows = &which;
    desc.max_norm = 0.5;
    desc.flags = DLOPT_STEP_ZERO_GRADS;
    EXPECT_DLOPT(call_spread(how, {{p}, {g}, {c}}, [&](const auto& lists) {
      desc.copies = lists[2].data();
      return dlopt_optimizer_step(net.optimizer.get(), lists[0].data(), lists[1].data(), 1, &desc);
    }));
    net.left_of_gradients.push_back(grad.values());
    net.left_of_gradients.push_back(copy.values());
  }
  std::vector<numbers> all = net.rows_of(0);
  all.insert(all.end(), net.left_of_gradients.begin(), net.left_of_gradients.end());
  return all;
}

TEST(strides_of_calls, steps_for_some_rows_are_the_same) {
  for (row_form form : kRowForms)
    for (dlopt_rows_mode mode : {DLOPT_ROWS_SKIP, DLOPT_ROWS_DECAY_MOMENTS, DLOPT_ROWS_ZERO_SKIPS}) {
      if (mode == DLOPT_ROWS_ZERO_SKIPS && form == row_form::list) continue; // only of whole gradients
      for (spread_as how : kSpread)
        EXPECT_TRUE(same_bits(step_rows(form, mode, spread_as::packed), step_rows(form, mode, how))) << int(form) << " in mode " << mode;
    }
}

// A gradient with gaps reaches farther than its elements would side by side.
TEST(strides_of_calls, marks_of_rows_may_not_lie_in_a_gradient_with_gaps) {
  const int64_t shape[] = {9, 1}, strides[] = {4, 1};
  float w[9] = {}, g[4 * 9] = {};
  small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{9, 1}});
  dlopt_tensor param, grad;
  ASSERT_DLOPT(dlopt_tensor_init(&param, sizeof param, w, DLOPT_DTYPE_F32, 2, shape));
  ASSERT_DLOPT(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 2, shape));
  grad.strides = strides;
  dlopt_rows rows = {};
  rows.struct_size = sizeof rows;
  rows.form = DLOPT_ROWS_WHOLE;
  rows.mode = DLOPT_ROWS_ZERO_SKIPS;
  rows.moved = reinterpret_cast<uint8_t*>(g + 4 * 8);
  dlopt_step_desc desc = default_step();
  desc.rows = &rows;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_step(net.optimizer.get(), &param, &grad, 1, &desc));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "moved of rows[0]")) << dlopt_last_error();
  uint8_t apart[2];
  rows.moved = apart;
  EXPECT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), &param, &grad, 1, &desc));
}

// ---- buffers that were seen before

TEST(strides_of_calls, other_strides_at_the_same_addresses_are_checked_anew) {
  const int64_t n = 4, two = 2;
  float w[4 * 2], all[4 * 3] = {}; // parameter, gradient and copy one after the other
  small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{n}});
  dlopt_tensor tensors[4];
  void* const places[] = {w, all, all + 4, all + 8};
  for (int k = 0; k < 4; k++) ASSERT_DLOPT(dlopt_tensor_init(&tensors[k], sizeof tensors[k], places[k], DLOPT_DTYPE_F32, 1, &n));
  const auto step = [&](int param, int grad, int copy) {
    dlopt_step_desc desc = default_step();
    desc.copies = copy ? &tensors[copy] : nullptr;
    return dlopt_optimizer_step(net.optimizer.get(), &tensors[param], &tensors[grad], 1, &desc);
  };
  const int orders[][3] = {{1, 2, 0}, {2, 1, 0}, {0, 3, 2}}; // one reaches into the next with gaps
  for (const auto& [param, grad, copy] : orders) {
    const int low = param == 0 ? copy : 1;
    EXPECT_DLOPT(step(param, grad, copy));
    tensors[low].strides = &two;
    EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, step(param, grad, copy)) << param;
    EXPECT_NE(std::string(dlopt_last_error()).find("overlaps"), std::string::npos) << dlopt_last_error();
    tensors[low].strides = nullptr;
    EXPECT_DLOPT(step(param, grad, copy));
  }
}

TEST(strides_of_calls, another_gradient_than_was_observed_is_refused) {
  const int64_t n = 4, one = 1, two = 2;
  small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{n}});
  buffer grads(DLOPT_DTYPE_F32, numbers(8, 1.0));
  std::vector<dlopt_tensor> params = net.tensors(net.params);
  dlopt_tensor grad = grads.tensor();
  grad.shape = &n;
  grad.strides = &two;
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &grad));
  grad.strides = &one;
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_step(net.optimizer.get(), params.data(), &grad, 1, nullptr));
  grad.strides = &two;
  EXPECT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), params.data(), &grad, 1, nullptr));
}

} // namespace
} // namespace dlopt_test
