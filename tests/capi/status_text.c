/* Status sentences, and the last error: one for each thread, short, and with argument, got and wanted. */
#include "check.h"
#include "support.h"

#include <math.h>
#include <pthread.h>

enum { LAST_ERROR_LIMIT = 511 };

static void fresh_thread_has_no_error(void) { CHECK_TEXT(dlopt_last_error(), ""); }

#define NAME_ROW(number, name, text) {number, #name, text},
static const struct {
  int number;
  const char *name, *text;
} map[] = {DLOPT_STATUS_MAP(NAME_ROW)};

static void every_code_has_its_sentence(void) {
  for (size_t i = 0; i < sizeof map / sizeof *map; i++) {
    CHECK_TEXT(dlopt_status_string(map[i].number), map[i].text);
    CHECK_INT(map[i].number, -(int)i);
  }
  CHECK_TEXT(dlopt_status_string(1), "unknown status");
  CHECK_TEXT(dlopt_status_string(-21), "unknown status");
  CHECK_TEXT(dlopt_status_string(INT32_MIN), "unknown status");
  CHECK_TEXT(dlopt_status_string(INT32_MAX), "unknown status");
}

static void it_names_argument_got_and_wanted(void) {
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &opt));
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA1, 1.5), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_SAYS("beta1");
  CHECK_SAYS("1.5");
  CHECK_SAYS("0");
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_MOMENTUM, 0.9), DLOPT_ERR_UNKNOWN_HYPER);
  CHECK_SAYS("beta1");
  CHECK_SAYS("beta2");
  CHECK_SAYS("amsgrad");
  float p[3] = {1, 2, 3}, g[3] = {1, 1, 1};
  CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, 3));
  CHECK_STATUS(dlopt_optimizer_step_f32(opt, p, g, 2), DLOPT_ERR_SHAPE);
  CHECK_SAYS("2");
  CHECK_SAYS("3");
  dlopt_tensor view = {0};
  view.struct_size = sizeof view;
  CHECK_STATUS(dlopt_optimizer_state(opt, 0, "square_avg", &view), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("square_avg");
  CHECK_SAYS("exp_avg");
  CHECK_STATUS(dlopt_optimizer_preset(opt, "keras9"), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("keras9");
  CHECK_SAYS("torch");
  dlopt_rule rule;
  CHECK_STATUS(dlopt_rule_from_name("Adam", &rule), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("Adam");
  CHECK_SAYS("adamw");
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void success_leaves_it_alone(void) {
  dlopt_rule rule;
  CHECK_STATUS(dlopt_rule_from_name("nobody", &rule), DLOPT_ERR_INVALID_ARGUMENT);
  char text[LAST_ERROR_LIMIT + 1];
  strcpy(text, dlopt_last_error());
  CHECK_OK(dlopt_rule_from_name("sgd", &rule));
  dlopt_rule_name(99);
  CHECK_TEXT(dlopt_last_error(), text);
}

/* Well-formed, also where a long name was cut in the middle of a character. */
static int is_utf8(const char* text) {
  const unsigned char* c = (const unsigned char*)text;
  while (*c) {
    int more = *c < 0x80 ? 0 : *c >= 0xC2 && *c < 0xE0 ? 1 : *c >= 0xE0 && *c < 0xF0 ? 2 : *c >= 0xF0 && *c < 0xF5 ? 3 : -1;
    if (more < 0) return 0;
    for (c++; more > 0; more--, c++)
      if ((*c & 0xC0) != 0x80) return 0;
  }
  return 1;
}

static void long_text_is_cut(void) {
  enum { LONG = 1 << 20 };
  char* name = malloc(LONG + 1);
  dlopt_rule rule = 5;
  for (size_t shift = 0; shift < 4; shift++) {
    memset(name, 'x', LONG);
    for (size_t i = shift; i + 3 <= LONG; i += 3) memcpy(name + i, "\xE2\x82\xAC", 3); /* a character of three bytes, at every phase */
    name[LONG - 1] = name[LONG - 2] = name[LONG - 3] = 'x';
    name[LONG] = 0;
    CHECK_STATUS(dlopt_rule_from_name(name, &rule), DLOPT_ERR_INVALID_ARGUMENT);
    CHECK_INT(rule, 0);
    CHECK_THAT(strlen(dlopt_last_error()) <= LAST_ERROR_LIMIT, "at most %d bytes (got %zu)", LAST_ERROR_LIMIT, strlen(dlopt_last_error()));
    CHECK_THAT(is_utf8(dlopt_last_error()), "cut between characters, phase %zu", shift);
  }
  free(name);
}

/* The name that a text quotes must not be able to forge lines in somebody's log. */
static void control_characters_do_not_pass(void) {
  dlopt_rule rule;
  CHECK_STATUS(dlopt_rule_from_name("sgd\n\x1b[31mfatal: all is lost", &rule), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK(!strchr(dlopt_last_error(), '\n'));
  CHECK(!strchr(dlopt_last_error(), '\x1b'));
}

static void* other_thread(void* expected) {
  dlopt_rule rule;
  CHECK_TEXT(dlopt_last_error(), "");
  dlopt_rule_from_name(expected, &rule);
  CHECK_SAYS(expected);
  return NULL;
}

static void each_thread_has_its_own(void) {
  enum { THREADS = 8 };
  static const char* const names[THREADS] = {"one", "two", "three", "four", "five", "six", "seven", "eight"};
  pthread_t threads[THREADS];
  dlopt_rule rule;
  dlopt_rule_from_name("mine", &rule);
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, other_thread, (void*)names[i]);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  CHECK_SAYS("mine");
}

int main(void) {
  RUN(fresh_thread_has_no_error);
  RUN(every_code_has_its_sentence);
  RUN(it_names_argument_got_and_wanted);
  RUN(success_leaves_it_alone);
  RUN(long_text_is_cut);
  RUN(control_characters_do_not_pass);
  RUN(each_thread_has_its_own);
  return check_done("status_text");
}
