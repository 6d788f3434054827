// The search for ranges that overlap, gaps included, against bytes that are marked one by one.
#include "core/ranges.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace dlopt {
namespace {

constexpr size_t kArena = 600;
alignas(8) unsigned char arena[kArena];

struct candidate {
  size_t at, bytes;
  int64_t unit, stride, numel; // unit 0: without gaps
  bool written;

  address_range range(size_t argument) const {
    const dlopt_dtype dtype = bytes == 8 ? DLOPT_DTYPE_F64 : bytes == 4 ? DLOPT_DTYPE_F32 : DLOPT_DTYPE_BF16;
    return range_of(arena + at, dtype, {unit, stride}, numel, written, argument);
  }
  std::vector<bool> marks() const {
    std::vector<bool> own(kArena);
    for (int64_t i = 0; i < numel; ++i) {
      const size_t place = size_t(unit ? i / unit * stride + i % unit : i);
      std::fill_n(own.begin() + long(at + place * bytes), bytes, true);
    }
    return own;
  }
  size_t past() const { return at + size_t(numel ? (unit ? (numel - 1) / unit * stride + (numel - 1) % unit : numel - 1) + 1 : 0) * bytes; }
};

candidate drawn(std::mt19937& random) {
  candidate c = {random() % 300, size_t(2) << random() % 3, 0, 0, int64_t(random() % 8), random() % 3 == 0};
  if (random() % 3 == 0) return c;
  c.unit = int64_t(1 + random() % 3);
  c.numel -= c.numel % c.unit; // whole units
  c.stride = random() % 4 ? int64_t(32 / c.bytes) : c.unit + 1 + int64_t(random() % 3); // mostly 32 bytes
  return c;
}

bool share(const candidate& a, const candidate& b) {
  const std::vector<bool> x = a.marks(), y = b.marks();
  for (size_t i = 0; i < kArena; ++i)
    if (x[i] && y[i]) return true;
  return false;
}

// Whether the search may call two an overlap that share no byte: they reach into each other, and do not go at the same pace.
bool may_be_refused(const candidate& a, const candidate& b) {
  const bool same_pace = a.unit && b.unit && size_t(a.stride) * a.bytes == size_t(b.stride) * b.bytes;
  return !same_pace && a.at < b.past() && b.at < a.past() && a.numel && b.numel;
}

TEST(ranges, are_found_to_overlap_where_bytes_say_so) {
  std::mt19937 random(7);
  int shared = 0, refused = 0, interleaved = 0, apart = 0;
  for (int round = 0; round < 10000; ++round) {
    std::vector<candidate> all(2 + random() % 4);
    std::vector<address_range> ranges;
    for (candidate& c : all) c = drawn(random);
    bool must = false, may = false, nested = false;
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].numel) ranges.push_back(all[i].range(i));
      for (size_t k = 0; k < i; ++k) {
        if (!all[i].written && !all[k].written) continue;
        must |= share(all[i], all[k]);
        may |= may_be_refused(all[i], all[k]);
        nested |= all[i].at < all[k].past() && all[k].at < all[i].past();
      }
    }
    const range_pair found = find_overlap(ranges.data(), ranges.data() + ranges.size());
    ASSERT_TRUE(found.a ? must || may : !must) << "round " << round;
    if (found.a) {
      const candidate &a = all[found.a->argument], &b = all[found.b->argument];
      ASSERT_TRUE((a.written || b.written) && (share(a, b) || may_be_refused(a, b))) << "round " << round;
    }
    ++(must ? shared : found.a ? refused : nested ? interleaved : apart);
  }
  EXPECT_GT(shared, 150);
  EXPECT_GT(refused, 150);
  EXPECT_GT(interleaved, 150);
  EXPECT_GT(apart, 150);
}

} // namespace
} // namespace dlopt
