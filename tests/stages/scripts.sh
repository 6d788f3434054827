# shellcheck shell=bash
# Stage: what the scripts of other rooms check: README, ABI, installation, rules as device code
#
# They are given the installed package as DLOPT_PREFIX and the build tree as DLOPT_BUILD_DIR. Files with an extension are parts of others,
# or are run by ctest.
needs=(g++ cmake ninja gtest pkg-config abidiff)

# run_script FILE [ARGUMENTS...]: exit 0 is a pass, 77 a skip whose reason is its last line, anything else a failure.
# A script that closes with "N passed, N failed, N skipped" is believed about its counts.
run_script() {
  local script=$1 output=$work/scripts.out status=0 started=$SECONDS
  shift
  printf '+ %s %s\n' "$script" "$*" >>"$log"
  timeout 900 "$script" "$@" >"$output" 2>&1 </dev/null || status=$?
  cat "$output" >>"$log"
  case $status in
  0) record_script_counts "$script" "$output" ;;
  77) skip "$script ($(tail -n 1 "$output"))" ;;
  *)
    tail -n 40 "$output" | sed 's/^/   | /'
    fail "$script: status $status"
    ;;
  esac
  printf '   %-32s %4d s\n' "$script" $((SECONDS - started))
}

record_script_counts() {
  local script=$1 last i
  last=$(tail -n 1 "$2")
  if [[ $last =~ ^([0-9]+)\ passed,\ 0\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
    for ((i = 1; i <= BASH_REMATCH[1]; i++)); do pass "$script $i"; done
    for ((i = 1; i <= ${BASH_REMATCH[3]:-0}; i++)); do skip "$script $i"; done
  else
    pass "$script"
  fi
}

install_package() {
  rm -rf "$work/prefix"
  cmake --install "$work/gcc" --prefix "$work/prefix"
}

stage_main() {
  local script
  build_gcc_tree || return 0
  logged "install" install_package || return 0
  export DLOPT_BUILD_DIR=$work/gcc DLOPT_PREFIX=$work/prefix
  run_script tests/docs/run "$DLOPT_PREFIX"
  for script in tests/{abi,package,cuda}/*; do
    if [[ -f $script && -x $script && ${script##*/} != *.* ]]; then run_script "$script"; fi
  done
}
