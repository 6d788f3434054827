// A file with its header read and checked; tensors are read from it a piece at a time.
#pragma once

#include "state/header.h"

#include <vector>

namespace dlopt::inspect {

class input {
public:
  explicit input(const char* path) noexcept;
  ~input();
  input(const input&) = delete;
  input& operator=(const input&) = delete;

  dlopt_status open() noexcept; // DLOPT_ERR_IO: it cannot be read; else it is damaged
  const char* path() const noexcept { return path_; }
  const header& head() const noexcept { return header_; }

  // Bytes of a tensor from one of them on.
  dlopt_status read(const header_tensor& tensor, uint64_t from, char* to, size_t n) noexcept;

private:
  const char* path_;
  int number_ = -1;
  header header_;
};

inline constexpr size_t kPieceBytes = size_t(1) << 20;

// Calls use(from, n) for the pieces of so many bytes until it fails.
template <class Use> dlopt_status in_pieces(uint64_t bytes, Use use) {
  dlopt_status status = DLOPT_OK;
  for (uint64_t from = 0; !status && from < bytes; from += kPieceBytes)
    status = use(from, bytes - from < kPieceBytes ? size_t(bytes - from) : kPieceBytes);
  return status;
}

} // namespace dlopt::inspect
