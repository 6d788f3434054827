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

// One block holds, in this order: row_ages, the sets, the ages, and the states that are late.
age_set* sets_of(const slot& s) noexcept { return reinterpret_cast<age_set*>(ages_of(s) + 1); }
size_t bytes_for(int64_t rows) noexcept { return size_t(rows) * (sizeof(int32_t) + sizeof(uint8_t)); }

int32_t age_of(int32_t written) noexcept { return written < 0 ? 0 : written; }

void make_coefs(const dlopt_optimizer& o, const slot& s, int32_t age, uint32_t late, double* values) noexcept {
  step_coefs coefs;
  compute_coefs_at(o, s, age, age ? late : s.allocated, coefs);
  std::memcpy(values, coefs.values, sizeof coefs.values);
}

const double* coefs_of_row(const void* owner, size_t index, int64_t row, double* own) {
  const auto& o = *static_cast<const dlopt_optimizer*>(owner);
  const slot& s = o.slots[index];
  const row_ages& rows = *ages_of(s);
  const int32_t age = age_of(rows.ages[row]);
  const uint64_t late = rows.late[row], generation = o.rows.generation << kKeyBits, key = generation | late << kAgeBits | uint64_t(age);
  age_set& set = sets_of(s)[(size_t(age) ^ size_t(late) * 37) & (sets_for(s.row_room) - 1)];
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
    if (ages_of(s)) std::memset(static_cast<void*>(sets_of(s)), 0, sets_for(s.row_room) * sizeof(age_set));
}

void advance_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  o.cut.for_each_chunk(task, o.numels.begin(), [&o](size_t i, int64_t first, int64_t n, int64_t) {
    const slot& s = o.slots[i];
    const parameter_update& u = o.updates[i];
    row_ages* const rows = ages_of(s);
    if (!u.param || !rows) return;
    // Each row belongs to the chunk that its first element lies in.
    for_each_row_run(u.rows, first, n, [&](int64_t at, int64_t count, int64_t shift) {
      const int64_t from = (at + shift + s.row_length - 1) / s.row_length, past = (at + shift + count - 1) / s.row_length + 1;
      for (int64_t row = from; row < past; ++row) {
        const int32_t age = age_of(rows->ages[row]);
        rows->late[row] = uint8_t((age ? rows->late[row] : s.allocated) & ~u.used);
        rows->ages[row] = age + (age < INT32_MAX);
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
  const size_t fixed = sizeof(row_ages) + sets_for(s.row_room) * sizeof(age_set);
  if (s.row_room > int64_t((PTRDIFF_MAX - fixed) / bytes_for(1))) return false;
  const size_t bytes = fixed + bytes_for(s.row_room);
  s.aged = {allocate(runtime, bytes), bytes};
  if (!s.aged.memory) return false;
  std::memset(s.aged.memory, 0, bytes);
  row_ages& rows = *ages_of(s);
  rows.ages = reinterpret_cast<int32_t*>(static_cast<char*>(s.aged.memory) + fixed);
  rows.late = reinterpret_cast<uint8_t*>(rows.ages + s.row_room);
  return true;
}

void release_ages(dlopt_runtime& runtime, slot& s) noexcept {
  release(runtime, s.aged.memory, s.aged.bytes);
  s.aged = {nullptr, 0};
}

bool copy_ages(dlopt_runtime& runtime, const slot& from, slot& to) noexcept {
  to.aged = {nullptr, 0};
  if (!ages_of(from)) return true;
  if (!allocate_ages(runtime, to)) return false;
  std::memcpy(ages_of(to)->ages, ages_of(from)->ages, bytes_for(from.row_room));
  return true;
}

void renew_ages(slot& s) noexcept {
  if (ages_of(s)) std::memset(ages_of(s)->ages, 0, bytes_for(s.row_room));
}

void mark_late(slot& s, uint32_t states) noexcept {
  row_ages* const rows = ages_of(s);
  for (int64_t row = 0; rows && states && row < s.shape[0]; ++row) rows->late[row] = uint8_t(rows->late[row] | states);
}

void attach_ages(dlopt_optimizer& o) noexcept {
  bool any = false;
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const slot& s = o.slots[i];
    parameter_update& u = o.updates[i];
    u.aged = nullptr;
    row_ages* const rows = ages_of(s);
    if (!u.param || !rows) continue;
    *rows = {rows->ages, rows->late, coefs_of_row, &o, i};
    u.aged = rows;
    u.row_length = s.row_length;
    any = true;
  }
  if (any) begin_generation(o);
}

namespace {

bool asks_ages(const dlopt_optimizer& o) noexcept {
  bool any = false;
  for (size_t i = 0; i < o.slots.count(); ++i) any |= o.updates[i].param && ages_of(o.slots[i]);
  return !o.run.skip && any;
}
pass advance_ages(dlopt_optimizer& o) noexcept { return over_chunks(o, advance_task); }

} // namespace

const phase ages_phase = {asks_ages, advance_ages, nullptr, true};

} // namespace dlopt
