// Writes the header of a checkpoint: first the metadata, then the tensors.
#pragma once

#include "state/format.h"
#include "state/text.h"

namespace dlopt {

class header_writer {
public:
  explicit header_writer(dlopt_runtime& runtime) noexcept : json_(runtime), value_(runtime) { json_.add("{\"__metadata__\":{"); }

  void entry(const char* key, const char* value) noexcept;
  // The same with a value that fill(text_builder&) writes.
  template <class Fill> void entry_of(const char* key, Fill fill) noexcept {
    value_.clear();
    fill(value_);
    value_.add('\0');
    if (!value_.failed()) entry(key, value_.begin());
  }
  void checksum_of_bytes(const key_text& tensor, uint64_t sum) noexcept;
  // Every tensor twice: once for the metadata, then, after end_metadata, in its place.
  void announce(const key_text& tensor, const tensor_type& type, const int64_t* shape, int32_t ndim) noexcept;
  void end_metadata() noexcept;
  void tensor(const key_text& name, const tensor_type& type, const int64_t* shape, int32_t ndim, uint64_t begin, uint64_t end) noexcept;
  void finish() noexcept; // padded, so that the data begin at a multiple of 8

  bool failed() const noexcept { return json_.failed() || value_.failed(); } // memory was short
  const text_builder& text() const noexcept { return json_; }

private:
  void quote(const char* text) noexcept;

  text_builder json_, value_;
  uint64_t sum_ = 0;
  bool any_ = false;
};

} // namespace dlopt
