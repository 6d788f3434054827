#include "monitor/history.h"

#include "core/file.h"
#include "core/utf8.h"

namespace dlopt {

void sink_writer::add(const void* bytes, size_t count) noexcept {
  for (const char* from = static_cast<const char*>(bytes); count;) {
    const size_t room = sizeof buffer_ - count_, now = count < room ? count : room;
    std::memcpy(buffer_ + count_, from, now);
    count_ += now, from += now, count -= now;
    if (count_ == sizeof buffer_) flush();
  }
}

void sink_writer::flush() noexcept {
  if (!status_) status_ = sink_.put(buffer_, count_);
  count_ = 0;
}

dlopt_status sink_writer::end() noexcept {
  flush();
  return status_;
}

namespace {

constexpr size_t kLongestPath = 4000;

const char* problem_of(const dlopt_history& h, const char* name) noexcept {
  if (!name || !*name) return "at least one byte";
  if (strnlen(name, DLOPT_HISTORY_MAX_NAME + 1) > DLOPT_HISTORY_MAX_NAME) return "at most 1023 bytes";
  if (!is_clean_utf8(name)) return "UTF-8 without control characters";
  if (!std::strcmp(name, "step") || !std::strcmp(name, "wall_time")) return "another name: every history has that column";
  return h.index.find(name) >= 0 ? "a name that no other column has" : nullptr;
}

// Names that were not looked at may be of any length.
size_t text_bytes(const char* const* columns, size_t count) noexcept {
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) bytes += columns[i] ? strnlen(columns[i], DLOPT_HISTORY_MAX_NAME) + 1 : 0;
  return bytes;
}

dlopt_status add_columns(dlopt_history& h, const char* const* columns, size_t count) noexcept {
  if (!h.text.reserve(text_bytes(columns, count)) || !h.columns.reserve(count) || !h.index.reserve(count))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "history: no memory for %zu columns", count);
  for (size_t i = 0; i < count; ++i) {
    if (const char* problem = problem_of(h, columns[i]))
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "columns[%zu]: got %s, wanted %s", i, quoted(columns[i]).text(), problem);
    char* const name = h.text.end();
    for (const char* from = columns[i]; *from; ++from) h.text.add(*from);
    h.text.add(0);
    h.columns.add(name);
    h.index.insert(name, int32_t(i));
  }
  return DLOPT_OK;
}

} // namespace

dlopt_status make_history(dlopt_runtime& runtime, const char* const* columns, size_t count, dlopt_history*& made) noexcept {
  if (count < 1 || count > DLOPT_HISTORY_MAX_COLUMNS)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "count: got %zu, wanted 1 to %d columns", count, DLOPT_HISTORY_MAX_COLUMNS);
  auto* const h = make_handle<dlopt_history>(runtime, kHistoryTag, runtime);
  if (!h) return fail(DLOPT_ERR_OUT_OF_MEMORY, "history: no memory for it");
  const dlopt_status status = add_columns(*h, columns, count);
  if (status) free_history(h);
  else made = h;
  return status;
}

void free_history(dlopt_history* h) noexcept { unmake_handle(h->runtime, h); }

dlopt_status append_row(dlopt_history& h, int64_t step, double wall_time, const double* values) noexcept {
  const size_t width = h.columns.count() + 1;
  if (!h.steps.reserve(h.steps.count() + 1) || !h.numbers.reserve(h.numbers.count() + width))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "history: no memory for row %zu", h.steps.count());
  h.steps.add(step);
  h.numbers.add(wall_time);
  for (size_t i = 0; i + 1 < width; ++i) h.numbers.add(values[i]);
  return DLOPT_OK;
}

dlopt_status write_history(const dlopt_history& h, dlopt_history_format format, size_t first, const byte_sink& sink) noexcept {
  sink_writer to(sink);
  (format == DLOPT_HISTORY_CSV ? write_csv : write_events)(to, h, first);
  return to.end();
}

dlopt_status save_history(const dlopt_history& h, dlopt_history_format format, const char* path) noexcept {
  if (path && strnlen(path, kLongestPath + 1) > kLongestPath)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "path: got more than %zu bytes, wanted at most that", kLongestPath);
  return replace_file(path, [&](const byte_sink& sink) noexcept { return write_history(h, format, 0, sink); });
}

} // namespace dlopt
