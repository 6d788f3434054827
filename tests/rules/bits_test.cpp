// The same bits whatever the instruction set, threads, alignment, length, split and gradient type. Truth: scalar loops, inline, aligned,
// one tensor.
#include "bit_run.h"
#include "isa.h"

#include <algorithm>

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;
constexpr int64_t kLongest = 257;

class bits : public on_each_isa {};

std::vector<bit_case> cases() {
  std::vector<bit_case> all;
  for (dlopt_rule rule : all_rules())
    for (const variant& v : variants_of(rule))
      for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) all.push_back({v, param, 6, INFINITY});
  return all;
}

// One case a rule and dtype, for what costs more: the plain variant.
std::vector<bit_case> plain_cases() {
  std::vector<bit_case> all;
  for (dlopt_rule rule : all_rules())
    for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) all.push_back({busy_variant(rule), param, 6, INFINITY});
  return all;
}

std::string describe(const bit_case& c) { return std::string(dlopt_rule_name(c.what.rule)) + " " + c.what.name + " " + name_of(c.param); }

bytes truth_of(const bit_case& c, int64_t length) {
  const forced_isa plain("scalar");
  return run_bits(c, one_tensor(length));
}

TEST_P(bits, do_not_depend_on_the_instruction_set) {
  for (const bit_case& c : cases()) {
    ASSERT_EQ(truth_of(c, kLongest), run_bits(c, one_tensor(kLongest))) << describe(c);
  }
}

// Elements do not know their neighbours: every length gives a prefix of the longest run's arrays.
TEST_P(bits, do_not_depend_on_the_length) {
  for (const bit_case& c : plain_cases()) {
    if (sees_whole_tensors(c.what.rule)) continue;
    const bytes whole = truth_of(c, kLongest);
    const size_t arrays = whole.size() / size_t(kLongest) / size_of(c.param.dtype);
    for (int64_t n = 0; n <= kLongest; n += n < 70 ? 1 : 13) {
      const bytes got = run_bits(c, one_tensor(n));
      ASSERT_EQ(arrays * size_t(n) * size_of(c.param.dtype), got.size());
      const size_t part = size_t(n) * size_of(c.param.dtype), full = size_t(kLongest) * size_of(c.param.dtype);
      for (size_t a = 0; a < arrays; a++)
        ASSERT_TRUE(std::equal(got.begin() + long(a * part), got.begin() + long((a + 1) * part), whole.begin() + long(a * full)))
            << describe(c) << " length " << n << " array " << a;
    }
  }
}

TEST_P(bits, do_not_depend_on_the_alignment) {
  for (const bit_case& c : plain_cases()) {
    const bytes truth = truth_of(c, kLongest);
    for (size_t offset = 0; offset < 64; offset++) {
      layout how = one_tensor(kLongest);
      how.offset = offset;
      ASSERT_EQ(truth, run_bits(c, how)) << describe(c) << " offset " << offset;
    }
  }
}

TEST_P(bits, do_not_depend_on_the_split) {
  const std::vector<std::vector<int64_t>> splits = {
      {1, kLongest - 1}, {kLongest - 1, 1}, {0, 100, 0, 157}, {3, 5, 8, 13, 21, 34, 55, 89, 29}, std::vector<int64_t>(size_t(kLongest), 1)};
  for (const bit_case& c : plain_cases()) {
    if (sees_whole_tensors(c.what.rule) || is_noisy(c.what.rule)) continue; // noise belongs to a slot
    const bytes truth = truth_of(c, kLongest);
    for (const std::vector<int64_t>& split : splits) {
      layout how;
      how.lengths = split;
      ASSERT_EQ(truth, run_bits(c, how)) << describe(c) << " in " << split.size() << " tensors";
    }
  }
}

TEST_P(bits, do_not_depend_on_the_gradient_type_that_holds_the_numbers) {
  for (const bit_case& c : plain_cases()) {
    const bytes truth = truth_of(c, kLongest);
    for (dlopt_dtype gradient : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
      layout how = one_tensor(kLongest);
      how.gradient = gradient;
      ASSERT_EQ(truth, run_bits(c, how)) << describe(c) << " with " << name_of(gradient);
    }
  }
}

// Across chunks, clipped by a norm that every chunk adds to.
TEST_P(bits, do_not_depend_on_the_threads) {
  const std::vector<int64_t> lengths = {5 * kChunk + 77, kChunk, 1, 2 * kChunk - 1};
  for (bit_case c : plain_cases()) {
    c.steps = 2;
    c.max_norm = 50;
    layout how;
    how.lengths = lengths;
    bytes truth;
    {
      const forced_isa plain("scalar");
      truth = run_bits(c, how);
    }
    for (int32_t threads : {1, 2, 3, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      how.runtime = runtime.get();
      ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " with " << threads << " threads";
    }
    how.runtime = nullptr;
    ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " without a runtime";
  }
}

// A job system may run tasks in any order.
void backwards(void*, size_t n_tasks, dlopt_task_fn task, void* context) {
  for (size_t i = n_tasks; i > 0; i--) task(context, i - 1);
}

TEST_P(bits, do_not_depend_on_the_order_of_a_callers_job_system) {
  dlopt_runtime_desc desc;
  ASSERT_DLOPT(dlopt_runtime_desc_init(&desc, sizeof desc));
  desc.parallel_for = backwards;
  dlopt_runtime* raw = nullptr;
  ASSERT_DLOPT(dlopt_runtime_create(&desc, &raw));
  const runtime_handle runtime(raw);
  for (bit_case c : plain_cases()) {
    c.steps = 2;
    c.max_norm = 50;
    layout how;
    how.lengths = {3 * kChunk + 5, 7};
    bytes truth;
    {
      const forced_isa plain("scalar");
      truth = run_bits(c, how);
    }
    how.runtime = runtime.get();
    ASSERT_TRUE(truth == run_bits(c, how)) << describe(c);
  }
}

TEST(bits_tests, see_a_single_bit) { // the tools above are not blind
  bit_case c = {busy_variant(DLOPT_RULE_SGD), DLOPT_DTYPE_F64, 1, INFINITY};
  const bytes one = run_bits(c, one_tensor(5));
  c.what.set[DLOPT_HYPER_WEIGHT_DECAY] *= 1 + 1e-9;
  EXPECT_NE(one, run_bits(c, one_tensor(5)));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(bits);

} // namespace
} // namespace dlopt_test
