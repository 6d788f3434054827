// Runtimes with callables, and that nothing is lost: every byte that was taken is given back, however often.
#include "check.h"

#include <cstdlib>
#include <thread>

namespace {

struct ledger {
  int64_t blocks = 0, bytes = 0, taken = 0;

  void* take(size_t size, size_t alignment) {
    void* memory = nullptr;
    if (posix_memalign(&memory, alignment < sizeof(void*) ? sizeof(void*) : alignment, size) != 0) return nullptr;
    ++blocks, ++taken, bytes += static_cast<int64_t>(size);
    return memory;
  }
  void give_back(void* memory, size_t size) {
    --blocks, bytes -= static_cast<int64_t>(size);
    std::free(memory);
  }
};

auto counting(ledger& book) {
  return dlopt::allocator([&book](size_t size, size_t alignment) { return book.take(size, alignment); },
                          [&book](void* memory, size_t size, size_t) { book.give_back(memory, size); });
}

MODE_TEST(runtime, lends_memory_threads_and_a_log) {
  ledger book;
  int jobs = 0;
  std::string said;
  {
    dlopt::runtime rt = MUST(dlopt::runtime::make(counting(book), dlopt::log([&said](dlopt::log_level, const char* text) { said += text; }),
                                                  dlopt::parallel_for([&jobs](size_t count, dlopt::task run) {
                                                    ++jobs;
                                                    for (size_t i = count; i-- > 0;) run(i);
                                                  })));
    floats w(100000, 1), g(100000, 1), inline_w = w;
    dlopt::optimizer opt = MUST(dlopt::optimizer::make(dlopt::adamw(), rt)), plain = MUST(dlopt::optimizer::make(dlopt::adamw()));
    MUST(opt.step(w, g));
    MUST(plain.step(inline_w, g));
    EXPECT_EQ(inline_w, w);
    EXPECT_GT(book.blocks, 0);
  }
  EXPECT_GT(jobs, 0);
  EXPECT_FALSE(said.empty());
  EXPECT_EQ(0, book.blocks);
  EXPECT_EQ(0, book.bytes);
}

MODE_TEST(runtime, outlives_what_was_made_with_it) {
  ledger book;
  dlopt::runtime rt = MUST(dlopt::runtime::make(counting(book)));
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(dlopt::sgd(), rt));
  FAILS(DLOPT_ERR_BUSY, "runtime", rt.close());
  dlopt::runtime moved = std::move(rt);
  floats w = {1}, g = {1};
  MUST(opt.step(w, g));
  MUST(opt.close());
  MUST(moved.close());
  EXPECT_EQ(0, book.blocks);
}

// A callable that tells of its end.
struct farewell {
  bool* said;

  explicit farewell(bool& where) : said(&where) {}
  farewell(farewell&& other) noexcept : said(std::exchange(other.said, nullptr)) {}
  ~farewell() {
    if (said) *said = true;
  }
  void operator()(dlopt::log_level, const char*) const {}
};

MODE_TEST(runtime, keeps_its_callables_as_long_as_it_lives) {
  bool gone = false;
  {
    dlopt::runtime rt = MUST(dlopt::runtime::make(dlopt::log(farewell(gone)))), moved = std::move(rt);
    rt = std::move(moved);
    EXPECT_FALSE(gone);
  }
  EXPECT_TRUE(gone);
}

#ifndef __SANITIZE_ADDRESS__ // which rightly finds that both are lost
MODE_TEST(runtime, that_goes_too_early_lives_on_with_its_callables) {
  bool gone = false;
  dlopt::optimizer opt;
  {
    dlopt::runtime rt = MUST(dlopt::runtime::make(dlopt::log(farewell(gone))));
    opt = MUST(dlopt::optimizer::make(dlopt::sgd(), rt));
  }
  EXPECT_FALSE(gone);
  floats w = {1}, g = {1};
  MUST(opt.step(w, g));
}
#endif

// Whether a call was made; if not, it was refused as a second one.
#ifdef DLOPT_NO_EXCEPTIONS
template <class Call> bool was_first(Call call) {
  const auto ending = call();
  EXPECT_TRUE(ending.ok() || ending.status() == DLOPT_ERR_BUSY) << ending.message();
  return ending.ok();
}
#else
template <class Call> bool was_first(Call call) {
  try {
    call();
    return true;
  } catch (const dlopt::error& e) {
    EXPECT_EQ(DLOPT_ERR_BUSY, e.status()) << e.what();
    return false;
  }
}
#endif

// Each of two threads makes its steps, however often the other is in the way: a refused one must leave no trace in the bits.
MODE_TEST(runtime, refuses_a_second_call_and_does_not_race_it) {
  constexpr int each = 500;
  subject shared, alone;
  const auto many = [&] {
    for (int made = 0; made < each && !HasFailure();) {
      if (was_first([&] { return shared.opt.step({shared.w, shared.b}, {shared.gw, shared.gb}); })) {
        ++made;
      } else {
        std::this_thread::yield();
      }
    }
  };
  std::thread other(many);
  many();
  other.join();
  for (int i = 0; i < 2 * each; i++) MUST(alone.opt.step({alone.w, alone.b}, {alone.gw, alone.gb}));
  EXPECT_EQ(alone.bits(), shared.bits());
}

MODE_TEST(runtime, hooks_cannot_use_the_optimizer_that_runs) {
  floats w(100000), g(100000);
  dlopt::optimizer opt;
  int refused = 0;
  dlopt::runtime rt = MUST(dlopt::runtime::make(dlopt::parallel_for([&](size_t count, dlopt::task run) {
    FAILS(DLOPT_ERR_BUSY, "", opt.step({w}, {g}));
    ++refused;
    for (size_t i = 0; i < count; i++) run(i);
  })));
  opt = MUST(dlopt::optimizer::make(dlopt::adamw(), rt));
  dlopt::parameter p;
  p.dims = {100000};
  (void)MUST(opt.add(p));
  MUST(opt.step({w}, {g}));
  EXPECT_GT(refused, 0);
  MUST(opt.close()); // before its runtime
}

MODE_TEST(runtime, gets_everything_back_from_ten_thousand_handles) {
  ledger book;
  {
    dlopt::runtime rt = MUST(dlopt::runtime::make(counting(book)));
    const int64_t own = book.blocks;
    floats w(3), g(3);
    for (int i = 0; i < 10000; i++) {
      dlopt::optimizer opt = MUST(dlopt::optimizer::make(dlopt::adam(), rt));
      MUST(opt.step(w, g));
      dlopt::schedule schedule = MUST(dlopt::schedule::make(dlopt::schedules::cosine(), rt));
      MUST(opt.follow(dlopt::hyper::lr, schedule));
      const dlopt::scaler scaler = MUST(dlopt::scaler::make({}, rt));
      dlopt::optimizer moved = std::move(opt);
      opt = MUST(moved.clone());
      schedule = dlopt::schedule();
    }
    EXPECT_EQ(own, book.blocks);
    EXPECT_GT(book.taken, 10000);
  }
  EXPECT_EQ(0, book.blocks);
  EXPECT_EQ(0, book.bytes);
}

} // namespace
