/* 02_digits.c - a neural network learns real handwritten digits, trained by dlopt.
 *
 * The network, its gradients and the data are plain C (digits/); dlopt sees four raw buffers and four gradients and does the rest: the
 * update rule, the learning rate's warm-up and cosine, clipping by the global norm, the mean over a batch and zeroing the gradients, in one
 * call.
 *
 *   cc -O2 02_digits.c digits/[a-z]*.c common/[a-z]*.c $(pkg-config --cflags --libs dlopt) -lm -o 02_digits
 */
#include "common/check.h"
#include "common/options.h"
#include "common/output.h"
#include "digits/command_line.h"
#include "digits/dataset.h"
#include "digits/network.h"
#include "digits/random.h"
#include "digits/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Each learning rate lies amid a range, twice up and down at least, in which this network learns well. What is 0 keeps the rule's default,
 * as does a rule that is not here. Rprop is made for gradients of all the data: with batches, whose signs are noise in the end, it never
 * settles. */
static const struct {
  const char* rule;
  double lr, momentum, weight_decay;
} settings[] = {{.rule = "sgd", .lr = 0.2, .momentum = 0.9},
                {.rule = "adagrad", .lr = 0.1},
                {.rule = "rmsprop", .lr = 0.005},
                {.rule = "adam", .lr = 0.01},
                {.rule = "adamw", .lr = 0.01, .weight_decay = 0.1},
                {.rule = "lion", .lr = 0.001},
                {.rule = "sgld", .lr = 2e-4},
                {.rule = "psgld", .lr = 2e-5},
                {.rule = "adabelief", .lr = 0.01},
                {.rule = "yogi", .lr = 0.02},
                {.rule = "adan", .lr = 0.02},
                {.rule = "adopt", .lr = 0.02},
                {.rule = "ademamix", .lr = 0.01},
                {.rule = "laprop", .lr = 0.01},
                {.rule = "lamb", .lr = 0.01},
                {.rule = "novograd", .lr = 0.02},
                {.rule = "adadelta", .lr = 2},
                {.rule = "adamax", .lr = 0.05},
                {.rule = "signsgd", .lr = 0.005},
                {.rule = "asgd", .lr = 1},
                {.rule = "radam", .lr = 0.02},
                {.rule = "nadam", .lr = 0.01},
                {.rule = "nadamw", .lr = 0.01},
                {.rule = "schedulefree_sgd", .lr = 2},
                {.rule = "schedulefree_adamw", .lr = 0.01},
                {.rule = "sophia", .lr = 0.001},
                {.rule = "sparse_adam", .lr = 0.01},
                {.rule = "adafactor", .lr = 0.05},
                {.rule = "came", .lr = 0.001},
                {.rule = "sm3", .lr = 0.2},
                {.rule = "swats", .lr = 0.01}};

typedef struct {
  command_line ask;
  digits train, test;
} exercise;

static double seconds_now(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Lets the learning rate climb during the first twentieth of all steps and then fall along a cosine to 0. */
static void follow_warmup_cosine(dlopt_optimizer* optimizer, double lr, int64_t steps) {
  dlopt_schedule* schedule = NULL;
  CHECK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_WARMUP_COSINE, &schedule));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, lr));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_START_FACTOR, 0.05));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_FINAL, 0));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_WARMUP_STEPS, (double)(steps / 20)));
  CHECK(dlopt_schedule_set(schedule, DLOPT_FIELD_TOTAL_STEPS, (double)steps));
  CHECK(dlopt_optimizer_schedule(optimizer, -1, DLOPT_HYPER_LR, schedule));
  CHECK(dlopt_schedule_destroy(schedule)); /* the optimizer holds a copy */
}

/* Tells the optimizer the shape of each parameter, so that no step has to allocate. Weight decay leaves biases alone. */
static void declare(dlopt_optimizer* optimizer, const network_param* param) {
  int is_bias = param->ndim == 1;
  int32_t slot;
  dlopt_param_desc desc;
  CHECK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.name = param->name;
  desc.ndim = param->ndim;
  desc.shape = param->shape;
  desc.role = is_bias ? DLOPT_ROLE_BIAS : DLOPT_ROLE_WEIGHT;
  desc.decay_scale = is_bias ? 0 : 1;
  CHECK(dlopt_optimizer_param_add(optimizer, &desc, &slot));
}

