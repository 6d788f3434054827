/* 04_save_and_resume.c - a training that may be killed at any moment, and goes on where it was.
 *
 * Every SAVE_EVERY steps the weights, which are the program's own, go into a file named after the step, and then the optimizer into the
 * checkpoint, which takes the place of the last one in one move. So the checkpoint, whichever is found, tells which weights belong to it.
 * The order of the digits follows from the seed and the step, and everything else is in the checkpoint: hyper-parameters, schedule, moments
 * and counters. Killed or not, the weights come to the same bits.
 *
 *   cc -O2 04_save_and_resume.c digits/[a-z]*.c common/[a-z]*.c $(pkg-config --cflags --libs dlopt) -lm -o 04_save_and_resume
 */
#define _POSIX_C_SOURCE 200809L

#include "common/check.h"
#include "common/options.h"
#include "digits/dataset.h"
#include "digits/network.h"
#include "digits/random.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 32, HIDDEN = 128, EPOCHS = 8, SAVE_EVERY = 50, SEED = 1 };

typedef struct {
  const char *data, *folder;
  long kill_at; /* the step after which the program kills itself; 0: none */
} command_line;

typedef struct {
  char text[4096];
} path;

static void fail(const char* what, const char* which) {
  fprintf(stderr, "error: %s %s: %s\n", what, which, strerror(errno));
  exit(1);
}

static path path_in(const char* folder, const char* name, long long number) {
  path p;
  int length = number < 0 ? snprintf(p.text, sizeof p.text, "%s/%s", folder, name)
                          : snprintf(p.text, sizeof p.text, "%s/%s.%lld", folder, name, number);
  if (length < 0 || (size_t)length >= sizeof p.text) errno = ENAMETOOLONG, fail("cannot use", folder);
  return p;
}
static path checkpoint_in(const char* folder) { return path_in(folder, "optimizer.safetensors", -1); }
static path weights_in(const char* folder, long long step) { return path_in(folder, "weights", step); }

/* ---- the weights ---- */

/* On the disk before the checkpoint that counts on them. */
static void write_weights(const network* net, const char* name) {
  FILE* file = fopen(name, "wb");
  if (!file) fail("cannot write", name);
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    size_t n = (size_t)network_param_size(&net->params[i]);
    if (fwrite(net->params[i].value, sizeof(float), n, file) != n) fail("cannot write", name);
  }
  if (fflush(file) || fsync(fileno(file)) || fclose(file)) fail("cannot write", name);
}

static void read_weights(network* net, const char* name) {
  FILE* file = fopen(name, "rb");
  if (!file) fail("cannot read", name);
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    size_t n = (size_t)network_param_size(&net->params[i]);
    if (fread(net->params[i].value, sizeof(float), n, file) != n) fail("cannot read", name);
  }
  fclose(file);
}

/* ---- the optimizer ---- */

static void declare(dlopt_optimizer* optimizer, const network* net) {
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    int32_t slot;
    dlopt_param_desc desc;
    CHECK(dlopt_param_desc_init(&desc, sizeof desc));
    desc.name = net->params[i].name;
    desc.ndim = net->params[i].ndim;
    desc.shape = net->params[i].shape;
    CHECK(dlopt_optimizer_param_add(optimizer, &desc, &slot));
  }
}

static void set_up(dlopt_optimizer* optimizer, const network* net, int64_t steps) {
  dlopt_schedule* cosine = NULL;
  CHECK(dlopt_optimizer_set(optimizer, DLOPT_HYPER_WEIGHT_DECAY, 0.1));
  CHECK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &cosine));
  CHECK(dlopt_schedule_set(cosine, DLOPT_FIELD_BASE, 0.01));
  CHECK(dlopt_schedule_set(cosine, DLOPT_FIELD_TOTAL_STEPS, (double)steps));
  CHECK(dlopt_optimizer_schedule(optimizer, -1, DLOPT_HYPER_LR, cosine));
  CHECK(dlopt_schedule_destroy(cosine));
  declare(optimizer, net);
}

static void save(dlopt_optimizer* optimizer, const network* net, const char* folder) {
  long long step = dlopt_optimizer_steps(optimizer);
  write_weights(net, weights_in(folder, step).text);
  CHECK(dlopt_optimizer_save_file(optimizer, checkpoint_in(folder).text, NULL));
  if (step > SAVE_EVERY) remove(weights_in(folder, step - SAVE_EVERY).text); /* nothing counts on them any more */
}

/* An optimizer that has been set up by nobody becomes the one that was saved. */
static void resume(dlopt_optimizer* optimizer, network* net, const char* folder) {
  dlopt_load_desc how;
  CHECK(dlopt_load_desc_init(&how, sizeof how));
  how.flags = DLOPT_LOAD_DECLARE;
  CHECK(dlopt_optimizer_load_file(optimizer, checkpoint_in(folder).text, &how));
  read_weights(net, weights_in(folder, dlopt_optimizer_steps(optimizer)).text);
  printf("  going on after step %lld\n", (long long)dlopt_optimizer_steps(optimizer));
}

