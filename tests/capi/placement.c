/* Optimizers in one block of the caller's: measured to the byte, placed wherever it lies, never asking for memory again, and with the bits
 * of the original; outlines, which have no states before they are placed. */
#include "check.h"
#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

enum { N = 23, LARGE = 16384 * 3 + 7, PARAMS = 3 };

/* An optimizer with everything that one can have: two groups, a composed schedule, names, scales, wrappers, a projection. */
typedef struct model {
  dlopt_optimizer* opt;
  dlopt_tensor params[PARAMS], grads[PARAMS], averages[PARAMS];
  dlopt_step_desc step;
} model;

static const int64_t matrix[] = {4, N}, large[] = {LARGE};
static const int64_t* const shapes[PARAMS] = {matrix, matrix + 1, large};
static float grad_data[PARAMS][LARGE];

static size_t count_of(int i) { return i == 0 ? 4 * N : i == 1 ? N : LARGE; }

static void set_up(model* m, dlopt_runtime* runtime) {
  int32_t group, slot, index;
  dlopt_schedule *cosine = NULL, *warmup = NULL;
  const int64_t period[] = {N};
  float scales[N];
  fill_f32(scales, N, 9);
  for (int i = 0; i < N; i++) scales[i] = scales[i] < 0 ? -scales[i] : scales[i];
  const dlopt_tensor lr_scales = vector(scales, DLOPT_DTYPE_F32, period);
  REQUIRE_OK(dlopt_schedule_create(runtime, DLOPT_SCHEDULE_COSINE, &cosine));
  CHECK_OK(dlopt_schedule_set(cosine, DLOPT_FIELD_TOTAL_STEPS, 9));
  CHECK_OK(dlopt_schedule_warmup(runtime, cosine, 3, 1, &warmup));
  CHECK_OK(dlopt_optimizer_group_add(m->opt, &group));
  CHECK_OK(dlopt_optimizer_schedule(m->opt, group, DLOPT_HYPER_LR, warmup));
  for (int32_t i = 0; i < PARAMS; i++) {
    dlopt_param_desc desc;
    CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = i == 0 ? 2 : 1, desc.shape = shapes[i], desc.group = i % 2, desc.name = i ? NULL : "first";
    CHECK_OK(dlopt_optimizer_param_add(m->opt, &desc, &slot));
  }
  dlopt_optimizer_set(m->opt, DLOPT_HYPER_AMSGRAD, 1); /* of those that have it: states that come later are another block */
  dlopt_optimizer_set(m->opt, DLOPT_HYPER_MOMENTUM, 0.5);
  CHECK_OK(dlopt_optimizer_param_scales(m->opt, 1, &lr_scales, NULL));
  CHECK_OK(dlopt_optimizer_wrap(m->opt, DLOPT_WRAPPER_EMA, &index));
  for (dlopt_wrapper wrapper = DLOPT_WRAPPER_LOOKAHEAD; wrapper <= dlopt_wrapper_count(); wrapper++)
    CHECK_OK(dlopt_optimizer_wrap(m->opt, wrapper, &index));
  CHECK_OK(dlopt_optimizer_param_project(m->opt, 0, -1, 1, 0));
  CHECK_OK(dlopt_schedule_destroy(cosine));
  CHECK_OK(dlopt_schedule_destroy(warmup));
}

/* Buffers of the model's own, the same for every model. */
static void model_buffers(model* m) {
  for (int i = 0; i < PARAMS; i++) {
    float* p = malloc(2 * count_of(i) * sizeof *p);
    fill_f32(p, count_of(i), (uint32_t)i + 1), fill_f32(grad_data[i], count_of(i), (uint32_t)i + 5);
    const int32_t ndim = i == 0 ? 2 : 1;
    memset(p + count_of(i), 0, count_of(i) * sizeof *p);
    CHECK_OK(dlopt_tensor_init(&m->params[i], sizeof *m->params, p, DLOPT_DTYPE_F32, ndim, shapes[i]));
    CHECK_OK(dlopt_tensor_init(&m->averages[i], sizeof *m->params, p + count_of(i), DLOPT_DTYPE_F32, ndim, shapes[i]));
    CHECK_OK(dlopt_tensor_init(&m->grads[i], sizeof *m->params, grad_data[i], DLOPT_DTYPE_F32, ndim, shapes[i]));
  }
  CHECK_OK(dlopt_step_desc_init(&m->step, sizeof m->step));
  m->step.max_norm = 5, m->step.loss = 1, m->step.averages = m->averages;
}

