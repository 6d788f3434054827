# shellcheck shell=bash
# Tools that stages need, and the Debian packages they come in. A tool that is already there is used as it is, whatever
# the distribution; what is missing is installed with apt-get.

# TOOL PACKAGE, one a line. A tool is a command, except for those that has_tool looks for as files.
isolinux_file=/usr/lib/ISOLINUX/isolinux.bin
ldlinux_file=/usr/lib/syslinux/modules/bios/ldlinux.c32
tool_packages='
ccache                               ccache
g++                                  g++
clang++                              clang
libfuzzer                            libclang-rt-dev
cmake                                cmake
ninja                                ninja-build
pkg-config                           pkg-config
gtest                                libgtest-dev
gtest-source                         googletest
benchmark                            libbenchmark-dev
rapidjson                            rapidjson-dev
xxhash                               libxxhash-dev
python3                              python3
python-headers                       python3-dev
swig                                 swig
numpy                                python3-numpy
pytest                               python3-pytest
pip                                  python3-pip
setuptools                           python3-setuptools
wheel                                python3-wheel
venv                                 python3-venv
mypy                                 python3-mypy
python-torch                         python3-torch
matplotlib                           python3-matplotlib
cargo                                cargo
rustc                                rustc
rustfmt                              rustfmt
cargo-clippy                         rust-clippy
bindgen                              bindgen
javac                                openjdk-17-jdk-headless
junit5                               junit5
aarch64-linux-gnu-g++                g++-aarch64-linux-gnu
qemu-aarch64                         qemu-user
abidiff                              abigail-tools
strace                               strace
shellcheck                           shellcheck
git                                  git
bochs                                bochs
isolinux                             isolinux
ldlinux                              syslinux-common
xorriso                              xorriso
cpio                                 cpio
busybox                              busybox-static
'

package_of() { awk -v tool="$1" '$1 == tool { print $2 }' <<<"$tool_packages"; }

has_tool() {
  case $1 in
  gtest) [[ -e /usr/include/gtest/gtest.h ]] ;;
  gtest-source) [[ -e /usr/src/googletest/CMakeLists.txt ]] ;;
  rapidjson) [[ -e /usr/include/rapidjson/reader.h ]] ;;
  xxhash) [[ -e /usr/include/xxhash.h ]] ;;
  libfuzzer) [[ -e $(clang++ -print-file-name="libclang_rt.fuzzer-$(uname -m).a" 2>/dev/null) ]] ;;
  benchmark) [[ -e /usr/include/benchmark/benchmark.h ]] ;;
  junit5) [[ -e /usr/share/java/junit-platform-console-standalone.jar ]] ;;
  numpy | pytest | pip | setuptools | wheel | mypy | matplotlib) [[ -e /usr/lib/python3/dist-packages/$1 ]] ;;
  python-torch) [[ -e /usr/lib/python3/dist-packages/torch ]] ;;
  python-headers) compgen -G '/usr/include/python3*/Python.h' >/dev/null ;;
  venv) compgen -G '/usr/lib/python3*/ensurepip' >/dev/null ;;
  isolinux) [[ -e $isolinux_file ]] ;;
  ldlinux) [[ -e $ldlinux_file ]] ;;
  *) command -v "$1" >/dev/null ;;
  esac
}

# The tools a stage declares, one a line: those it needs, and those without which a part of it is skipped.
needs_of() (
  likes=()
  # shellcheck source=/dev/null
  source "$stages_dir/$1.sh"
  printf '%s\n' "${needs[@]}" "${likes[@]}"
)

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    echo "neither root nor sudo without a password" >&2
    return 1
  fi
}

# What no stage needs, but all are quicker with.
helpful_tools=(ccache)

# Installs the packages of all missing tools; a package that cannot be had is left to have_needs to report.
install_missing() {
  local stage tool package log=$work/setup.log
  local -A wanted=()
  for tool in "${helpful_tools[@]}" $(for stage in "$@"; do needs_of "$stage"; done); do
    has_tool "$tool" && continue
    package=$(package_of "$tool")
    wanted[${package:?"needs.sh knows no package for '$tool'"}]=1
  done
  ((${#wanted[@]})) || return 0
  printf '== set-up: installing %s\n' "${!wanted[*]}"
  : >"$log"
  if ! command -v apt-get >/dev/null; then
    echo "   no apt-get here; stages that need these are skipped"
  elif ! apt_install "${!wanted[@]}" >>"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" | sed 's/^/   | /'
    echo "   not everything could be installed (log: ${log#"$root"/})"
  fi
}

# All at once; when one package breaks that, each on its own, so that the others still arrive.
apt_install() {
  local package status=0
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends)
  as_root apt-get update || true
  as_root "${install[@]}" "$@" && return 0
  for package in "$@"; do
    as_root "${install[@]}" "$package" || status=1
  done
  return "$status"
}

# Whether the current stage can run.
have_needs() {
  local tool missing=()
  for tool in "${needs[@]}"; do
    has_tool "$tool" || missing+=("$tool")
  done
  ((${#missing[@]})) || return 0
  unavailable "${missing[*]}"
  return 1
}

# Says that something the stage cannot do without is missing: a failure in CI, where set-up must work, else a skip.
unavailable() {
  if [[ ${CI-} == true ]]; then
    fail "whole stage: missing and not to be had: $*"
  else
    skip "whole stage (missing and not to be had: $*)"
  fi
}
