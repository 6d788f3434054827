// The tail of the step over parameters of 16 bits and moments in few bits: clips, copies, skips of the scaler, flushed denormals, pieces.
#include "isa.h"
#include "mixed_net.h"

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;

// Rows within a chunk, across its end, and over several; moments in few bits, and a small one.
const mixed_net::shape_list kShapes = {{40, 577}, {1, 2 * kChunk + 9}, {DLOPT_STATES_MIN_NUMEL + 3}, {7, 3, 5}, {}, {0, 4}};

class stored_tails : public on_each_isa {};

struct every_form {
  storage how;
  dlopt_state_form states;
};
std::vector<every_form> all_forms() {
  std::vector<every_form> all;
  for (const storage& how : stored_forms())
    for (dlopt_state_form states : {DLOPT_STATES_FULL, DLOPT_STATES_BF16, DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8})
      all.push_back({how, states});
  return all;
}
std::string describe(const every_form& f) { return name_of(f.how) + " " + name_of_form(f.states); }

dlopt_step_desc clipping(double p = 2) {
  dlopt_step_desc desc = default_step();
  desc.norm_type = p;
  desc.tensor_max_norm = 40, desc.agc_clipping = 0x1p-10, desc.agc_eps = 0.5, desc.clip_value = 0.0625; // each of them acts
  return desc;
}

// ---- clips

// Rows are compared with the numbers that parameters stand for.
TEST_P(stored_tails, clips_beside_masters_have_the_bits_of_an_f32_run) {
  for (const every_form& f : all_forms())
    for (double p : {2.0, 3.0, double(INFINITY)}) {
      if (!keeps_f32(f.how.master) || (p == 3 && f.states)) continue; // powers take long
      mixed_net truth(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, kShapes, f.states);
      mixed_net got(busy_variant(DLOPT_RULE_ADAMW), f.how, kShapes, f.states),
          unclipped(busy_variant(DLOPT_RULE_ADAMW), f.how, kShapes, f.states);
      for (int t = 1; t <= 3; t++) {
        for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->step(t, clipping(p), DLOPT_DTYPE_F16));
        ASSERT_DLOPT(unclipped.step(t));
        expect_same_run(truth, got, describe(f) + " p " + std::to_string(p) + " step " + std::to_string(t));
        if (HasFatalFailure()) return;
      }
      EXPECT_NE(unclipped.kept(), got.kept());
    }
}

// Without a number beside it a parameter is what its bits are.
TEST(stored_tail, rows_are_clipped_by_what_parameters_stand_for) {
  for (const storage& how : stored_forms()) {
    mixed_net got(busy_variant(DLOPT_RULE_SGD), how, kShapes), truth(busy_variant(DLOPT_RULE_SGD), DLOPT_DTYPE_F32, kShapes);
    for (int t = 1; t <= 3; t++) {
      for (size_t slot = 0; slot < kShapes.size(); slot++)
        truth.params[slot].assign(t == 1 ? got.params[slot].values() : got.standing(slot));
      for (mixed_net* net : {&truth, &got}) ASSERT_DLOPT(net->step(t, clipping()));
      EXPECT_TRUE(truth.kept(false) == got.kept(false)) << name_of(how) << ": momentum has summed the same gradients at step " << t;
    }
  }
}

// ---- copies

TEST_P(stored_tails, copies_are_the_numbers_of_masters_rounded_once) {
  for (const every_form& f : all_forms())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
      for (bool wrapped : {false, true}) {
        mixed_net net(busy_variant(DLOPT_RULE_ADAMW), f.how, {{40, 577}, {5}}, f.states);
        if (wrapped) {
          net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
          ASSERT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1, 1, 0));
        }
        std::vector<buffer> copies = net.like_params(dtype, 99);
        const std::vector<dlopt_tensor> to = net.tensors(copies);
        dlopt_step_desc desc = default_step();
        desc.copies = to.data();
        for (int t = 1; t <= 2; t++) ASSERT_DLOPT(net.step(t, desc));
        for (size_t slot = 0; slot < copies.size(); slot++) {
          const numbers x = net.standing(slot), copy = copies[slot].values();
          for (size_t i = 0; i < x.size(); i++) {
            const double number = double(float(x[i])), wanted = size_of(dtype) == 2 ? rounded(dtype, number) : number;
            ASSERT_EQ(wanted, copy[i]) << describe(f) << " to " << name_of(dtype) << ", slot " << slot << " element " << i;
          }
        }
      }
}

