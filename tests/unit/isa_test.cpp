// Choosing the instruction set: what is asked for is what runs, and what cannot be had is refused without a change.
#include "dlopt/runtime.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace {

// The stage "isa" of tests/run sets the variable and wants this test to have seen it.
TEST(Isa, TheForcedOneRuns) {
  const char* wanted = std::getenv("DLOPT_CPU_ISA");
  if (!wanted) GTEST_SKIP() << "DLOPT_CPU_ISA is not set";
  EXPECT_STREQ(dlopt_cpu_isa(), wanted);
}

class IsaForce : public testing::Test {
protected:
  void TearDown() override { ASSERT_EQ(dlopt_cpu_isa_force(before.c_str()), DLOPT_OK); }
  const std::string before = dlopt_cpu_isa();
};

TEST_F(IsaForce, ScalarRunsEverywhere) {
  ASSERT_EQ(dlopt_cpu_isa_force("scalar"), DLOPT_OK);
  EXPECT_STREQ(dlopt_cpu_isa(), "scalar");
}

TEST_F(IsaForce, BestAndNullChooseTheBestAgain) {
  ASSERT_EQ(dlopt_cpu_isa_force("best"), DLOPT_OK);
  const std::string best = dlopt_cpu_isa();
  EXPECT_NE(best, "scalar"); // every processor that the library is tested on has vectors
  ASSERT_EQ(dlopt_cpu_isa_force("scalar"), DLOPT_OK);
  ASSERT_EQ(dlopt_cpu_isa_force(nullptr), DLOPT_OK);
  EXPECT_EQ(dlopt_cpu_isa(), best);
}

TEST_F(IsaForce, UnknownNamesAreRefused) {
  for (const char* name : {"quantum", "", "AVX2", "avx", "avx2 "}) {
    EXPECT_EQ(dlopt_cpu_isa_force(name), DLOPT_ERR_INVALID_ARGUMENT) << name;
    EXPECT_EQ(dlopt_cpu_isa(), before);
  }
  EXPECT_NE(std::string(dlopt_last_error()).find("scalar"), std::string::npos) << dlopt_last_error(); // it lists what there is
}

// A name of this build is either taken or, where the processor lacks it, refused; never answered with another set.
TEST_F(IsaForce, EveryNameIsTakenOrRefused) {
  for (const char* name : {"scalar", "sse2", "avx2", "avx512", "neon"}) {
    const dlopt_status status = dlopt_cpu_isa_force(name);
    if (status == DLOPT_OK) EXPECT_STREQ(dlopt_cpu_isa(), name);
    else EXPECT_TRUE(status == DLOPT_ERR_UNSUPPORTED || status == DLOPT_ERR_INVALID_ARGUMENT) << name << ": " << status;
  }
}

} // namespace