/* ---- the training ---- */

static void take_step(dlopt_optimizer* optimizer, network* net, const digits* train, const int* order, int first) {
  dlopt_tensor values[NETWORK_PARAMS], gradients[NETWORK_PARAMS];
  dlopt_step_desc step;
  int past = first + BATCH < train->count ? first + BATCH : train->count;
  for (int i = first; i < past; i++) network_backward(net, digits_picture(train, order[i]), train->labels[order[i]]);
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    const network_param* p = &net->params[i];
    CHECK(dlopt_tensor_init(&values[i], sizeof values[i], p->value, DLOPT_DTYPE_F32, p->ndim, p->shape));
    CHECK(dlopt_tensor_init(&gradients[i], sizeof gradients[i], p->gradient, DLOPT_DTYPE_F32, p->ndim, p->shape));
  }
  CHECK(dlopt_step_desc_init(&step, sizeof step));
  step.grad_scale = past - first;
  step.max_norm = 1;
  step.flags = DLOPT_STEP_ZERO_GRADS;
  CHECK(dlopt_optimizer_step(optimizer, values, gradients, NETWORK_PARAMS, &step));
}

/* Epoch by epoch the digits come in another order; those that lie behind are only dealt out. */
static void train_on(dlopt_optimizer* optimizer, network* net, const digits* train, const command_line* ask) {
  int per_epoch = (train->count + BATCH - 1) / BATCH;
  int* order = malloc((size_t)train->count * sizeof *order);
  random_source source = {SEED};
  if (!order) fail("cannot hold", "the order of the digits");
  for (int64_t step = 0; step < (int64_t)EPOCHS * per_epoch; step++) {
    int batch = (int)(step % per_epoch);
    if (batch == 0) random_order(&source, order, train->count);
    if (step < dlopt_optimizer_steps(optimizer)) continue;
    take_step(optimizer, net, train, order, batch * BATCH);
    if ((step + 1) % SAVE_EVERY == 0) save(optimizer, net, ask->folder);
    if (step + 1 == ask->kill_at) raise(SIGKILL); /* no farewell, as when the machine is taken away */
  }
  free(order);
}

static double accuracy(network* net, const digits* data) {
  int right = 0;
  for (int i = 0; i < data->count; i++) right += network_predict(net, digits_picture(data, i)) == data->labels[i];
  return 100.0 * right / data->count;
}

/* ---- the command line ---- */

static void help(const char* program) {
  printf("Usage: %s [option ...] FOLDER\n"
         "Trains a small network on handwritten digits and saves every %d steps into FOLDER, which must exist.\n"
         "Where FOLDER has a checkpoint the training goes on from it.\n\n"
         "  --data FILE    lines of 64 pixels (0..16) and the digit    (examples/data/digits.csv)\n"
         "  --kill-at N    kill this program after step N\n"
         "  --help         this text\n\n"
         "Exit codes: 0 done, 1 a call failed, 2 a wrong option or wrong data.\n",
         program, SAVE_EVERY);
}

static command_line read_command_line(int argc, char** argv) {
  static const struct option known[] = {{"data", required_argument, NULL, 'd'},
                                        {"kill-at", required_argument, NULL, 'k'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
  command_line got = {.data = "examples/data/digits.csv"};
  for (int letter; (letter = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (letter) {
    case 'd': got.data = optarg; break;
    case 'k': got.kill_at = option_integer("kill-at", optarg, 1, 1000000); break;
    case 'h': help(argv[0]); exit(0);
    default: option_unknown(argv[0]);
    }
  }
  if (optind == argc) {
    fprintf(stderr, "error: FOLDER is missing\n");
    option_unknown(argv[0]);
  }
  got.folder = argv[optind];
  option_no_more(argc, argv, optind + 1);
  return got;
}

int main(int argc, char** argv) {
  command_line ask = read_command_line(argc, argv);
  digits all, train, test;
  network net;
  dlopt_optimizer* optimizer = NULL;
  if (!digits_load(ask.data, &all) || !digits_split(&all, SEED, &train, &test)) return EXIT_USAGE;
  digits_free(&all);
  if (!network_create(&net, DIGIT_PIXELS, HIDDEN, DIGIT_CLASSES, SEED)) fail("cannot hold", "the network");

  CHECK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &optimizer));
  if (access(checkpoint_in(ask.folder).text, F_OK) == 0) resume(optimizer, &net, ask.folder);
  else set_up(optimizer, &net, (int64_t)EPOCHS * ((train.count + BATCH - 1) / BATCH));
  train_on(optimizer, &net, &train, &ask);

  printf("  %.2f %% of the test digits are read correctly after %lld steps\n", accuracy(&net, &test),
         (long long)dlopt_optimizer_steps(optimizer));
  printf("  bits of the weights: %016llx\n", (unsigned long long)network_bits(&net));
  CHECK(dlopt_optimizer_destroy(optimizer));
  network_free(&net);
  digits_free(&train);
  digits_free(&test);
  return 0;
}