// Of a gradient that holds rows only these are copied, but all where slow weights lead the whole parameter.
TEST(stored_tail, copies_of_rows_are_whole_where_slow_weights_lead) {
  std::vector<storage> forms = stored_forms();
  forms.push_back(DLOPT_DTYPE_F32);
  for (const storage& how : forms) {
    mixed_net net(busy_variant(DLOPT_RULE_SGD), how, {{70, 33}});
    net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}, {DLOPT_WRAP_ALPHA, 0.25}});
    std::vector<buffer> copies = net.like_params(DLOPT_DTYPE_F32, 99);
    const std::vector<dlopt_tensor> to = net.tensors(copies);
    for (int t = 1; t <= 2; t++) {
      const int64_t which[] = {t, 30}, shape[] = {2, 33}; // the first step's are led at the second
      const dlopt_rows rows = {sizeof rows, 0, 2, which};
      buffer grad(DLOPT_DTYPE_F32, small_net::drawn({2, 33}, uint64_t(t)));
      dlopt_tensor g = grad.tensor();
      g.ndim = 2, g.shape = shape;
      dlopt_step_desc desc = default_step();
      desc.rows = &rows, desc.copies = to.data();
      ASSERT_DLOPT(dlopt_optimizer_step(net.optimizer.get(), net.tensors(net.params).data(), &g, 1, &desc));
      const numbers x = net.standing(0), copy = copies[0].values();
      for (size_t i = 0; i < x.size(); i++) {
        const bool copied = t == 2 || i / 33 == 1 || i / 33 == 30;
        ASSERT_EQ(copied ? x[i] : 99, copy[i]) << name_of(how) << " step " << t << " element " << i;
      }
    }
  }
}

// ---- the scaler

struct scaler_destroyer {
  void operator()(dlopt_scaler* s) const { EXPECT_DLOPT(dlopt_scaler_destroy(s)); }
};

// A step that is held back between two is as if it had not been, the random stream included.
TEST(stored_tail, an_overflow_changes_nothing_at_all) {
  for (const every_form& f : all_forms()) {
    const int64_t piece = f.states == DLOPT_STATES_BF16 ? 20000 : 0; // 0: whole steps
    dlopt_scaler* raw = nullptr;
    ASSERT_DLOPT(dlopt_scaler_create(nullptr, &raw));
    const std::unique_ptr<dlopt_scaler, scaler_destroyer> scaler(raw);
    mixed_net net(busy_variant(DLOPT_RULE_ADAMW), f.how, kShapes, f.states),
        alone(busy_variant(DLOPT_RULE_ADAMW), f.how, kShapes, f.states);
    for (mixed_net* one : {&net, &alone}) {
      one->wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
      one->wrap(DLOPT_WRAPPER_EMA);
    }
    std::vector<buffer> copies = net.like_params(DLOPT_DTYPE_F32, 99);
    for (int t = 1; t <= 3; t++) {
      double scale = 0;
      ASSERT_DLOPT(dlopt_scaler_scale(raw, &scale));
      std::vector<buffer> overflown = net.gradients(50 + t, DLOPT_DTYPE_F16);
      overflown[size_t(t) % 2].store_bits(500, t == 2 ? buffer::quiet_nan : buffer::infinity);
      const std::vector<dlopt_tensor> to = net.tensors(copies);
      dlopt_step_desc desc = clipping();
      desc.max_norm = 30, desc.scaler = raw, desc.copies = to.data();
      const bytes before = net.everything();
      ASSERT_DLOPT(net.step(&overflown, desc, piece));
      EXPECT_EQ(1, desc.skipped);
      ASSERT_TRUE(before == net.everything()) << describe(f);
      if (t == 1) EXPECT_EQ(numbers(copies[0].values().size(), 99), copies[0].values());
      EXPECT_EQ(t - 1, dlopt_optimizer_steps(net.optimizer.get()));
      ASSERT_DLOPT(dlopt_scaler_scale(raw, &scale));
      EXPECT_EQ(std::ldexp(65536, -t), scale);

      desc.copies = nullptr, desc.loss = 1;
      ASSERT_DLOPT(net.step(t, desc, DLOPT_DTYPE_F16, piece));
      desc = clipping();
      desc.max_norm = 30, desc.grad_scale = scale;
      ASSERT_DLOPT(alone.step(t, desc, DLOPT_DTYPE_F16));
      ASSERT_TRUE(alone.everything() == net.everything()) << describe(f) << " step " << t;
    }
  }
}

