# shellcheck shell=bash
# Which instruction sets this processor has.

# What the processor must report for a set of loops to be able to run. Read from the kernel, not from the library: a library
# that overlooks an instruction set must fail here, not be skipped.
flags_of() {
  case $1 in
  scalar) echo "" ;;
  sse2) echo "sse2" ;;
  avx2) echo "avx2" ;;
  avx512) echo "avx512f avx512bw avx512dq avx512vl" ;;
  esac
}

processor_has() {
  local flag flags
  flags=$(sed -n 's/^flags[^:]*: //p' /proc/cpuinfo | head -n 1)
  for flag in $(flags_of "$1"); do
    [[ " $flags " == *" $flag "* ]] || return 1
  done
}
