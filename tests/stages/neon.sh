# shellcheck shell=bash
# Stage: AArch64 cross build, all suites under qemu: NEON gives the bits of x86
needs=(aarch64-linux-gnu-g++ qemu-aarch64 gtest-source cmake ninja rapidjson xxhash)

# One measures the memory of its process, which here is the emulator's; the other starts its own program, which the host's kernel cannot.
host_tests='^capi\.load_and_unload$|^File\.AnotherProcessGoesOnToTheSameBits$'

# The plain loops, which the other stages run: what this one asks is whether those of NEON give the bits that are committed.
plain_tests='^isa/.*/scalar'

stage_main() {
  build_tree neon -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE="$stages_dir/aarch64-linux-gnu.cmake" || return 0
  echo "   left out here: $long_tests $host_tests $plain_tests"
  run_suites "suites" neon --exclude-regex "$long_tests|$host_tests|$plain_tests"
}
