# shellcheck shell=bash
# Building a tree and running its suites through ctest.

# Put before every command that runs programs of a tree; a stage may set it.
wrap=()

# Long runs whose question has one answer whatever the instruction set and the compiler; left out where suites are repeated for those.
long_tests='^capi\.(silent_steps|many_parameters|huge_tensors|digits_in_few_bits)$'

# Lets every build of a run, those of scripts too, find what another has compiled: CMake reads the launcher, and the compiler where none is
# named, from the environment. Whether warnings are errors changes no object.
share_compilations() {
  command -v ccache >/dev/null || return 0
  export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache CC=${CC:-gcc} CXX=${CXX:-g++}
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_IGNOREOPTIONS=-Werror
}

# build_tree NAME [CMAKE ARGUMENTS...]: configure and build $work/NAME with tests; nothing is done twice.
build_tree() {
  local tree=$work/$1
  shift
  logged "configure" cmake -S "$root" -B "$tree" -G Ninja -DDLOPT_BUILD_TESTS=ON -DDLOPT_TEST_HOOKS=ON -DDLOPT_WERROR=ON "$@" || return 1
  logged "build" "${wrap[@]}" cmake --build "$tree" --parallel "$job_count"
}

# The tree that several stages share.
build_gcc_tree() { build_tree gcc -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++; }

# run_suites LABEL TREE [CTEST ARGUMENTS...]: run the suites of $work/TREE and record every test case.
run_suites() {
  local label=$1 tree=$work/$2 started=$SECONDS junit status=0 before
  shift 2
  junit=$tree/${label// /-}.xml
  before=$(wc -l <"$results")
  rm -f "$junit"
  printf '+ ctest %s\n' "$*" >>"$log"
  "${wrap[@]}" ctest --test-dir "$tree" --parallel "$job_count" --timeout 600 --output-on-failure --no-tests=error --output-junit "$junit" "$@" \
    >>"$log" 2>&1 </dev/null || status=$?
  record_junit "$label" "$junit"
  if ((status != 0)) && (($(count fail $((before + 1))) == 0)); then
    fail "$label: ctest stopped with status $status (log: ${log#"$root"/})"
  fi
  printf '   %-32s %4d s  %d cases\n' "$label" $((SECONDS - started)) $(($(wc -l <"$results") - before))
}

record_junit() {
  [[ ! -e $2 ]] || awk -f "$stages_dir/junit.awk" "$2" | record_cases "$1"
}

# record_cases LABEL: record lines "pass NAME", "fail NAME", "skip NAME (reason)"; a line "note TEXT" explains the failure before it.
record_cases() {
  local label=$1 kind name
  while read -r kind name; do
    if [[ $kind == note ]]; then
      echo "   | $name"
    else
      "$kind" "$label: $name"
    fi
  done
}
