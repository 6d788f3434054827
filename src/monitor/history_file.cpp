// A history as a whole file, which is either there or as it was.
#include "core/file.h"
#include "monitor/history.h"

namespace dlopt {

namespace {

constexpr size_t kLongestPath = 4000;

} // namespace

dlopt_status save_history(const dlopt_history& h, dlopt_history_format format, const char* path) noexcept {
  if (path && strnlen(path, kLongestPath + 1) > kLongestPath)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "path: got more than %zu bytes, wanted at most that", kLongestPath);
  if (dlopt_status status = check_path(path)) return status;
  replacement_file file(path);
  if (dlopt_status status = file.make()) return status;
  if (dlopt_status status = write_history(h, format, 0, file.sink())) return status;
  return file.put_in_place();
}

} // namespace dlopt
