#include "core/name_index.h"

#include <cstring>

namespace dlopt {

// FNV-1a.
size_t name_index::home(const char* name) const noexcept {
  uint64_t hash = 0xcbf29ce484222325u;
  for (; *name; ++name) hash = (hash ^ static_cast<unsigned char>(*name)) * 0x100000001b3u;
  return size_t(hash ^ (hash >> 32)) & (capacity_ - 1);
}

bool name_index::reserve(size_t names) noexcept {
  if (names * 2 <= capacity_) return true;
  size_t capacity = capacity_ ? capacity_ * 2 : 16;
  while (capacity < names * 2) capacity *= 2;
  auto* table = static_cast<entry*>(allocate(runtime_, capacity * sizeof(entry)));
  if (!table) return false;
  std::memset(static_cast<void*>(table), 0, capacity * sizeof(entry));
  entry* old = table_;
  const size_t old_capacity = capacity_;
  table_ = table;
  capacity_ = capacity;
  for (size_t i = 0; i < old_capacity; ++i)
    if (old[i].name) insert(old[i].name, old[i].slot);
  release(runtime_, old, old_capacity * sizeof(entry));
  return true;
}

int32_t name_index::find(const char* name) const noexcept {
  if (!capacity_) return -1;
  for (size_t i = home(name); table_[i].name; i = (i + 1) & (capacity_ - 1))
    if (!std::strcmp(table_[i].name, name)) return table_[i].slot;
  return -1;
}

void name_index::insert(const char* name, int32_t slot) noexcept {
  size_t i = home(name);
  while (table_[i].name) i = (i + 1) & (capacity_ - 1);
  table_[i] = {name, slot};
}

void name_index::remove(const char* name) noexcept {
  size_t hole = home(name);
  while (table_[hole].name != name) hole = (hole + 1) & (capacity_ - 1);
  // Entries behind the hole that a search would now miss move up (Knuth, volume 3, algorithm 6.4 R).
  for (size_t i = (hole + 1) & (capacity_ - 1); table_[i].name; i = (i + 1) & (capacity_ - 1)) {
    const size_t distance_home = (i - home(table_[i].name)) & (capacity_ - 1);
    const size_t distance_hole = (i - hole) & (capacity_ - 1);
    if (distance_home < distance_hole) continue;
    table_[hole] = table_[i];
    hole = i;
  }
  table_[hole].name = nullptr;
}

} // namespace dlopt
