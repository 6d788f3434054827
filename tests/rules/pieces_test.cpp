// Steps in pieces, and steps whose gradients were observed: the same bits as the whole step, over every rule and with all that can go with
// a step.
#include "bit_run.h"
#include "isa.h"
#include "pieces.h"
#include "wrapped_net.h"

#include <cmath>

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384, kPieces[] = {1, 1000, kChunk, 1000000000};

layout crossing() { return tensors_of_shapes({{5}, {kChunk + 3}, {3, 2, 50}, {130, 131}}); }

class pieces : public on_each_isa {};

TEST(steps_in_pieces, of_any_size_leave_the_bits_of_the_whole_step_for_every_rule) {
  for (dlopt_rule rule : all_rules())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
      const bit_case c = {busy_variant(rule), dtype, 2, 0.5};
      layout how = crossing();
      const bytes truth = run_bits(c, how);
      for (int64_t piece : kPieces) {
        how.piece = piece;
        EXPECT_EQ(truth, run_bits(c, how)) << dlopt_rule_name(rule) << " " << name_of(dtype) << " in pieces of " << piece;
      }
      how.piece = 0;
      how.observed = true;
      EXPECT_EQ(truth, run_bits(c, how)) << dlopt_rule_name(rule) << " " << name_of(dtype) << " observed";
    }
}

// Each convention of the driver adds a phase or changes one.
TEST(steps_in_pieces, hold_for_every_convention) {
  for (dlopt_rule rule : {DLOPT_RULE_SGD, DLOPT_RULE_ADAMW, DLOPT_RULE_CAME})
    for (const variant& v : variants_of(rule)) {
      const bit_case c = {v, DLOPT_DTYPE_F32, 2, 0.5};
      layout how = crossing();
      const bytes truth = run_bits(c, how);
      how.piece = 1000;
      EXPECT_EQ(truth, run_bits(c, how)) << dlopt_rule_name(rule) << " " << v.name;
    }
}

TEST_P(pieces, hold_with_any_threads_and_gradient_types) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_LAMB, DLOPT_RULE_ADAFACTOR, DLOPT_RULE_SM3}) {
    const bit_case c = {busy_variant(rule), DLOPT_DTYPE_F32, 2, 0.5};
    layout how = crossing();
    how.rotate = true;
    const bytes truth = [&] {
      const forced_isa plain("scalar");
      return run_bits(c, how);
    }();
    for (int32_t threads : {1, 2, 3, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      how.runtime = runtime.get();
      how.piece = 40000;
      how.observed = true;
      EXPECT_EQ(truth, run_bits(c, how)) << dlopt_rule_name(rule) << " " << threads << " threads";
    }
  }
}

// ---- with wrappers, accumulation, projections, copies and every clip

struct everything {
  std::vector<numbers> left;
  double norm = 0;
};

everything run(int64_t piece, int32_t threads, bool skip) {
  const runtime_handle runtime = make_runtime(threads);
  everything out;
  {
    wrapped_net net(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{3, kChunk}, {kChunk + 1, 3}, {5}, {70, 577}}, runtime.get());
    net.wrap(DLOPT_WRAPPER_SWA);
    net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
    net.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_RHO, 2}});
    net.wrap(DLOPT_WRAPPER_ACCUMULATE);
    EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 1, -INFINITY, 0.9, 3));
    std::vector<buffer> copies;
    for (const buffer& param : net.params) copies.emplace_back(DLOPT_DTYPE_BF16, numbers(param.values().size(), 7));
    for (int t = 1; t <= 4; t++) {
      EXPECT_DLOPT(net.perturb(10 * t));
      EXPECT_DLOPT(net.accumulate(t, 0.5));
      std::vector<buffer> second = net.gradients(10 * t + 1);
      if (skip && t == 3) second[3].store_bits(40000, buffer::infinity);
      EXPECT_DLOPT(dlopt_optimizer_accumulate(net.optimizer.get(), net.tensors(second).data(), 4, 2, nullptr));
      dlopt_step_desc desc = default_step();
      const std::vector<dlopt_tensor> averages = net.average_tensors(), to = net.tensors(copies);
      desc.averages = averages.data(), desc.copies = to.data();
      desc.flags = DLOPT_STEP_SKIP_NONFINITE;
      desc.max_norm = 20, desc.tensor_max_norm = 5, desc.agc_clipping = 0.02, desc.clip_value = 0.5;
      EXPECT_DLOPT(step_in_pieces(net.optimizer.get(), net.tensors(net.params).data(), nullptr, 4, &desc, piece));
      EXPECT_EQ(skip && t == 3, desc.skipped);
      if (t == 4) out.norm = desc.grad_norm;
    }
    out.left = net.values();
    for (const numbers& one : net.seconds()) out.left.push_back(one);
    for (const buffer& copy : copies) out.left.push_back(copy.values());
    for (const char* name : {"exp_avg", "exp_avg_sq", "slow_param"})
      for (int32_t slot = 0; slot < 4; slot++) out.left.push_back(net.state(slot, name));
    EXPECT_EQ(skip ? 3 : 4, dlopt_optimizer_steps(net.optimizer.get()));
  }
  return out;
}

