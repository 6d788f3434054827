// The bits of wrapped steps: whatever the threads, the instruction set and the alignment; over chunks, rows and runs that cross chunks.
#include "isa.h"
#include "wrapped_net.h"

#include <cmath>

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;

class wrapping_bits : public on_each_isa {};

// Several chunks of every shape; 3 x 16384 + 3 elements in runs of 3, so that runs cross chunks.
const wrapped_net::shape_list kShapes = {{3, kChunk}, {kChunk + 1, 3}, {5}, {kChunk - 1}};

// Everything that a few wrapped steps leave.
std::vector<numbers> run(dlopt_dtype dtype, int32_t threads, size_t offset) {
  const runtime_handle runtime = make_runtime(threads);
  wrapped_net net(DLOPT_RULE_ADAMW, dtype, kShapes, runtime.get(), offset);
  net.wrap(DLOPT_WRAPPER_SWA);
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DEBIAS, 1}});
  net.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_ADAPTIVE, 1}, {DLOPT_WRAP_RHO, 2}});
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1.5, 1, 4));
  EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 1, -INFINITY, 0.9, 3));
  EXPECT_DLOPT(net.perturb(1));
  EXPECT_DLOPT(net.try_step(2));
  for (int micro = 0; micro < 3; micro++) EXPECT_DLOPT(net.accumulate(3 + micro, 0.5 + micro));
  EXPECT_DLOPT(net.step_with(nullptr, default_step()));
  EXPECT_DLOPT(net.perturb(7));
  std::vector<numbers> all = net.values(); // perturbed
  EXPECT_DLOPT(net.try_step(8));
  for (const numbers& one : net.values()) all.push_back(one);
  for (const numbers& one : net.seconds()) all.push_back(one);
  net.optimizer.reset();
  return all;
}

TEST_P(wrapping_bits, are_the_same_on_every_instruction_set_with_any_threads_and_alignment) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    static std::vector<numbers> truths[2];
    std::vector<numbers>& truth = truths[dtype == DLOPT_DTYPE_F64];
    for (int32_t threads : {1, 2, 5})
      for (size_t offset : {0, 3}) {
        const std::vector<numbers> got = run(dtype, threads, offset);
        if (truth.empty()) truth = got;
        EXPECT_TRUE(truth == got) << name_of(dtype) << ", " << threads << " threads, offset " << offset;
      }
  }
}

// ---- projections

numbers projected(numbers x, double lower, double upper, size_t unit) {
  for (double& v : x) v = v < lower ? lower : v > upper ? upper : v;
  for (size_t first = 0; unit && first < x.size(); first += unit) {
    double sum = 0;
    for (size_t i = 0; i < unit; i++) sum += x[first + i] * x[first + i];
    for (size_t i = 0; i < unit && sum > 0; i++) x[first + i] /= std::sqrt(sum);
  }
  return x;
}

TEST_P(wrapping_bits, runs_that_cross_chunks_are_normalised_once_and_averages_see_them_so) {
  for (int32_t unit : {3, 4, 7}) {
    const int64_t rows = 3 * kChunk / unit + 1;
    wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{rows, unit}});
    net.wrap(DLOPT_WRAPPER_SWA);
    ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1, 1, unit));
    const numbers before = net.params[0].values();
    const numbers grad = net.gradients(1, DLOPT_DTYPE_F64)[0].values();
    numbers truth = before;
    for (size_t i = 0; i < truth.size(); i++) truth[i] -= 0.001 * grad[i];
    truth = projected(truth, -1, 1, size_t(unit));
    ASSERT_DLOPT(net.try_step(1));
    const numbers got = net.params[0].values();
    for (size_t i = 0; i < truth.size(); i++) ASSERT_NEAR(truth[i], got[i], 1e-15) << unit << " at " << i;
    EXPECT_TRUE(got == net.averages[0].values());
  }
}

TEST_P(wrapping_bits, nan_infinity_and_zero_are_not_hidden_by_a_projection) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    const double big = dtype == DLOPT_DTYPE_F32 ? 3e38 : 1e300, tiny = dtype == DLOPT_DTYPE_F32 ? 1e-40 : 4e-320;
    wrapped_net net(DLOPT_RULE_SGD, dtype, {{6, 2}});
    ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -INFINITY, INFINITY, 2));
    net.params[0].assign({0, 0, 1, 1, 1, 1, big, big, tiny, 0, 3, -4});
    net.params[0].store_bits(3, buffer::quiet_nan);
    net.params[0].store_bits(5, buffer::infinity);
    buffer zero(dtype, numbers(12));
    dlopt_tensor g = zero.tensor();
    const int64_t shape[] = {6, 2};
    g.ndim = 2, g.shape = shape;
    ASSERT_DLOPT(net.step_with(&g, default_step()));
    const numbers got = net.params[0].values();
    EXPECT_EQ(0, got[0]);
    EXPECT_EQ(1, got[2]) << "beside a NaN";
    EXPECT_TRUE(std::isnan(got[3]));
    EXPECT_EQ(1, got[4]) << "beside an infinity";
    EXPECT_TRUE(std::isinf(got[5]));
    EXPECT_NEAR(std::sqrt(0.5), got[6], 1e-7) << "squares that overflow";
    EXPECT_NEAR(1, got[8], 1e-15) << "squares that vanish";
    EXPECT_NEAR(0.6, got[10], 1e-7);
    EXPECT_NEAR(-0.8, got[11], 1e-7);
    ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -2, 1e300, 0));
    ASSERT_DLOPT(net.step_with(&g, default_step()));
    EXPECT_TRUE(std::isnan(net.params[0].values()[3]));
    EXPECT_EQ(dtype == DLOPT_DTYPE_F32 ? double(3.402823466e+38f) : 1e300, net.params[0].values()[5]) << "a finite limit is a limit";
  }
}

