# shellcheck shell=bash
# Stage: the Python package, built as a wheel and installed: its tests, its types, the digits to the bits of the C program
needs=(g++ cmake ninja rapidjson xxhash python3 python-headers swig numpy pytest pip setuptools wheel venv)
likes=(mypy python-torch matplotlib)

stage_main() {
  export CMAKE_GENERATOR=Ninja DLOPT_BUILD_JOBS=$job_count
  run_script tests/bindings/python/run
}
