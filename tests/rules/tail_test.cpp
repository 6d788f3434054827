// Clips and copies within the step: against the functions of gradient.h before a plain step, bit for bit where they promise it, and against
// the formulas where several act.
#include "isa.h"
#include "wrapped_net.h"

#include <algorithm>
#include <cmath>

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;

class tails : public on_each_isa {};

// Rows that lie in one chunk, that cross one end of it, and that reach over several; matrices, a vector, a number, and nothing.
const wrapped_net::shape_list kShapes = {{64, 256}, {40, 577}, {2, 2 * kChunk + 9}, {kChunk + 100}, {7, 3, 5}, {}, {0, 4}, {20000, 1}};

// Gradients whose units differ much in size.
std::vector<buffer> gradients_of(const wrapped_net& net, int t, dlopt_dtype dtype, double size = 1) {
  std::vector<buffer> out;
  for (buffer& g : net.gradients(t, DLOPT_DTYPE_F64)) {
    numbers v = g.values();
    for (size_t i = 0; i < v.size(); i++) v[i] *= std::ldexp(size, int(i * 37 / (v.size() + 1) % 5) - 3);
    out.emplace_back(dtype, v);
  }
  return out;
}

struct clip {
  const char* name;
  double max_norm = INFINITY, tensor = INFINITY, agc = INFINITY, value = INFINITY;
};
const clip kClips[] = {
    {"norm", 0.5}, {"tensors", INFINITY, 0.75}, {"rows", INFINITY, INFINITY, 0.0625}, {"values", INFINITY, INFINITY, INFINITY, 0.25}};

// Gradients treated by the functions of gradient.h one after the other, as a program without the step's own would; tells how many rows were
// clipped.
int64_t treat(wrapped_net& net, std::vector<buffer>& grads, const clip& how, double scale, double p) {
  const std::vector<dlopt_tensor> g = net.tensors(grads), params = net.tensors(net.params);
  int64_t nonfinite, rows = 0;
  EXPECT_DLOPT(dlopt_grad_unscale(nullptr, g.data(), g.size(), scale, &nonfinite));
  if (how.max_norm < INFINITY) EXPECT_DLOPT(dlopt_clip_norm(nullptr, g.data(), g.size(), how.max_norm, p, DLOPT_CLIP_TORCH, nullptr));
  if (how.tensor < INFINITY) EXPECT_DLOPT(dlopt_clip_per_tensor(nullptr, g.data(), g.size(), how.tensor, p, DLOPT_CLIP_TORCH, nullptr));
  if (how.agc < INFINITY)
    EXPECT_DLOPT(dlopt_clip_agc(nullptr, params.data(), g.data(), g.size(), how.agc, 0.5, p, DLOPT_UNITS_FIRST, &rows));
  if (how.value < INFINITY) EXPECT_DLOPT(dlopt_clip_value(nullptr, g.data(), g.size(), how.value));
  return rows;
}

dlopt_step_desc desc_of(const clip& how, double scale, double p) {
  dlopt_step_desc desc = default_step();
  desc.grad_scale = scale, desc.norm_type = p;
  desc.max_norm = how.max_norm, desc.tensor_max_norm = how.tensor, desc.agc_clipping = how.agc, desc.clip_value = how.value;
  desc.agc_eps = 0.5;
  return desc;
}

// Parameters after two steps.
std::vector<numbers> run(dlopt_rule rule, dlopt_dtype dtype, const clip& how, double p, bool fused, dlopt_dtype grad_dtype, double size,
                         dlopt_runtime* runtime = nullptr) {
  wrapped_net net(rule, dtype, kShapes, runtime);
  for (int t = 1; t <= 2; t++) {
    const double scale = t == 1 ? 1 : 256; // f16 holds the largest gradient that many times
    std::vector<buffer> grads = gradients_of(net, t, grad_dtype, size * scale);
    std::vector<numbers> before;
    for (const buffer& g : grads) before.push_back(g.values());
    if (!fused) {
      const int64_t rows = treat(net, grads, how, scale, p);
      if (how.agc < INFINITY && size >= 1) EXPECT_GT(rows, 10);
    }
    EXPECT_DLOPT(net.step_with(net.tensors(grads).data(), fused ? desc_of(how, scale, p) : default_step()));
    for (size_t i = 0; fused && i < grads.size(); i++) EXPECT_EQ(before[i], grads[i].values()) << "gradients are only read";
  }
  return net.values();
}

