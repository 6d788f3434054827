// A pool of sleeping workers that help the caller through one job at a time.
//
// The tasks are divided into shares of neighbours, one for each thread: it walks through memory in order, and finds in its caches at one
// step what it left there at the last. Whoever has finished claims tasks from the shares of others, so nobody ever waits for a worker that
// has not woken up: the caller alone finishes the job if it must. At the end the caller waits only for workers that are inside a task.
// Between jobs a worker spins for some microseconds, then sleeps. To wake one costs the caller a system call, so it wakes one at most,
// which wakes others; and none when the job is small. In a forked child, which has no workers and whose locks may have been left locked,
// the pool is never touched: the caller works alone.
#pragma once

#include "dlopt/runtime.h"

#include <atomic>
#include <pthread.h>

namespace dlopt {

class pool {
public:
  // Starts `workers` threads, at most kMaxWorkers; false when one could not be started (none is left running then).
  bool start(int workers) noexcept;
  void stop() noexcept;

  // Runs all tasks and returns true; returns false, having done nothing, when another caller has the pool. `wakes`: it is worth waking
  // those that sleep.
  bool run(size_t n_tasks, dlopt_task_fn task, void* context, bool wakes) noexcept;

  // Whether at least one worker is awake, so that even a small job is worth sharing.
  bool awake() const noexcept { return sleepers_.load(std::memory_order_relaxed) < started_; }

  static constexpr int kMaxWorkers = 1023;

private:
  struct job {
    dlopt_task_fn task;
    void* context;
    size_t n_shares;
  };
  struct alignas(64) share { // a cache line each: threads that work on their own do not disturb each other
    std::atomic<size_t> next;
    size_t past;
  };

  static void* worker_main(void* self) noexcept;
  void work() noexcept;
  bool help(size_t worker) noexcept; // takes part in the current job, if there is one
  void sleep_until_job() noexcept;
  void wake_one() noexcept;
  void wait_for_helpers() noexcept;
  void divide(size_t n_tasks, size_t n_shares) noexcept;
  void claim_tasks(const job& j, size_t first_share) noexcept;
  bool orphaned() const noexcept; // the workers stayed behind in the parent of this process

  static constexpr size_t kMaxShares = 64; // more threads than that double up

  share shares_[kMaxShares]; // of the current job
  pthread_t threads_[kMaxWorkers];
  int started_ = 0;
  unsigned forks_at_start_ = 0;
  pthread_mutex_t sleep_lock_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t wake_ = PTHREAD_COND_INITIALIZER;
  std::atomic<int> sleepers_{0};
  std::atomic<bool> quit_{false};
  std::atomic<bool> taken_{false}; // a caller is running a job
  std::atomic<job*> job_{nullptr}; // what there is to help with
  std::atomic<int> helpers_{0};    // workers that may be looking at *job_ and the shares
  std::atomic<size_t> born_{0};    // workers that have counted themselves
};

} // namespace dlopt
