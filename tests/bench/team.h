// Threads for the loops that stand beside the library: the caller and workers that spin, each with its own fixed share. This is the
// cheapest hand-over there is; an idle machine is assumed, which is what a limit may do and a library may not.
#ifndef DLOPT_BENCH_TEAM_H
#define DLOPT_BENCH_TEAM_H

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace bench {

class Team {
public:
  explicit Team(int threads) : threads_(threads) {
    for (int i = 1; i < threads; i++) workers_.emplace_back([this, i] { serve(i); });
  }
  ~Team() {
    stop_.store(true);
    round_.fetch_add(1);
    for (std::thread& worker : workers_) worker.join();
  }
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  // Calls work(first, past) once on each thread; together they cover [0, n). Shares begin at multiples of 64 bytes of f32.
  template <class Work> void split(int64_t n, const Work& work) {
    if (threads_ == 1) return work(int64_t{0}, n);
    n_ = n;
    context_ = &work;
    call_ = [](const void* context, int64_t first, int64_t past) { (*static_cast<const Work*>(context))(first, past); };
    busy_.store(threads_ - 1, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    share(0);
    while (busy_.load(std::memory_order_acquire) != 0) relax();
  }

private:
  static void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }
  int64_t border(int i) const { return i == threads_ ? n_ : n_ * i / threads_ / 16 * 16; }
  void share(int i) const { call_(context_, border(i), border(i + 1)); }
  void serve(int i) {
    for (uint32_t seen = 0;; seen++) {
      while (round_.load(std::memory_order_acquire) == seen) relax();
      if (stop_.load()) return;
      share(i);
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }

  const int threads_;
  std::vector<std::thread> workers_;
  int64_t n_ = 0;
  const void* context_ = nullptr;
  void (*call_)(const void*, int64_t, int64_t) = nullptr;
  std::atomic<bool> stop_{false};
  alignas(64) std::atomic<uint32_t> round_{0};
  alignas(64) std::atomic<int> busy_{0};
};

} // namespace bench

#endif