static void model_open(model* m, dlopt_runtime* runtime, dlopt_rule rule, int as_outline) {
  memset(m, 0, sizeof *m);
  REQUIRE_OK(as_outline ? dlopt_optimizer_outline(runtime, rule, &m->opt) : dlopt_optimizer_create(runtime, rule, &m->opt));
  set_up(m, runtime);
  model_buffers(m);
}

/* What another model has, and copies of its buffers. */
static void model_follow(model* m, const model* of, dlopt_optimizer* opt) {
  memset(m, 0, sizeof *m);
  m->opt = opt;
  model_buffers(m);
  for (int i = 0; i < PARAMS; i++) memcpy(m->params[i].data, of->params[i].data, 2 * count_of(i) * sizeof(float));
}

static void model_step(model* m, int times) {
  while (times-- > 0) CHECK_OK(dlopt_optimizer_step(m->opt, m->params, m->grads, PARAMS, &m->step));
}

static uint64_t model_hash(const model* m, dlopt_rule rule) {
  uint64_t hash = optimizer_hash(m->opt, rule);
  for (int i = 0; i < PARAMS; i++) hash = hash_bytes(hash, m->params[i].data, 2 * count_of(i) * sizeof(float));
  return hash;
}

static void model_close(model* m) {
  for (int i = 0; i < PARAMS; i++) free(m->params[i].data);
  CHECK_OK(dlopt_optimizer_destroy(m->opt));
}

static size_t size_of(dlopt_optimizer* opt) {
  size_t bytes = 0;
  REQUIRE_OK(dlopt_optimizer_size(opt, &bytes));
  return bytes;
}

/* ---- the same optimizer, without an allocator -----------------------------------------------------------------------------------------
 */

static void one_rule(dlopt_rule rule, int32_t threads) {
  ledger books = {0};
  model original, placed;
  dlopt_optimizer* opt = NULL;
  dlopt_runtime* runtime = ledger_runtime(&books, threads);
  model_open(&original, runtime, rule, 0);
  model_step(&original, 2);
  long blocks = books.live_blocks;
  size_t bytes = size_of(original.opt);
  char* block = malloc(bytes + 1);
  uint64_t before = optimizer_hash(original.opt, rule);
  REQUIRE_OK(dlopt_optimizer_place(original.opt, block + 1, bytes, &opt)); /* at an odd address */
  CHECK_THAT(books.live_blocks == blocks, "%s: placing leaves nothing allocated", dlopt_rule_name(rule));
  CHECK_THAT(optimizer_hash(original.opt, rule) == before, "%s: the original stays", dlopt_rule_name(rule));
  model_follow(&placed, &original, opt);
  model_step(&original, 3);
  uint64_t wanted = model_hash(&original, rule);
  model_close(&original);

  ledger_rewind(&books);
  books.fail_from = 1;
  long left = books.live_blocks;
  model_step(&placed, 3);
  CHECK_THAT(model_hash(&placed, rule) == wanted, "%s, %d threads: the bits of the original", dlopt_rule_name(rule), (int)threads);
  CHECK_THAT(books.calls == 0 && books.live_blocks == left, "%s: no allocation, no free", dlopt_rule_name(rule));
  CHECK_STATUS(dlopt_runtime_destroy(runtime), DLOPT_ERR_BUSY);
  model_close(&placed);
  CHECK_STATUS(dlopt_optimizer_destroy(opt), DLOPT_ERR_INVALID_ARGUMENT); /* the block still is there, and tells */
  CHECK_THAT(books.calls == 0 && books.live_blocks == left, "%s: destroying it frees nothing", dlopt_rule_name(rule));
  free(block);
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_THAT(books.live_blocks == 0 && books.faults == 0, "%s: no leak", dlopt_rule_name(rule));
}

static void every_rule_can_be_placed(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) one_rule(rule, 0), one_rule(rule, 3);
}

/* ---- size -----------------------------------------------------------------------------------------------------------------------------
 */

