// AdamW's kernel against a copy within the device that moves the same bytes: 16 read and 12 written for each element.
#include "check.h"
#include "device.h"
#include "device_loops.h"

#include <algorithm>

namespace dlopt_cuda {

#if defined(__CUDACC__)

namespace {

using namespace dlopt;

constexpr uint32_t kBothMoments = 3;
constexpr int kRepetitions = 41;

class stopwatch {
public:
  stopwatch() { must(cudaEventCreate(&begin_), "event"), must(cudaEventCreate(&end_), "event"); }
  ~stopwatch() { cudaEventDestroy(begin_), cudaEventDestroy(end_); }
  template <class Work> float milliseconds(Work work) {
    float time = 0;
    must(cudaEventRecord(begin_), "event");
    work();
    must(cudaEventRecord(end_), "event");
    must(cudaEventSynchronize(end_), "event");
    must(cudaEventElapsedTime(&time, begin_, end_), "event");
    return time;
  }

private:
  cudaEvent_t begin_, end_;
};

struct spread {
  float low, median, high; // quartiles
};
spread spread_of(std::vector<float> times) {
  std::sort(times.begin(), times.end());
  return {times[times.size() / 4], times[times.size() / 2], times[times.size() * 3 / 4]};
}

void time_elements(int64_t n) {
  const double coefs[kMaxCoefs] = {1e-3, 0.9, 0.1, 0.999, 0.001, 1e-8};
  device_array<float> p{size_t(n)}, g{size_t(n)}, m{size_t(n)}, v{size_t(n)};
  device_array<char> from(size_t(n) * 14), to(size_t(n) * 14);
  for (float* x : {p.data(), g.data(), m.data(), v.data()}) must(cudaMemset(x, 0, size_t(n) * sizeof(float)), "cudaMemset");
  must(cudaMemset(from.data(), 0, size_t(n) * 14), "cudaMemset");
  float* const states[kMaxElementStates] = {m.data(), v.data(), nullptr, nullptr};
  const device_loops<float>* loops = find_device_loops<float>(DLOPT_RULE_ADAMW, kBothMoments);
  const auto update = [&] { loops->update(coefs, 1.0f, 0.0f, 0.99999f, n, p.data(), g.data(), states); };
  const auto copy = [&] { must(cudaMemcpyAsync(to.data(), from.data(), size_t(n) * 14, cudaMemcpyDeviceToDevice), "copy"); };
  stopwatch watch;
  std::vector<float> update_times, copy_times, ratios;
  for (int i = -3; i < kRepetitions; ++i) { // in turn, so that both see the same clocks; the first ones warm up
    const float copied = watch.milliseconds(copy), updated = watch.milliseconds(update);
    if (i < 0) continue;
    copy_times.push_back(copied), update_times.push_back(updated), ratios.push_back(updated / copied);
  }
  const spread u = spread_of(update_times), c = spread_of(copy_times), r = spread_of(ratios);
  std::printf(
      "time AdamW f32, %lldM elements: %.3f ms (%.0f GB/s), copy of the same bytes %.3f ms (%.0f GB/s), ratio %.3f (%.3f to %.3f)\n",
      static_cast<long long>(n >> 20), u.median, double(n) * 28e-6 / u.median, c.median, double(n) * 28e-6 / c.median, r.median, r.low,
      r.high);
}

} // namespace

void time_adamw() {
  for (int64_t n : {int64_t(16) << 20, int64_t(64) << 20}) time_elements(n);
}

#else

void time_adamw() { std::printf("time nothing: there is no device\n"); }

#endif

} // namespace dlopt_cuda
