#include "core/pool.h"

#include <sched.h>
#include <signal.h>

#include <algorithm>

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
// A worker that was woken may have been given the caller's own core, which it must not keep from it by spinning.
constexpr int kSpinsBeforeYield = 50;

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

bool pool::run(size_t n_tasks, dlopt_task_fn task, void* context, bool wakes) noexcept {
  if (orphaned() || taken_.exchange(true)) return false;
  job j = {task, context, std::min({n_tasks, size_t(started_) + 1, kMaxShares})};
  divide(n_tasks, j.n_shares);
  job_.store(&j);
  if (wakes) wake_one();
  claim_tasks(j, 0);
  job_.store(nullptr);
  wait_for_helpers();
  taken_.store(false);
  return true;
}

// A lock that is taken belongs to a worker who is about to sleep or has just woken, and who may have lost its core: rather than wait for
// that, go without. At worst one sleeps through this job.
void pool::wake_one() noexcept {
  if (sleepers_.load() == 0 || pthread_mutex_trylock(&sleep_lock_)) return;
  pthread_cond_signal(&wake_);
  pthread_mutex_unlock(&sleep_lock_);
}

// A helper may have lost its core in the middle of a task, perhaps to this very thread: after a moment, give the core away.
void pool::wait_for_helpers() noexcept {
  for (int spins = 0; helpers_.load() > 0; ++spins) {
    if (spins < kSpins) pause_briefly();
    else sched_yield();
  }
}

void pool::divide(size_t n_tasks, size_t n_shares) noexcept {
  size_t first = 0;
  for (size_t i = 0; i < n_shares; ++i) {
    shares_[i].next.store(first, std::memory_order_relaxed);
    first += n_tasks / n_shares + (i < n_tasks % n_shares);
    shares_[i].past = first;
  }
}

void pool::claim_tasks(const job& j, size_t first_share) noexcept {
  for (size_t k = 0; k < j.n_shares; ++k) {
    share& s = shares_[(first_share + k) % j.n_shares];
    for (size_t i = s.next.fetch_add(1); i < s.past; i = s.next.fetch_add(1)) j.task(j.context, i);
  }
}

// Registers as a helper before looking at the job, so that the caller cannot take the job away under it.
bool pool::help(size_t worker) noexcept {
  if (!job_.load()) return false;
  helpers_.fetch_add(1);
  const job* j = job_.load();
  if (j) claim_tasks(*j, worker);
  helpers_.fetch_sub(1);
  return j != nullptr;
}

void* pool::worker_main(void* self) noexcept {
  static_cast<pool*>(self)->work();
  return nullptr;
}

void pool::work() noexcept {
  const size_t worker = born_.fetch_add(1) + 1; // the caller is number 0
  int spins = 0;
  while (!quit_.load()) {
    if (help(worker)) spins = 0;
    else if (++spins >= kSpins) {
      sleep_until_job();
      spins = 0;
    } else if (spins % kSpinsBeforeYield) pause_briefly();
    else sched_yield();
  }
}

void pool::sleep_until_job() noexcept {
  pthread_mutex_lock(&sleep_lock_);
  sleepers_.fetch_add(1);
  bool woken = false;
  for (; !quit_.load() && !job_.load(); woken = true) pthread_cond_wait(&wake_, &sleep_lock_);
  sleepers_.fetch_sub(1);
  for (int others = 2; woken && others > 0; --others) pthread_cond_signal(&wake_); // so that all are awake in a few rounds
  pthread_mutex_unlock(&sleep_lock_);
}

} // namespace dlopt
