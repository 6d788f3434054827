// Parameters of 16 bits in every form against the f64 truth of torch, optax and NumPy: every rule, every type of gradient.
#include "case_run.h"
#include "isa.h"

namespace dlopt_test {
namespace {

constexpr int kSteps = 16; // of a case

// How far a run may stray, in units of the largest magnitude that the element has had so far, and the magnitude below which that is
// absolute. A run in f32 costs what f32_parameters_agree_to_their_precision allows; beside it, each step rounds what is stored. Where
// nothing is kept, a step that depends on the parameter (decay, norms) sees that rounding, and may make as much of it again.
struct bound {
  double worst, floor;
};
constexpr double kArithmetic = 2e-6, kFloor = 1e-36;

bound bound_of(const storage& s) {
  const bool half = s.dtype == DLOPT_DTYPE_F16;
  const double unit = half ? 0x1p-10 : 0x1p-7;     // of a number's last place, at most
  const double smallest = half ? 0x1p-14 : kFloor; // below it, units are no longer in proportion
  switch (s.master) {
  case DLOPT_MASTER_FULL:
  case DLOPT_MASTER_SPLIT: return {kArithmetic, kFloor};                                                // exactly f32
  case DLOPT_MASTER_KAHAN: return {kArithmetic + kSteps * unit / 2 * unit / 2, half ? 0x1p-4 : kFloor}; // units of c are 2^-24 at least
  case DLOPT_MASTER_STOCHASTIC: return {kArithmetic + 2 * (kSteps + 0.5) * unit, smallest};
  default: return {kArithmetic + 2 * (kSteps + 1) * unit / 2, smallest}; // the start is rounded, too
  }
}

// States hold what the rule made of the parameters, some of them differences of nearly equal sums: judged where parameters are exact.
case_record judged(case_record record, const storage& s) {
  if (!keeps_f32(s.master))
    for (auto& step : record.steps) step.second.states.clear();
  return record;
}

// Numbers beyond f16, and gradients that need more than 16 steps.
bool fits(const case_record& record, const gradient_set& gradients, const storage& s) {
  if (record.steps.rbegin()->first > kSteps) return false;
  if (record.rule == "rprop" && record.name == "l2" && !array_of(s.master)) return false; // goes by the sign of a sum that is nearly 0
  // Its first steps, of 1e-6, are most of what its estimate is made of, and 2^-24 is the last place of c.
  if (record.rule == "prodigy" && record.name == "defaults" && s.dtype == DLOPT_DTYPE_F16 && s.master == DLOPT_MASTER_KAHAN) return false;
  for (const auto& [t, truth] : record.steps)
    for (const auto& [slot, values] : truth.params)
      for (double v : values)
        if (s.dtype == DLOPT_DTYPE_F16 && std::fabs(v) > 6e4) return false;
  return gradients.dtypes.size() == 4;
}

class storage_vectors : public testing::TestWithParam<storage> {};

TEST_P(storage_vectors, agree_to_the_precision_of_the_form) {
  const storage& s = GetParam();
  const vector_files& files = all_vectors();
  const bound allowed = bound_of(s);
  std::set<std::string> rules;
  for (const case_record& record : files.cases) {
    const gradient_set& gradients = files.gradients.at(record.gradients);
    if (!fits(record, gradients, s)) continue;
    rules.insert(record.rule);
    for (const std::string& gradient : gradients.dtypes) {
      const deviation found = measure(files, judged(record, s), s, dtype_named(gradient), allowed.floor);
      EXPECT_LE(found.worst, allowed.worst) << record.file << " " << record.name << " with " << gradient << " gradients, at "
                                            << found.where;
    }
  }
  EXPECT_EQ(size_t(dlopt_rule_count()), rules.size());
}

INSTANTIATE_TEST_SUITE_P(forms, storage_vectors, testing::ValuesIn(stored_forms()), [](const auto& info) { return name_of(info.param); });

} // namespace
} // namespace dlopt_test
