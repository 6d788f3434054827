// A file is written beside its place under a name of its own, brought to the disk, and put in its place in one move: whoever looks, and
// whenever all ends, finds the old file or the new one.
#include "state/file.h"

#include "state/load.h"
#include "state/save.h"

#include <atomic>
#include <cerrno>
#include <climits>
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
  return fail(DLOPT_ERR_IO, "path: %s of %s failed: %s", what, quoted(path).text(), strerrordesc_np(error));
}

dlopt_status write_to_file(void* self, const void* bytes, size_t n) noexcept;
dlopt_status read_from_file(void* self, void* to, size_t n, size_t& got) noexcept;

class open_file {
public:
  explicit open_file(const char* path) noexcept : path_(path) {}
  ~open_file() {
    if (number_ >= 0) close(number_);
  }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;

  bool open_as(const char* name, int flags, mode_t mode = 0) noexcept {
    do number_ = open(name, flags | O_CLOEXEC, mode);
    while (number_ < 0 && errno == EINTR);
    return number_ >= 0;
  }
  dlopt_status write_all(const char* from, size_t n) noexcept {
    while (n) {
      const ssize_t moved = write(number_, from, n < kMostAtOnce ? n : kMostAtOnce);
      if (moved < 0 && errno == EINTR) continue;
      if (moved <= 0) return fail_io("writing", path_, moved ? errno : EIO);
      from += moved;
      n -= size_t(moved);
    }
    return DLOPT_OK;
  }
  dlopt_status read_some(char* to, size_t n, size_t& got) noexcept {
    for (got = 0; got < n;) {
      const ssize_t moved = read(number_, to + got, n - got < kMostAtOnce ? n - got : kMostAtOnce);
      if (moved < 0 && errno == EINTR) continue;
      if (moved < 0) return fail_io("reading", path_, errno);
      if (!moved) break;
      got += size_t(moved);
    }
    return DLOPT_OK;
  }
  // A failed sync is never tried again: the system may have dropped what it could not write.
  dlopt_status sync() noexcept { return fsync(number_) ? fail_io("bringing to the disk", path_, errno) : DLOPT_OK; }
  dlopt_status close_checked() noexcept {
    const int number = number_;
    number_ = -1;
    return close(number) && errno != EINTR ? fail_io("closing", path_, errno) : DLOPT_OK;
  }
  dlopt_status size(int64_t& bytes) const noexcept {
    struct stat info;
    if (fstat(number_, &info)) return fail_io("looking at", path_, errno);
    if (!S_ISREG(info.st_mode)) return fail_io("opening", path_, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
    bytes = info.st_size;
    return DLOPT_OK;
  }

private:
  const char* path_; // for messages
  int number_ = -1;
};

dlopt_status write_to_file(void* self, const void* bytes, size_t n) noexcept {
  return static_cast<open_file*>(self)->write_all(static_cast<const char*>(bytes), n);
}
dlopt_status read_from_file(void* self, void* to, size_t n, size_t& got) noexcept {
  return static_cast<open_file*>(self)->read_some(static_cast<char*>(to), n, got);
}

dlopt_status check_path(const char* path) noexcept {
  if (!path || !*path) return fail(DLOPT_ERR_INVALID_ARGUMENT, "path: got %s, wanted the name of a file", quoted(path).text());
  if (strnlen(path, PATH_MAX) == PATH_MAX) return fail_io("opening", path, ENAMETOOLONG);
  return DLOPT_OK;
}

// The file before it has its name. Unless it is put in place it is removed.
class temporary_file {
public:
  explicit temporary_file(const char* path) noexcept : path_(path), file_(path) {
    const char* const slash = std::strrchr(path, '/');
    folder_length_ = slash ? size_t(slash - path) + 1 : 0;
  }
  ~temporary_file() {
    if (exists_) unlink(name_);
  }

  dlopt_status make() noexcept {
    static std::atomic<unsigned> counter{0};
    struct stat old;
    if (!stat(path_, &old) && S_ISDIR(old.st_mode)) return fail_io("replacing", path_, EISDIR);
    for (int i = 0; i < kMostTries && !exists_; ++i) {
      std::snprintf(name_, sizeof name_, "%.*s.dlopt-%ld-%u.tmp", int(folder_length_), path_, long(getpid()), counter.fetch_add(1));
      exists_ = file_.open_as(name_, O_WRONLY | O_CREAT | O_EXCL, 0666);
      if (!exists_ && errno != EEXIST) break;
    }
    return exists_ ? DLOPT_OK : fail_io("making a file beside", path_, errno);
  }
  dlopt_status put_in_place() noexcept {
    if (dlopt_status status = file_.sync()) return status;
    if (dlopt_status status = file_.close_checked()) return status;
    if (rename(name_, path_)) return fail_io("replacing", path_, errno);
    exists_ = false;
    return sync_folder();
  }
  open_file& file() noexcept { return file_; }

private:
  dlopt_status sync_folder() noexcept {
    if (folder_length_) name_[folder_length_] = 0;
    else std::strcpy(name_, ".");
    open_file folder(path_);
    if (!folder.open_as(name_, O_RDONLY | O_DIRECTORY)) return fail_io("opening the folder", path_, errno);
    return folder.sync();
  }

  const char* path_;
  open_file file_;
  size_t folder_length_;
  bool exists_ = false;
  char name_[PATH_MAX + 64];
};

} // namespace

dlopt_status save_file(const dlopt_optimizer& o, const dlopt_save_desc& desc, const char* path) noexcept {
  if (dlopt_status status = check_path(path)) return status;
  temporary_file temporary(path);
  if (dlopt_status status = temporary.make()) return status;
  if (dlopt_status status = save_optimizer(o, desc, {write_to_file, &temporary.file()})) return status;
  return temporary.put_in_place();
}

dlopt_status load_file(dlopt_optimizer& o, const dlopt_load_desc& desc, const char* path) noexcept {
  if (dlopt_status status = check_path(path)) return status;
  open_file file(path);
  int64_t bytes = 0;
  if (!file.open_as(path, O_RDONLY | O_NONBLOCK)) return fail_io("opening", path, errno); // a pipe is refused, not waited for
  if (dlopt_status status = file.size(bytes)) return status;
  return load_optimizer(o, desc, {read_from_file, &file, bytes});
}

} // namespace dlopt