TEST_P(tails, have_the_bits_of_the_functions_of_gradients_before_a_plain_step) {
  for (dlopt_rule rule : {DLOPT_RULE_SGD, DLOPT_RULE_ADAMW, DLOPT_RULE_LAMB, DLOPT_RULE_ADAFACTOR})
    for (const clip& how : kClips)
      for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
        for (double p : {2.0, double(INFINITY)})
          ASSERT_EQ(run(rule, dtype, how, p, false, dtype, 1), run(rule, dtype, how, p, true, dtype, 1))
              << dlopt_rule_name(rule) << " " << how.name << " " << name_of(dtype) << " p " << p;
}

TEST(step_tails, hold_for_other_norms_and_sizes) {
  for (const clip& how : kClips)
    for (double p : {1.0, 3.0, 0.5}) {
      EXPECT_EQ(run(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, how, p, false, DLOPT_DTYPE_F32, 1),
                run(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, how, p, true, DLOPT_DTYPE_F32, 1))
          << how.name << " p " << p;
    }
  for (double size : {0x1p+600, 0x1p-600}) // squares that do not fit
    for (const clip& how : kClips)
      EXPECT_EQ(run(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F64, how, 2, false, DLOPT_DTYPE_F64, size),
                run(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F64, how, 2, true, DLOPT_DTYPE_F64, size))
          << how.name << " " << size;
}

// Norms of gradients count as 1e-6 at least; a NaN of a parameter is one of its whole row.
TEST(step_tails, compare_rows_that_are_tiny_and_that_are_no_numbers) {
  const clip tiny = {"tiny", INFINITY, INFINITY, 1e-9};
  EXPECT_EQ(run(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, tiny, 2, false, DLOPT_DTYPE_F64, 0x1p-28),
            run(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, tiny, 2, true, DLOPT_DTYPE_F64, 0x1p-28));
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    wrapped_net net(DLOPT_RULE_SGD, dtype, {{2, 3}, {kChunk + 4}});
    net.params[0].store_bits(4, buffer::quiet_nan);
    net.params[1].store_bits(kChunk + 1, buffer::quiet_nan);
    dlopt_step_desc desc = default_step();
    desc.agc_clipping = 0x1p-10;
    ASSERT_DLOPT(net.try_step(1, desc));
    const numbers some = net.params[0].values(), all = net.params[1].values();
    for (size_t i = 0; i < some.size(); i++) EXPECT_EQ(i > 2, std::isnan(some[i])) << i;
    EXPECT_TRUE(std::all_of(all.begin(), all.end(), [](double x) { return std::isnan(x); }));
  }
}

// Narrow gradients are clipped as the same numbers in f32 are.
TEST_P(tails, take_gradients_of_any_type_and_any_threads) {
  const clip all = {"all", 20, 4, 0.0625, 0.5};
  const std::vector<numbers> truth = run(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, all, 2, true, DLOPT_DTYPE_F32, 1);
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F32})
    for (int32_t threads : {2, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      EXPECT_EQ(truth, run(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, all, 2, true, dtype, 1, runtime.get())) << name_of(dtype) << " " << threads;
    }
}

double norm_of(const numbers& v, size_t first, size_t n) {
  double sum = 0;
  for (size_t i = first; i < first + n; i++) sum += v[i] * v[i];
  return std::sqrt(sum);
}
double torch_factor(double norm, double most) { return std::min(1.0, most / (norm + 1e-6)); }

// All at once, by the formulas in the order that is documented; SGD with lr 1 shows the gradient that the rule saw.
TEST(step_tails, that_act_together_act_in_order) {
  const wrapped_net::shape_list shapes = {{9, 40}, {3, kChunk}, {50}};
  const double scale = 3, max_norm = 20, tensor = 6, agc = 0.0035, eps = 2, value = 0.3125;
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, shapes);
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 1));
  std::vector<buffer> grads = net.gradients(1, DLOPT_DTYPE_F64);
  std::vector<numbers> g, before = net.values();
  double total = 0;
  for (const buffer& one : grads) g.push_back(one.values()), total += std::pow(norm_of(g.back(), 0, g.back().size()) / scale, 2);
  dlopt_step_desc desc = default_step();
  desc.grad_scale = scale, desc.max_norm = max_norm, desc.tensor_max_norm = tensor, desc.agc_clipping = agc, desc.agc_eps = eps;
  desc.clip_value = value;
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), net.tensors(grads).data(), 3, &desc));
  EXPECT_NEAR(std::sqrt(total), desc.grad_norm, 1e-12 * desc.grad_norm);
  bool limited = false, clipped = false, whole = false;
  for (size_t t = 0; t < g.size(); t++) {
    const double common = torch_factor(std::sqrt(total), max_norm) / scale;
    const double factor = common * torch_factor(norm_of(g[t], 0, g[t].size()) * common, tensor);
    const size_t length = shapes[t].size() > 1 ? size_t(g[t].size()) / size_t(shapes[t][0]) : g[t].size();
    for (size_t first = 0; first < g[t].size(); first += length) {
      const double most = agc * std::max(eps, norm_of(before[t], first, length)), norm = norm_of(g[t], first, length) * factor;
      const double row = norm < most ? 1 : most / std::max(norm, 1e-6);
      (row < 1 ? clipped : whole) = true;
      for (size_t i = first; i < first + length; i++) {
        const double seen = std::clamp(g[t][i] * factor * row, -value, value);
        limited |= std::fabs(seen) == value;
        ASSERT_NEAR(before[t][i] - seen, net.values()[t][i], 1e-13) << t << " at " << i;
        if (i > first + 40) i += 400;
      }
    }
  }
  EXPECT_TRUE(limited && clipped && whole) << "each of them acts, and not everywhere";
}

