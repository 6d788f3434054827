/* statistics_subject.h - what the suites of statistics measure, and the plain loops in double that say what is right. */
#ifndef STATISTICS_SUBJECT_H
#define STATISTICS_SUBJECT_H

#include "check.h"
#include "support.h"

#include <math.h>

enum { N = 40005, SLOTS = 3 }; /* three chunks, the last of them with a part of a block */

static const int64_t length[] = {N};

/* ---- plain loops --------------------------------------------------------------------------------------------------------------------- */

static double number_at(const void* data, dlopt_dtype dtype, int64_t i) {
  double wide;
  float single;
  uint16_t half;
  uint32_t bits;
  if (dtype == DLOPT_DTYPE_F64) return memcpy(&wide, (const char*)data + 8 * i, 8), wide;
  if (dtype == DLOPT_DTYPE_F32) return memcpy(&single, (const char*)data + 4 * i, 4), (double)single;
  memcpy(&half, (const char*)data + 2 * i, 2);
  if (dtype == DLOPT_DTYPE_BF16) return bits = (uint32_t)half << 16, memcpy(&single, &bits, 4), (double)single;
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  const double magnitude = exponent == 31 ? (fraction ? NAN : INFINITY)
                           : exponent     ? ldexp(1024 + fraction, exponent - 25)
                                          : ldexp(fraction, -24);
  return half >> 15 ? -magnitude : magnitude;
}

typedef struct seen {
  long double squares; /* of what is finite */
  int64_t measured, nan, inf, zero, denormal, magnitudes[DLOPT_STATS_BINS];
} seen;

static double least_normal(dlopt_dtype dtype) { return ldexp(1, dtype == DLOPT_DTYPE_F64 ? -1022 : dtype == DLOPT_DTYPE_F16 ? -14 : -126); }

static int is_sampled(int64_t i, int32_t sample) { return i / DLOPT_STATS_BLOCK % sample == 0; }

/* `before` NULL: the numbers themselves, else their differences in the arithmetic type. */
static void look(seen* s, const void* data, dlopt_dtype dtype, int64_t n, int32_t sample, const void* before, dlopt_dtype before_dtype) {
  for (int64_t i = 0; i < n; i++) {
    if (!is_sampled(i, sample)) continue;
    double x = number_at(data, dtype, i);
    if (before) x -= number_at(before, before_dtype, i);
    if (before && dtype != DLOPT_DTYPE_F64) x = (double)(float)x;
    s->measured++;
    s->nan += x != x, s->inf += isinf(x) != 0, s->zero += x == 0;
    if (!isfinite(x) || x == 0) continue;
    s->squares += (long double)x * x;
    s->denormal += fabs(x) < least_normal(dtype);
    int exponent;
    frexp(x, &exponent); /* |x| is in [2^(exponent - 1), 2^exponent) */
    const int bin = exponent - 1 - DLOPT_STATS_LOWEST;
    s->magnitudes[bin < 0 ? 0 : bin >= DLOPT_STATS_BINS ? DLOPT_STATS_BINS - 1 : bin]++;
  }
}

static double norm_of(const seen* s) { return s->nan ? NAN : s->inf ? INFINITY : (double)sqrtl(s->squares); }

static int is_near(double got, double wanted) {
  if (wanted != wanted || isinf(wanted) || wanted == 0) return got == wanted || (got != got && wanted != wanted);
  return fabs(got / wanted - 1) < 1e-13;
}

#define CHECK_NEAR(got, wanted) CHECK_THAT(is_near((got), (wanted)), "%s is %.17g (got %.17g)", #got, (double)(wanted), (double)(got))

/* ---- the subject: three parameters in two groups ------------------------------------------------------------------------------------- */

typedef struct subject {
  dlopt_optimizer* opt;
  int32_t group;
  dlopt_tensor params[SLOTS], grads[SLOTS], before[SLOTS];
  dlopt_stats_desc desc;
} subject;

static double room[3][SLOTS][N + 1];

static void subject_open(subject* s, dlopt_runtime* runtime, dlopt_dtype dtype, dlopt_dtype grad_dtype, dlopt_master master) {
  memset(s, 0, sizeof *s);
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAMW, &s->opt));
  CHECK_OK(dlopt_optimizer_group_add(s->opt, &s->group));
  CHECK_OK(dlopt_optimizer_group_set(s->opt, s->group, DLOPT_HYPER_LR, 0.25));
  CHECK_OK(dlopt_stats_desc_init(&s->desc, sizeof s->desc));
  for (int i = 0; i < SLOTS; i++) {
    dlopt_param_desc d;
    int32_t slot;
    CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
    d.dtype = dtype, d.ndim = 1, d.shape = length, d.group = i == 1 ? 0 : s->group, d.master = master;
    CHECK_OK(dlopt_optimizer_param_add(s->opt, &d, &slot));
    /* one byte further on than any type likes */
    void* const at[] = {(char*)room[0][i] + 1, (char*)room[1][i] + 1, (char*)room[2][i] + 1};
    fill_any(at[0], dtype, N, (uint32_t)(3 * i + 1)), fill_any(at[1], grad_dtype, N, (uint32_t)(3 * i + 2));
    memcpy(at[2], at[0], N * dtype_bytes(dtype));
    s->params[i] = vector(at[0], dtype, length), s->grads[i] = vector(at[1], grad_dtype, length);
    s->before[i] = vector(at[2], dtype, length);
  }
  s->desc.params = s->params, s->desc.grads = s->grads, s->desc.before = s->before, s->desc.count = SLOTS;
}

static void subject_step(subject* s) { CHECK_OK(dlopt_optimizer_step(s->opt, s->params, s->grads, SLOTS, NULL)); }
static void subject_close(subject* s) { CHECK_OK(dlopt_optimizer_destroy(s->opt)); }

static dlopt_stats measured(subject* s) {
  dlopt_stats stats;
  memset(&stats, 0x5A, sizeof stats);
  stats.struct_size = sizeof stats;
  CHECK_OK(dlopt_optimizer_measure(s->opt, &s->desc, &stats));
  return stats;
}

#endif
