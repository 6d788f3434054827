# shellcheck shell=bash
# Stage: every suite once for each instruction set this processor has, with proof that the set was forced
needs=(g++ cmake ninja gtest rapidjson xxhash)

# Cases that force one set after the other themselves; the stage gcc has run each on every set.
forcing_tests='^isa/'

# The probe prints the name of the loops that run.
check_force() {
  local isa=$1 probe=$2 got
  got=$(DLOPT_CPU_ISA=$isa "$probe" 2>&1) || got="status $?: $got"
  if [[ $got == "$isa" ]]; then
    pass "$isa is forced"
  else
    fail "$isa is forced: the library says '$got'"
  fi
}

check_refusal() {
  local probe=$1 got
  if got=$(DLOPT_CPU_ISA=quantum "$probe" 2>&1); then
    fail "an unknown instruction set is refused: the library took it and says '$got'"
  else
    pass "an unknown instruction set is refused"
  fi
}

stage_main() {
  local isa probe=$work/gcc/tests/unit/isa_probe isas=(scalar sse2 avx2 avx512)
  [[ $(uname -m) == x86_64 ]] || isas=(scalar neon)
  build_gcc_tree || return 0
  echo "   left out here: $long_tests $forcing_tests"
  check_refusal "$probe"
  for isa in "${isas[@]}"; do
    if processor_has "$isa"; then
      check_force "$isa" "$probe"
      DLOPT_CPU_ISA=$isa run_suites "$isa" gcc --exclude-regex "$long_tests|$forcing_tests"
    else
      skip "$isa (this processor lacks it)"
    fi
  done
}
