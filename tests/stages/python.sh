# shellcheck shell=bash
# Stage: the Python package, built as a wheel and installed: its tests, its types, the digits to the bits of the C program
needs=(g++ cmake ninja rapidjson xxhash python3 python-headers swig numpy pytest pip setuptools wheel venv)
likes=(mypy python-torch matplotlib)

stage_main() {
  local output=$work/python.out status=0
  export CMAKE_GENERATOR=Ninja DLOPT_BUILD_JOBS=$job_count
  timeout 900 tests/bindings/python/run >"$output" 2>&1 </dev/null || status=$?
  cat "$output" >>"$log"
  if [[ $(tail -n 1 "$output") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
    record python "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
    if ((BASH_REMATCH[2])); then tail -n 60 "$output" | sed 's/^/   | /'; fi
    if ((BASH_REMATCH[3])); then grep -i skip "$output" | sed 's/^/   | /'; fi
  else
    tail -n 60 "$output" | sed 's/^/   | /'
    fail "tests/bindings/python/run: status $status"
  fi
}

# record NAME PASSED FAILED SKIPPED
record() {
  local i
  for ((i = 1; i <= $2; i++)); do pass "$1 $i"; done
  for ((i = 1; i <= $3; i++)); do fail "$1: one of its checks"; done
  for ((i = 1; i <= $4; i++)); do skip "$1 $i (see its words above)"; done
}
