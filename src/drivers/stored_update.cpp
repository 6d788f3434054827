// Updates of parameters whose states are kept in few bits: a block of states is decoded into the first-level cache, the loop of the rule
// runs on it, and it is encoded again.
#include "drivers/decoded_states.h"
#include "drivers/gradients.h"
#include "drivers/prefetch.h"

namespace dlopt {

namespace {

// Elements whose states are decoded at a time.
constexpr int64_t kDecoded = kForeseen;
static_assert(kDecoded % kStateBlock == 0 && kDecoded <= kBlock);

// Calls visit(first element, how many) for each block of a range.
template <class Visit> void in_blocks(int64_t first, int64_t n, Visit visit) noexcept {
  for (int64_t done = 0; done < n; done += kDecoded) visit(first + done, n - done < kDecoded ? n - done : kDecoded);
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
    prefetch_next(u, at + count, first + n); // now, as encoding needs no memory
    decoded.store(k, u, at, count);
  });
}

} // namespace dlopt
