// A runtime for tests of internals: counts the bytes that are out, and refuses memory when told to.
#pragma once

#include "core/runtime.h"

#include <cstdlib>

namespace dlopt_test {

struct ledger {
  size_t bytes_out = 0;
  size_t blocks_out = 0;
  bool refuse = false;
  bool wrong_size = false; // a block came back with another size than it was asked for
};

struct block_header {
  size_t bytes;
  unsigned char padding[dlopt::kAlignment - sizeof(size_t)]; // keeps the block behind it aligned
};

inline void* ledger_alloc(void* user, size_t bytes, size_t alignment) {
  auto& l = *static_cast<ledger*>(user);
  void* memory = nullptr;
  if (l.refuse || alignment > dlopt::kAlignment || posix_memalign(&memory, dlopt::kAlignment, sizeof(block_header) + bytes)) return nullptr;
  static_cast<block_header*>(memory)->bytes = bytes;
  l.bytes_out += bytes;
  l.blocks_out += 1;
  return static_cast<block_header*>(memory) + 1;
}

inline void ledger_free(void* user, void* memory, size_t bytes, size_t) {
  auto& l = *static_cast<ledger*>(user);
  block_header* header = static_cast<block_header*>(memory) - 1;
  l.wrong_size |= header->bytes != bytes;
  l.bytes_out -= bytes;
  l.blocks_out -= 1;
  std::free(header);
}

// dlopt_runtime is neither movable nor an aggregate worth listing: filled in place.
struct test_runtime {
  ledger memory;
  dlopt_runtime runtime{};
  test_runtime() {
    runtime.tag = dlopt::kRuntimeTag;
    runtime.alloc = ledger_alloc;
    runtime.free = ledger_free;
    runtime.allocator_user = &memory;
  }
};

} // namespace dlopt_test
