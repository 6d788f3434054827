/* A watch over norms: its median by hand, when it fires, what it remembers. */
#include "check.h"
#include "support.h"

#include <float.h>
#include <math.h>

typedef struct told {
  dlopt_norm_watch* watch;
  int calls;
  int64_t step;
  double norm, median;
} told;

static void tell(void* user, int64_t step, double norm, double median) {
  told* const t = user;
  double value;
  t->calls++, t->step = step, t->norm = norm, t->median = median;
  CHECK_STATUS(dlopt_norm_watch_get(t->watch, DLOPT_NORM_WATCH_FIRED, &value), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_norm_watch_destroy(t->watch), DLOPT_ERR_BUSY);
}

static dlopt_norm_watch* watch_with(double window, double factor, double warmup) {
  dlopt_norm_watch* watch = NULL;
  REQUIRE_OK(dlopt_norm_watch_create(NULL, &watch));
  CHECK_OK(dlopt_norm_watch_set(watch, DLOPT_NORM_WATCH_WINDOW, window));
  CHECK_OK(dlopt_norm_watch_set(watch, DLOPT_NORM_WATCH_FACTOR, factor));
  CHECK_OK(dlopt_norm_watch_set(watch, DLOPT_NORM_WATCH_WARMUP, warmup));
  return watch;
}

static int looks(dlopt_norm_watch* watch, int64_t step, double norm) {
  int32_t exploded = 5;
  CHECK_OK(dlopt_norm_watch_look(watch, step, norm, &exploded));
  CHECK(exploded == 0 || exploded == 1);
  return exploded;
}

static double field(dlopt_norm_watch* watch, dlopt_norm_watch_field which) {
  double value = NAN;
  CHECK_OK(dlopt_norm_watch_get(watch, which, &value));
  return value;
}

/* Window 4, factor 2, from the second norm on. */
static void medians_by_hand(void) {
  static const struct {
    double norm;
    int exploded;
    double median; /* of the norms before, as told */
  } rows[] = {
      {5, 0, 0},                                         /* nothing to compare with */
      {100, 0, 0},                                       /* only one before */
      {106, 1, 52.5},                                    /* 5 100 */
      {200, 0, 0},                                       /* 5 100 106: 100, and 200 is not above twice that */
      {207, 1, 103},                                     /* 5 100 106 200 */
      {306.5, 1, 153},                                   /* 100 106 200 207: the 5 is gone */
      {400, 0, 0},                                       /* 106 200 207 306.5: 203.5 */
      {0, 0, 0},                                         /* 200 207 306.5 400 */
      {514, 1, 256.75},                                  /* 207 306.5 400 0 */
      {0, 0, 0},        {0, 0, 0}, {0, 0, 0}, {1, 1, 0}, /* 514 0 0 0: above twice nothing */
  };
  dlopt_norm_watch* const watch = watch_with(4, 2, 2);
  told t = {watch, 0, 0, 0, 0};
  int fired = 0;
  CHECK_OK(dlopt_norm_watch_callback(watch, tell, &t));
  for (int i = 0; i < (int)(sizeof rows / sizeof *rows); i++) {
    CHECK_THAT(looks(watch, 10 + i, rows[i].norm) == rows[i].exploded, "norm %d, %g", i, rows[i].norm);
    fired += rows[i].exploded;
    CHECK_INT(t.calls, fired);
    if (!rows[i].exploded) continue;
    CHECK_INT(t.step, 10 + i), CHECK_REAL(t.norm, rows[i].norm), CHECK_REAL(t.median, rows[i].median);
  }
  CHECK_REAL(field(watch, DLOPT_NORM_WATCH_FIRED), fired);
  CHECK_OK(dlopt_norm_watch_callback(watch, NULL, NULL));
  CHECK(looks(watch, 0, 1e9) && t.calls == fired);
  CHECK_OK(dlopt_norm_watch_look(watch, 0, 1, NULL));
  CHECK_OK(dlopt_norm_watch_destroy(watch));
}

static void strange_norms_always_fire(void) {
  dlopt_norm_watch* const watch = watch_with(8, 1e30, 8);
  told t = {watch, 0, 0, 0, 0};
  size_t count = 9;
  CHECK_OK(dlopt_norm_watch_callback(watch, tell, &t));
  CHECK(looks(watch, 1, NAN)), CHECK_REAL(t.median, NAN), CHECK_REAL(t.norm, NAN);
  CHECK(looks(watch, 2, INFINITY)), CHECK_REAL(t.norm, INFINITY);
  CHECK_OK(dlopt_norm_watch_window(watch, NULL, 0, &count));
  CHECK_INT(count, 0); /* they are not remembered */
  CHECK(!looks(watch, 3, DBL_MAX)), CHECK(!looks(watch, 3, DBL_MAX));
  CHECK(looks(watch, 4, NAN)), CHECK_REAL(t.median, DBL_MAX);
  CHECK_OK(dlopt_norm_watch_destroy(watch));
}

