// What a call through dlopt.hpp takes beyond the same call of C: on one flat buffer, and on a list of parameters. Of one element each, so
// that hardly anything else is measured.
//
// The two calls take turns, on the same memory, in rounds so short that most are not disturbed: the best round of each is told, as what a
// call takes where the machine lets it. The programs of other languages do the same.
#include "session.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <dlopt.hpp>
#include <limits>

namespace bench {
namespace {

constexpr int kCallsOfRound = 200;
constexpr int64_t kListed = 8;

AdamArrays& elements() { return shared_arrays(kListed); }

template <class Call> double round_of(Call& call) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kCallsOfRound; i++) call();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count() / kCallsOfRound;
}

// Of an iteration the C call is the time; counters tell the best rounds.
template <class C, class Cpp> void take_turns(benchmark::State& state, C c, Cpp cpp) {
  double best_c = std::numeric_limits<double>::infinity(), best_cpp = best_c;
  for (auto _ : state) {
    const double its = round_of(c);
    best_c = std::min(best_c, its);
    best_cpp = std::min(best_cpp, round_of(cpp));
    state.SetIterationTime(its * 1e-9);
  }
  state.counters["best_c"] = best_c;
  state.counters["best_cpp"] = best_cpp;
  state.SetLabel(dlopt_cpu_isa());
}

void flat(benchmark::State& state) {
  Session session(DLOPT_RULE_SGD, 1);
  dlopt::optimizer opt(dlopt::sgd{});
  float *const p = elements().p.f32(), *const g = elements().g.f32();
  const dlopt::view<float> param(p, 1), grad(g, 1);
  take_turns(
      state, [&] { check(dlopt_optimizer_step_f32(session.optimizer(), p, g, 1)); }, [&] { opt.step(param, grad); });
}

void list(benchmark::State& state) {
  TensorSession session(DLOPT_RULE_SGD, 1, std::vector<int64_t>(kListed, 1));
  dlopt::optimizer opt(dlopt::sgd{});
  dlopt::parameter one;
  one.dims = {1};
  float *const p = elements().p.f32(), *const g = elements().g.f32();
  for (int64_t i = 0; i < kListed; i++) {
    session.bind(static_cast<size_t>(i), p + i, g + i);
    opt.add(one);
  }
  const auto at = [](float* first, int64_t i) { return dlopt::view<float>(first + i, 1); };
  take_turns(
      state, [&] { session.step(); },
      [&] {
        opt.step({at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7)},
                 {at(g, 0), at(g, 1), at(g, 2), at(g, 3), at(g, 4), at(g, 5), at(g, 6), at(g, 7)});
      });
}

} // namespace

void add_overhead_cases(const Plan&) {
  benchmark::RegisterBenchmark("overhead/flat/1/1", flat)->UseManualTime();
  benchmark::RegisterBenchmark("overhead/list/8/1", list)->UseManualTime();
}

} // namespace bench
