#include "separate_tail.h"

#include "backward.h"
#include "session.h"

#include <cmath>
#include <mutex>

namespace bench {

SeparateTail::SeparateTail(AdamArrays& a, uint16_t* copy, int threads, bool nine_passes)
    : team_(threads), n_(a.n), nine_passes_(nine_passes),
      scratch_(nine_passes ? static_cast<size_t>(a.n) * 4 : 0, 4), tail_{a.p.f32(),      a.g.f32(), a.m.f32(), a.v.f32(),
                                                                         scratch_.f32(), copy,      1,         &adamw_factors()} {}

double SeparateTail::pass(bench_pass loop) {
  std::mutex adding;
  double total = 0;
  team_.split(n_, [&](int64_t first, int64_t past) {
    const double found = loop(&tail_, first, past);
    const std::lock_guard<std::mutex> hold(adding);
    total += found;
  });
  return total;
}

void SeparateTail::update() {
  if (nine_passes_) {
    for (bench_pass loop : loops().tail->adamw) pass(loop);
    return;
  }
  team_.split(n_, [this](int64_t first, int64_t past) { loops().plain(tail_.p, tail_.g, tail_.m, tail_.v, first, past, tail_.c); });
}

void SeparateTail::cast() { pass(loops().tail->cast); }

void SeparateTail::step() {
  const bench_passes& passes = *loops().tail;
  tail_.factor = 1 / kLossScale;
  if (pass(passes.unscale) != 0) return;
  const double norm = std::sqrt(pass(passes.square_sum));
  tail_.factor = static_cast<float>(std::fmin(1.0, kMaxNorm / (norm + 1e-6))); // PyTorch multiplies by 1, too
  pass(passes.scale);
  update();
  pass(passes.zero);
  cast();
}

} // namespace bench
