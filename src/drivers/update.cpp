#include "drivers/update.h"

#include "drivers/gradients.h"

namespace dlopt {

namespace {

// Whether the loops can run over the caller's buffers in one go.
template <class T> bool in_place(const parameter_update& u) {
  return usable_in_place<T>(u.param, u.storage.dtype) && u.grad && usable_in_place<T>(u.grad, u.grad_dtype) && !clips_elements(u);
}

template <class T> void states_at(const parameter_update& u, int64_t first, T* (&states)[kMaxElementStates]) {
  for (int s = 0; s < kMaxElementStates; ++s) states[s] = (u.used >> s & 1u) ? static_cast<T*>(u.states[s]) + first : nullptr;
}

// Calls visit(first element, how many) for the whole range, or for its blocks where the buffers must be staged.
template <class T, class Visit> void in_blocks(const parameter_update& u, int64_t first, int64_t n, Visit visit) {
  if (in_place<T>(u)) return visit(first, n);
  for (int64_t done = 0; done < n; done += kBlock) visit(first + done, n - done < kBlock ? n - done : kBlock);
}

template <class T> void update_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n) {
  const update_fn<T> update = find_update<T>(k, u.rule, u.used);
  gradient_scaler scaler(k, u);
  in_blocks<T>(u, first, n, [&](int64_t at, int64_t count) {
    T* states[kMaxElementStates];
    states_at<T>(u, at, states);
    with_gradients<T>(k, u, scaler, at, count, [&](const T* g, T factor) {
      edit_parameter<T>(k, u.storage, u.param, at, count,
                        [&](T* p, int64_t) { update(u.coefs, factor, T(u.l2), T(u.keep), count, p, g, states); });
    });
  });
}

template <class T> void measure_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) {
  const measure_fn<T> measure = find_measure<T>(k, u.rule, u.used);
  gradient_scaler scaler(k, u);
  in_blocks<T>(u, first, n, [&](int64_t at, int64_t count) {
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

// Calls visit(update, first, n) for each run of neighbouring rows in a range of the gradient, with parameter and states moved so that
// they lie as far in as the gradient does.
template <class Visit> void for_each_run(const parameter_update& u, int64_t first, int64_t n, Visit visit) {
  if (!u.rows) return visit(u, first, n);
  const int64_t end = first + n;
  for (int64_t at = first; at < end;) {
    const int64_t row = at / u.row_length;
    int64_t next = row + 1;
    while (next * u.row_length < end && u.rows[next] == u.rows[next - 1] + 1) ++next;
    const int64_t past = next * u.row_length < end ? next * u.row_length : end, shift = (u.rows[row] - row) * u.row_length;
    parameter_update run = u;
    run.param = element(u.param, u.storage.dtype, shift);
    run.storage = moved(u.storage, shift);
    run.how.shift = shift;
    for (int s = 0; s < kMaxElementStates; ++s)
      if (u.used >> s & 1u) move_state(run, s, shift);
    visit(run, at, past - at);
    at = past;
  }
}

} // namespace

int64_t count_agreeing(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  int64_t agreeing = 0;
  for_each_run(u, first, n,
               [&](const parameter_update& run, int64_t from, int64_t count) { agreeing += count_agreeing_run(k, run, from, count); });
  return agreeing;
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
  for_each_run(u, first, n, [&k](const parameter_update& run, int64_t from, int64_t count) {
    if (run.how.apart) place_range(k, run, from, count);
    else if (run.few_bits) update_stored(k, run, from, count);
    else if (run.dtype == DLOPT_DTYPE_F32) update_typed<float>(k, run, from, count);
    else update_typed<double>(k, run, from, count);
  });
  // A range is at most a chunk, so the gradients are still in the second-level cache.
  if (u.zero_grads && u.grad) std::memset(element(u.grad, u.grad_dtype, first), 0, size_t(n * bytes_of(u.grad_dtype)));
}

} // namespace dlopt
