/* 03_rosenbrock.c - the paths of all rules through Rosenbrock's valley, and the curves of all schedules (rosenbrock/schedules.c).
 *
 * f(x, y) = (1 - x)^2 + 100 (y - x^2)^2 has its minimum, 0, at (1, 1), at the end of a long bent valley: the classic trial of an optimizer.
 *
 *   cc -O2 03_rosenbrock.c rosenbrock/[a-z]*.c common/[a-z]*.c $(pkg-config --cflags --libs dlopt) -lm -o 03_rosenbrock
 */
#include "common/check.h"
#include "common/options.h"
#include "common/output.h"
#include "rosenbrock/schedules.h"

#include <getopt.h>
#include <math.h>
#include <string.h>

enum { DEFAULT_STEPS = 2000 };

typedef struct {
  int steps;
  const char* out; /* folder for the data of the plots; NULL: none */
} command_line;

static const double start[2] = {-1.0, 1.5}, minimum[2] = {1.0, 1.0};

/* Returns f and its gradient. */
static double rosenbrock(const double w[2], double g[2]) {
  double across = w[1] - w[0] * w[0], along = 1 - w[0];
  g[0] = -2 * along - 400 * w[0] * across;
  g[1] = 200 * across;
  return along * along + 100 * across * across;
}

static double distance(const double w[2]) { return hypot(w[0] - minimum[0], w[1] - minimum[1]); }

/* Each learning rate is the best of 1, 2 and 5 times powers of ten by the last distance. */
static const struct {
  const char* rule;
  double lr, momentum;
} settings[] = {{"sgd", 0.002, 0.9}, {"adagrad", 0.2, 0}, {"rmsprop", 0.02, 0}, {"adam", 0.5, 0}, {"adamw", 0.2, 0}, {"lion", 0.05, 0}};

static dlopt_schedule* cosine(double base, double steps) {
  dlopt_schedule* schedule = NULL;
  CHECK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, base));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_TOTAL_STEPS, steps));
  return schedule;
}

/* Makes the optimizer of a rule, its learning rate on a cosine to 0: without that, rules that step by the sign never come to rest. */
static dlopt_optimizer* make_optimizer(dlopt_rule rule, int steps, double* lr) {
  dlopt_optimizer* optimizer = NULL;
  CHECK(dlopt_optimizer_create(NULL, rule, &optimizer));
  CHECK(dlopt_optimizer_get(optimizer, DLOPT_HYPER_LR, lr)); /* a rule that is not in the table keeps its default */
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
    if (strcmp(settings[i].rule, dlopt_rule_name(rule)) != 0) continue;
    *lr = settings[i].lr;
    if (settings[i].momentum > 0) CHECK(dlopt_optimizer_set(optimizer, DLOPT_HYPER_MOMENTUM, settings[i].momentum));
  }
  dlopt_schedule* schedule = cosine(*lr, steps);
  CHECK(dlopt_optimizer_schedule(optimizer, -1, DLOPT_HYPER_LR, schedule));
  CHECK(dlopt_schedule_destroy(schedule)); /* the optimizer holds a copy */
  return optimizer;
}

/* Walks down the valley with one rule, writes the path, prints a row of the table. False when the rule has left the valley. */
static int walk(dlopt_rule rule, const command_line* ask, FILE* paths) {
  double w[2] = {start[0], start[1]}, g[2], lr;
  int near = 0; /* the step from which on the point stays within 0.1 of the minimum */
  dlopt_optimizer* optimizer = make_optimizer(rule, ask->steps, &lr);
  if (paths) fprintf(paths, "\n\n\"%s\"\n# step x y f distance\n", dlopt_rule_name(rule));
  for (int step = 0; step <= ask->steps; step++) {
    double f = rosenbrock(w, g);
    if (distance(w) > 0.1) near = step + 1;
    if (paths) fprintf(paths, "%d %.9g %.9g %.9g %.9g\n", step, w[0], w[1], f, distance(w));
    if (step < ask->steps) CHECK(dlopt_optimizer_step_f64(optimizer, w, g, 2));
  }
  CHECK(dlopt_optimizer_destroy(optimizer));

  printf("  %-10s %7g   (%8.5f, %8.5f)   %10.2e   ", dlopt_rule_name(rule), lr, w[0], w[1], distance(w));
  if (near <= ask->steps) printf("%6d\n", near);
  else printf("%6s\n", "never");
  return distance(w) < 10; /* false for NaN as well */
}

static int walk_all(const command_line* ask) {
  FILE* paths = ask->out ? output_open(ask->out, "rosenbrock.dat") : NULL;
  printf("  Rosenbrock's valley from (%g, %g), %d steps with a cosine to 0; the minimum is at (1, 1):\n\n", start[0], start[1], ask->steps);
  printf("  rule            lr   last point                distance   within 0.1 from step\n");
  int all_stayed = 1;
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) all_stayed &= walk(rule, ask, paths);
  if (paths) output_close(paths, ask->out, "rosenbrock.dat");
  printf("\n  adagrad's steps shrink with every gradient it has seen; adamw's decay pulls towards (0, 0), short of the minimum.\n");
  if (!all_stayed) fprintf(stderr, "error: a rule has left the valley\n");
  return all_stayed;
}

static void help(const char* program) {
  printf("Usage: %s [option ...]\n"
         "Walks down Rosenbrock's valley with every rule of dlopt, and draws every schedule.\n\n"
         "  --steps N      steps of each walk                                            (%d)\n"
         "  --out FOLDER   write the paths to FOLDER/rosenbrock.dat, the schedules to FOLDER/schedules.dat\n"
         "  --help         this text\n\n"
         "Exit codes: 0 done, 1 a call failed or a rule diverged, 2 a wrong option.\n",
         program, DEFAULT_STEPS);
}

static command_line read_command_line(int argc, char** argv) {
  static const struct option known[] = {
      {"steps", required_argument, NULL, 's'}, {"out", required_argument, NULL, 'o'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
  command_line got = {DEFAULT_STEPS, NULL};
  for (int letter; (letter = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (letter) {
    case 's': got.steps = (int)option_integer("steps", optarg, 1, 1000000); break;
    case 'o': got.out = optarg; break;
    case 'h': help(argv[0]); exit(0);
    default: option_unknown(argv[0]);
    }
  }
  option_no_more(argc, argv, optind);
  return got;
}

int main(int argc, char** argv) {
  command_line ask = read_command_line(argc, argv);
  int ok = walk_all(&ask);
  schedules_draw(ask.out);
  return ok ? 0 : 1;
}
