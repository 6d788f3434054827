// Statistics of parameter, gradient and states, and the hash of the state, beside a bare AdamW step of the same parameters. Those of a
// sample are what a program leaves on, every ten steps.
#include "session.h"

#include <benchmark/benchmark.h>

namespace bench {
namespace {

struct Case {
  Case(int64_t n, int threads) : session(DLOPT_RULE_ADAMW, threads, {n}) {
    AdamArrays& a = shared_arrays(n);
    session.bind(0, a.p.f32(), a.g.f32());
    session.step(); // what is measured are moments of a step
  }
  TensorSession session;
};

void measure(Case& c, int32_t sample) {
  dlopt_stats_desc desc;
  dlopt_stats stats;
  check(dlopt_stats_desc_init(&desc, sizeof desc));
  desc.sample = sample;
  desc.params = c.session.params().data();
  desc.grads = c.session.grads().data();
  desc.count = c.session.grads().size();
  stats.struct_size = sizeof stats;
  check(dlopt_optimizer_measure(c.session.optimizer(), &desc, &stats));
  benchmark::DoNotOptimize(stats);
}

void hash(Case& c) {
  uint64_t value;
  check(dlopt_optimizer_state_hash(c.session.optimizer(), c.session.params().data(), c.session.params().size(), &value));
  benchmark::DoNotOptimize(value);
}

} // namespace

void add_monitor_cases(const Plan& plan) {
  for (int64_t n : plan.rule_sizes)
    for (int threads : plan.threads) {
      const auto made = once([n, threads] { return std::make_shared<Case>(n, threads); });
      const auto add = [&](const char* name, void (*call)(Case&)) {
        add_case(name, n, threads, [made, call]() -> Step { return [c = made(), call] { call(*c); }; });
      };
      add("monitor/step", [](Case& c) { c.session.step(); });
      add("monitor/sample", [](Case& c) { measure(c, 32); });
      add("monitor/all", [](Case& c) { measure(c, 1); });
      add("monitor/hash", hash);
    }
}

} // namespace bench
