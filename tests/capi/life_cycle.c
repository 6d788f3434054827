/* Handles are made, used and freed; what is still in use cannot be freed; versions agree. */
#include "check.h"
#include "support.h"

#include <math.h>

static void destroying_nothing_is_fine(void) {
  CHECK_OK(dlopt_optimizer_destroy(NULL));
  CHECK_OK(dlopt_schedule_destroy(NULL));
  CHECK_OK(dlopt_runtime_destroy(NULL));
}

static void ten_lines(void) {
  float w[3] = {1, 1, 1}, g[3];
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &opt));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.1));
  for (int i = 0; i < 100; i++) {
    for (int j = 0; j < 3; j++) g[j] = 2 * w[j];
    CHECK_OK(dlopt_optimizer_step_f32(opt, w, g, 3));
  }
  for (int j = 0; j < 3; j++) CHECK_THAT(fabsf(w[j]) < 0.1f, "element %d went to the minimum (is %g)", j, w[j]);
  CHECK_INT(dlopt_optimizer_steps(opt), 100);
  CHECK_INT(dlopt_optimizer_param_count(opt), 1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void every_rule_steps_both_widths(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    dlopt_optimizer *single = NULL, *wide = NULL;
    float p[5], g[5];
    double pd[5], gd[5];
    fill_f32(p, 5, 1), fill_f32(g, 5, 2), fill_f64(pd, 5, 1), fill_f64(gd, 5, 2);
    float before = p[0];
    double before_wide = pd[0];
    REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &single));
    REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &wide));
    for (int step = 0; step < 2; step++) { /* ADOPT only looks at the first gradient */
      CHECK_OK(dlopt_optimizer_step_f32(single, p, g, 5));
      CHECK_OK(dlopt_optimizer_step_f64(wide, pd, gd, 5));
    }
    CHECK_THAT(p[0] != before && isfinite(p[0]), "%s moves f32", dlopt_rule_name(rule));
    CHECK_THAT(pd[0] != before_wide && isfinite(pd[0]), "%s moves f64", dlopt_rule_name(rule));
    CHECK_OK(dlopt_optimizer_destroy(single));
    CHECK_OK(dlopt_optimizer_destroy(wide));
  }
}

static void a_runtime_in_use_stays(void) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 0);
  dlopt_optimizer* opt = NULL;
  dlopt_schedule* schedule = NULL;
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_SGD, &opt));
  CHECK_STATUS(dlopt_runtime_destroy(runtime), DLOPT_ERR_BUSY);
  CHECK_SAYS("runtime");
  CHECK_OK(dlopt_optimizer_destroy(opt));
  REQUIRE_OK(dlopt_schedule_create(runtime, DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK_STATUS(dlopt_runtime_destroy(runtime), DLOPT_ERR_BUSY);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_INT(books.live_blocks, 0);
  CHECK_INT(books.live_bytes, 0);
  CHECK_INT(books.faults, 0);
}

static void versions_agree(void) {
  char text[64];
  snprintf(text, sizeof text, "%d.%d.%d", DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR, DLOPT_VERSION_PATCH);
  CHECK_TEXT(dlopt_version_string(), text);
  CHECK_INT(dlopt_version(), DLOPT_VERSION_MAJOR * 1000000 + DLOPT_VERSION_MINOR * 1000 + DLOPT_VERSION_PATCH);
}

static void build_info_is_an_object(void) {
  static const char* const keys[] = {"\"version\"", "\"compiler\"", "\"commit\"", "\"isas\"", "\"cuda\"", "\"blas\""};
  const char* info = dlopt_build_info();
  CHECK(info[0] == '{' && info[strlen(info) - 1] == '}');
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) CHECK_THAT(strstr(info, keys[i]), "build info has %s: %s", keys[i], info);
  CHECK(strstr(info, dlopt_version_string()));
  CHECK(strstr(info, dlopt_cpu_isa()));
  CHECK(strstr(info, "scalar"));
}

static void no_cuda_in_this_build(void) {
  int32_t count = 7;
  CHECK_STATUS(dlopt_cuda_device_count(&count), DLOPT_ERR_UNSUPPORTED);
  CHECK_INT(count, 0);
}

static void note_isa(const char* isa, void* context) {
  (void)isa;
  ++*(int*)context;
}

static void instruction_sets_can_be_forced(void) {
  int seen = 0;
  CHECK_OK(dlopt_cpu_isa_force("best"));
  const char* best = dlopt_cpu_isa();
  int ran = for_each_isa(note_isa, &seen);
  CHECK_INT(ran, seen);
  CHECK_TEXT(dlopt_cpu_isa(), best);
  CHECK_STATUS(dlopt_cpu_isa_force("mmx"), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("scalar");
  CHECK_TEXT(dlopt_cpu_isa(), best);
}

int main(void) {
  RUN(destroying_nothing_is_fine);
  RUN(ten_lines);
  RUN(every_rule_steps_both_widths);
  RUN(a_runtime_in_use_stays);
  RUN(versions_agree);
  RUN(build_info_is_an_object);
  RUN(no_cuda_in_this_build);
  RUN(instruction_sets_can_be_forced);
  return check_done("life_cycle");
}
