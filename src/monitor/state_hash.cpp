#include "monitor/state_hash.h"

namespace dlopt {

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the bytes of arrays go in as they lie in memory");
static_assert(sizeof(double) == sizeof(uint64_t), "the hash of each chunk takes the place of a sum");

constexpr char kFormat[] = "dlopt state hash 1";

struct array_job {
  plan& cut;
  const char* data;
  int64_t count, width; // elements, and bytes of one
  dlopt_dtype dtype;    // of those with gaps
  element_spacing spacing;
};

// What lies in gaps is no part of it.
uint64_t hash_chunk_with_gaps(const array_job& job, int64_t first, int64_t n) noexcept {
  checksum stream;
  alignas(64) gathered some;
  in_gathered(first, n, [&](int64_t at, int64_t count) {
    gather(job.data, job.dtype, job.spacing, at, count, some);
    stream.add(some, size_t(count * job.width));
  });
  return stream.value();
}

uint64_t hash_chunk(const array_job& job, int64_t first, int64_t n) noexcept {
  if (job.spacing.has_gaps()) return hash_chunk_with_gaps(job, first, n);
  return checksum_of(job.data + first * job.width, size_t(n * job.width));
}

void hash_task(void* context, size_t task) {
  const auto& job = *static_cast<const array_job*>(context);
  job.cut.for_each_chunk(task, &job.count, [&](size_t, int64_t first, int64_t n, int64_t ordinal) {
    const uint64_t value = hash_chunk(job, first, n);
    std::memcpy(&job.cut.partials()[ordinal], &value, sizeof value);
  });
}

// The arrays of one optimizer, one after the other.
class array_hasher {
public:
  array_hasher(dlopt_optimizer& o, content_hash& hash) noexcept : o_(o), hash_(hash) {}

  // An array of slot s; nullptr: there is none.
  void add(const slot& s, const void* data, int64_t count, int64_t width) noexcept {
    add(s, array_job{o_.cut, static_cast<const char*>(data), count, width, 0, {}});
  }
  void add(const slot& s, const dlopt_tensor& param) noexcept {
    add(s, array_job{o_.cut, static_cast<const char*>(param.data), s.numel, bytes_of(s.dtype), s.dtype, spacing_of(param)});
  }
  bool complete() const noexcept { return complete_; }

private:
  void add(const slot& s, const array_job& job) noexcept {
    hash_.add(job.data ? job.count : int64_t(-1));
    if (!job.data) return;
    if (job.count <= s.numel) return add_in_parallel(job);
    // More than the plan may have room for: small states, and rows without elements.
    for (int64_t first = 0; first < job.count; first += kChunk)
      hash_.add(hash_chunk(job, first, job.count - first < kChunk ? job.count - first : kChunk));
  }
  void add_in_parallel(array_job job) noexcept {
    o_.cut.cut(&job.count, 1);
    complete_ = complete_ && run_parallel(o_.runtime, o_.cut.n_tasks(), job.count, hash_task, &job, o_.cut.ran());
    for (int64_t chunk = 0; complete_ && chunk < chunks_of(job.count); ++chunk) {
      uint64_t value;
      std::memcpy(&value, &o_.cut.partials()[chunk], sizeof value);
      hash_.add(value);
    }
  }

  dlopt_optimizer& o_;
  content_hash& hash_;
  bool complete_ = true;
};

void add_states(const dlopt_optimizer& o, const slot& s, content_hash& hash, array_hasher& arrays) noexcept {
  const uint32_t kept = s.allocated & kept_states(o.rule, o.groups[size_t(s.group)].set, s.dims);
  hash.add(kept), hash.add(kept & s.fresh);
  for (int32_t k = 0; k < o.rule.n_states; ++k) {
    if (!(kept >> k & 1u)) continue;
    const state_code code = code_of(o.rule, s, k);
    const int64_t count = state_count(o.rule, s, k);
    arrays.add(s, s.states[k], count, bytes_of(dtype_of(code, s.arithmetic)));
    if (has_scales(code)) arrays.add(s, scales_of(o.rule, s, k), scale_count(code, count), sizeof(float));
  }
}

void add_arrays(const dlopt_optimizer& o, size_t index, content_hash& hash, array_hasher& arrays) noexcept {
  const slot& s = o.slots[index];
  add_states(o, s, hash, arrays);
  arrays.add(s, s.beside, s.numel, bytes_beside(s.master));
  const int64_t width = bytes_of(s.arithmetic);
  arrays.add(s, s.lr_scales, s.scale_period, width);
  arrays.add(s, s.decay_scales, s.scale_period, width);
  if (const row_ages* rows = ages_of(s)) {
    arrays.add(s, rows->ages, s.shape[0], sizeof *rows->ages);
    arrays.add(s, rows->late, s.shape[0], sizeof *rows->late);
  }
  for (int32_t k = 0; k < o.wraps.count; ++k)
    if (o.wraps.slots[index].filled >> k & 1u) arrays.add(s, kept_array(o, index, k), s.numel, width);
}

dlopt_status check_params(const dlopt_optimizer& o, const dlopt_tensor* params, size_t count) noexcept {
  const size_t wanted = params ? o.slots.count() : 0;
  if (count != wanted)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: %s", count, wanted,
                params ? "one tensor for each slot" : "params is NULL");
  for (size_t i = 0; i < count; ++i) {
    const dlopt_tensor& param = tensor_at(params, i);
    if (dlopt_status status = check_size(param, *params, "params", i)) return status;
    if (o.slots[i].removed || !param.data) continue;
    if (dlopt_status status = check_param(o.slots[i], param, i)) return status;
  }
  return DLOPT_OK;
}

} // namespace

dlopt_status hash_state(dlopt_optimizer& o, const dlopt_tensor* params, size_t count, uint64_t& hash) noexcept {
  if (dlopt_status status = check_params(o, params, count)) return status;
  o.changed = true; // the plan of the step is cut anew for each array
  content_hash content;
  array_hasher arrays(o, content);
  content.add(kFormat);
  add_settings(content, o);
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const slot& s = o.slots[i];
    add_slot_settings(content, o, i);
    if (s.removed) continue;
    add_arrays(o, i, content, arrays);
    if (params) arrays.add(s, tensor_at(params, i));
  }
  if (!arrays.complete()) return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
  hash = content.value();
  return DLOPT_OK;
}

} // namespace dlopt
