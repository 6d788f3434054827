#include "input.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dlopt::inspect {

namespace {

dlopt_status fail_io(int error) noexcept { return fail(DLOPT_ERR_IO, "%s", strerrordesc_np(error)); }

// As many bytes as there are, up to n.
dlopt_status read_at(int file, uint64_t from, char* to, size_t n, size_t& got) noexcept {
  for (got = 0; got < n;) {
    const ssize_t moved = pread(file, to + got, n - got, off_t(from + got));
    if (moved < 0 && errno == EINTR) continue;
    if (moved < 0) return fail_io(errno);
    if (!moved) break;
    got += size_t(moved);
  }
  return DLOPT_OK;
}

struct position {
  int file;
  uint64_t at;
};
dlopt_status read_on(void* self, void* to, size_t n, size_t& got) noexcept {
  auto& p = *static_cast<position*>(self);
  const dlopt_status status = read_at(p.file, p.at, static_cast<char*>(to), n, got);
  p.at += got;
  return status;
}

} // namespace

input::input(const char* path) noexcept : path_(path), header_(default_runtime()) {}
input::~input() {
  if (number_ >= 0) close(number_);
}

dlopt_status input::open() noexcept {
  struct stat info;
  number_ = ::open(path_, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe is refused, not waited for
  if (number_ < 0 || fstat(number_, &info)) return fail_io(errno);
  if (!S_ISREG(info.st_mode)) return fail(DLOPT_ERR_IO, "it is no regular file");
  position from = {number_, 0};
  return header_.read({read_on, &from, info.st_size});
}

dlopt_status input::read(const header_tensor& tensor, uint64_t from, char* to, size_t n) noexcept {
  const uint64_t data = header_.bytes() - header_.data_bytes();
  size_t got = 0;
  if (dlopt_status status = read_at(number_, data + tensor.begin + from, to, n, got)) return status;
  return got == n ? DLOPT_OK : fail(DLOPT_ERR_IO, "it became shorter while it was read");
}

} // namespace dlopt::inspect
