// Parameters, gradients and what belongs to them as members of arrays of structures: the bits of a packed run, and nothing else touched.
#include "bit_run.h"
#include "few_bits.h"
#include "wrapped_net.h"

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;
constexpr spread_as kSpread[] = {spread_as::elements, spread_as::rows};

std::string describe(const bit_case& c) { return std::string(dlopt_rule_name(c.what.rule)) + " " + c.what.name + " " + name_of(c.param); }

void expect_packed_bits(const bit_case& c, layout how) {
  how.spread = spread_as::packed;
  const bytes packed = run_bits(c, how);
  for (spread_as spread : kSpread) {
    how.spread = spread;
    ASSERT_TRUE(packed == run_bits(c, how)) << describe(c) << (spread == spread_as::rows ? " in rows" : " in elements");
  }
}

// More than a block, more than what is gathered at a time, and less; rows that neither fits.
const std::vector<std::vector<int64_t>> kShapes = {{1100}, {90, 3}, {7, 2, 5}, {2, 300}, {}, {1, 3}, {0, 4}};

TEST(strides, every_rule_takes_its_steps) {
  for (dlopt_rule rule : all_rules())
    for (const variant& v : shows_the_driver(rule) ? variants_of(rule) : std::vector<variant>{busy_variant(rule)}) {
      layout how = tensors_of_shapes(kShapes);
      how.rotate = true;
      expect_packed_bits({v, DLOPT_DTYPE_F32, 3, INFINITY}, how);
    }
}

TEST(strides, every_rule_takes_its_steps_in_f64_and_half) {
  const std::vector<storage>& forms = stored_forms();
  for (dlopt_rule rule : all_rules()) {
    expect_packed_bits({busy_variant(rule), DLOPT_DTYPE_F64, 2, INFINITY}, tensors_of_shapes(kShapes));
    expect_packed_bits({busy_variant(rule), forms[size_t(rule) % forms.size()], 3, INFINITY}, tensors_of_shapes(kShapes));
  }
  for (const storage& form : forms) expect_packed_bits({busy_variant(DLOPT_RULE_ADAMW), form, 3, INFINITY}, tensors_of_shapes(kShapes));
}

TEST(strides, states_in_few_bits_and_scales_of_elements_change_nothing) {
  for (dlopt_state_form form : kFewBits) {
    bit_case c = {busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_BF16, 3, INFINITY};
    c.param.master = DLOPT_MASTER_SPLIT;
    c.states = form;
    expect_packed_bits(c, one_tensor(DLOPT_STATES_MIN_NUMEL + 257));
    c.apart = true;
    expect_packed_bits(c, one_tensor(DLOPT_STATES_MIN_NUMEL + 257));
  }
}

TEST(strides, threads_pieces_and_observed_gradients_change_nothing) {
  const runtime_handle runtime = make_runtime(3);
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_LAMB, DLOPT_RULE_ADAFACTOR}) {
    const bit_case c = {busy_variant(rule), DLOPT_DTYPE_F32, 2, 50};
    layout how = tensors_of_shapes({{kChunk + 9, 3}, {kChunk - 1}, {3, kChunk}});
    const bytes packed = run_bits(c, how);
    how.spread = rule == DLOPT_RULE_LAMB ? spread_as::rows : spread_as::elements;
    how.observed = true;
    how.runtime = runtime.get();
    ASSERT_TRUE(packed == run_bits(c, how)) << describe(c);
    how.piece = kChunk;
    ASSERT_TRUE(packed == run_bits(c, how)) << describe(c) << " in pieces";
  }
}

// ---- all that a step can do beside the rule

const wrapped_net::shape_list kTailShapes = {{64, 50}, {2, kChunk / 2 + 9}, {1500}, {7, 3, 4}, {}, {0, 4}};

struct tail {
  const char* name;
  bool copies = false, deltas = false;
  double max_norm = INFINITY, tensor = INFINITY, agc = INFINITY, value = INFINITY, p = 2;
};
const tail kTails[] = {{"copies and zeroed gradients", true},
                       {"deltas", false, true},
                       {"clip by norm", true, false, 0.5},
                       {"clip each tensor", false, false, INFINITY, 0.75, INFINITY, INFINITY, 3},
                       {"clip each row and value", true, false, INFINITY, INFINITY, 0.0625, 0.25}};