static int compare(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

/* Many norms, repeated ones among them, against a sort of the last ones. */
static void medians_by_sorting(void) {
  static const int windows[] = {1, 2, 7, 100, DLOPT_NORM_WATCH_MAX_WINDOW};
  static double norms[5000], sorted[DLOPT_NORM_WATCH_MAX_WINDOW];
  fill_f64(norms, 5000, 3);
  for (int w = 0; w < 5; w++) {
    dlopt_norm_watch* const watch = watch_with(windows[w], 1.5, 1);
    for (int i = 0; i < 5000; i++) {
      const int n = i < windows[w] ? i : windows[w];
      for (int k = 0; k < n; k++) sorted[k] = fabs(norms[i - n + k]);
      qsort(sorted, (size_t)n, sizeof *sorted, compare);
      const double median = n ? (sorted[(n - 1) / 2] + sorted[n / 2]) / 2 : 0;
      CHECK_THAT(looks(watch, i, fabs(norms[i])) == (n && fabs(norms[i]) > 1.5 * median), "window %d, norm %d", windows[w], i);
    }
    CHECK_OK(dlopt_norm_watch_destroy(watch));
  }
}

/* One that is brought back from its fields and window goes on as the one that was kept. */
static void memory_can_be_kept(void) {
  enum { WINDOW = 16 };
  double norms[WINDOW], kept[WINDOW], again[WINDOW];
  size_t count = 0, again_count = 0;
  dlopt_norm_watch *const first = watch_with(WINDOW, 1.25, 5), *second = NULL;
  fill_f64(norms, WINDOW, 8);
  for (int i = 0; i < 3 * WINDOW + 5; i++) looks(first, i, fabs(norms[i % WINDOW]));
  CHECK_OK(dlopt_norm_watch_window(first, kept, WINDOW, &count));
  CHECK_INT(count, WINDOW), CHECK_REAL(kept[WINDOW - 1], fabs(norms[4])); /* the newest comes last */
  REQUIRE_OK(dlopt_norm_watch_create(NULL, &second));
  for (int32_t i = 0; i < dlopt_norm_watch_field_count(); i++) {
    dlopt_hyper_info info;
    info.struct_size = sizeof info;
    CHECK_OK(dlopt_norm_watch_field_info(i, &info));
    CHECK_REAL(field(second, info.id), info.default_value);
    CHECK_OK(dlopt_norm_watch_set(second, info.id, field(first, info.id)));
  }
  CHECK_OK(dlopt_norm_watch_restore(second, kept, count));
  for (int i = 0; i < 2 * WINDOW; i++) {
    const double norm = fabs(norms[i * 5 % WINDOW]) * (i % 3 + 0.5);
    CHECK(looks(first, i, norm) == looks(second, i, norm));
  }
  CHECK_REAL(field(second, DLOPT_NORM_WATCH_FIRED), field(first, DLOPT_NORM_WATCH_FIRED));
  CHECK_OK(dlopt_norm_watch_window(first, kept, WINDOW, &count)), CHECK_OK(dlopt_norm_watch_window(second, again, WINDOW, &again_count));
  CHECK_INT(count, again_count), CHECK_BYTES(kept, again, sizeof kept);
  /* A smaller window forgets the oldest. */
  CHECK_OK(dlopt_norm_watch_set(first, DLOPT_NORM_WATCH_WINDOW, 3));
  CHECK_OK(dlopt_norm_watch_window(first, again, WINDOW, &count));
  CHECK_INT(count, 3), CHECK_BYTES(again, kept + WINDOW - 3, 3 * sizeof *kept);
  CHECK_OK(dlopt_norm_watch_restore(first, NULL, 0));
  CHECK_OK(dlopt_norm_watch_window(first, NULL, 0, &count)), CHECK_INT(count, 0);
  CHECK_OK(dlopt_norm_watch_destroy(first)), CHECK_OK(dlopt_norm_watch_destroy(second));
}

/* What is kept compares by its bytes: there is one zero. */
static void zeros_are_of_one_kind(void) {
  static const double zero = 0;
  double norms[2];
  size_t count = 0;
  dlopt_norm_watch* const watch = watch_with(2, 1.25, 1);
  looks(watch, 0, -0.0), looks(watch, 1, 0);
  CHECK_OK(dlopt_norm_watch_window(watch, norms, 2, &count));
  CHECK_INT(count, 2);
  CHECK_BYTES(&norms[0], &zero, sizeof zero), CHECK_BYTES(&norms[1], &zero, sizeof zero);
  CHECK_OK(dlopt_norm_watch_destroy(watch));
}

int main(void) {
  RUN(medians_by_hand);
  RUN(strange_norms_always_fire);
  RUN(medians_by_sorting);
  RUN(memory_can_be_kept);
  RUN(zeros_are_of_one_kind);
  return check_done("norm_watch");
}
