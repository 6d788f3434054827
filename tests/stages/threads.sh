# shellcheck shell=bash
# Stage: ThreadSanitizer, all suites
needs=(g++ cmake ninja gtest rapidjson xxhash)

# What uses one thread has nothing for this sanitizer to see, and takes minutes with it; and threads race alike whatever the set of loops.
lonely_tests='differential\.|golden\.|vectors\.|^(wrapped_)?completeness\.|masters\.|few_bits\.|conventions\.|documents|traps|recipes\.|scaler\.|row_edits|stored_placement|schedules|^(values|allocation|designated)\.|^capi\.(alignment|guard_pages)$|^(bad_input|companions|optimizer|kernel|gradients)_(throwing|returning)|^isa/.*/(scalar|sse2)'

stage_main() {
  # The sanitizer's memory map leaves less room for address randomisation than newer kernels use.
  if setarch "$(uname -m)" -R true 2>/dev/null; then wrap=(setarch "$(uname -m)" -R); fi
  build_tree threads -DCMAKE_BUILD_TYPE=RelWithDebInfo -DDLOPT_SANITIZE=thread -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ ||
    return 0
  export TSAN_OPTIONS=halt_on_error=1
  echo "   left out here: $long_tests $lonely_tests"
  run_suites "suites" threads --exclude-regex "$long_tests|$lonely_tests"
}
