# shellcheck shell=bash
# Stage: AVX-512 for processors without it: the suites in an emulated machine
#
# QEMU and Valgrind do not know AVX-512; Bochs does. It boots Debian's kernel, unpacked but not installed, with the programs of the GCC
# build and the libraries they need as its only files. A boot takes about 40 seconds, and programs run some hundred times slower.
needs=(g++ cmake ninja gtest bochs isolinux ldlinux xorriso cpio busybox rapidjson xxhash)

machine=$work/avx512
template=$stages_dir/emulator
emulator_limit=1500 # seconds

fetch_kernel() {
  local package
  compgen -G "$machine/kernel/boot/vmlinuz-*" >/dev/null && return 0
  package=$(apt-cache depends linux-image-cloud-amd64 | awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }')
  [[ -n $package ]] && (cd "$machine" && apt-get download "$package" && dpkg-deb -x "$package"_*.deb kernel)
}

# The kernel is 30 MB in a package index that may be old or absent: one fresh look before giving up.
have_kernel() {
  fetch_kernel >>"$log" 2>&1 || { as_root apt-get update && fetch_kernel; } >>"$log" 2>&1
}

# What is run there, with arguments: what shows that these loops give the bits of the others, for every rule. All else that is known of the
# others, from random runs against the textbook to gradient processing, then holds of these too; here it would take most of an hour.
programs() {
  echo "$work/gcc/tests/unit/isa_test"
  echo "$work/gcc/tests/unit/half_precision_test --gtest_filter=*avx512*"
  echo "$work/gcc/tests/rules/dlopt_rules_tests --gtest_filter=*/golden.*avx512:*/bits.*avx512:*/vectors.*avx512-*threads*:*callers_job_system*"
}

program_files() { programs | sed 's/ .*//'; }

# Puts a file at the same path in the guest, links followed.
install_file() {
  mkdir -p "$machine/files$(dirname "$1")"
  cp -L "$1" "$machine/files$1"
}

fill_guest() {
  local file
  rm -rf "$machine/files"
  mkdir -p "$machine"/files/{bin,proc,tmp}
  cp "$(command -v busybox)" "$machine/files/bin/busybox"
  cp "$template/init" "$machine/files/init"
  cp "$work/gcc/tests/unit/isa_probe" "$machine/files/isa_probe"
  programs >"$machine/files/programs"
  while read -r file; do
    install_file "$file"
  done < <(program_files && needed_libraries && find "$root/tests/vectors" "$root/tests/rules" -type f -not -name '*.py')
}

needed_libraries() {
  program_files | xargs ldd "$work/gcc/tests/unit/isa_probe" | grep -oE '/[^ ]+ \(0x' | sed 's/ (0x$//' | sort -u
}

make_boot_disc() {
  rm -rf "$machine/disc"
  mkdir -p "$machine/disc/isolinux"
  cp "$machine"/kernel/boot/vmlinuz-* "$machine/disc/vmlinuz"
  cp "$isolinux_file" "$ldlinux_file" "$template/isolinux.cfg" "$machine/disc/isolinux/"
  (cd "$machine/files" && find . | cpio --quiet -o -H newc | gzip -1 >"$machine/disc/initrd.gz")
  xorriso -as mkisofs -quiet -o "$machine/boot.iso" -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 \
    -boot-info-table "$machine/disc"
}

# Debian's Bochs starts in its debugger: "c" continues. It leaves with status 1 when the guest switches itself off.
run_machine() {
  cp "$template/bochsrc" "$machine/"
  rm -f "$machine/serial.txt"
  echo c >"$machine/debugger"
  (cd "$machine" && timeout "$emulator_limit" bochs -q -f bochsrc -rc debugger) || true
  cat "$machine/serial.txt"
  grep -q '^SWITCHING OFF' "$machine/serial.txt"
}

prepare_machine() { fill_guest && make_boot_disc; }

stage_main() {
  if processor_has avx512; then
    skip "whole stage (this processor has AVX-512; the stage isa runs it)"
    return 0
  fi
  if [[ $(uname -m) != x86_64 ]]; then
    skip "whole stage (the programs of this build are not for x86)"
    return 0
  fi
  mkdir -p "$machine"
  build_gcc_tree || return 0
  if ! have_kernel; then
    unavailable "Debian's kernel package"
    return 0
  fi
  logged "boot disc" prepare_machine || return 0
  logged "emulated machine" run_machine || true
  tr -d '\r' <"$machine/serial.txt" | awk -f "$template/serial.awk" | record_cases emulated
}
