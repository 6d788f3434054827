// The hash table of parameter names, against std::map under the same operations.
#include "core/name_index.h"
#include "test_runtime.h"

#include <gtest/gtest.h>

#include <list>
#include <map>
#include <random>
#include <string>

namespace {

using dlopt_test::test_runtime;

TEST(NameIndex, IsEmptyAtFirst) {
  test_runtime t;
  dlopt::name_index index(t.runtime);
  EXPECT_EQ(index.find("weight"), -1);
  EXPECT_EQ(index.find(""), -1);
  EXPECT_EQ(index.bytes(), 0u);
}

TEST(NameIndex, FindsWhatWasInserted) {
  test_runtime t;
  const std::string long_name(5000, 'x');
  {
    dlopt::name_index index(t.runtime);
    ASSERT_TRUE(index.reserve(4));
    index.insert("layer.0.weight", 0);
    index.insert("layer.0.bias", 1);
    index.insert("", 2);
    index.insert(long_name.c_str(), 3);
    EXPECT_EQ(index.find("layer.0.weight"), 0);
    EXPECT_EQ(index.find(std::string("layer.0.bias").c_str()), 1); // by text, not by address
    EXPECT_EQ(index.find(""), 2);
    EXPECT_EQ(index.find(long_name.c_str()), 3);
    EXPECT_EQ(index.find("layer.0"), -1);
    EXPECT_EQ(index.find("layer.0.weight2"), -1);
    EXPECT_EQ(t.memory.bytes_out, index.bytes());
  }
  EXPECT_EQ(t.memory.blocks_out, 0u);
  EXPECT_FALSE(t.memory.wrong_size);
}

TEST(NameIndex, GrowthThatFailsChangesNothing) {
  test_runtime t;
  dlopt::name_index index(t.runtime);
  ASSERT_TRUE(index.reserve(1));
  index.insert("kept", 5);
  const size_t bytes = index.bytes();
  t.memory.refuse = true;
  EXPECT_FALSE(index.reserve(1000));
  EXPECT_EQ(index.bytes(), bytes);
  EXPECT_EQ(index.find("kept"), 5);
}

// Insertions, removals and growth in random order over names that crowd together; removal must not break the chains of others.
TEST(NameIndex, AgreesWithAMap) {
  test_runtime t;
  dlopt::name_index index(t.runtime);
  std::list<std::string> names; // the table keeps pointers: the texts must not move
  for (int i = 0; i < 300; ++i) names.push_back("p" + std::to_string(i));
  std::map<std::string, int32_t> wanted;
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    for (const std::string& name : names) {
      if (random() % 3) continue;
      if (wanted.erase(name)) index.remove(name.c_str());
      else {
        ASSERT_TRUE(index.reserve(wanted.size() + 1));
        wanted[name] = int32_t(random() % 100000);
        index.insert(name.c_str(), wanted[name]);
      }
    }
    for (const std::string& name : names) {
      const auto found = wanted.find(name);
      ASSERT_EQ(index.find(name.c_str()), found == wanted.end() ? -1 : found->second) << name << " in round " << round;
    }
  }
}

} // namespace