/* At each distance from a boundary of 64 bytes, with a page behind it that cannot be touched. */
static void the_size_is_exact(void) {
  model original;
  model_open(&original, NULL, DLOPT_RULE_ADAMW, 0);
  size_t page = (size_t)sysconf(_SC_PAGESIZE), bytes = size_of(original.opt), room = (bytes / page + 3) * page;
  char* map = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(map != MAP_FAILED);
  CHECK(mprotect(map, page, PROT_NONE) == 0);
  CHECK(mprotect(map + room - page, page, PROT_NONE) == 0);
  for (size_t k = 0; k < 64; k++) {
    dlopt_optimizer* opt = (dlopt_optimizer*)(void*)&original;
    char *block = map + room - page - bytes - k, words[32];
    memset(map + page, 0x5A, room - 2 * page);
    CHECK_STATUS(dlopt_optimizer_place(original.opt, block, bytes - 1, &opt), DLOPT_ERR_OUT_OF_RANGE);
    CHECK(opt == NULL);
    snprintf(words, sizeof words, "got %zu, wanted %zu", bytes - 1, bytes);
    CHECK_SAYS(words);
    size_t written = 0;
    for (char* at = map + page; at < map + room - page; at++) written += *at != 0x5A;
    CHECK_THAT(written == 0, "a block that is too small is not written (%zu bytes were)", written);
    CHECK_OK(dlopt_optimizer_place(original.opt, block, bytes, &opt));
    model placed;
    model_follow(&placed, &original, opt);
    model_step(&placed, 2);
    model_close(&placed);
    for (size_t i = 0; i < k; i++) written += block[bytes + i] != 0x5A;
    for (char* at = map + page; at < block; at++) written += *at != 0x5A;
    CHECK_THAT(written == 0, "%zu bytes before the end: nothing is written outside of the block", k);
  }
  CHECK(munmap(map, room) == 0);
  CHECK_INT(size_of(original.opt), bytes);
  model_close(&original);
}

/* It is no more than what the parts take, and their alignment. */
static void the_size_holds_nothing_idle(void) {
  dlopt_memory memory;
  model original;
  model_open(&original, NULL, DLOPT_RULE_ADAMW, 0);
  memory.struct_size = sizeof memory;
  CHECK_OK(dlopt_optimizer_memory_query(original.opt, &memory));
  size_t bytes = size_of(original.opt), parts = (size_t)(memory.state + memory.scratch + memory.handle);
  CHECK_THAT(bytes > (size_t)memory.state && bytes < parts + 8192, "%zu bytes for parts of %zu", bytes, parts);
  dlopt_memory again;
  again.struct_size = sizeof again;
  dlopt_optimizer* opt = NULL;
  void* block = malloc(bytes);
  REQUIRE_OK(dlopt_optimizer_place(original.opt, block, bytes, &opt));
  CHECK_OK(dlopt_optimizer_memory_query(opt, &again));
  CHECK_INT(again.state, memory.state);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  free(block);
  model_close(&original);
}

/* ---- what a placed optimizer can do, and cannot ---------------------------------------------------------------------------------------
 */

static void changes_that_need_memory_are_refused(void) {
  model original, placed;
  dlopt_optimizer* opt = NULL;
  dlopt_schedule* schedule = NULL;
  dlopt_param_desc desc;
  int32_t number;
  model_open(&original, NULL, DLOPT_RULE_RMSPROP, 0);
  size_t bytes = size_of(original.opt);
  char* block = malloc(2 * bytes);
  REQUIRE_OK(dlopt_optimizer_place(original.opt, block, 2 * bytes, &opt)); /* room beyond what it takes stays unused */
  model_follow(&placed, &original, opt);
  model_step(&placed, 1);
  uint64_t before = model_hash(&placed, DLOPT_RULE_RMSPROP);
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 1, desc.shape = large;
  CHECK_STATUS(dlopt_optimizer_param_add(opt, &desc, &number), DLOPT_ERR_OUT_OF_MEMORY);
  CHECK_STATUS(dlopt_optimizer_group_add(opt, &number), DLOPT_ERR_OUT_OF_MEMORY);
  CHECK_STATUS(dlopt_optimizer_wrap(opt, DLOPT_WRAPPER_EMA, &number), DLOPT_ERR_OUT_OF_MEMORY);
  CHECK_STATUS(dlopt_optimizer_schedule(opt, -1, DLOPT_HYPER_ALPHA, schedule), DLOPT_ERR_OUT_OF_MEMORY);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_CENTERED, 1), DLOPT_ERR_OUT_OF_MEMORY);
  CHECK(model_hash(&placed, DLOPT_RULE_RMSPROP) == before);
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_MOMENTUM, 0.75)); /* its state is there */
  CHECK_OK(dlopt_optimizer_group_set(opt, 0, DLOPT_HYPER_LR, 0.5));
  CHECK_OK(dlopt_optimizer_param_freeze(opt, 1, 1));
  CHECK_OK(dlopt_optimizer_schedule(opt, -1, DLOPT_HYPER_LR, NULL));
  CHECK_OK(dlopt_optimizer_param_remove(opt, 0));
  CHECK_OK(dlopt_optimizer_preset(opt, "torch"));
  model_step(&placed, 1);
  model_close(&placed);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  model_close(&original);
  free(block);
}

