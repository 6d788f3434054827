// As bits_test.cpp, of parameters of 16 bits in every form.
#include "bit_run.h"
#include "isa.h"

#include <algorithm>

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;
constexpr int64_t kLongest = 1300; // more than a block

class storage_bits : public on_each_isa {};

// Every form with some rules, every rule with some forms.
std::vector<bit_case> cases() {
  std::vector<bit_case> all;
  const std::vector<storage>& forms = stored_forms();
  for (dlopt_rule rule : all_rules())
    for (size_t k = 0; k < forms.size(); k++)
      if (shows_the_driver(rule) || (size_t(rule) + k) % 3 == 0) all.push_back({busy_variant(rule), forms[k], 6, INFINITY});
  return all;
}

// Every form with rules of each kind: plain, with sums over a tensor, factored, with a cover.
std::vector<bit_case> few_cases() {
  std::vector<bit_case> all;
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_LAMB, DLOPT_RULE_ADAFACTOR, DLOPT_RULE_SM3})
    for (const storage& form : stored_forms()) all.push_back({busy_variant(rule), form, 6, INFINITY});
  return all;
}

std::string describe(const bit_case& c) { return std::string(dlopt_rule_name(c.what.rule)) + " " + name_of(c.param); }

bytes truth_of(const bit_case& c, const layout& how) {
  const forced_isa plain("scalar");
  return run_bits(c, how);
}

TEST_P(storage_bits, do_not_depend_on_the_instruction_set_or_the_gradient_type) {
  for (const bit_case& c : cases()) {
    layout how = one_tensor(kLongest);
    const bytes truth = truth_of(c, how);
    for (dlopt_dtype gradient : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
      how.gradient = gradient;
      ASSERT_EQ(truth, run_bits(c, how)) << describe(c) << " with " << name_of(gradient);
    }
  }
}

TEST_P(storage_bits, do_not_depend_on_the_length) {
  for (const bit_case& c : few_cases()) {
    if (sees_whole_tensors(c.what.rule)) continue;
    const bytes whole = truth_of(c, one_tensor(kLongest));
    for (int64_t n = 0; n <= 300; n += n < 70 ? 1 : 23) {
      const bytes got = run_bits(c, one_tensor(n));
      ASSERT_TRUE(std::equal(got.begin(), got.begin() + 2 * n, whole.begin())) << describe(c) << " length " << n;
    }
  }
}

TEST_P(storage_bits, do_not_depend_on_the_alignment) {
  for (const bit_case& c : few_cases()) {
    layout how = one_tensor(kLongest);
    const bytes truth = truth_of(c, how);
    for (size_t offset : {1u, 2u, 3u, 15u, 33u, 62u}) {
      how.offset = offset;
      ASSERT_EQ(truth, run_bits(c, how)) << describe(c) << " offset " << offset;
    }
  }
}

TEST_P(storage_bits, do_not_depend_on_the_split) {
  for (const bit_case& c : few_cases()) {
    if (sees_whole_tensors(c.what.rule) || is_noisy(c.what.rule) || c.param.master == DLOPT_MASTER_STOCHASTIC) continue;
    const bytes truth = truth_of(c, one_tensor(kLongest));
    for (const std::vector<int64_t>& split :
         std::vector<std::vector<int64_t>>{{1, kLongest - 1}, {0, 100, 0, 1100, 100}, {3, 5, 1291, 1}}) {
      layout how;
      how.lengths = split;
      ASSERT_EQ(truth, run_bits(c, how)) << describe(c) << " in " << split.size() << " tensors";
    }
  }
}

TEST_P(storage_bits, do_not_depend_on_the_threads) {
  for (bit_case c : few_cases()) {
    c.steps = 2;
    c.max_norm = 50;
    layout how;
    how.lengths = {kChunk + 77, kChunk, 1};
    how.offset = 1;
    const bytes truth = truth_of(c, how);
    for (int32_t threads : {1, 2, 3, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      how.runtime = runtime.get();
      ASSERT_TRUE(truth == run_bits(c, how)) << describe(c) << " with " << threads << " threads";
    }
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(storage_bits);

} // namespace
} // namespace dlopt_test
