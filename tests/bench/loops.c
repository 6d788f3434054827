#include "loops.h"

#include <stddef.h>
#include <string.h>

/* The sets that CMakeLists.txt compiles. */
#if defined(__x86_64__)
#define BENCH_ISAS(X) X(sse2) X(avx2) X(avx512)
#else
#define BENCH_ISAS(X) X(neon)
#endif

#define DECLARE(isa)                                                                                                                       \
  void bench_stream_##isa(float*, const float*, float*, float*, int64_t, int64_t, const bench_adamw*);                                     \
  void bench_torch_##isa(float*, const float*, float*, float*, int64_t, int64_t, const bench_adamw*);                                      \
  void bench_plain_##isa(float*, const float*, float*, float*, int64_t, int64_t, const bench_adamw*);                                      \
  void bench_plain_errno_##isa(float*, const float*, float*, float*, int64_t, int64_t, const bench_adamw*);                                \
  extern const bench_passes bench_tail_##isa;
#define ROW(isa) {#isa, bench_stream_##isa, bench_torch_##isa, bench_plain_##isa, bench_plain_errno_##isa, &bench_tail_##isa},

BENCH_ISAS(DECLARE)
static const bench_loops rows[] = {BENCH_ISAS(ROW)};

const bench_loops* bench_loops_for(const char* isa) {
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (strcmp(rows[i].isa, isa) == 0) return &rows[i];
  return NULL;
}