static void a_clone_leaves_the_block(void) {
  ledger books = {0};
  model original, copied;
  dlopt_optimizer *opt = NULL, *clone = NULL, *moved = NULL;
  dlopt_runtime* runtime = ledger_runtime(&books, 0);
  model_open(&original, runtime, DLOPT_RULE_ADAFACTOR, 0);
  model_step(&original, 1);
  size_t bytes = size_of(original.opt);
  char *block = malloc(bytes), *other = malloc(bytes);
  REQUIRE_OK(dlopt_optimizer_place(original.opt, block, bytes, &opt));
  CHECK_INT(size_of(opt), bytes);
  REQUIRE_OK(dlopt_optimizer_place(opt, other, bytes, &moved)); /* from block to block */
  CHECK_OK(dlopt_optimizer_destroy(opt));
  memset(block, 0xDD, bytes);
  REQUIRE_OK(dlopt_optimizer_clone(moved, &clone));
  CHECK_OK(dlopt_optimizer_destroy(moved));
  memset(other, 0xDD, bytes);
  int32_t group;
  CHECK_OK(dlopt_optimizer_group_add(clone, &group)); /* it has an allocator again */
  CHECK_OK(dlopt_optimizer_group_add(original.opt, &group));
  model_follow(&copied, &original, clone);
  model_step(&original, 2), model_step(&copied, 2);
  CHECK(model_hash(&original, DLOPT_RULE_ADAFACTOR) == model_hash(&copied, DLOPT_RULE_ADAFACTOR));
  model_close(&original), model_close(&copied);
  free(block), free(other);
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK(books.live_blocks == 0 && books.faults == 0);
}

/* ---- outlines -------------------------------------------------------------------------------------------------------------------------
 */

static void an_outline_takes_no_step(const model* m) {
  dlopt_tensor view;
  dlopt_stats stats;
  double total;
  view.struct_size = sizeof view, stats.struct_size = sizeof stats;
  CHECK_STATUS(dlopt_optimizer_step(m->opt, m->params, m->grads, PARAMS, NULL), DLOPT_ERR_STATE);
  CHECK_SAYS("outline");
  CHECK_STATUS(dlopt_optimizer_accumulate(m->opt, m->grads, PARAMS, 1, &total), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_perturb(m->opt, m->params, m->grads, PARAMS), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_state(m->opt, 0, "step", &view), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_stats(m->opt, 0, NULL, NULL, &stats), DLOPT_ERR_STATE);
}

static void an_outline_becomes_what_it_describes(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    ledger books = {0};
    model usual, outline, placed;
    dlopt_optimizer *opt = NULL, *clone = NULL;
    dlopt_memory memory, noted;
    memory.struct_size = noted.struct_size = sizeof memory;
    dlopt_runtime* runtime = ledger_runtime(&books, 0);
    long long none = books.live_bytes;
    model_open(&outline, runtime, rule, 1);
    long long thin = books.live_bytes - none;
    model_open(&usual, runtime, rule, 0);
    CHECK_OK(dlopt_optimizer_memory_query(usual.opt, &memory));
    CHECK_OK(dlopt_optimizer_memory_query(outline.opt, &noted));
    CHECK_THAT(memory.state == noted.state, "%s: an outline knows what its states take", dlopt_rule_name(rule));
    CHECK_THAT(books.live_bytes - none == 2 * thin + memory.state, "%s: and has none of it", dlopt_rule_name(rule));
    an_outline_takes_no_step(&outline);
    size_t bytes = size_of(outline.opt);
    char* block = malloc(bytes);
    REQUIRE_OK(dlopt_optimizer_clone(outline.opt, &clone));
    CHECK_THAT(size_of(clone) == bytes, "%s: a clone of an outline is one", dlopt_rule_name(rule));
    memset(block, 0xA5, bytes);
    REQUIRE_OK(dlopt_optimizer_place(clone, block, bytes, &opt));
    CHECK_OK(dlopt_optimizer_destroy(clone));
    model_follow(&placed, &usual, opt);
    model_step(&usual, 3), model_step(&placed, 3);
    CHECK_THAT(model_hash(&usual, rule) == model_hash(&placed, rule), "%s: the bits of one that never was an outline",
               dlopt_rule_name(rule));
    model_close(&usual), model_close(&outline), model_close(&placed);
    free(block);
    CHECK_OK(dlopt_runtime_destroy(runtime));
    CHECK_THAT(books.live_blocks == 0 && books.faults == 0, "%s: no leak", dlopt_rule_name(rule));
  }
}

int main(void) {
  RUN(every_rule_can_be_placed);
  RUN(the_size_is_exact);
  RUN(the_size_holds_nothing_idle);
  RUN(changes_that_need_memory_are_refused);
  RUN(a_clone_leaves_the_block);
  RUN(an_outline_becomes_what_it_describes);
  return check_done("placement");
}
