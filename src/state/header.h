// The header of a safetensors file: what tensors there are, and the metadata.
#pragma once

#include "core/array.h"
#include "state/bytes.h"
#include "state/tensor_types.h"

namespace dlopt {

inline constexpr uint64_t kLongestHeader = 100000000; // as the reference reader
// The bytes that dlopt writes at least: for a tensor with the entry of its checksum, and for any other entry. A flood of shorter ones, of
// 50 and 6 bytes, is refused before it takes several times its size in memory.
inline constexpr size_t kLeastTensor = 90, kLeastEntry = 40;

struct header_tensor {
  const char* name;
  const tensor_type* type;
  size_t shape; // where it begins among all
  int32_t ndim;
  uint64_t begin, end; // of its bytes, behind the header
  uint64_t hash;       // of its name
};

struct header_entry {
  const char* key;
  const char* value;
  uint64_t hash; // of its key
};

// Zeros behind the text: the parser reads a character of several bytes to its end, though the text may end within it.
inline constexpr size_t kTextEnd = 4;

// What the parser of the JSON finds, as it stands in the text, which it changes: names and values become strings in it.
struct header_content {
  explicit header_content(dlopt_runtime& r) noexcept : text(r), tensors(r), shapes(r), metadata(r) {}
  array<char> text; // and kTextEnd zeros
  array<header_tensor> tensors;
  array<int64_t> shapes;
  array<header_entry> metadata;
};

// header_parser.cpp. Structure alone; what is said of tensors is not compared.
dlopt_status parse_header(header_content& content) noexcept;

class header {
public:
  explicit header(dlopt_runtime& runtime) noexcept : content_(runtime), by_place_(runtime) {}

  // Reads and checks it all: no key twice, no holes, no overlaps, no more or fewer bytes than the source has, metadata as they were
  // written.
  dlopt_status read(const byte_source& source) noexcept;

  const header_entry* find_entry(const char* key) const noexcept; // nullptr: none
  const char* find_value(const char* key) const noexcept;         // the same
  const header_tensor* find_tensor(const char* name) const noexcept;
  const array<header_entry>& metadata() const noexcept { return content_.metadata; }
  const array<header_tensor>& tensors() const noexcept { return content_.tensors; } // by name; numbered by their place here
  const array<size_t>& by_place() const noexcept { return by_place_; }              // numbers of tensors as they follow each other
  const int64_t* shape_of(const header_tensor& t) const noexcept { return content_.shapes.begin() + t.shape; }
  uint64_t checksum() const noexcept { return checksum_; } // that kChecksumKey should tell
  uint64_t data_bytes() const noexcept { return data_bytes_; }
  uint64_t bytes() const noexcept { return sizeof(uint64_t) + content_.text.count() - kTextEnd + data_bytes_; } // of the whole file

private:
  dlopt_status read_text(const byte_source& source) noexcept;
  void sum_up() noexcept;
  dlopt_status sort_names() noexcept;
  dlopt_status check_places(int64_t source_bytes) noexcept;

  header_content content_;
  array<size_t> by_place_;
  uint64_t checksum_ = 0, data_bytes_ = 0;
};

} // namespace dlopt
