# shellcheck shell=bash
# Stage: AddressSanitizer and UndefinedBehaviorSanitizer, all suites
needs=(g++ cmake ninja gtest rapidjson xxhash)

# Long runs whose paths the other suites take, too; and the loops without vectors, which read nothing ahead.
left_out='^capi\.(huge_tensors|digits_in_few_bits)$|^isa/.*/scalar'

stage_main() {
  # The tests themselves would take GCC three times as long to compile with -O2 and the places of variables.
  build_tree sanitize -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -fno-var-tracking" \
    -DDLOPT_SANITIZE=address,undefined -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ || return 0
  # Frames are watched after they return only where AVX-512 does not run: its loops want their frames aligned to 64 bytes, and those that
  # GCC 12 makes for the watch are not (its bug 110027).
  local watch=1
  if processor_has avx512; then watch=0; fi
  export ASAN_OPTIONS=detect_stack_use_after_return=$watch:strict_string_checks=1
  export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  echo "   left out here: $left_out"
  run_suites "suites" sanitize --exclude-regex "$left_out"
}
