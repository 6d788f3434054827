#include "schedules.h"

#include "../common/check.h"
#include "../common/output.h"

enum { STEPS = 400, MAX_FIELDS = 4 };

/* A schedule is a pure function of the step: no object to advance, any step in any order. */
typedef struct {
  dlopt_schedule_field field;
  double value;
} setting;

static dlopt_schedule* make(dlopt_schedule_kind kind, const setting settings[MAX_FIELDS]) {
  dlopt_schedule* schedule = NULL;
  CHECK(dlopt_schedule_create(NULL, kind, &schedule));
  for (int i = 0; i < MAX_FIELDS && settings[i].field; i++) CHECK(dlopt_schedule_set(schedule, settings[i].field, settings[i].value));
  return schedule;
}

static dlopt_schedule* constant(void) { return make(DLOPT_SCHEDULE_CONSTANT, (setting[MAX_FIELDS]){{DLOPT_FIELD_BASE, 1}}); }

static dlopt_schedule* step(void) {
  return make(DLOPT_SCHEDULE_STEP, (setting[MAX_FIELDS]){{DLOPT_FIELD_STEP_SIZE, 80}, {DLOPT_FIELD_GAMMA, 0.6}});
}

static dlopt_schedule* exponential(double base) {
  return make(DLOPT_SCHEDULE_EXPONENTIAL, (setting[MAX_FIELDS]){{DLOPT_FIELD_BASE, base}, {DLOPT_FIELD_GAMMA, 0.992}});
}

static dlopt_schedule* linear(double from, double to, int steps) {
  return make(DLOPT_SCHEDULE_LINEAR,
              (setting[MAX_FIELDS]){{DLOPT_FIELD_START_FACTOR, from}, {DLOPT_FIELD_END_FACTOR, to}, {DLOPT_FIELD_TOTAL_STEPS, steps}});
}

static dlopt_schedule* cosine(double to, int steps, int after_end) {
  return make(DLOPT_SCHEDULE_COSINE,
              (setting[MAX_FIELDS]){{DLOPT_FIELD_FINAL, to}, {DLOPT_FIELD_TOTAL_STEPS, steps}, {DLOPT_FIELD_AFTER_END, after_end}});
}

static dlopt_schedule* warmup_cosine(void) {
  return make(DLOPT_SCHEDULE_WARMUP_COSINE,
              (setting[MAX_FIELDS]){{DLOPT_FIELD_START_FACTOR, 0}, {DLOPT_FIELD_WARMUP_STEPS, 60}, {DLOPT_FIELD_TOTAL_STEPS, STEPS}});
}

/* Compositions copy their parts, so the parts can go at once. */
static void release(dlopt_schedule** parts, int count) {
  for (int i = 0; i < count; i++) CHECK(dlopt_schedule_destroy(parts[i]));
}

static dlopt_schedule* warmup_then_step(void) {
  dlopt_schedule *inner = step(), *whole = NULL;
  CHECK(dlopt_schedule_warmup(NULL, inner, 40, DLOPT_WARMUP_LINEAR, &whole));
  release(&inner, 1);
  return whole;
}

/* Up, along, and down. */
static dlopt_schedule* sequence(void) {
  dlopt_schedule *parts[] = {linear(0.2, 0.8, 80), linear(0.8, 0.8, 1), exponential(0.8)}, *whole = NULL;
  const dlopt_schedule* given[] = {parts[0], parts[1], parts[2]};
  const int64_t milestones[] = {80, 200};
  CHECK(dlopt_schedule_sequence(NULL, given, 3, milestones, &whole));
  release(parts, 3);
  return whole;
}

/* Waves that die away. */
static dlopt_schedule* product(void) {
  dlopt_schedule *parts[] = {cosine(0.4, 50, DLOPT_AFTER_END_REPEAT), exponential(1)}, *whole = NULL;
  const dlopt_schedule* given[] = {parts[0], parts[1]};
  CHECK(dlopt_schedule_product(NULL, given, 2, &whole));
  release(parts, 2);
  return whole;
}

typedef struct {
  const char* name;
  dlopt_schedule* schedule;
} curve;

static double value_at(const curve* c, int64_t t) {
  double value;
  CHECK(dlopt_schedule_value(c->schedule, t, &value));
  return value;
}

static void write_curves(const char* folder, const curve* curves, int count) {
  FILE* file = output_open(folder, "schedules.dat");
  fprintf(file, "step");
  for (int i = 0; i < count; i++) fprintf(file, " \"%s\"", curves[i].name);
  for (int t = 0; t <= STEPS; t++) {
    fprintf(file, "\n%d", t);
    for (int i = 0; i < count; i++) fprintf(file, " %.9g", value_at(&curves[i], t));
  }
  fprintf(file, "\n");
  output_close(file, folder, "schedules.dat");
}

static void print_table(const curve* curves, int count) {
  printf("\n  Schedules, as factors of a learning rate:\n\n  %-14s", "at step");
  for (int t = 0; t <= STEPS; t += STEPS / 5) printf("%8d", t);
  for (int i = 0; i < count; i++) {
    printf("\n  %-14s", curves[i].name);
    for (int t = 0; t <= STEPS; t += STEPS / 5) printf("%8.3f", value_at(&curves[i], t));
  }
  printf("\n");
}

void schedules_draw(const char* folder) {
  curve curves[] = {{"constant", constant()},
                    {"step", step()},
                    {"exponential", exponential(1)},
                    {"linear", linear(1, 0.1, 320)},
                    {"cosine", cosine(0, STEPS, DLOPT_AFTER_END_HOLD)},
                    {"warmup_cosine", warmup_cosine()},
                    {"warm-up, step", warmup_then_step()},
                    {"sequence", sequence()},
                    {"product", product()}};
  int count = (int)(sizeof curves / sizeof *curves);
  print_table(curves, count);
  if (folder) write_curves(folder, curves, count);
  for (int i = 0; i < count; i++) CHECK(dlopt_schedule_destroy(curves[i].schedule));
}