// ---- rows

// A step whose gradient holds some rows leaves the parameter, its slow weights and its average as the same step with zeros elsewhere does
// under SGD without momentum, and projects only what it touches.
TEST_P(wrapping_bits, averages_and_lookahead_follow_the_whole_of_a_parameter_whose_gradient_held_rows) {
  const int64_t all_rows = 7001, width = 6, some[] = {0, 1, 2, 4000, 7000};
  for (bool empty : {false, true}) {
    std::vector<numbers> truth;
    for (bool rows : {false, true}) {
      wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{all_rows, width}, {3}});
      net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}, {DLOPT_WRAP_ALPHA, 0.25}});
      net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.5}});
      for (int t = 1; t <= 4; t++) {
        numbers whole(size_t(all_rows * width)), part;
        draw r{uint64_t(t)};
        for (int64_t row : some)
          for (int64_t i = 0; i < width && !empty; i++) part.push_back(whole[size_t(row * width + i)] = r.gradient());
        buffer g0(DLOPT_DTYPE_F32, rows ? part : whole), g1(DLOPT_DTYPE_F32, {1, 2, 3});
        const int64_t shape[] = {rows ? empty ? 0 : 5 : all_rows, width};
        dlopt_tensor g[] = {g0.tensor(), g1.tensor()};
        g[0].ndim = 2, g[0].shape = shape;
        dlopt_rows which[2] = {};
        which[0].struct_size = which[1].struct_size = sizeof *which;
        which[0].indices = empty ? nullptr : some;
        which[0].count = empty ? 0 : 5;
        dlopt_step_desc desc = default_step();
        if (rows) desc.rows = which;
        ASSERT_DLOPT(net.step_with(g, desc));
      }
      std::vector<numbers> got = net.values();
      for (const numbers& one : net.seconds()) got.push_back(one);
      got.push_back(net.state(0, "slow_param"));
      if (truth.empty()) truth = got;
      EXPECT_TRUE(truth == got) << (empty ? "no rows" : "some rows");
    }
  }
}

TEST_P(wrapping_bits, only_rows_that_move_are_projected) {
  const int64_t count = 12000, width = 3; // the rows of the gradient cross chunks, too
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{2 * count, width}});
  ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -2, 2, 3));
  const numbers before = net.params[0].values();
  std::vector<int64_t> odd;
  for (int64_t i = 0; i < count; i++) odd.push_back(2 * i + 1);
  const numbers grad = small_net::drawn({count, width}, 5);
  buffer held(DLOPT_DTYPE_F64, grad);
  const int64_t shape[] = {count, width};
  dlopt_tensor g = held.tensor();
  g.ndim = 2, g.shape = shape;
  dlopt_rows rows = {};
  rows.struct_size = sizeof rows, rows.indices = odd.data(), rows.count = count;
  dlopt_step_desc desc = default_step();
  desc.rows = &rows;
  ASSERT_DLOPT(net.step_with(&g, desc));
  const numbers got = net.params[0].values();
  for (int64_t row = 0; row < 2 * count; row++) {
    numbers truth(before.begin() + row * width, before.begin() + (row + 1) * width);
    for (int64_t i = 0; row % 2 && i < width; i++) truth[size_t(i)] -= 0.001 * grad[size_t(row / 2 * width + i)];
    if (row % 2) truth = projected(truth, -2, 2, 3);
    for (int64_t i = 0; i < width; i++) ASSERT_NEAR(truth[size_t(i)], got[size_t(row * width + i)], row % 2 ? 1e-15 : 0) << "row " << row;
  }
  wrapped_net flat(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{count}});
  ASSERT_DLOPT(dlopt_optimizer_param_project(flat.optimizer.get(), 0, -2, 2, 3));
  buffer few(DLOPT_DTYPE_F64, {1, 2});
  const dlopt_tensor f = few.tensor();
  rows.count = 2;
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, flat.step_with(&f, desc)) << "a run would be moved in part";
}

DLOPT_INSTANTIATE_ON_EACH_ISA(wrapping_bits);

} // namespace
} // namespace dlopt_test
