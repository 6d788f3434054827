/* fp_modes.h - floating-point modes that a caller may be in: rounding, flushing of denormals, traps. */
#ifndef FP_MODES_H
#define FP_MODES_H

#include "check.h"

#include <dlopt.h>
#include <fenv.h>

/* The control bits. */
#if defined(__SSE2__)
typedef unsigned mode_word;
enum { FLUSH = 0x8040, TRAPS = 0x1F80, STICKY = 0x3F };
static mode_word read_mode(void) { return __builtin_ia32_stmxcsr() & ~(unsigned)STICKY; }
static void flush_denormals(void) { __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | FLUSH); }
static void unmask_traps(void) {
  feclearexcept(FE_ALL_EXCEPT);
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() & ~(unsigned)(TRAPS | STICKY));
}
#elif defined(__aarch64__)
typedef unsigned long mode_word;
static mode_word read_mode(void) {
  mode_word mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
}
static void write_mode(mode_word mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }
static void flush_denormals(void) { write_mode(read_mode() | 1ul << 24); }
static void unmask_traps(void) { write_mode(read_mode() | 0x1F00ul); } /* ignored by cores that cannot trap */
#else
#define NO_MODES 1
#endif

#if !defined(NO_MODES)
static void round_up(void) { fesetround(FE_UPWARD); }
static void round_to_zero(void) { fesetround(FE_TOWARDZERO); }
static void all_at_once(void) { fesetround(FE_DOWNWARD), flush_denormals(), unmask_traps(); }

static const struct {
  const char* name;
  void (*set)(void);
} modes[] = {{"flush denormals", flush_denormals},
             {"round up", round_up},
             {"round to zero", round_to_zero},
             {"traps", unmask_traps},
             {"all at once", all_at_once}};
enum { MODES = sizeof modes / sizeof *modes };

/* A job system whose threads are in other modes, and stay in them. */
static void in_a_mode(void* user, size_t n, dlopt_task_fn task, void* context) {
  fenv_t usual;
  (void)user;
  for (size_t i = 0; i < n; i++) {
    fegetenv(&usual);
    modes[i % MODES].set();
    mode_word before = read_mode();
    task(context, i);
    mode_word after = read_mode();
    fesetenv(&usual);
    CHECK_THAT(before == after, "a task leaves the mode of its thread (%s)", modes[i % MODES].name);
  }
}
#endif

#endif
