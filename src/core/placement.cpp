// A placed optimizer is a copy that was made with the allocator of a runtime of its own, which stands at the beginning of the block and
// hands out the rest of it. How large the block must be is found by making such a copy with an allocator that counts, as an outline, so
// that no state is ever allocated for it.
#include "core/placement.h"

#include "core/last_error.h"

#include <new>

namespace dlopt {

namespace {

constexpr size_t kNoSize = SIZE_MAX;

// How far a block moves the next one; kNoSize where that does not fit.
size_t room_of(size_t bytes) noexcept {
  return bytes > kNoSize - kAlignment ? kNoSize : (bytes + kAlignment - 1) / kAlignment * kAlignment;
}
size_t sum_of(size_t a, size_t b) noexcept { return a > kNoSize - b ? kNoSize : a + b; }

// The unused rest of the block.
struct block_rest {
  char* next;
  size_t left;
};

void* take_from_rest(void* user, size_t bytes, size_t) noexcept {
  auto& rest = *static_cast<block_rest*>(user);
  const size_t room = room_of(bytes);
  if (room > rest.left) return nullptr;
  void* memory = rest.next;
  rest.next += room;
  rest.left -= room;
  return memory;
}

void leave_in_block(void*, void*, size_t, size_t) noexcept {}

// What stands at the beginning of the block.
struct block_head {
  dlopt_runtime runtime;
  block_rest rest;
};

struct counter {
  dlopt_runtime& from;
  size_t bytes;
};

void* take_and_count(void* user, size_t bytes, size_t) noexcept {
  auto& count = *static_cast<counter*>(user);
  count.bytes = sum_of(count.bytes, room_of(bytes));
  return allocate(count.from, bytes);
}

void give_back(void* user, void* memory, size_t bytes, size_t) noexcept { release(static_cast<counter*>(user)->from, memory, bytes); }

// Makes `inner` a runtime that is the owner but for its memory.
void derive(dlopt_runtime& inner, dlopt_runtime& owner, dlopt_alloc_fn alloc, dlopt_free_fn free, void* user) noexcept {
  inner.tag = kRuntimeTag;
  inner.threads = owner.threads;
  inner.alloc = alloc;
  inner.free = free;
  inner.allocator_user = user;
  inner.parallel_for = owner.parallel_for;
  inner.parallel_for_user = owner.parallel_for_user;
  inner.log = owner.log;
  inner.log_user = owner.log_user;
  inner.workers = owner.workers;
  inner.owner = &owner;
}

// What the states of an outline will take.
size_t room_of_states(const dlopt_optimizer& outline) noexcept {
  size_t bytes = 0;
  for (const slot& s : outline.slots) {
    bytes = sum_of(bytes, room_of(s.beside_memory.bytes));
    for (const block& b : s.owned) bytes = sum_of(bytes, room_of(b.bytes));
  }
  for (const wrapped_slot& w : outline.wraps.slots)
    for (const block& b : w.kept) bytes = sum_of(bytes, room_of(b.bytes));
  return bytes;
}

dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "place: no memory to measure the optimizer"); }

} // namespace

dlopt_status measure_placed(const dlopt_optimizer& original, size_t& bytes) noexcept {
  dlopt_runtime& owner = owner_of(original.runtime);
  counter count = {owner, 0};
  dlopt_runtime counting = {};
  derive(counting, owner, take_and_count, give_back, &count);
  dlopt_optimizer* outline = copy_optimizer(original, counting, true);
  if (!outline) return no_memory();
  const size_t rest = sum_of(count.bytes, room_of_states(*outline)), head = room_of(sizeof(block_head)) + kAlignment - 1;
  free_optimizer(outline);
  if (rest > PTRDIFF_MAX - head) return fail(DLOPT_ERR_OUT_OF_MEMORY, "place: its states are more than memory can hold");
  bytes = head + rest;
  return DLOPT_OK;
}

dlopt_status place_optimizer(const dlopt_optimizer& original, void* memory, size_t bytes, dlopt_optimizer*& placed) noexcept {
  size_t wanted = 0;
  if (dlopt_status status = measure_placed(original, wanted)) return status;
  if (bytes < wanted) return fail(DLOPT_ERR_OUT_OF_RANGE, "bytes: got %zu, wanted %zu or more", bytes, wanted);
  const size_t gap = (kAlignment - reinterpret_cast<uintptr_t>(memory) % kAlignment) % kAlignment;
  char* const start = static_cast<char*>(memory) + gap;
  auto* head = new (start) block_head{};
  const size_t before = room_of(sizeof *head);
  head->rest = {start + before, bytes - gap - before};
  derive(head->runtime, owner_of(original.runtime), take_from_rest, leave_in_block, &head->rest);
  placed = copy_optimizer(original, head->runtime, false);
  head->rest.left = 0; // never again
  return placed ? DLOPT_OK : fail(DLOPT_ERR_INTERNAL, "place: the block was measured too small; please report it");
}

} // namespace dlopt
