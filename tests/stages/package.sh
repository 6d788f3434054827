# shellcheck shell=bash
# Installing the package, and scripts that are run against it.

# run_script FILE [ARGUMENTS...]: exit 0 is a pass, 77 a skip whose reason is its last line, anything else a failure.
# A script that closes with "N passed, N failed, N skipped" is believed about its counts; what it says of failures and skips is shown.
run_script() {
  local script=$1 output=$work/scripts.out status=0 started=$SECONDS
  shift
  printf '+ %s %s\n' "$script" "$*" >>"$log"
  timeout 900 "$script" "$@" >"$output" 2>&1 </dev/null || status=$?
  cat "$output" >>"$log"
  if [[ $(tail -n 1 "$output") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
    record_counts "$script" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]:-0}"
    ((status == 0 || status == 77 || BASH_REMATCH[2] > 0)) || fail "$script: status $status"
    if ((BASH_REMATCH[2])); then tail -n 60 "$output" | sed 's/^/   | /'; fi
    if ((${BASH_REMATCH[4]:-0})); then grep -i skip "$output" | sed 's/^/   | /'; fi
  elif ((status == 0)); then
    pass "$script"
  elif ((status == 77)); then
    skip "$script ($(tail -n 1 "$output"))"
  else
    tail -n 40 "$output" | sed 's/^/   | /'
    fail "$script: status $status"
  fi
  printf '   %-32s %4d s\n' "$script" $((SECONDS - started))
}

# record_counts SCRIPT PASSED FAILED SKIPPED
record_counts() {
  local i
  for ((i = 1; i <= $2; i++)); do pass "$1 $i"; done
  for ((i = 1; i <= $3; i++)); do fail "$1: one of its checks"; done
  for ((i = 1; i <= $4; i++)); do skip "$1 $i (see its words above)"; done
}

install_package() {
  rm -rf "$work/prefix"
  cmake --install "$work/gcc" --prefix "$work/prefix"
}