// ---- pieces and flushed denormals

bytes run(const every_form& f, uint32_t flags, int64_t piece, int32_t threads, double size, bool observed) {
  const runtime_handle runtime = make_runtime(threads);
  mixed_net net(busy_variant(DLOPT_RULE_ADAMW), f.how, kShapes, f.states, runtime.get());
  for (buffer& param : net.params) {
    numbers p = param.values();
    for (size_t i = 0; i < p.size(); i += 3) p[i] = rounded(f.how.dtype, std::ldexp(p[i], f.how.dtype == DLOPT_DTYPE_F16 ? -20 : -128));
    param.assign(p);
  }
  for (int t = 1; t <= 3; t++) {
    std::vector<buffer> grads = net.gradients(t, DLOPT_DTYPE_F32);
    for (buffer& grad : grads) {
      numbers g = grad.values();
      for (double& x : g) x *= size;
      grad.assign(g);
    }
    dlopt_step_desc desc = clipping();
    desc.flags = flags, desc.max_norm = 30;
    const std::vector<dlopt_tensor> g = net.tensors(grads);
    for (int32_t slot = 0; observed && slot < int32_t(g.size()); slot++)
      EXPECT_DLOPT(dlopt_optimizer_observe(net.optimizer.get(), slot, &g[size_t(slot)]));
    EXPECT_DLOPT(net.step(&grads, desc, piece));
  }
  const bytes out = net.everything();
  net.optimizer.reset();
  return out;
}

TEST_P(stored_tails, pieces_have_the_bits_of_the_whole_step_with_and_without_denormals) {
  for (const every_form& f : all_forms()) {
    bytes of_flags[2];
    for (uint32_t flags : {0u, uint32_t(DLOPT_STEP_FLUSH_DENORMALS)}) {
      const double size = 0x1p-62; // squares, and a tenth of a first moment, among the denormals
      bytes& truth = of_flags[flags != 0];
      {
        const forced_isa plain("scalar");
        truth = run(f, flags, 0, 1, size, false);
      }
      for (int64_t piece : {int64_t(1), int64_t(20000)})
        ASSERT_TRUE(truth == run(f, flags, piece, 3, size, true)) << describe(f) << " flags " << flags << " in pieces of " << piece;
    }
    if (f.states == DLOPT_STATES_FULL) EXPECT_NE(of_flags[0], of_flags[1]) << describe(f) << ": nothing was flushed";
  }
}

// The least numbers of f16 are no denormals of f32: nothing happens to them.
TEST_P(stored_tails, the_denormals_of_f16_are_not_flushed) {
  for (const every_form& f : all_forms()) {
    if (f.how.dtype != DLOPT_DTYPE_F16) continue;
    EXPECT_TRUE(run(f, 0, 0, 1, 1, false) == run(f, DLOPT_STEP_FLUSH_DENORMALS, 0, 1, 1, false)) << describe(f);
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(stored_tails);

} // namespace
} // namespace dlopt_test
