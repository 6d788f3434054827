#include "core/pool.h"

#include <sched.h>

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

} // namespace

bool pool::start(int workers) noexcept {
  for (; started_ < workers; ++started_) {
    if (pthread_create(&threads_[started_], nullptr, worker_main, this)) {
      stop();
      return false;
    }
  }
  return true;
}

void pool::stop() noexcept {
  pthread_mutex_lock(&sleep_lock_);
  quit_.store(true);
  pthread_cond_broadcast(&wake_);
  pthread_mutex_unlock(&sleep_lock_);
  while (started_ > 0) pthread_join(threads_[--started_], nullptr);
}

bool pool::run(size_t n_tasks, dlopt_task_fn task, void* context) noexcept {
  if (taken_.exchange(true)) return false;
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
