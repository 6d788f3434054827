#include "session.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

// Runnable tasks of the whole machine, this one included; 1 where the system does not tell.
int runnable_tasks() {
  int running = 1;
  if (std::FILE* file = std::fopen("/proc/loadavg", "r")) {
    if (std::fscanf(file, "%*s %*s %*s %d/", &running) != 1) running = 1;
    std::fclose(file);
  }
  return running;
}

// Waits, but not for long, until nobody else computes: on a shared machine the rest of the method cannot undo a stolen core.
void wait_for_quiet() {
  const Clock::time_point limit = Clock::now() + std::chrono::milliseconds(200);
  while (runnable_tasks() > 1 && Clock::now() < limit) std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

// One step at least, then more until caches, branch predictors, page tables and the clock frequency have settled.
void warm_up(const Step& step) {
  const Clock::time_point limit = Clock::now() + std::chrono::milliseconds(4);
  do step();
  while (Clock::now() < limit);
}

std::string full_name(const std::string& name, int64_t n, int threads) {
  return name + "/" + std::to_string(n) + "/" + std::to_string(threads);
}

} // namespace

void add_case(const std::string& name, int64_t n, int threads, std::function<Step()> make) {
  auto run = [make = std::move(make)](benchmark::State& state) {
    const Step step = make();
    wait_for_quiet();
    warm_up(step);
    for (auto _ : state) step();
    state.SetLabel(dlopt_cpu_isa());
  };
  benchmark::RegisterBenchmark(full_name(name, n, threads).c_str(), run)->UseRealTime();
}

void add_prepared_case(const std::string& name, int64_t n, int threads, std::function<PreparedStep()> make) {
  auto run = [make = std::move(make)](benchmark::State& state) {
    const PreparedStep prepared = make();
    wait_for_quiet();
    warm_up([&] { prepared.prepare(), prepared.step(); });
    for (auto _ : state) {
      prepared.prepare();
      const Clock::time_point begin = Clock::now();
      prepared.step();
      state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
    }
    state.SetLabel(dlopt_cpu_isa());
  };
  benchmark::RegisterBenchmark(full_name(name, n, threads).c_str(), run)->UseManualTime();
}

const bench_loops& loops() {
  static const bench_loops* const found = bench_loops_for(dlopt_cpu_isa());
  if (found) return *found;
  std::fprintf(stderr, "dlopt_bench: there are no loops to compare with for \"%s\"\n", dlopt_cpu_isa());
  std::exit(EXIT_FAILURE);
}

const bench_adamw& adamw_factors() {
  static const bench_adamw factors = [] {
    const double lr = 1e-3, beta1 = 0.9, beta2 = 0.999, weight_decay = 0.01, step = 1000;
    bench_adamw c;
    c.beta1 = static_cast<float>(beta1);
    c.one_minus_beta1 = static_cast<float>(1 - beta1);
    c.beta2 = static_cast<float>(beta2);
    c.one_minus_beta2 = static_cast<float>(1 - beta2);
    c.decay = static_cast<float>(1 - lr * weight_decay);
    c.step_size = static_cast<float>(lr / (1 - std::pow(beta1, step)));
    c.root_correction = static_cast<float>(std::sqrt(1 - std::pow(beta2, step)));
    c.eps = 1e-8f;
    c.folded_step_size = c.step_size * c.root_correction;
    c.folded_eps = c.eps * c.root_correction;
    return c;
  }();
  return factors;
}

} // namespace bench