// As PyTorch: an infinity makes its unit 0 and itself NaN, a NaN all of its unit NaN.
TEST(step_tails, do_not_hide_what_is_not_finite) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
    for (bool rows : {false, true}) {
      wrapped_net net(DLOPT_RULE_SGD, dtype, {{2, 3}, {kChunk + 4}});
      std::vector<buffer> grads = net.gradients(1, dtype);
      grads[0].assign({1, 2, 3, 4, 5, 6});
      grads[0].store_bits(1, buffer::infinity);
      grads[0].store_bits(3, buffer::quiet_nan);
      grads[1].store_bits(kChunk + 1, buffer::quiet_nan);
      dlopt_step_desc desc = default_step();
      (rows ? desc.agc_clipping : desc.tensor_max_norm) = 0.5;
      const numbers before = net.params[0].values();
      ASSERT_DLOPT(net.step_with(net.tensors(grads).data(), desc));
      const numbers got = net.params[0].values(), other = net.params[1].values();
      for (size_t i = 0; i < 6; i++) {
        const bool gone = !rows || i == 1 || i > 2;
        EXPECT_EQ(gone, std::isnan(got[i])) << i << (rows ? " by row" : " by tensor");
        if (!gone) EXPECT_EQ(before[i], got[i]) << "a gradient of 0";
      }
      EXPECT_TRUE(std::all_of(other.begin(), other.end(), [](double x) { return std::isnan(x); }));
    }
}

// ---- copies

// The nearest number with so many bits; ties to even.
double rounded(double x, int bits, int least_exponent) {
  int exponent;
  std::frexp(x, &exponent);
  const double unit = std::ldexp(1, std::max(exponent, least_exponent) - bits);
  return std::nearbyint(x / unit) * unit;
}
double rounded(double x, dlopt_dtype dtype) {
  switch (dtype) {
  case DLOPT_DTYPE_F16: return rounded(double(float(x)), 11, -13);
  case DLOPT_DTYPE_BF16: return rounded(double(float(x)), 8, -125);
  case DLOPT_DTYPE_F32: return double(float(x));
  default: return x;
  }
}

std::vector<buffer> copies_of(const wrapped_net& net, dlopt_dtype dtype, size_t offset = 0) {
  std::vector<buffer> out;
  for (const buffer& param : net.params) out.emplace_back(dtype, numbers(param.values().size(), 99), offset);
  return out;
}

void expect_copies(const wrapped_net& net, const std::vector<buffer>& copies, dlopt_dtype dtype, const char* what) {
  for (size_t t = 0; t < copies.size(); t++) {
    const numbers from = net.params[t].values(), to = copies[t].values();
    for (size_t i = 0; i < from.size(); i++)
      ASSERT_EQ(rounded(from[i], dtype), to[i]) << what << " " << name_of(dtype) << ", " << t << " at " << i;
  }
}

TEST_P(tails, copies_are_the_parameters_rounded) {
  for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
      for (size_t offset : {0, 3}) {
        wrapped_net net(DLOPT_RULE_ADAMW, param, {{3, kChunk}, {5}, {0}, {}}, nullptr, offset);
        std::vector<buffer> copies = copies_of(net, dtype, offset);
        const std::vector<dlopt_tensor> to = net.tensors(copies);
        dlopt_step_desc desc = default_step();
        desc.copies = to.data();
        ASSERT_DLOPT(net.try_step(1, desc));
        expect_copies(net, copies, dtype, "plain");
      }
}

