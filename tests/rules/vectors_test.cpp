// Every case of every vector file, step by step, on every instruction set: f64 against torch, optax and NumPy to rounding, f32 to its own
// precision.
#include "case_run.h"
#include "isa.h"

namespace dlopt_test {
namespace {

// Largest difference from the truth, in units of the largest magnitude that the element has had so far.
constexpr double kF64Bound = 2e-14;
constexpr double kF32Bound = 2e-6; // 16 steps of a few roundings each
constexpr double kF64Floor = 1e-300;
constexpr double kF32Floor = 1e-36; // f32 squares of 1e-25 are 0, beside an eps of 1e-10

class vectors : public on_each_isa {};

void check(const case_record& record, dlopt_dtype param, double bound, double floor) {
  const vector_files& files = all_vectors();
  for (const std::string& gradient : files.gradients.at(record.gradients).dtypes) {
    const deviation found = measure(files, record, param, dtype_named(gradient), floor);
    EXPECT_LE(found.worst, bound) << record.file << " " << record.name << ": " << name_of(param) << " with " << gradient
                                  << " gradients, at " << found.where;
  }
}

TEST_P(vectors, f64_parameters_agree_to_rounding) {
  for (const case_record& record : all_vectors().cases) check(record, DLOPT_DTYPE_F64, kF64Bound, kF64Floor);
}

TEST_P(vectors, f32_parameters_agree_to_their_precision) {
  int checked = 0;
  for (const case_record& record : all_vectors().cases) {
    const std::vector<std::string>& dtypes = all_vectors().gradients.at(record.gradients).dtypes;
    if (dtypes == std::vector<std::string>{"f64"}) continue; // numbers beyond f32
    check(record, DLOPT_DTYPE_F32, kF32Bound, kF32Floor);
    checked++;
  }
  EXPECT_GE(checked, 80);
}

TEST_P(vectors, states_are_kept_exactly_when_the_truth_has_them) {
  for (const case_record& record : all_vectors().cases) {
    if (record.file == "steps") continue; // there, state appears with a slot's first gradient
    case_run run(all_vectors(), record, DLOPT_DTYPE_F64, DLOPT_DTYPE_F64);
    const auto& arrays = record.steps.begin()->second.states;
    const auto found = arrays.find(0);
    for (const std::string& name : states_of(rule_named(record.rule)))
      EXPECT_EQ(found != arrays.end() && found->second.count(name) == 1, !run.state(0, name).empty())
          << record.file << " " << record.name << " " << name;
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(vectors);

} // namespace
} // namespace dlopt_test
