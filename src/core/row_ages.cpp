// Rows that count their own steps, so that what goes by the number of a step is right for each of them.
#include "core/row_steps.h"
#include "core/step.h"

#include <climits>
#include <cstring>

namespace dlopt {

namespace {

// The coefficients of one age at one step, kept for all rows that have it. Whoever needs them first makes them; a set is made once in a
// step, and who finds another age in its place, or a set that is being made, does without.
struct age_set {
  std::atomic<uint64_t> key; // generation, states that are late, age
  double values[kMaxCoefs];
};

constexpr int kAgeBits = 31, kKeyBits = kAgeBits + kMaxStates;
constexpr uint64_t kBeingMade = (uint64_t(1) << kKeyBits) - 1; // of no row: no rule has so many states of elements
static_assert(kMaxElementStates < kMaxStates);
constexpr uint64_t kGenerations = uint64_t(1) << (64 - kKeyBits);

// Many rows can have many ages; sets must not take more memory than ages do, unless there are few.
constexpr int64_t kFewSets = 1024, kMostSets = 32768, kRowsPerSet = 16;

size_t sets_for(int64_t rows) noexcept {
  const int64_t wanted = rows < kFewSets ? rows : rows / kRowsPerSet < kFewSets ? kFewSets : rows / kRowsPerSet;
  size_t sets = 1;
  while (int64_t(2 * sets) <= wanted && int64_t(2 * sets) <= kMostSets) sets *= 2;
  return sets;
}

int32_t age_of(int32_t written) noexcept { return written < 0 ? 0 : written; }

void make_coefs(const dlopt_optimizer& o, const slot& s, int32_t age, uint32_t late, double* values) noexcept {
  step_coefs coefs;
  compute_coefs_at(o, s, age, age ? late : s.allocated, coefs);
  std::memcpy(values, coefs.values, sizeof coefs.values);
}

const double* coefs_of_row(const void* owner, size_t index, int64_t row, double* own) {
  const auto& o = *static_cast<const dlopt_optimizer*>(owner);
  const slot& s = o.slots[index];
  const int32_t age = age_of(s.ages[row]);
  const uint64_t late = s.late[row], generation = o.rows.generation << kKeyBits, key = generation | late << kAgeBits | uint64_t(age);
  const size_t sets = s.age_sets.bytes / sizeof(age_set);
  age_set& set = static_cast<age_set*>(s.age_sets.memory)[(size_t(age) ^ size_t(late) * 37) & (sets - 1)];
  uint64_t found = set.key.load(std::memory_order_acquire);
  if (found == key) return set.values;
  double* const values =
      found >> kKeyBits != o.rows.generation && set.key.compare_exchange_strong(found, generation | kBeingMade) ? set.values : own;
  make_coefs(o, s, age, uint32_t(late), values);
  if (values == set.values) set.key.store(key, std::memory_order_release);
  return values;
}

// Old keys must not come back.
void begin_generation(dlopt_optimizer& o) noexcept {
  if (++o.rows.generation < kGenerations) return;
  o.rows.generation = 1;
  for (slot& s : o.slots)
    if (s.age_sets.memory) std::memset(s.age_sets.memory, 0, s.age_sets.bytes);
}

void point_to_ages(slot& s) noexcept {
  s.ages = static_cast<int32_t*>(s.row_block.memory);
  s.late = reinterpret_cast<uint8_t*>(s.ages + s.row_room);
}

void advance_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  o.cut.for_each_chunk(task, o.numels.begin(), [&o](size_t i, int64_t first, int64_t n, int64_t) {
    slot& s = o.slots[i];
    const parameter_update& u = o.updates[i];
    if (!u.param || !s.ages) return;
    // Each row belongs to the chunk that its first element lies in.
    for_each_row_run(u.rows, first, n, [&](int64_t at, int64_t count, int64_t shift) {
      const int64_t from = (at + shift + s.row_length - 1) / s.row_length, past = (at + shift + count - 1) / s.row_length + 1;
      for (int64_t row = from; row < past; ++row) {
        const int32_t age = age_of(s.ages[row]);
        s.late[row] = uint8_t((age ? s.late[row] : s.allocated) & ~u.used);
        s.ages[row] = age + (age < INT32_MAX);
      }
    });
  });
}

} // namespace

const char* needs_one_age(const rule_info& rule) noexcept {
  if (rule.n_sums || rule.n_numbers || rule.n_shared) return "it keeps numbers of whole tensors";
  if (has_small_parts(rule)) return "its states are not of rows";
  if (rule.mode_weight) return "its average is one of all steps";
  if (rule.noisy) return "its noise goes by the step of the whole tensor";
  return nullptr;
}

bool allocate_ages(dlopt_runtime& runtime, slot& s) noexcept {
  const size_t room = size_t(s.row_room), sets = sets_for(s.row_room);
  size_t bytes;
  if (__builtin_mul_overflow(room, sizeof *s.ages + sizeof *s.late, &bytes) || bytes > PTRDIFF_MAX) return false;
  s.row_block = {allocate(runtime, bytes), bytes};
  s.age_sets = {allocate(runtime, sets * sizeof(age_set)), sets * sizeof(age_set)};
  if (!s.row_block.memory || !s.age_sets.memory) return false;
  point_to_ages(s);
  std::memset(s.row_block.memory, 0, bytes);
  std::memset(s.age_sets.memory, 0, s.age_sets.bytes);
  return true;
}

void release_ages(dlopt_runtime& runtime, slot& s) noexcept {
  release(runtime, s.row_block.memory, s.row_block.bytes);
  release(runtime, s.age_sets.memory, s.age_sets.bytes);
  s.row_block = s.age_sets = {nullptr, 0};
  s.ages = nullptr;
  s.late = nullptr;
}

bool copy_ages(dlopt_runtime& runtime, const slot& from, slot& to) noexcept {
  to.row_block = to.age_sets = {nullptr, 0};
  if (!from.ages) return true;
  if (!allocate_ages(runtime, to)) return false;
  std::memcpy(to.row_block.memory, from.row_block.memory, from.row_block.bytes);
  return true;
}

void renew_ages(slot& s) noexcept {
  if (s.ages) std::memset(s.row_block.memory, 0, s.row_block.bytes);
}

void mark_late(slot& s, uint32_t states) noexcept {
  if (!s.ages || !states) return;
  for (int64_t row = 0; row < s.shape[0]; ++row) s.late[row] = uint8_t(s.late[row] | states);
}

void attach_ages(dlopt_optimizer& o) noexcept {
  o.rows.aged.set_count(o.slots.count());
  bool any = false;
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const slot& s = o.slots[i];
    parameter_update& u = o.updates[i];
    u.aged = nullptr;
    if (!u.param || !s.ages) continue;
    o.rows.aged[i] = {s.ages, s.late, coefs_of_row, &o, i};
    u.aged = &o.rows.aged[i];
    u.row_length = s.row_length;
    any = true;
  }
  if (any) begin_generation(o);
}

namespace {

bool asks_ages(const dlopt_optimizer& o) noexcept {
  bool any = false;
  for (size_t i = 0; i < o.slots.count(); ++i) any |= o.updates[i].param && o.slots[i].ages;
  return !o.run.skip && any;
}
pass advance_ages(dlopt_optimizer& o) noexcept { return over_chunks(o, advance_task); }

} // namespace

const phase ages_phase = {asks_ages, advance_ages, nullptr, true};

} // namespace dlopt
