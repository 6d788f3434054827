// The growing array: what was added stays, growth that fails changes nothing, and every byte goes back.
#include "core/array.h"
#include "test_runtime.h"

#include <gtest/gtest.h>

namespace {

using dlopt_test::test_runtime;

TEST(Array, KeepsWhatWasAddedWhileItGrows) {
  test_runtime t;
  {
    dlopt::array<int> a(t.runtime);
    for (int i = 0; i < 10000; ++i) {
      ASSERT_TRUE(a.reserve(a.count() + 1));
      a.add(i);
    }
    ASSERT_EQ(a.count(), 10000u);
    for (int i = 0; i < 10000; ++i) ASSERT_EQ(a[size_t(i)], i);
    EXPECT_EQ(a.end() - a.begin(), 10000);
    EXPECT_EQ(t.memory.bytes_out, a.bytes());
    EXPECT_LE(a.bytes(), 10000 * sizeof(int) * 3 / 2);
  }
  EXPECT_EQ(t.memory.blocks_out, 0u);
  EXPECT_FALSE(t.memory.wrong_size);
}

TEST(Array, GrowthThatFailsChangesNothing) {
  test_runtime t;
  dlopt::array<int> a(t.runtime);
  ASSERT_TRUE(a.reserve(2));
  a.add(7);
  a.add(8);
  t.memory.refuse = true;
  EXPECT_FALSE(a.reserve(100));
  EXPECT_TRUE(a.reserve(2)); // there is room already
  EXPECT_EQ(a.count(), 2u);
  EXPECT_EQ(a[0], 7);
  EXPECT_EQ(a[1], 8);
}

TEST(Array, SizesThatOverflowAreRefused) {
  test_runtime t;
  dlopt::array<int64_t> a(t.runtime);
  EXPECT_FALSE(a.reserve(SIZE_MAX / sizeof(int64_t) + 1));
  EXPECT_FALSE(a.reserve(SIZE_MAX));
  EXPECT_EQ(t.memory.blocks_out, 0u);
}

TEST(Array, ShrinksAtItsEnd) {
  test_runtime t;
  dlopt::array<int> a(t.runtime);
  ASSERT_TRUE(a.reserve(3));
  for (int i = 0; i < 3; ++i) a.add(i);
  a.remove_last();
  EXPECT_EQ(a.count(), 2u);
  a.set_count(0);
  EXPECT_EQ(a.begin(), a.end());
}

} // namespace
