#include "dlopt/history.h"

#include "capi/handle.h"
#include "monitor/history.h"

#include <cmath>

using namespace dlopt;

namespace {

struct history_use : handle_use<dlopt_history> {
  explicit history_use(dlopt_history* history) noexcept : handle_use(history, kHistoryTag, "history") {}
};

dlopt_status check_values(const dlopt_history& h, const double* values, size_t count) {
  if (count != h.columns.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one number for each column", count, h.columns.count());
  return values ? DLOPT_OK : fail(DLOPT_ERR_INVALID_ARGUMENT, "values: got NULL, wanted %zu numbers", count);
}

dlopt_status check_format(dlopt_history_format format) {
  if (format == DLOPT_HISTORY_CSV || format == DLOPT_HISTORY_EVENTS) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "format: got %d, wanted 0 (CSV) or 1 (events)", format);
}

struct caller_sink {
  dlopt_history_sink_fn write;
  void* user;
};

dlopt_status write_to_caller(void* self, const void* bytes, size_t count) noexcept {
  const auto& sink = *static_cast<const caller_sink*>(self);
  return sink.write(sink.user, bytes, count) ? fail(DLOPT_ERR_IO, "sink: it stopped before all was written") : DLOPT_OK;
}

} // namespace

dlopt_status dlopt_history_create(dlopt_runtime* runtime, const char* const* columns, size_t count, dlopt_history** history) {
  if (!history) return fail(DLOPT_ERR_INVALID_ARGUMENT, "history: got NULL, wanted a place for the handle");
  *history = nullptr;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!columns) return fail(DLOPT_ERR_INVALID_ARGUMENT, "columns: got NULL, wanted %zu names", count);
  return make_history(runtime_or_default(runtime), columns, count, *history);
}

dlopt_status dlopt_history_destroy(dlopt_history* history) {
  if (!history) return DLOPT_OK;
  history_use in_use(history);
  if (dlopt_status status = in_use.status()) return status;
  in_use.let_go();
  free_history(history);
  return DLOPT_OK;
}

dlopt_status dlopt_history_append(dlopt_history* history, int64_t step, double wall_time, const double* values, size_t count) {
  const history_use in_use(history);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_values(*history, values, count)) return status;
  if (!std::isfinite(wall_time)) return fail(DLOPT_ERR_OUT_OF_RANGE, "wall_time: got %s, wanted a finite number", number(wall_time).text());
  return append_row(*history, step, wall_time, values);
}

int64_t dlopt_history_rows(const dlopt_history* history) {
  return history && history->tag == kHistoryTag ? int64_t(history->steps.count()) : 0;
}

dlopt_status dlopt_history_row(dlopt_history* history, int64_t row, int64_t* step, double* wall_time, double* values, size_t count) {
  const history_use in_use(history);
  if (dlopt_status status = in_use.status()) return status;
  if (row < 0 || row >= int64_t(history->steps.count()))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "row: got %lld, wanted one of %zu rows", (long long)row, history->steps.count());
  if (dlopt_status status = check_values(*history, values, count)) return status;
  if (step) *step = history->steps[size_t(row)];
  if (wall_time) *wall_time = history->wall_time(size_t(row));
  std::memcpy(values, history->values(size_t(row)), count * sizeof *values);
  return DLOPT_OK;
}

dlopt_status dlopt_history_write(dlopt_history* history, dlopt_history_format format, int64_t first, dlopt_history_sink_fn sink,
                                 void* user) {
  const fp_mode mode;
  const history_use in_use(history);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_format(format)) return status;
  if (first < 0 || first > int64_t(history->steps.count()))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "first: got %lld, wanted 0 to %zu", (long long)first, history->steps.count());
  if (!sink) return fail(DLOPT_ERR_INVALID_ARGUMENT, "sink: got NULL, wanted a function");
  caller_sink to = {sink, user};
  return write_history(*history, format, size_t(first), {write_to_caller, &to});
}

dlopt_status dlopt_history_save(dlopt_history* history, dlopt_history_format format, const char* path) {
  const fp_mode mode;
  const history_use in_use(history);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_format(format)) return status;
  return save_history(*history, format, path);
}
