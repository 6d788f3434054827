#include "core/pool.h"

#include <sched.h>
#include <signal.h>

#include <initializer_list>

namespace dlopt {

namespace {

void pause_briefly() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// About 20 microseconds: longer than the gap between two steps of a busy loop, short enough not to keep a core from others.
constexpr int kSpins = 1000;

// How many forks lie between the first process and this one.
std::atomic<unsigned> forks{0};
pthread_once_t forks_are_counted = PTHREAD_ONCE_INIT;
void count_forks() noexcept {
  pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
}

} // namespace

bool pool::orphaned() const noexcept { return forks_at_start_ != forks.load(std::memory_order_relaxed); }

// Workers are born with signals blocked: the host's handlers keep running on the host's threads. Faults stay unblocked, for its crash
// handler.
bool pool::start(int workers) noexcept {
  pthread_once(&forks_are_counted, count_forks);
  forks_at_start_ = forks.load(std::memory_order_relaxed);
  sigset_t all, before;
  sigfillset(&all);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigdelset(&all, fault);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (started_ < workers && !pthread_create(&threads_[started_], nullptr, worker_main, this)) ++started_;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (started_ < workers) stop();
  return started_ == workers;
}

void pool::stop() noexcept {
  if (orphaned()) return;
  pthread_mutex_lock(&sleep_lock_);
  quit_.store(true);
  pthread_cond_broadcast(&wake_);
  pthread_mutex_unlock(&sleep_lock_);
  while (started_ > 0) pthread_join(threads_[--started_], nullptr);
}

bool pool::run(size_t n_tasks, dlopt_task_fn task, void* context) noexcept {
  if (orphaned() || taken_.exchange(true)) return false;
  job j = {task, context, n_tasks, {0}};
  job_.store(&j);
  if (sleepers_.load() > 0) {
    pthread_mutex_lock(&sleep_lock_); // a worker is either before its look at job_, or waiting: it cannot miss this
    pthread_cond_broadcast(&wake_);
    pthread_mutex_unlock(&sleep_lock_);
  }
  claim_tasks(j);
  job_.store(nullptr);
  wait_for_helpers();
  taken_.store(false);
  return true;
}

// A helper may have lost its core in the middle of a task, perhaps to this very thread: after a moment, give the core away.
void pool::wait_for_helpers() noexcept {
  for (int spins = 0; helpers_.load() > 0; ++spins) {
    if (spins < kSpins) pause_briefly();
    else sched_yield();
  }
}

void pool::claim_tasks(job& j) noexcept {
  for (size_t i = j.next.fetch_add(1); i < j.n_tasks; i = j.next.fetch_add(1)) j.task(j.context, i);
}

// Registers as a helper before looking at the job, so that the caller cannot take the job away under it.
bool pool::help() noexcept {
  if (!job_.load()) return false;
  helpers_.fetch_add(1);
  job* j = job_.load();
  if (j) claim_tasks(*j);
  helpers_.fetch_sub(1);
  return j != nullptr;
}

void* pool::worker_main(void* self) noexcept {
  static_cast<pool*>(self)->work();
  return nullptr;
}

void pool::work() noexcept {
  int spins = 0;
  while (!quit_.load()) {
    if (help()) spins = 0;
    else if (++spins < kSpins) pause_briefly();
    else {
      sleep_until_job();
      spins = 0;
    }
  }
}

void pool::sleep_until_job() noexcept {
  pthread_mutex_lock(&sleep_lock_);
  sleepers_.fetch_add(1);
  while (!quit_.load() && !job_.load()) pthread_cond_wait(&wake_, &sleep_lock_);
  sleepers_.fetch_sub(1);
  pthread_mutex_unlock(&sleep_lock_);
}

} // namespace dlopt
