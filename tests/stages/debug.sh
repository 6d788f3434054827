# shellcheck shell=bash
# Stage: Debug build without optimisation, all suites: the same bits as Release
needs=(g++ cmake ninja gtest rapidjson xxhash)

# Without optimisation the sets of loops differ little; the widest that this processor has are left, and AVX2.
other_sets='^isa/.*/(scalar|sse2)'

stage_main() {
  build_tree debug -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ || return 0
  echo "   left out here: $long_tests $other_sets"
  run_suites "suites" debug --exclude-regex "$long_tests|$other_sets"
}
