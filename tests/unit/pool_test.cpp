// The pool of workers: each task runs exactly once, whoever comes late; the workers do help; one caller at a time; none in a forked child.
#include "core/pool.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

struct started_pool {
  std::unique_ptr<dlopt::pool> pool = std::make_unique<dlopt::pool>(); // holds a thousand thread ids: too large for a stack
  explicit started_pool(int workers) { EXPECT_TRUE(pool->start(workers)); }
  ~started_pool() { pool->stop(); }
};

// Counts how often each task ran.
struct counts {
  std::vector<std::atomic<int>> of_task;
  explicit counts(size_t n) : of_task(n) {}
  static void add(void* self, size_t task) { static_cast<counts*>(self)->of_task[task].fetch_add(1); }
  bool all_once() const {
    for (const auto& n : of_task)
      if (n.load() != 1) return false;
    return true;
  }
};

TEST(Pool, RunsEveryTaskExactlyOnce) {
  for (const int workers : {0, 1, 3, 8}) {
    started_pool p(workers);
    for (int round = 0; round < 200; ++round) {
      const size_t n = size_t(round % 40);
      counts c(n);
      ASSERT_TRUE(p.pool->run(n, counts::add, &c, true));
      ASSERT_TRUE(c.all_once()) << workers << " workers, " << n << " tasks";
    }
  }
}

TEST(Pool, WorksAgainAfterItsWorkersWentToSleep) {
  started_pool p(3);
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(5ms);
    counts c(100);
    ASSERT_TRUE(p.pool->run(c.of_task.size(), counts::add, &c, true));
    ASSERT_TRUE(c.all_once());
  }
}

void wait_until_asleep(const started_pool& p) {
  const auto deadline = steady_clock::now() + 30s;
  while (p.pool->awake() && steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
}

TEST(Pool, SleepsWhenThereIsNothingToDo) {
  started_pool p(2);
  wait_until_asleep(p);
  EXPECT_FALSE(p.pool->awake());
}

// Small jobs leave it asleep, and the caller does them alone.
TEST(Pool, LetsSleepersSleepWhenNotAskedToWakeThem) {
  started_pool p(3);
  wait_until_asleep(p);
  struct lone {
    std::thread::id caller = std::this_thread::get_id();
    std::atomic<int> elsewhere{0};
    static void look(void* self, size_t) {
      auto& l = *static_cast<lone*>(self);
      if (std::this_thread::get_id() != l.caller) l.elsewhere.fetch_add(1);
    }
  } l;
  for (int round = 0; round < 100; ++round) ASSERT_TRUE(p.pool->run(8, lone::look, &l, false));
  EXPECT_EQ(l.elsewhere.load(), 0);
  EXPECT_FALSE(p.pool->awake());
}

// Tasks that wait for each other: only a worker beside the caller for each can bring this to an end.
struct meeting {
  int size = 2;
  std::atomic<int> present{0};
  std::atomic<bool> met{true};
  static void attend(void* self, size_t) {
    auto& m = *static_cast<meeting*>(self);
    m.present.fetch_add(1);
    const auto deadline = steady_clock::now() + 2s;
    while (m.present.load() < m.size) {
      if (steady_clock::now() > deadline) {
        m.met = false;
        return;
      }
      std::this_thread::yield();
    }
  }
};

// A worker may miss one job, when it goes to sleep at that very moment; not one after the other.
bool meets(const started_pool& p, int size, bool asleep) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    if (asleep) wait_until_asleep(p);
    meeting m;
    m.size = size;
    EXPECT_TRUE(p.pool->run(size_t(size), meeting::attend, &m, true));
    if (m.met) return true;
  }
  return false;
}

TEST(Pool, WorkersHelpTheCaller) {
  const started_pool p(1);
  EXPECT_TRUE(meets(p, 2, false));
}

TEST(Pool, WorkersWakeEachOther) {
  const started_pool p(6);
  EXPECT_TRUE(meets(p, 7, true));
}

// Called from inside a job, and so while the pool is taken.
struct nested {
  dlopt::pool* pool;
  std::atomic<int> refused{0};
  static void run_again(void* self, size_t) {
    auto& n = *static_cast<nested*>(self);
    counts c(3);
    if (!n.pool->run(3, counts::add, &c, true)) n.refused.fetch_add(1);
  }
};

TEST(Pool, RefusesASecondCallerWithoutWaiting) {
  started_pool p(2);
  nested n{p.pool.get()};
  ASSERT_TRUE(p.pool->run(4, nested::run_again, &n, true));
  EXPECT_EQ(n.refused.load(), 4);
}

TEST(Pool, ManyCallersGetTheirTasksDoneOrARefusal) {
  started_pool p(2);
  std::atomic<int> wrong{0}, served{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      for (int round = 0; round < 500; ++round) {
        counts c(16);
        if (!p.pool->run(16, counts::add, &c, true)) continue;
        served.fetch_add(1);
        if (!c.all_once()) wrong.fetch_add(1);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(wrong.load(), 0);
  EXPECT_GT(served.load(), 0);
}

TEST(Pool, StopsAtOnceWhetherAwakeOrAsleep) {
  for (const auto pause : {0ms, 5ms}) {
    for (int round = 0; round < 10; ++round) {
      started_pool p(4);
      std::this_thread::sleep_for(pause);
    }
  }
}

// In the child there are no workers, and their locks may have been held: it gets a refusal at once, and works on its own thread.
TEST(Pool, AForkedChildIsRefusedAndNeverWaits) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "ThreadSanitizer does not follow a fork of a program with threads";
#endif
  started_pool p(2);
  for (int round = 0; round < 20; ++round) {
    counts before(10);
    EXPECT_TRUE(p.pool->run(10, counts::add, &before, true)); // the workers are awake, and perhaps about to sleep
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      alarm(30);
      counts none(10);
      const bool refused = !p.pool->run(10, counts::add, &none, true) && none.of_task[0].load() == 0;
      p.pool->stop();
      _exit(refused ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }
  counts after(10);
  EXPECT_TRUE(p.pool->run(10, counts::add, &after, true)); // the parent's workers are as they were
  EXPECT_TRUE(after.all_once());
}

} // namespace
