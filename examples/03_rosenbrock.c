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

static dlopt_schedule* cosine(double base, double steps) {
  dlopt_schedule* schedule = NULL;
  CHECK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, base));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_TOTAL_STEPS, steps));
  return schedule;
}

/* Makes the optimizer of a rule, its learning rate on a cosine to 0: without that, rules that step by the sign never come to rest. */
static dlopt_optimizer* make_optimizer(dlopt_rule rule, double lr, int steps) {
  dlopt_optimizer* optimizer = NULL;
  CHECK(dlopt_optimizer_create(NULL, rule, &optimizer));
  if (rule == DLOPT_RULE_SGD) CHECK(dlopt_optimizer_set(optimizer, DLOPT_HYPER_MOMENTUM, 0.9));
  dlopt_schedule* schedule = cosine(lr, steps);
  CHECK(dlopt_optimizer_schedule(optimizer, -1, DLOPT_HYPER_LR, schedule));
  CHECK(dlopt_schedule_destroy(schedule)); /* the optimizer holds a copy */
  return optimizer;
}

typedef struct {
  double lr, last[2];
  int near; /* the step from which on the point stays within 0.1 of the minimum */
} journey;

/* Walks down the valley with one rule, and writes the path where there is a file for it. */
static journey walk(dlopt_rule rule, double lr, int steps, FILE* path) {
  journey j = {lr, {start[0], start[1]}, 0};
  double *w = j.last, g[2];
  dlopt_optimizer* optimizer = make_optimizer(rule, lr, steps);
  for (int step = 0; step <= steps; step++) {
    double f = rosenbrock(w, g);
    if (!(distance(w) <= 0.1)) j.near = step + 1;
    if (path) fprintf(path, "%d %.9g %.9g %.9g %.9g\n", step, w[0], w[1], f, distance(w));
    if (step < steps) CHECK(dlopt_optimizer_step_f64(optimizer, w, g, 2));
  }
  CHECK(dlopt_optimizer_destroy(optimizer));
  return j;
}

/* The best of 1, 2 and 5 times powers of ten, by the last distance. */
static double best_rate(dlopt_rule rule, int steps) {
  static const double digits[] = {1, 2, 5};
  double best = NAN, nearest = INFINITY;
  for (int power = -5; power <= 1; power++)
    for (int i = 0; i < 3; i++) {
      double lr = digits[i] * pow(10, power);
      double left = distance(walk(rule, lr, steps, NULL).last);
      if (left < nearest) nearest = left, best = lr; /* false for NaN */
    }
  return best;
}

/* Prints a row of the table. False when no learning rate kept the rule in the valley. */
static int show(dlopt_rule rule, const command_line* ask, FILE* paths) {
  if (paths) fprintf(paths, "\n\n\"%s\"\n# step x y f distance\n", dlopt_rule_name(rule));
  double lr = best_rate(rule, ask->steps);
  if (lr != lr) return 0;
  journey j = walk(rule, lr, ask->steps, paths);
  printf("  %-18s %7g   (%8.5f, %8.5f)   %10.2e   ", dlopt_rule_name(rule), lr, j.last[0], j.last[1], distance(j.last));
  if (j.near <= ask->steps) printf("%6d\n", j.near);
  else printf("%6s\n", "never");
  return distance(j.last) < 10;
}

static int walk_all(const command_line* ask) {
  FILE* paths = ask->out ? output_open(ask->out, "rosenbrock.dat") : NULL;
  printf("  Rosenbrock's valley from (%g, %g), %d steps with a cosine to 0; the minimum is at (1, 1):\n\n", start[0], start[1], ask->steps);
  printf("  rule                    lr   last point                distance   within 0.1 from step\n");
  int all_stayed = 1;
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) all_stayed &= show(rule, ask, paths);
  if (paths) output_close(paths, ask->out, "rosenbrock.dat");
  printf("\n  Each learning rate is the best of 1, 2 and 5 times powers of ten. Some rules cannot arrive: adagrad's steps shrink with "
         "every gradient that\n"
         "  it has seen, weight decay pulls towards (0, 0), and the noise of sgld and psgld is the point of them.\n");
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
