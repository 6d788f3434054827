// Steps take no memory, neither the library's nor the header's: operator new is counted in the whole program.
#include "check.h"

#include <atomic>
#include <cstdlib>
#include <new>

static std::atomic<int64_t> taken; // other tests of this program have threads

// Not inlined: compilers take malloc and delete for a mismatched pair.
#define COUNTED __attribute__((noinline))

COUNTED void* operator new(size_t size) {
  ++taken;
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
COUNTED void* operator new(size_t size, const std::nothrow_t&) noexcept {
  ++taken;
  return std::malloc(size ? size : 1);
}
COUNTED void operator delete(void* memory) noexcept { std::free(memory); }
COUNTED void operator delete(void* memory, size_t) noexcept { std::free(memory); }
// Those of arrays come to these.

namespace {

TEST(allocation, is_none_in_a_step) {
  int64_t library = 0;
  dlopt::runtime rt(dlopt::allocator(
      [&library](size_t size, size_t alignment) {
        return ++library, std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
      },
      [](void* memory, size_t, size_t) { std::free(memory); }));
  subject s(rt);
  dlopt::optimizer flat(dlopt::adamw(), rt);
  flat.step(s.w, s.gw);
  dlopt::step_options options;
  options.max_norm = 1;
  const int64_t before = taken, library_before = library;
  for (int i = 0; i < 100; i++) {
    flat.step(s.w, s.gw);
    s.opt.step({s.w, s.b}, {s.gw, s.gb});
    s.opt.step({s.w, s.b}, {s.gw, s.gb}, options);
    dlopt::step_in_pieces pieces = s.opt.begin({s.w, s.b}, {s.gw, s.gb});
    while (!pieces.part(1)) {
    }
    pieces.end();
  }
  EXPECT_EQ(before, taken);
  EXPECT_EQ(library_before, library);
  EXPECT_GT(before, 0);
}

} // namespace