/* Rules that add noise want to know how many examples the data has. */
static void tell_data_size(dlopt_optimizer* optimizer, int examples) {
  dlopt_status status = dlopt_optimizer_set(optimizer, DLOPT_HYPER_DATA_SIZE, examples);
  if (status != DLOPT_ERR_UNKNOWN_HYPER) CHECK(status);
}

/* Makes the optimizer of a rule; sets *lr from the table where it is 0. A rule that is not in the table keeps its defaults. */
static dlopt_optimizer* make_optimizer(dlopt_rule rule, double* lr, const network* net, int examples, int64_t steps) {
  dlopt_optimizer* optimizer = NULL;
  CHECK(dlopt_optimizer_create(NULL, rule, &optimizer));
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
    if (strcmp(settings[i].rule, dlopt_rule_name(rule)) != 0) continue;
    if (*lr == 0) *lr = settings[i].lr;
    if (settings[i].momentum > 0) CHECK(dlopt_optimizer_set(optimizer, DLOPT_HYPER_MOMENTUM, settings[i].momentum));
    if (settings[i].weight_decay > 0) CHECK(dlopt_optimizer_set(optimizer, DLOPT_HYPER_WEIGHT_DECAY, settings[i].weight_decay));
  }
  if (*lr == 0) CHECK(dlopt_optimizer_get(optimizer, DLOPT_HYPER_LR, lr));
  follow_warmup_cosine(optimizer, *lr, steps);
  tell_data_size(optimizer, examples);
  for (int i = 0; i < NETWORK_PARAMS; i++) declare(optimizer, &net->params[i]);
  return optimizer;
}

static double accuracy(network* net, const digits* data) {
  int right = 0;
  for (int i = 0; i < data->count; i++) right += network_predict(net, digits_picture(data, i)) == data->labels[i];
  return 100.0 * right / data->count;
}

/* Describes the network's buffers to dlopt; nothing is copied. */
static void describe(const network* net, dlopt_tensor* values, dlopt_tensor* gradients) {
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    const network_param* p = &net->params[i];
    CHECK(dlopt_tensor_init(&values[i], sizeof values[i], p->value, DLOPT_DTYPE_F32, p->ndim, p->shape));
    CHECK(dlopt_tensor_init(&gradients[i], sizeof gradients[i], p->gradient, DLOPT_DTYPE_F32, p->ndim, p->shape));
  }
}

/* Schedule-free rules train other weights than those they are judged by; of all others this changes nothing. */
static void enter(dlopt_optimizer* optimizer, const network* net, dlopt_mode mode) {
  dlopt_tensor values[NETWORK_PARAMS], gradients[NETWORK_PARAMS];
  describe(net, values, gradients);
  CHECK(dlopt_optimizer_mode(optimizer, mode, values, NETWORK_PARAMS));
}

/* One pass over the training digits in the given order, a step after each batch. */
static epoch_record train_epoch(dlopt_optimizer* optimizer, network* net, const exercise* ex, const int* order, training* run) {
  dlopt_tensor values[NETWORK_PARAMS], gradients[NETWORK_PARAMS];
  describe(net, values, gradients);
  dlopt_step_desc step;
  CHECK(dlopt_step_desc_init(&step, sizeof step));
  step.max_norm = 1;                  /* clip by the global norm */
  step.flags = DLOPT_STEP_ZERO_GRADS; /* the next batch adds from zero */

  epoch_record record = {0};
  const digits* train = &ex->train;
  int batches = 0;
  for (int first = 0; first < train->count; first += ex->ask.batch, batches++) {
    int past = first + ex->ask.batch < train->count ? first + ex->ask.batch : train->count;
    for (int i = first; i < past; i++) record.loss += network_backward(net, digits_picture(train, order[i]), train->labels[order[i]]);
    step.grad_scale = past - first; /* the sum over the batch becomes its mean */
    CHECK(dlopt_optimizer_get(optimizer, DLOPT_HYPER_LR, &record.lr));
    double start = seconds_now();
    CHECK(dlopt_optimizer_step(optimizer, values, gradients, NETWORK_PARAMS, &step));
    run->step_seconds += seconds_now() - start;
    record.gradient_norm += step.grad_norm;
  }
  record.loss /= train->count;
  record.gradient_norm /= batches;
  return record;
}