TEST(steps_in_pieces, hold_with_everything_that_goes_with_a_step) {
  for (bool skip : {false, true}) {
    const everything truth = run(0, 1, skip);
    for (int64_t piece : {int64_t(1), int64_t(50000)})
      for (int32_t threads : {1, 3}) {
        const everything got = run(piece, threads, skip);
        EXPECT_TRUE(truth.left == got.left) << piece << " elements, " << threads << " threads";
        EXPECT_EQ(truth.norm, got.norm);
      }
  }
}

TEST(steps_in_pieces, are_about_as_long_as_was_asked) {
  small_net net(DLOPT_RULE_ADAM, DLOPT_DTYPE_F32, {{20 * kChunk}});
  std::vector<buffer> grads = net.gradients(1);
  dlopt_step_desc desc = default_step();
  desc.flags = DLOPT_STEP_GRAD_NORM;
  const std::pair<int64_t, int> wanted[] = {{1, 40}, {kChunk, 40}, {4 * kChunk, 10}, {1000000000, 1}};
  for (const auto& [piece, count] : wanted) {
    int parts = 0;
    EXPECT_DLOPT(step_in_pieces(net.optimizer.get(), net.tensors(net.params).data(), net.tensors(grads).data(), 1, &desc, piece, &parts));
    EXPECT_NEAR(count, parts, 1) << piece;
  }
}

// ---- observed gradients

TEST_P(pieces, observed_gradients_have_the_norm_of_the_step) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
    small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{3 * kChunk + 5}, {70}, {2, 3}, {}});
    std::vector<buffer> grads = net.gradients(1, dtype);
    const std::vector<dlopt_tensor> g = net.tensors(grads);
    dlopt_step_desc plain = default_step(), desc = default_step();
    plain.max_norm = desc.max_norm = 1, plain.tensor_max_norm = desc.tensor_max_norm = 0.25;
    ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), g.data(), 4, &plain));
    for (int32_t some = 1; some <= 4; some++) { // the rest is measured in the step
      for (int32_t slot = 0; slot < some; slot++) ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), slot, &g[size_t(slot)]));
      ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g[0])); // replaces
      ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), g.data(), 4, &desc));
      EXPECT_EQ(plain.grad_norm, desc.grad_norm) << name_of(dtype) << ", " << some << " observed";
    }
  }
}

// What was observed is believed: a gradient that changed afterwards shows that the step did not read it for its norm.
TEST(steps_in_pieces, the_step_does_not_measure_what_was_observed_and_forgets_it) {
  small_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{kChunk + 2}});
  buffer grad(DLOPT_DTYPE_F32, numbers(kChunk + 2, 0));
  grad.assign({3, 4});
  dlopt_tensor g = grad.tensor();
  dlopt_step_desc desc = default_step();
  desc.flags = DLOPT_STEP_GRAD_NORM;
  const auto step = [&] { return dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), &g, 1, &desc); };
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g));
  grad.assign({30, 40});
  ASSERT_DLOPT(step());
  EXPECT_EQ(5, desc.grad_norm);
  ASSERT_DLOPT(step());
  EXPECT_EQ(50, desc.grad_norm) << "a step forgets";
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g));
  grad.assign({3, 4});
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, nullptr));
  ASSERT_DLOPT(step());
  EXPECT_EQ(5, desc.grad_norm) << "forgotten on demand";
  buffer other(DLOPT_DTYPE_F32, numbers(kChunk + 2, 1));
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g));
  dlopt_tensor another = other.tensor();
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), &another, 1, &desc));
  grad.store_bits(1, buffer::infinity);
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g));
  desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  ASSERT_DLOPT(step());
  EXPECT_EQ(1, desc.skipped);
  EXPECT_EQ(1, desc.nonfinite);
  grad.assign({3, 4});
  ASSERT_DLOPT(step());
  EXPECT_EQ(5, desc.grad_norm) << "a step held back forgets, too";
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g));
  desc.norm_type = 1;
  ASSERT_DLOPT(step());
  EXPECT_EQ(7, desc.grad_norm) << "another norm is measured";
}

