// A history as a whole file, which is either there or as it was.
#include "monitor/history.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace dlopt {

namespace {

constexpr size_t kLongestPath = 4000;

int32_t write_to(void* user, const void* bytes, size_t count) {
  const int file = *static_cast<const int*>(user);
  for (const char* from = static_cast<const char*>(bytes); count;) {
    const ssize_t written = ::write(file, from, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -1;
    from += written;
    count -= size_t(written);
  }
  return 0;
}

dlopt_status failed(const char* what, const char* path) noexcept {
  return fail(DLOPT_ERR_IO, "path: could not %s %s: error %d", what, quoted(path).text(), errno);
}

// What went wrong, or nullptr.
const char* write_file(const dlopt_history& h, dlopt_history_format format, const char* path) noexcept {
  int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return "open";
  const bool written = !write_history(h, format, 0, write_to, &file) && !::fsync(file);
  const int error = errno;
  const bool closed = !::close(file);
  if (!written) errno = error;
  return written && closed ? nullptr : "write";
}

} // namespace

dlopt_status save_history(const dlopt_history& h, dlopt_history_format format, const char* path) noexcept {
  if (!path || !*path) return fail(DLOPT_ERR_INVALID_ARGUMENT, "path: got %s, wanted the name of a file", quoted(path).text());
  if (strnlen(path, kLongestPath + 1) > kLongestPath)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "path: got more than %zu bytes, wanted at most that", kLongestPath);
  char partial[kLongestPath + sizeof ".partial"];
  std::snprintf(partial, sizeof partial, "%s.partial", path);
  const char* problem = write_file(h, format, partial);
  if (!problem && std::rename(partial, path)) problem = "rename";
  if (!problem) return DLOPT_OK;
  const dlopt_status status = failed(problem, partial);
  ::unlink(partial);
  return status;
}

} // namespace dlopt
