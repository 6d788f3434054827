# shellcheck shell=bash
# Stage: what the scripts of other rooms check: README, ABI, installation, rules as device code, durability, fuzzing
#
# They are given the installed package as DLOPT_PREFIX and the build tree as DLOPT_BUILD_DIR. Files with an extension are parts of others,
# or are run by ctest.
needs=(g++ cmake ninja gtest pkg-config abidiff python3 rapidjson xxhash)
likes=(cargo rustc rustfmt cargo-clippy bindgen clang++ libfuzzer strace)

stage_main() {
  local script
  build_gcc_tree || return 0
  logged "install" install_package || return 0
  export CMAKE_GENERATOR=Ninja # for their own builds too: make need not be there
  export DLOPT_BUILD_DIR=$work/gcc DLOPT_PREFIX=$work/prefix
  run_script tests/docs/run "$DLOPT_PREFIX"
  for script in tests/{abi,package,cuda,bindings,state,fuzz}/*; do
    if [[ -f $script && -x $script && ${script##*/} != *.* ]]; then run_script "$script"; fi
  done
}
