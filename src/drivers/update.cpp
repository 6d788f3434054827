#include "drivers/update.h"

#include "drivers/copy.h"
#include "drivers/gradients.h"
#include "drivers/prefetch.h"

namespace dlopt {

namespace {

// Whether the loops can run over the caller's buffers in one go.
template <class T> bool in_place(const parameter_update& u) {
  return usable_in_place<T>(u.param, u.storage.dtype, u.storage.spacing) && u.grad &&
         usable_in_place<T>(u.grad, u.grad_dtype, u.grad_spacing) && !clips_elements(u);
}

template <class T> void states_at(const parameter_update& u, int64_t first, T* (&states)[kMaxElementStates]) {
  for (int s = 0; s < kMaxElementStates; ++s) states[s] = (u.used >> s & 1u) ? static_cast<T*>(u.states[s]) + first : nullptr;
}

// Calls visit(first element, how many) for the whole range, or for its blocks where the buffers must be staged or are needed again.
template <class T, class Visit> void in_blocks(const parameter_update& u, int64_t first, int64_t n, bool again, Visit visit) {
  if (in_place<T>(u) && !again) return visit(first, n);
  const int64_t block = in_place<T>(u) ? kBlock : kForeseen;
  for (int64_t done = 0; done < n; done += block) visit(first + done, n - done < block ? n - done : block);
}

// Calls visit(update, first, n) for the runs of rows that have the same coefficients, among neighbouring ones.
template <class Visit> void for_each_age(const parameter_update& u, int64_t first, int64_t n, Visit visit) {
  if (!u.aged) return visit(u, first, n);
  const row_ages& aged = *u.aged;
  const int64_t begin = first + u.how.shift, end = begin + n;
  parameter_update own = u;
  double coefs[kMaxCoefs];
  for (int64_t at = begin; at < end;) {
    const int64_t row = at / u.row_length;
    int64_t next = row + 1;
    while (next * u.row_length < end && aged.ages[next] == aged.ages[row] && aged.late[next] == aged.late[row]) ++next;
    const int64_t past = next * u.row_length < end ? next * u.row_length : end;
    own.coefs = aged.coefs(aged.owner, aged.slot, row, coefs);
    visit(own, at - u.how.shift, past - at);
    at = past;
  }
}

template <class T> void update_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n) {
  const update_fn<T> update = find_update<T>(k, u.rule, u.used);
  for_each_age(u, first, n, [&](const parameter_update& alike, int64_t from, int64_t few) {
    gradient_scaler scaler(k, alike);
    in_blocks<T>(alike, from, few, leaves_more(alike), [&](int64_t at, int64_t count) {
      T* states[kMaxElementStates];
      states_at<T>(alike, at, states);
      with_gradients<T>(k, alike, scaler, at, count, [&](const T* g, T factor) {
        edit_parameter<T>(k, u.storage, u.param, at, count, [&](T* p, int64_t) {
          update(alike.coefs, factor, T(u.l2), T(u.keep), count, p, g, states);
          if (!in_place<T>(alike)) prefetch_next(alike, at + count, from + few); // now, as writing back needs no memory
        });
      });
      finish_elements(k, alike, at, count);
    });
  });
}

template <class T> void measure_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) {
  const measure_fn<T> measure = find_measure<T>(k, u.rule, u.used);
  gradient_scaler scaler(k, u);
  in_blocks<T>(u, first, n, false, [&](int64_t at, int64_t count) {
    T* states[kMaxElementStates];
    states_at<T>(u, at, states);
    with_gradients<T>(k, u, scaler, at, count, [&](const T* g, T factor) {
      read_parameter<T>(k, u.storage, u.param, at, count,
                        [&](const T* p, int64_t) { measure(u.coefs, factor, T(u.l2), count, p, g, states, parts); });
    });
  });
}

void move_state(parameter_update& u, int s, int64_t shift) {
  const dlopt_dtype dtype = u.few_bits ? dtype_of(u.stored[s].code, u.dtype) : u.dtype;
  u.states[s] = element(u.states[s], dtype, shift);
  if (u.few_bits && has_scales(u.stored[s].code)) u.stored[s].scales += shift / kStateBlock; // rows are whole blocks
}

// What a run of rows works on, moved so that parameter and states lie as far in as its elements are numbered.
parameter_update shifted(const parameter_update& u, int64_t shift) noexcept {
  parameter_update run = u;
  run.param = element(u.param, u.storage.dtype, u.storage.spacing.place(shift)); // rows are whole units
  run.storage = moved(u.storage, shift);
  if (u.rows.whole && u.grad) run.grad = element(u.grad, u.grad_dtype, u.grad_spacing.place(shift));
  if (u.copies) run.copy = element(u.copy, u.copy_dtype, u.copy_spacing.place(shift));
  run.how.shift = shift;
  for (int s = 0; s < kMaxElementStates; ++s)
    if (u.used >> s & 1u) move_state(run, s, shift);
  return run;
}

// Calls visit(update, first, n) for the runs of neighbouring rows in a range.
template <class Visit> void for_each_run(const parameter_update& u, int64_t first, int64_t n, Visit visit) {
  if (!u.rows.some) return visit(u, first, n);
  for_each_row_run(u.rows, first, n, [&](int64_t at, int64_t count, int64_t shift) { visit(shifted(u, shift), at, count); });
}

void update_run(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  if (!u.how.apart && u.few_bits) return update_stored(k, u, first, n); // their rows are all of one age
  if (!u.how.apart) return u.dtype == DLOPT_DTYPE_F32 ? update_typed<float>(k, u, first, n) : update_typed<double>(k, u, first, n);
  for_each_age(u, first, n, [&k](const parameter_update& alike, int64_t from, int64_t count) { place_range(k, alike, from, count); });
}

} // namespace

int64_t count_agreeing(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  int64_t agreeing = 0;
  for_each_run(u, first, n, [&](const parameter_update& run, int64_t from, int64_t count) {
    for_each_age(run, from, count,
                 [&](const parameter_update& alike, int64_t at, int64_t few) { agreeing += count_agreeing_run(k, alike, at, few); });
  });
  return agreeing;
}

void decay_moments(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  parameter_update still = u;
  still.grad = nullptr;
  still.copies = false;
  still.l2 = 0;
  still.rows = {};
  still.how.apart = still.how.still = true;
  still.how.shift = 0;
  for_each_row_gap(u.rows, first, n, [&](int64_t at, int64_t count) { update_run(k, still, at, count); });
}

void measure_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n, int32_t n_sums, double* sums) noexcept {
  double parts[kMaxSums * kSumParts] = {};
  if (u.small) measure_pieces(k, u, first, n, parts);
  else if (u.few_bits) measure_stored(k, u, first, n, parts);
  else if (u.dtype == DLOPT_DTYPE_F32) measure_typed<float>(k, u, first, n, parts);
  else measure_typed<double>(k, u, first, n, parts);
  for (int32_t s = 0; s < n_sums; ++s) sums[s] = closed(parts + s * kSumParts);
}

void update_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  for_each_run(u, first, n, [&k](const parameter_update& run, int64_t from, int64_t count) { update_run(k, run, from, count); });
}

void finish_elements(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  if (u.zero_grads && u.grad) clear_elements(u.grad, u.grad_dtype, u.grad_spacing, first, n);
  if (u.copies) copy_elements(k, u, first, n);
}

} // namespace dlopt
