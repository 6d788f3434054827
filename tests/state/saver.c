/* The hand of tests/state/durability and tests/state/crashes: saves and loads in a process of its own.
 *
 *   saver save PATH PARAMS SEED         saves so many parameters of AdamW and prints "saved HASH"
 *   saver history PATH ROWS SEED        saves so many hundred rows of a history and prints "saved ROWS"
 *   saver repeat PATH PARAMS SEED TIMES saves again and again
 *   saver load PATH                     prints "loaded HASH", or the name of the error with what it says
 *   saver cut PATH BYTES                loads, and brings the file to so many bytes as soon as its header is read
 */
#include <dlopt.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_PARAMS 64
#define ELEMENTS 37

static const char* name_of(dlopt_status status) {
  return status == DLOPT_ERR_IO ? "DLOPT_ERR_IO" : status == DLOPT_ERR_CORRUPT ? "DLOPT_ERR_CORRUPT" : dlopt_status_string(status);
}

static void must(dlopt_status status) {
  if (status == DLOPT_OK) return;
  printf("%s: %s\n", name_of(status), dlopt_last_error());
  exit(1);
}

static uint64_t hash_of(dlopt_optimizer* o) {
  uint64_t hash = 0;
  must(dlopt_optimizer_state_hash(o, NULL, 0, &hash));
  return hash;
}

static dlopt_optimizer* trained(int params, float seed) {
  static float values[MOST_PARAMS][ELEMENTS], slopes[MOST_PARAMS][ELEMENTS];
  static dlopt_tensor tensors[MOST_PARAMS], grads[MOST_PARAMS];
  static const int64_t shape = ELEMENTS;
  dlopt_optimizer* o = NULL;
  dlopt_step_desc step;
  int32_t slot = 0;
  int i, k;
  must(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &o));
  for (i = 0; i < params; ++i) {
    dlopt_param_desc desc;
    must(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 1;
    desc.shape = &shape;
    must(dlopt_optimizer_param_add(o, &desc, &slot));
    for (k = 0; k < ELEMENTS; ++k) slopes[i][k] = seed + (float)(i * ELEMENTS + k);
    tensors[i] = (dlopt_tensor){.struct_size = sizeof tensors[i], .dtype = DLOPT_DTYPE_F32, .ndim = 1, .data = values[i], .shape = &shape};
    tensors[i].device_type = DLOPT_DEVICE_CPU;
    grads[i] = tensors[i];
    grads[i].data = slopes[i];
  }
  must(dlopt_step_desc_init(&step, sizeof step));
  must(dlopt_optimizer_step(o, tensors, grads, (size_t)params, &step));
  return o;
}

static int save_history(const char* path, int hundreds, double seed) {
  static const char* const columns[] = {"loss", "lr"};
  dlopt_history* history = NULL;
  int i;
  must(dlopt_history_create(NULL, columns, 2, &history));
  for (i = 0; i < 100 * hundreds; ++i) {
    const double values[] = {seed / (i + 1), seed};
    must(dlopt_history_append(history, i, i, values, 2));
  }
  must(dlopt_history_save(history, DLOPT_HISTORY_CSV, path));
  printf("saved %" PRId64 "\n", dlopt_history_rows(history));
  must(dlopt_history_destroy(history));
  return 0;
}

struct cut {
  const char* path;
  off_t bytes;
};
static int32_t cut_file(void* user, uint64_t done, uint64_t total) {
  const struct cut* its = user;
  (void)done, (void)total;
  if (!truncate(its->path, its->bytes)) return 0;
  perror("truncate");
  exit(3);
}

/* Into an optimizer that has parameters already: after an error it must be as it was. */
static int load(const char* path, struct cut* cut) {
  dlopt_optimizer* const o = trained(1, 77);
  const uint64_t before = hash_of(o);
  dlopt_load_desc desc;
  dlopt_status status;
  must(dlopt_load_desc_init(&desc, sizeof desc));
  desc.flags = DLOPT_LOAD_DECLARE;
  if (cut) {
    desc.progress = cut_file;
    desc.progress_user = cut;
  }
  status = dlopt_optimizer_load_file(o, path, &desc);
  if (status) printf("%s: %s\n", name_of(status), dlopt_last_error());
  else printf("loaded %016" PRIx64 "\n", hash_of(o));
  if (status && hash_of(o) != before) printf("and the optimizer has changed\n");
  must(dlopt_optimizer_destroy(o));
  return status != DLOPT_OK;
}

int main(int argc, char** argv) {
  if (argc >= 5 && (!strcmp(argv[1], "save") || !strcmp(argv[1], "repeat"))) {
    const int params = atoi(argv[3]), times = argc == 6 ? atoi(argv[5]) : 1;
    dlopt_optimizer* const o = trained(params < MOST_PARAMS ? params : MOST_PARAMS, (float)atof(argv[4]));
    int i;
    for (i = 0; i < times; ++i) must(dlopt_optimizer_save_file(o, argv[2], NULL));
    printf("saved %016" PRIx64 "\n", hash_of(o));
    must(dlopt_optimizer_destroy(o));
    return 0;
  }
  if (argc == 5 && !strcmp(argv[1], "history")) return save_history(argv[2], atoi(argv[3]), atof(argv[4]));
  if (argc == 3 && !strcmp(argv[1], "load")) return load(argv[2], NULL);
  if (argc == 4 && !strcmp(argv[1], "cut")) {
    struct cut cut = {argv[2], (off_t)atol(argv[3])};
    return load(argv[2], &cut);
  }
  fprintf(stderr, "usage: saver save|repeat|history|load|cut PATH ...\n");
  return 2;
}
