// Which instruction sets this machine and this build can run, and a scope that forces one and proves that it took effect.
#pragma once

#include "handles.h"

namespace dlopt_test {

inline const std::vector<std::string>& known_isas() {
  static const std::vector<std::string> names = {"scalar", "sse2", "avx2", "avx512", "neon"};
  return names;
}

inline std::vector<std::string> runnable_isas() {
  std::vector<std::string> names;
  for (const std::string& name : known_isas())
    if (dlopt_cpu_isa_force(name.c_str()) == DLOPT_OK) names.push_back(name);
  dlopt_cpu_isa_force("best");
  return names;
}

class forced_isa {
public:
  explicit forced_isa(const std::string& name) : before_(dlopt_cpu_isa()) {
    EXPECT_DLOPT(dlopt_cpu_isa_force(name.c_str()));
    EXPECT_EQ(name, dlopt_cpu_isa()) << "the loops that run are not the ones asked for";
  }
  ~forced_isa() { EXPECT_DLOPT(dlopt_cpu_isa_force(before_.c_str())); }
  forced_isa(const forced_isa&) = delete;

private:
  std::string before_;
};

// Runs each test of a suite once for every instruction set of this machine.
class on_each_isa : public testing::TestWithParam<std::string> {
  forced_isa isa_{GetParam()};
};
inline std::string isa_test_name(const testing::TestParamInfo<std::string>& info) { return info.param; }

#define DLOPT_INSTANTIATE_ON_EACH_ISA(suite)                                                                                               \
  INSTANTIATE_TEST_SUITE_P(isa, suite, testing::ValuesIn(dlopt_test::runnable_isas()), dlopt_test::isa_test_name)

} // namespace dlopt_test
