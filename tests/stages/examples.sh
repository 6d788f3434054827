# shellcheck shell=bash
# Stage: examples/run, the main job, in its quick form
needs=(g++ cmake pkg-config rapidjson xxhash)

stage_main() {
  if logged "examples/run --quick" timeout 900 examples/run --quick; then
    pass "examples/run --quick"
  fi
}
