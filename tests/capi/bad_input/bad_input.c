/* Bad input, one row each (rows.def): the named status, a last error that is new and names the culprit, and an optimizer, buffers
 * and results that are exactly as before. Odd input that must work is in odd_input.c; every requirement 1 to 84 is accounted for below.
 * The calls are headers: the table is one function, which makes them all. */
#include "calls/checkpoints.h"
#include "calls/exchange.h"
#include "calls/gradients.h"
#include "calls/hyper_parameters.h"
#include "calls/kernels.h"
#include "calls/making.h"
#include "calls/monitor.h"
#include "calls/parameter_rows.h"
#include "calls/parameters.h"
#include "calls/schedules.h"
#include "calls/steps.h"
#include "calls/wrappers.h"
#include "dead_handles.h"
#include "subject.h"

#include <fenv.h>

/* Where a requirement is tested when it is not (only) in the table. */
static const struct {
  int number;
  const char* where;
} elsewhere[] = {
    {4, "life_cycle.c: destroying nothing"},
    {5, "concurrency.c: destroy from inside a hook"},
    {8, "runtime_hooks.c: a misaligned block"},
    {10, "runtime_hooks.c: bad job systems (one that runs tasks after it returned cannot be run safely: the job is gone)"},
    {14, "odd_input.c"},
    {17, "odd_input.c; tests/state/counters_test.cpp: large step counts"},
    {18, "odd_input.c"},
    {19, "odd_input.c"},
    {26, "odd_input.c"},
    {33, "odd_input.c"},
    {34, "odd_input.c"},
    {38, "many_parameters.c"},
    {44, "odd_input.c"},
    {47, "alignment.c"},
    {50, "guard_pages.c"},
    {51, "alignment.c"},
    {57, "step_options.c: missing gradients"},
    {59, "odd_input.c, with 58"},
    {60, "odd_input.c"},
    {61, "odd_input.c (bits; the time is a benchmark's matter)"},
    {65, "step_options.c: a zero norm"},
    {66, "odd_input.c and step_options.c"},
    {68, "concurrency.c: a second thread"},
    {69, "tests/state/counters_test.cpp"},
    {70, "step_pieces.c, beside the table"},
    {79, "tests/state: hostile_test.cpp, refusal_test.cpp, beside the table"},
    {80, "tests/state/refusal_test.cpp"},
};

/* What does not apply to 0.1, and why. */
static const struct {
  int number;
  const char* why;
} not_yet[] = {
    {39, "there is no dlopt_optimizer_param_resize"},
    {40, "there is no dlopt_optimizer_param_resize"},
    {41, "there is no dlopt_optimizer_param_resize"},
    {52, "left to the caller: ZERO_GRADS needs writable gradients, as documented"},
    {56, "a step has one tensor for each slot, in order: no slot can come twice (two of one buffer: 49)"},
    {83, "there is no communication between ranks"},
    {84, "there are no minimizers"},
};

/* ---- the table ------------------------------------------------------------------------------------------------------------------------
 */

typedef struct row {
  int number;
  const char* what;
  dlopt_status status;
  const char *word, *call;
} row;

#define ROW(number, what, status, word, call) {number, what, DLOPT_ERR_##status, word, #call},
static const row rows[] = {
#include "rows.def"
};
#undef ROW
enum { ROWS = sizeof rows / sizeof *rows };

/* Makes the call of one row; the rows are counted as they were above. */
static dlopt_status call_row(int wanted, subject* s) {
  int index = 0;
#define ROW(number, what, status, word, call)                                                                                              \
  if (index++ == wanted) return call;
#include "rows.def"
#undef ROW
  return DLOPT_OK;
}

static void check_row(int index) {
  const row* r = &rows[index];
  static subject s;
  char sentinel[32], text[600];
  dlopt_rule rule;
  subject_open(&s);
  uint64_t before = subject_hash(&s);
  snprintf(sentinel, sizeof sentinel, "sentinel %d", index); /* an old error, to tell it from the new one */
  dlopt_rule_from_name(sentinel, &rule);

  fesetround(FE_UPWARD); /* a mode of the caller's, which no call may leave changed */
  dlopt_status status = call_row(index, &s);
  CHECK_THAT(fegetround() == FE_UPWARD, "row %d, %s: the rounding mode stays", r->number, r->what);
  fesetround(FE_TONEAREST);
  snprintf(text, sizeof text, "%s", dlopt_last_error());
  CHECK_THAT(status == r->status, "row %d, %s: \"%s\", got \"%s\" (%s) from %s", r->number, r->what, dlopt_status_string(r->status),
             dlopt_status_string(status), text, r->call);
  CHECK_THAT(text[0] && !strstr(text, sentinel), "row %d, %s: a new last error (%s)", r->number, r->what, text);
  CHECK_THAT(strstr(text, r->word), "row %d, %s: names \"%s\" (%s)", r->number, r->what, r->word, text);
  CHECK_THAT(subject_hash(&s) == before, "row %d, %s: nothing changed", r->number, r->what);
  subject_close(&s);
}

static void bad_input_is_refused(void) {
  for (int i = 0; i < ROWS; i++) check_row(i);
  printf("       %d calls refused\n", (int)ROWS);
}

static void every_requirement_is_accounted_for(void) {
  enum { REQUIREMENTS = 84 };
  int seen[REQUIREMENTS + 1] = {0};
  for (int i = 0; i < ROWS; i++) seen[rows[i].number]++;
  for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) seen[elsewhere[i].number]++;
  for (size_t i = 0; i < sizeof not_yet / sizeof *not_yet; i++) {
    seen[not_yet[i].number]++;
    printf("       row %d does not apply: %s\n", not_yet[i].number, not_yet[i].why);
  }
  for (int i = 1; i <= REQUIREMENTS; i++) CHECK_THAT(seen[i] > 0, "row %d is tested somewhere, or there is a reason why not", i);
}

int main(void) {
  RUN(bad_input_is_refused);
  RUN(every_requirement_is_accounted_for);
  return check_done("bad_input");
}