/* A whole training from fresh weights; the same seed gives every rule the same weights and the same batches. */
static training train_network(dlopt_rule rule, const exercise* ex, network* net, int talk) {
  const command_line* ask = &ex->ask;
  int batches = (ex->train.count + ask->batch - 1) / ask->batch;
  training run = {.rule = dlopt_rule_name(rule), .lr = ask->lr, .epochs = ask->epochs};
  run.epoch = calloc((size_t)ask->epochs, sizeof *run.epoch);
  int* order = malloc((size_t)ex->train.count * sizeof *order);
  if (!run.epoch || !order || !network_create(net, DIGIT_PIXELS, ask->hidden, DIGIT_CLASSES, ask->seed)) {
    fprintf(stderr, "error: out of memory\n");
    exit(1);
  }
  dlopt_optimizer* optimizer = make_optimizer(rule, &run.lr, net, ex->train.count, (int64_t)ask->epochs * batches);
  random_source source = {ask->seed};
  double start = seconds_now();
  for (int i = 0; i < ask->epochs; i++) {
    random_order(&source, order, ex->train.count);
    enter(optimizer, net, DLOPT_MODE_TRAIN);
    run.epoch[i] = train_epoch(optimizer, net, ex, order, &run);
    enter(optimizer, net, DLOPT_MODE_EVAL);
    run.epoch[i].train_accuracy = accuracy(net, &ex->train);
    run.epoch[i].test_accuracy = accuracy(net, &ex->test);
    if (talk) report_epoch(&run, i);
  }
  run.seconds = seconds_now() - start;
  run.steps = dlopt_optimizer_steps(optimizer);
  CHECK(dlopt_optimizer_destroy(optimizer));
  free(order);
  return run;
}

static int train_one(const exercise* ex, FILE* curves) {
  dlopt_rule rule;
  if (dlopt_rule_from_name(ex->ask.rule, &rule) != DLOPT_OK) {
    fprintf(stderr, "error: --rule: %s\n", dlopt_last_error());
    return EXIT_USAGE;
  }
  printf("  training with %s:\n\n", ex->ask.rule);
  report_epoch_head();
  network net;
  training run = train_network(rule, ex, &net, 1);
  double reached = run.epoch[run.epochs - 1].test_accuracy;
  report_misread(&net, &ex->test);
  printf("\n  %.2f %% of the test digits are read correctly (target: %g %%), after %lld steps in %.2f s; a step of dlopt took %.1f us\n",
         reached, ex->ask.target, (long long)run.steps, run.seconds, 1e6 * run.step_seconds / (double)run.steps);
  printf("  bits of the weights: %016llx\n", (unsigned long long)network_bits(&net));
  if (curves) report_curves(curves, &run);
  network_free(&net);
  free(run.epoch);
  if (reached >= ex->ask.target) return 0;
  fprintf(stderr, "error: the test accuracy is %.2f %%, below the target of %g %%\n", reached, ex->ask.target);
  return 1;
}

static int compare_rules(const exercise* ex, FILE* curves) {
  printf("  every rule from the same weights, on the same batches, %d epochs:\n\n", ex->ask.epochs);
  report_table_head();
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    network net;
    training run = train_network(rule, ex, &net, 0);
    report_table_row(&run);
    if (curves) report_curves(curves, &run);
    network_free(&net);
    free(run.epoch);
  }
  return 0;
}

int main(int argc, char** argv) {
  exercise ex = {.ask = command_line_read(argc, argv)};
  const command_line* ask = &ex.ask;
  digits all;
  if (!digits_load(ask->data, &all)) return EXIT_USAGE;
  int enough = digits_split(&all, ask->seed, &ex.train, &ex.test);
  digits_free(&all);
  if (!enough) return EXIT_USAGE;

  FILE* curves = ask->out ? output_open(ask->out, "digits.dat") : NULL; /* before the work, so that a wrong folder costs none */
  printf("  %d digits to train, %d to test; network %d-%d-%d, batches of %d; dlopt %s, %s\n", ex.train.count, ex.test.count, DIGIT_PIXELS,
         ask->hidden, DIGIT_CLASSES, ask->batch, dlopt_version_string(), dlopt_cpu_isa());
  int status = ask->compare ? compare_rules(&ex, curves) : train_one(&ex, curves);

  if (curves) output_close(curves, ask->out, "digits.dat");
  digits_free(&ex.train);
  digits_free(&ex.test);
  return status;
}
