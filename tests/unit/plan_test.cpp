// The plan of a step: every element of every buffer in exactly one chunk, chunks at fixed places, tasks neither too large nor too many.
#include "core/plan.h"
#include "test_runtime.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace {

using dlopt::chunks_of;
using dlopt::kChunk;
using dlopt_test::test_runtime;

TEST(Plan, CountsChunks) {
  EXPECT_EQ(chunks_of(0), 0);
  EXPECT_EQ(chunks_of(1), 1);
  EXPECT_EQ(chunks_of(kChunk - 1), 1);
  EXPECT_EQ(chunks_of(kChunk), 1);
  EXPECT_EQ(chunks_of(kChunk + 1), 2);
  EXPECT_EQ(chunks_of(INT64_MAX), INT64_MAX / kChunk + 1);
}

// Walks through all tasks and checks that the chunks come as the law says: buffer by buffer, at multiples of kChunk.
void expect_full_cover(dlopt::plan& plan, const std::vector<int64_t>& numels) {
  size_t buffer = 0;
  int64_t element = 0, ordinal = 0;
  for (size_t task = 0; task < plan.n_tasks(); ++task) {
    int64_t elements = 0, chunks = 0;
    plan.for_each_chunk(task, numels.data(), [&](size_t at_buffer, int64_t first, int64_t n, int64_t at_ordinal) {
      while (buffer < numels.size() && element == numels[buffer]) ++buffer, element = 0; // empty ones too
      ASSERT_LT(buffer, numels.size());
      ASSERT_EQ(at_buffer, buffer);
      ASSERT_EQ(first, element);
      ASSERT_EQ(first % kChunk, 0);
      ASSERT_EQ(n, std::min(kChunk, numels[buffer] - first));
      ASSERT_EQ(at_ordinal, ordinal++);
      element += n;
      elements += n;
      ++chunks;
    });
    if (testing::Test::HasFatalFailure()) return;
    EXPECT_LT(elements, 2 * kChunk); // a task stops as soon as it has a chunk's worth
    EXPECT_TRUE(chunks > 0 || plan.n_tasks() == 1);
  }
  while (buffer < numels.size() && element == numels[buffer]) ++buffer, element = 0;
  EXPECT_EQ(buffer, numels.size());
}

void expect_good_plan(const std::vector<int64_t>& numels) {
  test_runtime t;
  {
    dlopt::plan plan(t.runtime);
    int64_t elements = 0, chunks = 0;
    for (const int64_t n : numels) elements += n, chunks += chunks_of(n);
    ASSERT_TRUE(plan.reserve(elements, chunks));
    EXPECT_EQ(plan.bytes(), t.memory.bytes_out);
    t.memory.refuse = true; // cutting allocates nothing
    plan.cut(numels.data(), numels.size());
    EXPECT_EQ(plan.elements(), elements);
    expect_full_cover(plan, numels);
    for (size_t task = 0; task < plan.n_tasks(); ++task)
      plan.ran()[task].store(1); // the flags that run_parallel uses: memory checkers watch
    for (int64_t i = 0; i < chunks; ++i) plan.partials()[i] = 0;
  }
  EXPECT_EQ(t.memory.blocks_out, 0u);
  EXPECT_FALSE(t.memory.wrong_size);
}

TEST(Plan, CoversEverySizeAroundAChunk) {
  for (const int64_t n : {int64_t(0), int64_t(1), kChunk - 1, kChunk, kChunk + 1, 2 * kChunk - 1, 2 * kChunk, 100 * kChunk + 7}) {
    SCOPED_TRACE(n);
    expect_good_plan({n});
    expect_good_plan({n, n});
    expect_good_plan({0, n, 0, 0, 1, n, 0});
  }
}

TEST(Plan, CoversNoBuffers) { expect_good_plan({}); }

TEST(Plan, PutsManySmallBuffersIntoFewTasks) {
  const std::vector<int64_t> numels(1000, 3);
  expect_good_plan(numels);
  test_runtime t;
  dlopt::plan plan(t.runtime);
  ASSERT_TRUE(plan.reserve(3000, 1000));
  plan.cut(numels.data(), numels.size());
  EXPECT_LE(plan.n_tasks(), 5u);
}

TEST(Plan, CoversRandomMixtures) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<int64_t> numels(random() % 300);
    for (int64_t& n : numels) n = int64_t(random() % (random() % 4 ? 50 : 5 * size_t(kChunk)));
    SCOPED_TRACE(round);
    expect_good_plan(numels);
    if (HasFatalFailure()) return;
  }
}

TEST(Plan, CanBeCutAgainForFewerBuffers) {
  test_runtime t;
  dlopt::plan plan(t.runtime);
  ASSERT_TRUE(plan.reserve(10 * kChunk, 10));
  const std::vector<int64_t> all = {4 * kChunk, 6 * kChunk}, some = {0, 5};
  plan.cut(all.data(), all.size());
  expect_full_cover(plan, all);
  plan.cut(some.data(), some.size());
  EXPECT_EQ(plan.elements(), 5);
  expect_full_cover(plan, some);
}

TEST(Plan, AReserveThatFailsLeavesTheOldRoom) {
  test_runtime t;
  dlopt::plan plan(t.runtime);
  ASSERT_TRUE(plan.reserve(kChunk, 1));
  t.memory.refuse = true;
  EXPECT_FALSE(plan.reserve(1000 * kChunk, 1000));
  const std::vector<int64_t> numels = {kChunk};
  plan.cut(numels.data(), 1);
  expect_full_cover(plan, numels);
}

} // namespace
