# shellcheck shell=bash
# Stage: GCC Release build, all warnings are errors, all suites
needs=(g++ cmake ninja gtest rapidjson xxhash)

stage_main() {
  build_gcc_tree || return 0
  run_suites "suites" gcc
}
