#include "drivers/dispatch.h"

#include <atomic>
#include <cstdlib>
#include <cstring>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace dlopt {

#if defined(__x86_64__)
#define DLOPT_ISAS(X) X(scalar) X(sse2) X(avx2) X(avx512)
#elif defined(__aarch64__)
#define DLOPT_ISAS(X) X(scalar) X(neon)
#else
#define DLOPT_ISAS(X) X(scalar)
#endif

#define DLOPT_DECLARE(isa) extern const kernels kernels_##isa;
DLOPT_ISAS(DLOPT_DECLARE)
#undef DLOPT_DECLARE

namespace {

#if defined(__x86_64__)
// Asks the processor itself: the compiler's __builtin_cpu_supports would run a constructor at load time.
struct features {
  bool avx2 = false, avx512 = false;
  features() {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return;
    unsigned saved, unused; // register state that the operating system saves
    __asm__("xgetbv" : "=a"(saved), "=d"(unused) : "c"(0));
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return;
    constexpr unsigned kYmm = 0x6, kZmm = 0xe6, kAvx512 = bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL;
    avx2 = (saved & kYmm) == kYmm && (b & bit_AVX2);
    avx512 = avx2 && (saved & kZmm) == kZmm && (b & kAvx512) == kAvx512;
  }
};
bool can_run(const kernels& k) {
  static_assert(sizeof(features) == 2, "plain");
  if (&k == &kernels_avx2) return features().avx2;
  if (&k == &kernels_avx512) return features().avx512;
  return true;
}
#else
bool can_run(const kernels&) { return true; }
#endif

const kernels* best() {
  const kernels* found = &kernels_scalar;
  for (int i = 0; built_kernels(i); ++i)
    if (can_run(*built_kernels(i))) found = built_kernels(i);
  return found;
}

std::atomic<const kernels*> chosen{nullptr};

} // namespace

const kernels* built_kernels(int index) {
#define DLOPT_ADDRESS(isa) &kernels_##isa,
  static constexpr const kernels* all[] = {DLOPT_ISAS(DLOPT_ADDRESS) nullptr};
#undef DLOPT_ADDRESS
  return all[index];
}

force_result force_kernels(const char* name) {
  if (!name || !std::strcmp(name, "best")) {
    chosen.store(best(), std::memory_order_release);
    return force_result::done;
  }
  for (int i = 0; const kernels* k = built_kernels(i); ++i) {
    if (std::strcmp(name, k->isa)) continue;
    if (!can_run(*k)) return force_result::unsupported;
    chosen.store(k, std::memory_order_release);
    return force_result::done;
  }
  return force_result::unknown;
}

const kernels& current_kernels() {
  if (const kernels* k = chosen.load(std::memory_order_acquire)) return *k;
  force_kernels(nullptr);
#if defined(DLOPT_TEST_HOOKS)
  force_kernels(std::getenv("DLOPT_CPU_ISA")); // a name that cannot be had leaves the best; the tests compare dlopt_cpu_isa() with it
#endif
  return *chosen.load(std::memory_order_acquire);
}

} // namespace dlopt
