# shellcheck shell=bash
# Stage: ThreadSanitizer, all suites
needs=(g++ cmake ninja gtest)

stage_main() {
  build_tree threads -DCMAKE_BUILD_TYPE=RelWithDebInfo -DDLOPT_SANITIZE=thread -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ ||
    return 0
  export TSAN_OPTIONS=halt_on_error=1
  run_suites "suites" threads
}
