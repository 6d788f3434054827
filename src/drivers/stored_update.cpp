// Updates of parameters whose states are kept in few bits: a block of states is decoded into the first-level cache, the loop of the rule
// runs on it, and it is encoded again.
#include "drivers/decoded_states.h"
#include "drivers/gradients.h"

namespace dlopt {

namespace {

// Elements whose states are decoded at a time: few enough that asking for the next ones does not outrun the memory.
constexpr int64_t kDecoded = 512;
static_assert(kDecoded % kStateBlock == 0 && kDecoded <= kBlock);

// Calls visit(first element, how many) for each block of a range.
template <class Visit> void in_blocks(int64_t first, int64_t n, Visit visit) noexcept {
  for (int64_t done = 0; done < n; done += kDecoded) visit(first + done, n - done < kDecoded ? n - done : kDecoded);
}

// Asks for bytes of memory before they are needed.
void prefetch(const void* from, int64_t bytes) noexcept {
  constexpr int64_t kLine = 64;
  constexpr int kRead = 0, kSecondLevel = 2; // the first-level cache is full of the block at hand
  for (int64_t at = 0; at < bytes; at += kLine) __builtin_prefetch(static_cast<const char*>(from) + at, kRead, kSecondLevel);
}

// Everything of some elements. One array after the other is read, a block at a time: the processor, which foresees long runs only, would
// wait for memory at the beginning of each.
void prefetch_elements(const parameter_update& u, int64_t first, int64_t n) noexcept {
  const auto ask = [&](const void* data, dlopt_dtype dtype) { prefetch(element(data, dtype, first), n * bytes_of(dtype)); };
  ask(u.param, u.storage.dtype);
  if (u.storage.beside) prefetch(beside(u.storage, first), n * bytes_beside(u.storage.master));
  if (u.grad) ask(u.grad, u.grad_dtype);
  for (int s = 0; s < kMaxElementStates; ++s)
    if (u.used >> s & 1u) ask(u.states[s], dtype_of(u.stored[s].code, DLOPT_DTYPE_F32));
}

} // namespace

// A look changes nothing, whatever the rule's does with its states: they are encoded once in a step, and the step is one of what they were
// before. So the update looks again.
void measure_stored(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) noexcept {
  const measure_fn<float> measure = find_measure<float>(k, u.rule, u.used);
  decoded_states<kDecoded> decoded;
  gradient_scaler scaler(k, u);
  float* states[kMaxElementStates];
  for (int s = 0; s < kMaxElementStates; ++s) states[s] = decoded.of[s];
  in_blocks(first, n, [&](int64_t at, int64_t count) {
    decoded.copy(k, u, at, count);
    with_gradients<float>(k, u, scaler, at, count, [&](const float* g, float factor) {
      read_parameter<float>(k, u.storage, u.param, at, count,
                            [&](const float* p, int64_t) { measure(u.coefs, factor, float(u.l2), count, p, g, states, parts); });
    });
  });
}

void update_stored(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  const update_fn<float> update = find_update<float>(k, u.rule, u.used);
  const measure_fn<float> measure = find_measure<float>(k, u.rule, u.used);
  decoded_states<kDecoded> decoded;
  gradient_scaler scaler(k, u);
  in_blocks(first, n, [&](int64_t at, int64_t count) {
    decoded.load(k, u, at, count);
    float* states[kMaxElementStates];
    for (int s = 0; s < kMaxElementStates; ++s) states[s] = decoded.state(u, s, at);
    with_gradients<float>(k, u, scaler, at, count, [&](const float* g, float factor) {
      edit_parameter<float>(k, u.storage, u.param, at, count, [&](float* p, int64_t) {
        double ignored[kMaxSums * kSumParts] = {};
        if (measure) measure(u.coefs, factor, float(u.l2), count, p, g, states, ignored);
        update(u.coefs, factor, float(u.l2), float(u.keep), count, p, g, states);
      });
    });
    finish_elements(k, u, at, count);
    const int64_t next = at + count, left = first + n - next;
    prefetch_elements(u, next, left < kDecoded ? left : kDecoded); // now, as encoding needs no memory
    decoded.store(k, u, at, count);
  });
}

} // namespace dlopt
