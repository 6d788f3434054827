// dlopt_bench [--quick] [Google Benchmark options]: one run of every case; tests/bench/run calls it many times and does the sums.
#include "session.h"

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstring>

namespace {

bench::Plan make_plan(bool quick) {
  if (quick) return {{10000, 1 << 20, 1 << 24}, {10000, 1 << 20}, {10000, 1 << 20}, {1, 2}};
  return {{10000, 100000, 1 << 20, 1 << 24, 1 << 26}, {10000, 1 << 20, 1 << 24}, {10000, 1 << 20, 1 << 24, 1 << 26}, {1, 2}};
}

// Takes --quick out of the arguments; Google Benchmark knows the others.
bool take_quick(int* argc, char** argv) {
  for (int i = 1; i < *argc; i++)
    if (std::strcmp(argv[i], "--quick") == 0) {
      std::memmove(argv + i, argv + i + 1, static_cast<size_t>(*argc - i) * sizeof *argv);
      --*argc;
      return true;
    }
  return false;
}

} // namespace

int main(int argc, char** argv) {
  const bench::Plan plan = make_plan(take_quick(&argc, argv));
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  if (std::strcmp(dlopt_cpu_isa(), "scalar") == 0) {
    std::fputs("dlopt_bench: the library runs its scalar loops; a benchmark of those would mislead\n", stderr);
    return 1;
  }
  benchmark::AddCustomContext("dlopt_cpu_isa", dlopt_cpu_isa());
  benchmark::AddCustomContext("dlopt_build_info", dlopt_build_info());
  bench::add_adamw_cases(plan);
  bench::add_small_cases(plan);
  bench::add_overhead_cases(plan);
  bench::add_rule_cases(plan);
  bench::add_gradient_cases(plan);
  bench::add_monitor_cases(plan);
  bench::add_tail_cases(plan);
  benchmark::AddCustomContext("bytes_moved", bench::bytes_moved());
  bench::add_storage_cases(plan);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
