# shellcheck shell=bash
# Stage: the benchmark in its shortest form: it builds, runs, and says which loops ran; no times are judged
needs=(g++ cmake ninja benchmark python3 rapidjson xxhash)

stage_main() {
  if logged "tests/bench/run --quick" timeout 900 tests/bench/run --quick --reps 1 --out "$work/bench"; then
    pass "tests/bench/run --quick"
  fi
}
