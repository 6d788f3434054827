/* Structures that the library fills, and sizes that no version ever had. */
#include "growth.h"

static dlopt_status fill_hyper(void* s) { return dlopt_rule_hyper_info(DLOPT_RULE_ADAM, 0, s); }
static dlopt_status fill_field(void* s) { return dlopt_schedule_field_info(DLOPT_SCHEDULE_COSINE, 0, s); }
static dlopt_status fill_watch(void* s) { return dlopt_norm_watch_field_info(0, s); }
static dlopt_status fill_wrap(void* s) { return dlopt_wrapper_field_info(DLOPT_WRAPPER_SAM, 0, s); }
static dlopt_status fill_state_info(void* s) { return dlopt_rule_state_info(DLOPT_RULE_ADAM, 0, s); }
static dlopt_status fill_stats(void* s) { return dlopt_optimizer_stats(optimizer, 0, NULL, NULL, s); }
static dlopt_status fill_memory(void* s) { return dlopt_optimizer_memory_query(optimizer, s); }
static dlopt_status fill_param(void* s) { return dlopt_optimizer_param_info(optimizer, 0, s); }
static dlopt_status fill_state(void* s) { return dlopt_optimizer_state(optimizer, 0, "exp_avg", s); }

/* Structures that the library fills: a newer caller's is filled as far as it is known, and never past its size. */
static void filled_structures(void) {
  static const struct {
    const char* name;
    use_fn fill;
    size_t known;
  } rows[] = {
      {"dlopt_hyper_info", fill_hyper, sizeof(dlopt_hyper_info)},
      {"dlopt_hyper_info of a field", fill_field, sizeof(dlopt_hyper_info)},
      {"dlopt_hyper_info of a watch", fill_watch, sizeof(dlopt_hyper_info)},
      {"dlopt_hyper_info of a wrapper", fill_wrap, sizeof(dlopt_hyper_info)},
      {"dlopt_state_info", fill_state_info, sizeof(dlopt_state_info)},
      {"dlopt_stats", fill_stats, sizeof(dlopt_stats)},
      {"dlopt_memory", fill_memory, sizeof(dlopt_memory)},
      {"dlopt_tensor", fill_state, sizeof(dlopt_tensor)},
      {"dlopt_param_desc", fill_param, sizeof(dlopt_param_desc)},
  };
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint64_t room[256];
    unsigned char *bytes = (unsigned char*)room, untouched[sizeof room];
    const uint32_t bad[] = {0, 1, 4, (uint32_t)rows[i].known - 1, UINT32_MAX};
    for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
      memset(bytes, 0x5A, sizeof room);
      put_size(bytes, bad[j]);
      memcpy(untouched, bytes, sizeof room);
      CHECK_THAT(rows[i].fill(bytes) == DLOPT_ERR_INVALID_ARGUMENT, "%s: size %u is none", rows[i].name, bad[j]);
      CHECK_SAYS("struct_size");
      CHECK_BYTES(bytes, untouched, sizeof room);
    }
    memset(bytes, 0x5A, sizeof room);
    put_size(bytes, (uint32_t)rows[i].known);
    CHECK_THAT(rows[i].fill(bytes) == DLOPT_OK, "%s: its own size (%s)", rows[i].name, dlopt_last_error());
    CHECK_THAT(bytes[rows[i].known] == 0x5A, "%s: nothing is written past it", rows[i].name);
    memset(bytes, 0, sizeof room);
    put_size(bytes, (uint32_t)rows[i].known + 16);
    CHECK_THAT(rows[i].fill(bytes) == DLOPT_OK, "%s: a newer caller's size (%s)", rows[i].name, dlopt_last_error());
    uint32_t size;
    memcpy(&size, bytes, sizeof size);
    CHECK_INT(size, rows[i].known + 16);
  }
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

typedef dlopt_status (*init_fn)(void* structure, size_t size);
static dlopt_status init_runtime(void* s, size_t size) { return dlopt_runtime_desc_init(s, size); }
static dlopt_status init_param(void* s, size_t size) { return dlopt_param_desc_init(s, size); }
static dlopt_status init_step(void* s, size_t size) { return dlopt_step_desc_init(s, size); }
static dlopt_status init_history(void* s, size_t size) { return dlopt_norm_history_init(s, size, NULL, 100); }
static dlopt_status init_kernel(void* s, size_t size) { return dlopt_kernel_buffers_init(s, size); }
static dlopt_status init_stats(void* s, size_t size) { return dlopt_stats_desc_init(s, size); }
static dlopt_status init_tensor(void* s, size_t size) { return dlopt_tensor_init(s, size, g, DLOPT_DTYPE_F32, 1, &three); }

static dlopt_status init_sink(void* s, size_t size) { return dlopt_sink_init(s, size); }
static dlopt_status init_source(void* s, size_t size) { return dlopt_source_init(s, size); }
static dlopt_status init_save(void* s, size_t size) { return dlopt_save_desc_init(s, size); }
static dlopt_status init_load(void* s, size_t size) { return dlopt_load_desc_init(s, size); }
static dlopt_status init_piece(void* s, size_t size) { return dlopt_load_piece_init(s, size); }

static void init_functions(void) {
  static const struct {
    const char* name;
    init_fn init;
    size_t known;
  } rows[] = {{"dlopt_runtime_desc", init_runtime, sizeof(dlopt_runtime_desc)},
              {"dlopt_param_desc", init_param, sizeof(dlopt_param_desc)},
              {"dlopt_step_desc", init_step, sizeof(dlopt_step_desc)},
              {"dlopt_kernel_buffers", init_kernel, sizeof(dlopt_kernel_buffers)},
              {"dlopt_norm_history", init_history, sizeof(dlopt_norm_history)},
              {"dlopt_tensor", init_tensor, sizeof(dlopt_tensor)},
              {"dlopt_stats_desc", init_stats, sizeof(dlopt_stats_desc)},
              {"dlopt_sink", init_sink, sizeof(dlopt_sink)},
              {"dlopt_source", init_source, sizeof(dlopt_source)},
              {"dlopt_save_desc", init_save, sizeof(dlopt_save_desc)},
              {"dlopt_load_desc", init_load, sizeof(dlopt_load_desc)},
              {"dlopt_load_piece", init_piece, sizeof(dlopt_load_piece)}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint64_t room[64];
    unsigned char *bytes = (unsigned char*)room, untouched[sizeof room];
    const size_t bad[] = {0, 1, 4, rows[i].known - 1, UINT32_MAX, SIZE_MAX};
    memset(untouched, 0x5A, sizeof room);
    for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
      memset(bytes, 0x5A, sizeof room);
      CHECK_THAT(rows[i].init(bytes, bad[j]) == DLOPT_ERR_INVALID_ARGUMENT, "%s: size %zu is none", rows[i].name, bad[j]);
      CHECK_SAYS("struct_size");
      CHECK_BYTES(bytes, untouched, sizeof room);
    }
    CHECK_THAT(rows[i].init(bytes, rows[i].known) == DLOPT_OK, "%s: its own size", rows[i].name);
    CHECK_THAT(bytes[rows[i].known] == 0x5A, "%s: nothing is written past it", rows[i].name);
  }
}

void structures_that_are_filled(void) {
  RUN(filled_structures);
  RUN(init_functions);
}
