# shellcheck shell=bash
# Stage: AVX-512
needs=()
stage_main() { skip "todo"; }
