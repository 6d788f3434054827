// The floating-point mode that the same bits need: round to nearest, denormals kept, exceptions masked. Set for a scope, put back after it.
// A caller who would rather have speed than denormals gets them flushed to zero, as operands and as results, within the scope.
//
// Programs linked with -Ofast run with denormals flushed, and some set other rounding; law 2 of the numbers holds for them too.
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace dlopt {

class fp_mode {
public:
  explicit fp_mode(bool flushes_denormals = false) noexcept : saved_(read()) {
    const uint64_t wanted = flushes_denormals ? kStandard | kFlush : kStandard;
    changed_ = (saved_ & kControl) != wanted;
    if (changed_) write((saved_ & ~kControl) | wanted);
  }
  ~fp_mode() {
    if (changed_) write(saved_);
  }
  fp_mode(const fp_mode&) = delete;
  fp_mode& operator=(const fp_mode&) = delete;

  // Whether this thread flushes them now.
  static bool flushes_denormals() noexcept { return kFlush && (read() & kFlush) == kFlush; }

private:
#if defined(__SSE2__)
  static constexpr uint64_t kControl = 0xffc0;  // everything but the sticky exception flags
  static constexpr uint64_t kStandard = 0x1f80; // all exceptions masked
  static constexpr uint64_t kFlush = 0x8040;    // FTZ, DAZ
  static uint64_t read() noexcept { return _mm_getcsr(); }
  static void write(uint64_t mode) noexcept { _mm_setcsr(uint32_t(mode)); }
#elif defined(__aarch64__)
  static constexpr uint64_t kControl = 0x07c09f00 | 1u << 19 | 3; // AHP, DN, FZ, RMode, FZ16, exception traps, FIZ, AH
  static constexpr uint64_t kStandard = 0;
  static constexpr uint64_t kFlush = 1u << 24; // FZ
  static uint64_t read() noexcept {
    uint64_t mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    return mode;
  }
  static void write(uint64_t mode) noexcept { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }
#else // a machine without such modes, such as WebAssembly
  static constexpr uint64_t kControl = 0, kStandard = 0, kFlush = 0;
  static uint64_t read() noexcept { return 0; }
  static void write(uint64_t) noexcept {}
#endif
  uint64_t saved_;
  bool changed_;
};

} // namespace dlopt
