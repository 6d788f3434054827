// What a program does after backward, in one call: unscale, check, clip by the global norm, AdamW, zero the gradients, copy to bf16; beside
// the same as separate passes, and beside the bare step. Every step finds its gradients freshly written, as backward leaves them; writing
// them is not timed.
#include "library_tail.h"
#include "separate_tail.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {
namespace {

struct Tail {
  Tail(int64_t n, int threads)
      : copy(static_cast<size_t>(n) * 2, 5), library(n, threads, shared_arrays(n).p.f32(), shared_arrays(n).g.f32(), copy.u16()) {}
  Array copy;
  LibraryTail library;
};

void add_library_cases(int64_t n, int threads) {
  const auto tail = once([n, threads] { return std::make_shared<Tail>(n, threads); });
  using Action = std::function<void(LibraryTail&)>;
  const auto add = [&](const char* name, Action prepare, Action step) {
    add_prepared_case(name, n, threads, [=]() -> PreparedStep {
      return {[t = tail(), prepare] { prepare(t->library); }, [t = tail(), step] { step(t->library); }};
    });
  };
  const Action nothing = [](LibraryTail&) {};
  const Action backward = [](LibraryTail&t) { t.backward(); }, observing = [](LibraryTail&t) { t.backward_observing(); };
  add("tail/step", backward, [](LibraryTail& t) { t.bare_step(); });
  add("tail/tail", backward, [](LibraryTail& t) { t.step(DLOPT_STEP_ZERO_GRADS); });
  add("tail/unzeroed", backward, [](LibraryTail& t) { t.step(0); });
  add("tail/observed", observing, [](LibraryTail& t) { t.step(DLOPT_STEP_ZERO_GRADS); });
  // What observing costs backward is the difference of these two.
  add("tail/backward", nothing, backward);
  add("tail/backward_observing", nothing, observing);
}

void add_separate_case(const char* name, int64_t n, int threads, bool nine_passes) {
  add_prepared_case(name, n, threads, [=]() -> PreparedStep {
    AdamArrays& a = shared_arrays(n);
    const auto copy = std::make_shared<Array>(static_cast<size_t>(n) * 2, 5);
    const auto tail = std::make_shared<SeparateTail>(a, copy->u16(), threads, nine_passes);
    return {[&a, from = std::make_shared<Backward>()] { from->write(a.g.f32(), a.n); }, [copy, tail] { tail->step(); }};
  });
}

void expect(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "dlopt_bench: the tails that are compared do not do the same work: %s\n", what);
  std::exit(EXIT_FAILURE);
}

bool all_zero(const float* x, int64_t n) {
  return std::all_of(x, x + n, [](float each) { return each == 0; });
}

// From moments of zero both come to the same first moment, so they unscale and clip alike. Their parameters differ by the bias corrections:
// those of the passes are of a later step.
void compare_work() {
  constexpr int64_t n = 10000;
  AdamArrays& a = shared_arrays(n);
  Tail tail(n, 1);
  tail.library.backward();
  tail.library.step(DLOPT_STEP_ZERO_GRADS);
  expect(all_zero(a.g.f32(), n), "gradients of the library");
  const std::vector<uint16_t> copied(tail.copy.u16(), tail.copy.u16() + n);
  SeparateTail separate(a, tail.copy.u16(), 1, false);
  separate.cast();
  expect(std::equal(copied.begin(), copied.end(), tail.copy.u16()), "copies");

  std::memset(a.m.f32(), 0, n * sizeof(float));
  tail.library.backward();
  separate.step();
  expect(all_zero(a.g.f32(), n), "gradients of the passes");
  const float* of_passes = a.m.f32();
  for (size_t i = 0; i < tail.library.sizes().size(); of_passes += tail.library.sizes()[i++])
    for (int64_t k = 0; k < tail.library.sizes()[i]; k++) {
      const float of_library = tail.library.first_moment(i)[k];
      expect(std::fabs(of_library - of_passes[k]) <= 1e-5f * std::fabs(of_library), "first moments");
    }
  fill(a.m.f32(), n, 1e-2f);
}

} // namespace

void add_tail_cases(const Plan& plan) {
  compare_work();
  for (int64_t n : plan.tail_sizes)
    for (int threads : plan.threads) {
      add_library_cases(n, threads);
      add_separate_case("tail/separate", n, threads, false);
      add_separate_case("tail/nine_passes", n, threads, true);
    }
}

} // namespace bench
