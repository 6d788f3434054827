// The search for buffers that overlap, against a comparison of every pair, over thousands of steps of one optimizer: it remembers what it
// has checked, and must not be misled by that when a dtype, a flag or a frozen parameter changes what the same addresses mean.
#include "dlopt.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace {

struct range {
  size_t first, past;
  bool written;
};

bool overlap(const range& a, const range& b) { return (a.written || b.written) && a.first < b.past && b.first < a.past; }

bool any_overlap(const std::vector<range>& ranges) {
  for (size_t i = 0; i < ranges.size(); ++i)
    for (size_t k = 0; k < i; ++k)
      if (overlap(ranges[i], ranges[k])) return true;
  return false;
}

constexpr size_t bytes_of(dlopt_dtype dtype) { return dtype == DLOPT_DTYPE_F64 ? 8 : dtype == DLOPT_DTYPE_F32 ? 4 : 2; }

// Parameters and gradients at random places of one arena.
class Overlap : public testing::Test {
protected:
  static constexpr size_t kSlots = 6, kArena = 1500;

  struct buffers {
    size_t param_at, grad_at;
    dlopt_dtype grad_dtype;
    bool grad_given, frozen;
  };

  void SetUp() override {
    ASSERT_EQ(dlopt_optimizer_create(nullptr, DLOPT_RULE_SGD, &optimizer), DLOPT_OK) << dlopt_last_error();
    for (size_t i = 0; i < kSlots; ++i) {
      numels[i] = int64_t(i * 2); // the first one is empty
      dlopt_param_desc desc;
      ASSERT_EQ(dlopt_param_desc_init(&desc, sizeof desc), DLOPT_OK);
      desc.ndim = 1;
      desc.shape = &numels[i];
      int32_t slot = -1;
      ASSERT_EQ(dlopt_optimizer_param_add(optimizer, &desc, &slot), DLOPT_OK) << dlopt_last_error();
      now[i] = {0, 0, DLOPT_DTYPE_F32, true, false};
    }
  }
  void TearDown() override { EXPECT_EQ(dlopt_optimizer_destroy(optimizer), DLOPT_OK); }

  void place_anew(size_t i) {
    now[i].param_at = random() % (kArena - 64);
    now[i].grad_at = random() % (kArena - 128);
  }
  void change_meaning(size_t i) {
    const dlopt_dtype dtypes[] = {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16};
    now[i].grad_dtype = dtypes[random() % 4];
    now[i].grad_given = random() % 8 != 0;
    now[i].frozen = random() % 8 == 0;
    ASSERT_EQ(dlopt_optimizer_param_freeze(optimizer, int32_t(i), now[i].frozen), DLOPT_OK);
  }

  bool wanted_overlap(bool zero_grads) const {
    std::vector<range> ranges;
    for (size_t i = 0; i < kSlots; ++i) {
      const buffers& b = now[i];
      if (!numels[i] || !b.grad_given || b.frozen) continue;
      ranges.push_back({b.param_at, b.param_at + size_t(numels[i]) * 4, true});
      ranges.push_back({b.grad_at, b.grad_at + size_t(numels[i]) * bytes_of(b.grad_dtype), zero_grads});
    }
    return any_overlap(ranges);
  }

  dlopt_status step(bool zero_grads) {
    dlopt_tensor params[kSlots], grads[kSlots];
    for (size_t i = 0; i < kSlots; ++i) {
      const buffers& b = now[i];
      EXPECT_EQ(dlopt_tensor_init(&params[i], sizeof params[i], arena.data() + b.param_at, DLOPT_DTYPE_F32, 1, &numels[i]), DLOPT_OK);
      void* grad = b.grad_given ? arena.data() + b.grad_at : nullptr;
      EXPECT_EQ(dlopt_tensor_init(&grads[i], sizeof grads[i], grad, b.grad_dtype, 1, &numels[i]), DLOPT_OK);
    }
    dlopt_step_desc desc;
    EXPECT_EQ(dlopt_step_desc_init(&desc, sizeof desc), DLOPT_OK);
    desc.flags = zero_grads ? DLOPT_STEP_ZERO_GRADS : 0;
    return dlopt_optimizer_step(optimizer, params, grads, kSlots, &desc);
  }

  std::string description(bool zero_grads) const {
    std::string text = zero_grads ? "gradients are written" : "gradients are read";
    for (size_t i = 0; i < kSlots; ++i) {
      const buffers& b = now[i];
      text += "\n  slot " + std::to_string(i) + ": numel " + std::to_string(numels[i]) + ", param at " + std::to_string(b.param_at) +
              ", grad at " + std::to_string(b.grad_at) + " dtype " + std::to_string(b.grad_dtype) + (b.grad_given ? "" : ", no grad") +
              (b.frozen ? ", frozen" : "");
    }
    return text;
  }

  std::mt19937 random{11};
  dlopt_optimizer* optimizer = nullptr;
  int64_t numels[kSlots];
  buffers now[kSlots];
  std::vector<unsigned char> arena = std::vector<unsigned char>(kArena, 1);
};

TEST_F(Overlap, AgreesWithTheComparisonOfEveryPair) {
  int overlapping = 0, free = 0;
  for (int round = 0; round < 20000; ++round) {
    const size_t i = random() % kSlots;
    if (random() % 2) place_anew(i);
    if (random() % 2) change_meaning(i);
    if (random() % 16 == 0) now[i].grad_at ^= random() % 4; // a neighbouring address
    const bool zero_grads = random() % 2;
    const bool wanted = wanted_overlap(zero_grads);
    const std::vector<unsigned char> before = arena;
    const dlopt_status status = step(zero_grads);
    ASSERT_EQ(status, wanted ? DLOPT_ERR_INVALID_ARGUMENT : DLOPT_OK) << "round " << round << ": " << dlopt_last_error() << "\n"
                                                                      << description(zero_grads);
    if (!wanted) {
      ++free;
      continue;
    }
    ++overlapping;
    ASSERT_EQ(arena, before);
    ASSERT_NE(std::string(dlopt_last_error()).find("overlap"), std::string::npos) << dlopt_last_error();
  }
  EXPECT_GT(overlapping, 1000);
  EXPECT_GT(free, 1000);
}

} // namespace
