// Updates of parameters whose states are kept in few bits: a block of states is decoded into the first-level cache, the loop of the rule
// runs on it, and it is encoded again.
#include "drivers/decoded_states.h"
#include "drivers/gradients.h"

namespace dlopt {

namespace {

class stored_updating {
public:
  stored_updating(const kernels& k, const parameter_update& u) noexcept : k_(k), u_(u) {}

  // Calls visit(first element, how many, the rest of the loop's states) for each block of a range, its states decoded.
  template <class Visit> void for_each_block(int64_t first, int64_t n, Visit visit) noexcept {
    for (int64_t done = 0; done < n; done += kBlock) {
      const int64_t at = first + done, count = n - done < kBlock ? n - done : kBlock;
      decoded_.load(k_, u_, at, count);
      float* states[kMaxElementStates];
      for (int s = 0; s < kMaxElementStates; ++s) states[s] = state(s, at);
      visit(at, count, states);
    }
  }
  void store(int64_t first, int64_t n) noexcept { decoded_.store(k_, u_, first, n); }
  void store_changed(int64_t first, int64_t n) noexcept { decoded_.store_changed(k_, u_, first, n); }

private:
  float* state(int s, int64_t first) noexcept {
    if (!(u_.used >> s & 1u)) return nullptr;
    return is_stored(u_, s) ? decoded_.of[s] : static_cast<float*>(u_.states[s]) + first;
  }

  const kernels& k_;
  const parameter_update& u_;
  decoded_states<kBlock> decoded_;
};

} // namespace

// The look may advance states, or leave them to the update, which then leaves them alone if the look did not: each writes what it changed.
void measure_stored(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) noexcept {
  const measure_fn<float> measure = find_measure<float>(k, u.rule, u.used);
  stored_updating at_states(k, u);
  at_states.for_each_block(first, n, [&](int64_t at, int64_t count, float* const* states) {
    with_gradients<float>(k, u, at, count, [&](const float* g, float factor) {
      read_as<float>(k, u.param, u.dtype, at, count,
                     [&](const float* p, int64_t) { measure(u.coefs, factor, float(u.l2), count, p, g, states, parts); });
    });
    at_states.store_changed(at, count);
  });
}

void update_stored(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  const update_fn<float> update = find_update<float>(k, u.rule, u.used);
  const bool measured = find_measure<float>(k, u.rule, u.used);
  stored_updating at_states(k, u);
  at_states.for_each_block(first, n, [&](int64_t at, int64_t count, float* const* states) {
    with_gradients<float>(k, u, at, count, [&](const float* g, float factor) {
      edit_as<float>(k, u.param, u.dtype, at, count,
                     [&](float* p, int64_t) { update(u.coefs, factor, float(u.l2), float(u.keep), count, p, g, states); });
    });
    if (measured) at_states.store_changed(at, count);
    else at_states.store(at, count);
  });
}

} // namespace dlopt
