# shellcheck shell=bash
# Stage: Debug build without optimisation, all suites: the same bits as Release
needs=(g++ cmake ninja gtest)

stage_main() {
  build_tree debug -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ || return 0
  echo "   left out here: $long_tests"
  run_suites "suites" debug --exclude-regex "$long_tests"
}