// What a step leaves of parameters, gradients, copies or deltas, and what it tells.
std::vector<numbers> step_with(const tail& what, dlopt_dtype dtype, dlopt_dtype beside, spread_as how) {
  wrapped_net net(DLOPT_RULE_ADAMW, dtype, kTailShapes);
  std::vector<buffer> grads = net.gradients(1, beside), others = net.gradients(2, beside);
  dlopt_step_desc desc = default_step();
  desc.flags = DLOPT_STEP_GRAD_NORM | (what.deltas ? 0u : uint32_t(DLOPT_STEP_ZERO_GRADS));
  desc.max_norm = what.max_norm, desc.tensor_max_norm = what.tensor, desc.agc_clipping = what.agc, desc.clip_value = what.value;
  desc.norm_type = what.p;
  EXPECT_DLOPT(call_spread(how, {net.tensors(net.params), net.tensors(grads), net.tensors(others)}, [&](const auto& lists) -> dlopt_status {
    if (what.copies) desc.copies = lists[2].data();
    if (what.deltas) desc.deltas = lists[2].data();
    return dlopt_optimizer_step(net.optimizer.get(), lists[0].data(), lists[1].data(), grads.size(), &desc);
  }));
  std::vector<numbers> all = {{desc.grad_norm}};
  for (const std::vector<buffer>* list : {&net.params, &grads, &others})
    for (const buffer& b : *list) all.push_back(b.values());
  return all;
}

TEST(strides, the_tail_of_a_step_does_the_same) {
  for (const tail& what : kTails)
    for (const auto& [dtype, beside] : {std::pair{DLOPT_DTYPE_F32, DLOPT_DTYPE_F32},
                                        {DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16},
                                        {DLOPT_DTYPE_F64, DLOPT_DTYPE_F64},
                                        {DLOPT_DTYPE_F16, DLOPT_DTYPE_F32}}) {
      const std::vector<numbers> packed = step_with(what, dtype, beside, spread_as::packed);
      for (spread_as how : kSpread)
        ASSERT_TRUE(packed == step_with(what, dtype, beside, how)) << what.name << ", " << name_of(dtype) << " and " << name_of(beside);
    }
}

// ---- wrappers

std::vector<numbers> run_wrapped(dlopt_dtype dtype, spread_as how) {
  wrapped_net net(DLOPT_RULE_ADAMW, dtype, {{64, 50}, {kChunk / 3 + 200, 3}, {900}});
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
  net.wrap(DLOPT_WRAPPER_EMA);
  net.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_ADAPTIVE, 1}, {DLOPT_WRAP_RHO, 2}});
  net.wrap(DLOPT_WRAPPER_ACCUMULATE);
  EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 0, -1.5, 1, 5));
  EXPECT_DLOPT(dlopt_optimizer_param_project(net.optimizer.get(), 1, -INFINITY, 0.9, 3));
  dlopt_optimizer* const o = net.optimizer.get();
  std::vector<numbers> all;
  for (int t = 1; t <= 5; t++) {
    std::vector<buffer> grads = net.gradients(t, t == 2 ? DLOPT_DTYPE_F16 : dtype);
    EXPECT_DLOPT(
        call_spread(how, {net.tensors(net.params), net.tensors(grads), net.average_tensors()}, [&](const auto& lists) -> dlopt_status {
          const dlopt_tensor *p = lists[0].data(), *g = lists[1].data();
          dlopt_step_desc desc = default_step();
          desc.averages = lists[2].data();
          if (t == 1) return dlopt_optimizer_perturb(o, p, g, grads.size());
          if (t == 3 || t == 4) EXPECT_DLOPT(dlopt_optimizer_accumulate(o, g, grads.size(), t, nullptr));
          if (t == 3) return DLOPT_OK;
          EXPECT_DLOPT(dlopt_optimizer_step(o, p, t == 4 ? nullptr : g, grads.size(), &desc));
          EXPECT_DLOPT(dlopt_optimizer_perturb(o, p, g, grads.size()));
          return dlopt_optimizer_perturb(o, p, nullptr, grads.size());
        }));
    for (const numbers& one : net.values()) all.push_back(one);
    for (const numbers& one : net.seconds()) all.push_back(one);
  }
  return all;
}

TEST(strides, wrappers_do_the_same) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    const std::vector<numbers> packed = run_wrapped(dtype, spread_as::packed);
    for (spread_as how : kSpread) ASSERT_TRUE(packed == run_wrapped(dtype, how)) << name_of(dtype);
  }
}

TEST(strides, another_mode_does_the_same) {
  const auto run = [](spread_as how) {
    small_net net(DLOPT_RULE_SCHEDULEFREE_ADAMW, DLOPT_DTYPE_F32, {{60, 5}, {700}});
    for (int t = 1; t <= 2; t++) net.step(t);
    EXPECT_DLOPT(call_spread(how, {net.tensors(net.params)}, [&](const auto& lists) -> dlopt_status {
      return dlopt_optimizer_mode(net.optimizer.get(), DLOPT_MODE_EVAL, lists[0].data(), lists[0].size());
    }));
    return std::vector<numbers>{net.params[0].values(), net.params[1].values()};
  };
  for (spread_as how : kSpread) EXPECT_TRUE(run(spread_as::packed) == run(how));
}

} // namespace
} // namespace dlopt_test
