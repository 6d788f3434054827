#include "dlopt/monitor.h"

#include "capi/handle.h"
#include "core/structs.h"
#include "monitor/norm_watch.h"
#include "monitor/state_hash.h"
#include "monitor/stats.h"

using namespace dlopt;

namespace {

dlopt_stats_desc stats_defaults() {
  dlopt_stats_desc d = {};
  d.struct_size = sizeof d;
  d.slot = DLOPT_SLOT_ALL;
  d.group = -1;
  d.sample = 1;
  return d;
}

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
}

struct watch_use : handle_use<dlopt_norm_watch> {
  explicit watch_use(dlopt_norm_watch* watch) noexcept : handle_use(watch, kNormWatchTag, "norm watch") {}
};

} // namespace

dlopt_status dlopt_optimizer_stats(dlopt_optimizer* optimizer, int32_t slot, const dlopt_tensor* param, const dlopt_tensor* grad,
                                   dlopt_stats* stats) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  if (dlopt_status status = check_has_states(*optimizer)) return status;
  dlopt_stats measured;
  if (dlopt_status status = measure_slot(*optimizer, slot, param, grad, measured)) return status;
  return give(measured, stats, "stats");
}

dlopt_status dlopt_stats_desc_init(dlopt_stats_desc* desc, size_t struct_size) { return init(stats_defaults(), desc, struct_size, "desc"); }

dlopt_status dlopt_optimizer_measure(dlopt_optimizer* optimizer, const dlopt_stats_desc* desc, dlopt_stats* stats) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_has_states(*optimizer)) return status;
  dlopt_stats_desc d = stats_defaults();
  if (dlopt_status status = take(desc, d, "desc")) return status;
  dlopt_stats measured;
  if (dlopt_status status = measure_slots(*optimizer, d, measured)) return status;
  return give(measured, stats, "stats");
}

dlopt_status dlopt_optimizer_state_hash(dlopt_optimizer* optimizer, const dlopt_tensor* params, size_t count, uint64_t* hash) {
  if (!hash) return no_place("hash");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_whole(*optimizer)) return status;
  return hash_state(*optimizer, params, count, *hash);
}

int32_t dlopt_norm_watch_field_count(void) { return watch_field_count(); }

dlopt_status dlopt_norm_watch_field_info(int32_t index, dlopt_hyper_info* info) {
  if (index < 0 || index >= watch_field_count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted 0 to %d", index, watch_field_count() - 1);
  return describe(watch_field_at(index), info);
}

dlopt_status dlopt_norm_watch_create(dlopt_runtime* runtime, dlopt_norm_watch** watch) {
  if (!watch) return fail(DLOPT_ERR_INVALID_ARGUMENT, "watch: got NULL, wanted a place for the handle");
  *watch = nullptr;
  if (dlopt_status status = check_runtime(runtime)) return status;
  *watch = make_watch(runtime_or_default(runtime));
  return *watch ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "norm watch: no memory for it");
}

dlopt_status dlopt_norm_watch_destroy(dlopt_norm_watch* watch) {
  if (!watch) return DLOPT_OK;
  watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  in_use.let_go();
  free_watch(watch);
  return DLOPT_OK;
}

dlopt_status dlopt_norm_watch_set(dlopt_norm_watch* watch, dlopt_norm_watch_field field, double value) {
  const watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  const hyper_row* row = find_watch_field(field);
  if (!row) return DLOPT_ERR_UNKNOWN_HYPER;
  if (dlopt_status status = check_value(*row, value, "norm watch")) return status;
  set_field(*watch, field, value + 0.0); // -0.0 becomes 0.0
  return DLOPT_OK;
}

dlopt_status dlopt_norm_watch_get(dlopt_norm_watch* watch, dlopt_norm_watch_field field, double* value) {
  if (!value) return no_place("value");
  const watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  if (!find_watch_field(field)) return DLOPT_ERR_UNKNOWN_HYPER;
  *value = (*watch)[field];
  return DLOPT_OK;
}

dlopt_status dlopt_norm_watch_callback(dlopt_norm_watch* watch, dlopt_norm_watch_fn fn, void* user) {
  const watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  watch->fn = fn;
  watch->user = user;
  return DLOPT_OK;
}

dlopt_status dlopt_norm_watch_look(dlopt_norm_watch* watch, int64_t step, double norm, int32_t* exploded) {
  const fp_mode mode;
  const watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  if (norm < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "norm: got %s, wanted 0 or more, or NaN", number(norm).text());
  const bool found = look_at(*watch, step, norm);
  if (exploded) *exploded = found;
  return DLOPT_OK;
}

dlopt_status dlopt_norm_watch_window(dlopt_norm_watch* watch, double* norms, size_t capacity, size_t* count) {
  if (!count) return no_place("count");
  const watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  if (capacity && !norms) return no_place("norms");
  if (capacity && capacity < watch->count)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "capacity: got %zu, wanted at least %zu, or 0", capacity, watch->count);
  if (capacity) std::memcpy(norms, watch->norms, watch->count * sizeof *norms);
  *count = watch->count;
  return DLOPT_OK;
}

dlopt_status dlopt_norm_watch_restore(dlopt_norm_watch* watch, const double* norms, size_t count) {
  const watch_use in_use(watch);
  if (dlopt_status status = in_use.status()) return status;
  return restore_window(*watch, norms, count);
}
