#include "core/file.h"

#include "core/last_error.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dlopt {

namespace {

constexpr int kMostTries = 100;
constexpr size_t kMostAtOnce = size_t(1) << 30; // the system takes no more than 2 GiB

dlopt_status fail_io(const char* what, const char* path, int error) noexcept {
  return fail(DLOPT_ERR_IO, "path: could not %s %s: %s", what, quoted(path).text(), strerrordesc_np(error));
}

size_t at_once(size_t n) noexcept { return n < kMostAtOnce ? n : kMostAtOnce; }

dlopt_status write_to_file(void* self, const void* bytes, size_t n) noexcept {
  return static_cast<open_file*>(self)->write_all(static_cast<const char*>(bytes), n);
}

} // namespace

dlopt_status check_path(const char* path) noexcept {
  if (!path || !*path) return fail(DLOPT_ERR_INVALID_ARGUMENT, "path: got %s, wanted the name of a file", quoted(path).text());
  if (strnlen(path, PATH_MAX) == PATH_MAX) return fail_io("open", path, ENAMETOOLONG);
  return DLOPT_OK;
}

// ---- one file ----

open_file::~open_file() {
  if (number_ >= 0) close(number_);
}

bool open_file::open_as(const char* name, int flags, mode_t mode) noexcept {
  do number_ = open(name, flags | O_CLOEXEC, mode);
  while (number_ < 0 && errno == EINTR);
  return number_ >= 0;
}

dlopt_status open_file::open_to_read(int64_t& bytes) noexcept {
  struct stat info;
  if (!open_as(path_, O_RDONLY | O_NONBLOCK)) return fail_io("open", path_, errno);
  if (fstat(number_, &info)) return fail_io("look at", path_, errno);
  if (!S_ISREG(info.st_mode)) return fail_io("open", path_, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
  bytes = info.st_size;
  return DLOPT_OK;
}

dlopt_status open_file::read_some(char* to, size_t n, size_t& got) noexcept {
  for (got = 0; got < n;) {
    const ssize_t moved = read(number_, to + got, at_once(n - got));
    if (moved < 0 && errno == EINTR) continue;
    if (moved < 0) return fail_io("read", path_, errno);
    if (!moved) break;
    got += size_t(moved);
  }
  return DLOPT_OK;
}

dlopt_status open_file::write_all(const char* from, size_t n) noexcept {
  while (n) {
    const ssize_t moved = write(number_, from, at_once(n));
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0) return fail_io("write", path_, moved ? errno : EIO);
    from += moved;
    n -= size_t(moved);
  }
  return DLOPT_OK;
}

// A failed sync is never tried again: the system may have dropped what it could not write.
dlopt_status open_file::sync() noexcept { return fsync(number_) ? fail_io("bring to the disk", path_, errno) : DLOPT_OK; }

dlopt_status open_file::close_checked() noexcept {
  const int number = number_;
  number_ = -1;
  return close(number) && errno != EINTR ? fail_io("close", path_, errno) : DLOPT_OK;
}

// ---- one that replaces another ----

replacement_file::replacement_file(const char* path) noexcept : path_(path), file_(path) {
  const char* const slash = std::strrchr(path, '/');
  folder_length_ = slash ? size_t(slash - path) + 1 : 0;
}

replacement_file::~replacement_file() {
  if (exists_) unlink(name_);
}

dlopt_status replacement_file::make() noexcept {
  static std::atomic<unsigned> counter{0};
  struct stat old;
  if (!stat(path_, &old) && S_ISDIR(old.st_mode)) return fail_io("replace", path_, EISDIR);
  for (int i = 0; i < kMostTries && !exists_; ++i) {
    std::snprintf(name_, sizeof name_, "%.*s.dlopt-%ld-%u.tmp", int(folder_length_), path_, long(getpid()), counter.fetch_add(1));
    exists_ = file_.open_as(name_, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (!exists_ && errno != EEXIST) break;
  }
  return exists_ ? DLOPT_OK : fail_io("make a file beside", path_, errno);
}

byte_sink replacement_file::sink() noexcept { return {write_to_file, &file_}; }

dlopt_status replacement_file::put_in_place() noexcept {
  if (dlopt_status status = file_.sync()) return status;
  if (dlopt_status status = file_.close_checked()) return status;
  if (rename(name_, path_)) return fail_io("replace", path_, errno);
  exists_ = false;
  return sync_folder();
}

dlopt_status replacement_file::sync_folder() noexcept {
  if (folder_length_) name_[folder_length_] = 0;
  else std::strcpy(name_, ".");
  open_file folder(path_);
  if (!folder.open_as(name_, O_RDONLY | O_DIRECTORY)) return fail_io("open the folder of", path_, errno);
  return folder.sync();
}

} // namespace dlopt
