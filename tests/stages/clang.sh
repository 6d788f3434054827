# shellcheck shell=bash
# Stage: Clang Release build, all warnings are errors, all suites
needs=(clang++ cmake ninja gtest rapidjson xxhash)

stage_main() {
  build_tree clang -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ || return 0
  echo "   left out here: $long_tests"
  run_suites "suites" clang --exclude-regex "$long_tests"
}
