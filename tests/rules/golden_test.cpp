// The library's bits against the committed hashes, on every instruction set.
#include "golden.h"
#include "isa.h"

namespace dlopt_test {
namespace {

class golden : public on_each_isa {};

TEST_P(golden, bits_are_those_that_were_committed) {
  const golden_hashes committed = read_golden(), now = compute_golden();
  ASSERT_FALSE(committed.empty()) << "tests/vectors/golden.txt is missing or broken";
  for (const auto& [name, hash] : now) {
    const auto found = committed.find(name);
    if (found == committed.end()) ADD_FAILURE() << name << " is not in golden.txt; a new rule or hyper-parameter needs --update-golden";
    else EXPECT_EQ(found->second, hash) << name;
  }
  EXPECT_EQ(committed.size(), now.size()) << "golden.txt has rows that nothing computes";
}

DLOPT_INSTANTIATE_ON_EACH_ISA(golden);

// What ran and what could not, in the open.
TEST(instruction_sets, are_told_and_the_best_one_is_among_them) {
  for (const std::string& name : known_isas()) {
    const dlopt_status status = dlopt_cpu_isa_force(name.c_str());
    std::printf("  %-6s %s\n", name.c_str(), status == DLOPT_OK ? "runs" : dlopt_last_error());
    EXPECT_TRUE(status == DLOPT_OK || status == DLOPT_ERR_UNSUPPORTED || status == DLOPT_ERR_INVALID_ARGUMENT);
  }
  ASSERT_DLOPT(dlopt_cpu_isa_force("best"));
  const std::vector<std::string> runnable = runnable_isas();
  EXPECT_NE(runnable.end(), std::find(runnable.begin(), runnable.end(), dlopt_cpu_isa()));
  EXPECT_NE(runnable.end(), std::find(runnable.begin(), runnable.end(), "scalar"));
}

} // namespace
} // namespace dlopt_test