// Squares of f64 that do not fit are summed anew, of scaled elements: what was observed says nothing of those.
TEST(steps_in_pieces, observed_squares_that_do_not_fit_are_taken_again) {
  for (double size : {0x1p+700, 0x1p-700}) {
    double norms[2];
    for (bool observed : {false, true}) {
      wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F64, {{6, 2}, {kChunk + 5}});
      std::vector<buffer> grads = net.gradients(1, DLOPT_DTYPE_F64);
      for (buffer& grad : grads) {
        numbers g = grad.values();
        for (double& x : g) x *= size;
        grad.assign(g);
      }
      const std::vector<dlopt_tensor> g = net.tensors(grads);
      for (int32_t slot = 0; observed && slot < 2; slot++)
        ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), slot, &g[size_t(slot)]));
      dlopt_step_desc desc = default_step();
      desc.flags = DLOPT_STEP_GRAD_NORM;
      ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), g.data(), 2, &desc));
      norms[observed] = desc.grad_norm;
    }
    EXPECT_TRUE(norms[0] > 10 * size && norms[0] < 1e5 * size) << norms[0];
    EXPECT_EQ(norms[0], norms[1]);
  }
}

// A step that is given up once its gradients are known to overflow is not one that was held back.
TEST(steps_in_pieces, only_steps_that_end_count_as_held_back) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{6, 2}});
  dlopt_scaler* scaler = nullptr;
  ASSERT_DLOPT(dlopt_scaler_create(nullptr, &scaler));
  std::vector<buffer> grads = net.gradients(1);
  grads[0].store_bits(3, buffer::infinity);
  const std::vector<dlopt_tensor> p = net.tensors(net.params), g = net.tensors(grads);
  dlopt_step_desc desc = default_step();
  desc.scaler = scaler;
  for (int32_t held = 1; held <= 3; held++) {
    int32_t done = 0;
    ASSERT_DLOPT(dlopt_optimizer_step_begin(net.optimizer.get(), p.data(), g.data(), 1, &desc));
    ASSERT_DLOPT(dlopt_optimizer_step_part(net.optimizer.get(), 1, &done));
    ASSERT_DLOPT(dlopt_optimizer_step_abort(net.optimizer.get()));
    ASSERT_DLOPT(step_in_pieces(net.optimizer.get(), p.data(), g.data(), 1, &desc, held % 2));
    EXPECT_EQ(held, desc.skips);
  }
  ASSERT_DLOPT(net.try_step(2, desc));
  ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), p.data(), g.data(), 1, &desc));
  EXPECT_EQ(1, desc.skips) << "a step that was taken ends the row";
  ASSERT_DLOPT(dlopt_scaler_destroy(scaler));
}

TEST(steps_in_pieces, observing_has_its_limits) {
  wrapped_net net(DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{6, 2}, {3}});
  std::vector<buffer> grads = net.gradients(1);
  std::vector<dlopt_tensor> g = net.tensors(grads);
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_observe(net.optimizer.get(), 2, &g[0]));
  EXPECT_EQ(DLOPT_ERR_SHAPE, dlopt_optimizer_observe(net.optimizer.get(), 1, &g[0]));
  ASSERT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), 0, &g[0]));
  const int64_t row = 4, shape[] = {1, 2};
  const dlopt_rows rows[] = {{sizeof *rows, 0, 1, &row}, {sizeof *rows, 0, 0, nullptr}};
  dlopt_step_desc desc = default_step();
  desc.rows = rows;
  g[0].shape = shape;
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, net.step_with(g.data(), desc));
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, dlopt_optimizer_observe(net.optimizer.get(), 1, &g[1]));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(pieces);

} // namespace
} // namespace dlopt_test
