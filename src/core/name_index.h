// From parameter names to slots: a hash table with open addressing, so that a million parameters are declared in linear time.
#pragma once

#include "core/runtime.h"

#include <utility>

namespace dlopt {

class name_index {
public:
  explicit name_index(dlopt_runtime& runtime) noexcept : runtime_(runtime) {}
  ~name_index() { release(runtime_, table_, bytes()); }
  name_index(const name_index&) = delete;
  name_index& operator=(const name_index&) = delete;

  // Room for `names` names in all; false when memory is short (nothing changes).
  [[nodiscard]] bool reserve(size_t names) noexcept;
  // The slot of a name, or -1.
  int32_t find(const char* name) const noexcept;
  // After reserve. The text must live as long as the entry.
  void insert(const char* name, int32_t slot) noexcept;
  // The very text that was inserted; it must be there.
  void remove(const char* name) noexcept;
  size_t bytes() const noexcept { return capacity_ * sizeof(entry); }
  void swap(name_index& other) noexcept { // of one runtime
    std::swap(table_, other.table_);
    std::swap(capacity_, other.capacity_);
  }

private:
  struct entry {
    const char* name; // nullptr: free
    int32_t slot;
  };
  size_t home(const char* name) const noexcept;

  dlopt_runtime& runtime_;
  entry* table_ = nullptr;
  size_t capacity_ = 0; // a power of two, at least twice the number of names
};

} // namespace dlopt