// In place, brought to another type, and put into place apart.
TEST(step_tails, end_with_copies_and_zeros_on_every_way_of_the_update) {
  for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16})
    for (double cautious : {double(DLOPT_CAUTIOUS_OFF), double(DLOPT_CAUTIOUS_MEAN)}) {
      wrapped_net net(DLOPT_RULE_ADAMW, param, {{3, 700}, {5}});
      ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_CAUTIOUS, cautious));
      std::vector<buffer> copies = copies_of(net, DLOPT_DTYPE_F32), grads = net.gradients(1);
      const std::vector<dlopt_tensor> to = net.tensors(copies), g = net.tensors(grads);
      dlopt_step_desc desc = default_step();
      desc.copies = to.data();
      desc.flags = DLOPT_STEP_ZERO_GRADS;
      ASSERT_DLOPT(net.step_with(g.data(), desc));
      expect_copies(net, copies, DLOPT_DTYPE_F32, "every way");
      for (const buffer& each : grads) EXPECT_EQ(numbers(each.values().size(), 0), each.values()) << "cautious " << cautious;
    }
}

TEST(step_tails, copies_are_of_what_wrappers_and_projections_leave) {
  wrapped_net net(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{kChunk + 1, 3}, {40, 30}});
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}, {DLOPT_WRAP_ALPHA, 0.25}});
  net.wrap(DLOPT_WRAPPER_EMA);
  net.wrap(DLOPT_WRAPPER_SAM);
  ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1, 1, 3));
  std::vector<buffer> copies = copies_of(net, DLOPT_DTYPE_BF16);
  const std::vector<dlopt_tensor> to = net.tensors(copies);
  dlopt_step_desc desc = default_step();
  desc.copies = to.data();
  for (int t = 1; t <= 4; t++) {
    ASSERT_DLOPT(net.perturb(10 + t));
    ASSERT_DLOPT(net.try_step(t, desc));
    expect_copies(net, copies, DLOPT_DTYPE_BF16, "wrapped");
  }
}

TEST(step_tails, copies_are_written_where_the_parameter_takes_a_step) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{4}, {4}, {4}, {5, 2}});
  std::vector<buffer> copies = copies_of(net, DLOPT_DTYPE_F32), grads = net.gradients(1);
  std::vector<dlopt_tensor> to = net.tensors(copies), g = net.tensors(grads);
  dlopt_step_desc desc = default_step();
  desc.copies = to.data();
  desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  const auto untouched = [&](size_t i) { return copies[i].values() == numbers(copies[i].values().size(), 99); };
  grads[0].store_bits(0, buffer::quiet_nan);
  ASSERT_DLOPT(net.step_with(g.data(), desc));
  EXPECT_TRUE(untouched(0) && untouched(3)) << "held back";
  grads[0].assign({1, 1, 1, 1});
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 0, 1));
  g[1].data = nullptr, to[2].data = nullptr;
  const int64_t rows[] = {1, 4}, shape[] = {2, 2};
  const dlopt_rows which[] = {
      {sizeof *which, 0, 0, nullptr}, {sizeof *which, 0, 0, nullptr}, {sizeof *which, 0, 0, nullptr}, {sizeof *which, 0, 2, rows}};
  g[3].shape = shape;
  desc.rows = which;
  ASSERT_DLOPT(net.step_with(g.data(), desc));
  EXPECT_TRUE(untouched(0)) << "frozen";
  EXPECT_TRUE(untouched(1)) << "no gradient";
  EXPECT_TRUE(untouched(2)) << "not asked for";
  const numbers p = net.params[3].values();
  EXPECT_EQ((numbers{99, 99, p[2], p[3], 99, 99, 99, 99, p[8], p[9]}), copies[3].values()) << "only rows that are there";
  desc.agc_clipping = 1;
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, net.step_with(g.data(), desc)) << "rows of rows";
  desc.agc_clipping = INFINITY;
  to[3] = net.tensors(net.params)[3];
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, net.step_with(g.data(), desc)) << "a copy over its parameter";
  to[3] = net.tensors(copies)[3], to[3].shape = shape;
  EXPECT_EQ(DLOPT_ERR_SHAPE, net.step_with(g.data(), desc));
  EXPECT_EQ(p, net.params[3].values());
}

// Buffers that were found apart are not searched again; other copies are.
TEST(step_tails, a_copy_that_comes_later_is_looked_at) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{4}, {4}});
  std::vector<buffer> copies = copies_of(net, DLOPT_DTYPE_F32), grads = net.gradients(1);
  const std::vector<dlopt_tensor> g = net.tensors(grads);
  std::vector<dlopt_tensor> to = net.tensors(copies);
  dlopt_step_desc desc = default_step();
  desc.copies = to.data();
  for (int t = 0; t < 2; t++) ASSERT_DLOPT(net.step_with(g.data(), desc));
  to[1] = net.tensors(net.params)[0];
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, net.step_with(g.data(), desc)) << "a copy over another's parameter";
  to[1] = net.tensors(copies)[1];
  EXPECT_DLOPT(net.step_with(g.data(), desc));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(tails);

} // namespace
} // namespace dlopt_test
