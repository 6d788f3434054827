// Files: read as they are; written whole or not at all.
#pragma once

#include "core/byte_sink.h"

#include <climits>
#include <cstdint>
#include <sys/types.h>

namespace dlopt {

// Refuses what cannot be the name of a file.
dlopt_status check_path(const char* path) noexcept;

// Everything that fails says so, by the name of the path.
class open_file {
public:
  explicit open_file(const char* path) noexcept : path_(path) {}
  ~open_file();
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;

  bool open_as(const char* name, int flags, mode_t mode = 0) noexcept;
  // Only a file: a pipe is refused, not waited for.
  dlopt_status open_to_read(int64_t& bytes) noexcept;
  // As many bytes as are asked for; fewer only at the end.
  dlopt_status read_some(char* to, size_t n, size_t& got) noexcept;
  dlopt_status write_all(const char* from, size_t n) noexcept;
  dlopt_status sync() noexcept;
  dlopt_status close_checked() noexcept;

private:
  const char* path_; // for messages
  int number_ = -1;
};

// A file before it has its name: written beside its place under a name of its own, brought to the disk, and put in its place in one move.
// Whoever looks, and whenever all ends, finds the old file or the new one. Unless it is put in place it is removed.
class replacement_file {
public:
  explicit replacement_file(const char* path) noexcept;
  ~replacement_file();

  dlopt_status make() noexcept;
  byte_sink sink() noexcept;
  dlopt_status put_in_place() noexcept;

private:
  dlopt_status sync_folder() noexcept;

  const char* path_;
  open_file file_;
  size_t folder_length_;
  bool exists_ = false;
  char name_[PATH_MAX + 64];
};

// Replaces a file, or makes it: `write` puts its bytes into a sink.
template <class Write> dlopt_status replace_file(const char* path, Write write) noexcept {
  if (dlopt_status status = check_path(path)) return status;
  replacement_file file(path);
  if (dlopt_status status = file.make()) return status;
  if (dlopt_status status = write(file.sink())) return status;
  return file.put_in_place();
}

} // namespace dlopt
