# shellcheck shell=bash
# Stage: the Java classes: jar, documentation, tests under -Xcheck:jni, examples
needs=(g++ cmake ninja gtest rapidjson xxhash swig javac junit5)

stage_main() {
  build_gcc_tree || return 0
  logged "install" install_package || return 0
  run_script tests/bindings/java/run "$work/prefix"
}
