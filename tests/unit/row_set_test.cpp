// Runs and gaps of sets of rows, against a plain list of which rows are in the set.
#include "drivers/row_set.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace dlopt {
namespace {

struct case_of_rows {
  std::vector<bool> in;
  std::vector<int64_t> indices, ranks;
  std::vector<uint8_t> bytes, bits;

  case_of_rows(int64_t total, double share, std::mt19937& random)
      : in(size_t(total)), bytes(size_t(total)), bits(size_t(total + 7) / 8, 0) {
    std::bernoulli_distribution flips(0.1), marked(share);
    bool now = marked(random);
    for (int64_t row = 0; row < total; ++row) {
      if (flips(random)) now = marked(random);
      in[size_t(row)] = now;
      if (!now) continue;
      indices.push_back(row);
      bytes[size_t(row)] = uint8_t(1 + row % 255);
      bits[size_t(row / 8)] = uint8_t(bits[size_t(row / 8)] | 1u << row % 8);
    }
    if (total % 8) bits.back() = uint8_t(bits.back() | 0xff << total % 8); // what follows the last row is not read
    ranks.resize(size_t(total / kRankRows) + 2);
  }

  std::vector<row_set> forms(int64_t length) {
    const int64_t total = int64_t(in.size());
    row_set list = {true, true, indices.data(), {nullptr, false}, nullptr, total, int64_t(indices.size()), length};
    row_set by_bytes = list, by_bits = list;
    by_bytes.indices = by_bits.indices = nullptr;
    by_bytes.mask = {bytes.data(), false};
    by_bits.mask = {bits.data(), true};
    rank_rows(by_bytes, ranks.data());
    rank_rows(by_bits, ranks.data());
    return {list, by_bytes, by_bits};
  }
};

TEST(row_set, runs_cover_each_element_of_the_set_once_and_gaps_all_others) {
  std::mt19937 random(7);
  for (int64_t total : {1, 7, 8, 64, 65, 1000, 4096, 9000})
    for (double share : {0.0, 0.02, 0.5, 0.98, 1.0}) {
      case_of_rows rows(total, share, random);
      const int64_t length = 1 + int64_t(random() % 5);
      for (const row_set& set : rows.forms(length)) {
        ASSERT_EQ(int64_t(rows.indices.size()), set.count);
        std::vector<int> seen(size_t(total * length), 0);
        const int64_t elements = set.count * length, step = 1 + int64_t(random() % 700);
        for (int64_t first = 0; first < elements; first += step) {
          int64_t next = first;
          for_each_row_run(set, first, std::min(step, elements - first), [&](int64_t at, int64_t n, int64_t shift) {
            EXPECT_EQ(next, at);
            next = at + n;
            for (int64_t i = at; i < at + n; ++i) {
              EXPECT_EQ(rows.indices[size_t(i / length)] * length + i % length, i + shift);
              seen[size_t(i + shift)] += 1;
            }
          });
          EXPECT_EQ(std::min(first + step, elements), next);
        }
        for (int64_t first = 0; first < total * length; first += step)
          for_each_row_gap(set, first, std::min(step, total * length - first), [&](int64_t at, int64_t n) {
            EXPECT_TRUE(at >= first && at + n <= first + step);
            for (int64_t i = at; i < at + n; ++i) seen[size_t(i)] += 2;
          });
        for (int64_t i = 0; i < total * length; ++i) ASSERT_EQ(rows.in[size_t(i / length)] ? 1 : 2, seen[size_t(i)]) << i;
      }
    }
}

TEST(row_set, all_rows_are_one_run) {
  int visits = 0;
  for_each_row_run(row_set{}, 3, 5, [&](int64_t at, int64_t n, int64_t shift) {
    ++visits;
    EXPECT_TRUE(at == 3 && n == 5 && shift == 0);
  });
  EXPECT_EQ(1, visits);
}

} // namespace
} // namespace dlopt
