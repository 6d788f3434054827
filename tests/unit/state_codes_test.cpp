// States in few bits: what their codes mean, and that every instruction set makes the same ones.
#include "../rules/draw.h"
#include "drivers/dispatch.h"
#include "drivers/stored_states.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace dlopt {
namespace {

using dlopt_test::draw;
using singles = std::vector<float>;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();

constexpr state_code kAll[] = {state_code::bf16,    state_code::bf16_stochastic, state_code::linear,
                               state_code::squares, state_code::dynamic,         state_code::unsigned_dynamic};
constexpr state_code kScaled[] = {state_code::linear, state_code::squares, state_code::dynamic, state_code::unsigned_dynamic};
bool is_signed(state_code c) { return c == state_code::bf16 || c == state_code::linear || c == state_code::dynamic; }

// A state in memory of its own, at any byte past a boundary.
struct kept {
  kept(state_code code, size_t n_, size_t offset = 0)
      : memory(2 * n_ + offset), scales(size_t(scale_count(state_code::linear, int64_t(n_)))), n(int64_t(n_)),
        at(offset), how{code, make_position_key(5, 3, 7, rounded_array::second_moment), scales.data()} {}
  void encode(const kernels& k, const singles& x) { encode_state(k, how, x.data(), 0, n, 0, memory.data() + at); }
  singles decode(const kernels& k) const { return decode(k, 0, n); }
  singles decode(const kernels& k, int64_t first, int64_t count) const {
    singles out(size_t(count), -1.0f);
    decode_state(k, how, memory.data() + at, first, count, out.data());
    return out;
  }
  std::vector<uint8_t> bytes() const {
    std::vector<uint8_t> out(memory.begin() + long(at), memory.end());
    if (has_scales(how.code)) {
      out.resize(size_t(n));
      const auto* first = reinterpret_cast<const uint8_t*>(scales.data());
      out.insert(out.end(), first, first + scales.size() * sizeof(float));
    }
    return out;
  }

  std::vector<uint8_t> memory;
  singles scales;
  int64_t n;
  size_t at;
  stored_state how;
};

// Numbers over 20 decades, with zeros among them.
singles drawn(size_t n, uint64_t seed, bool with_signs, double low = -12, double high = 8) {
  draw r(seed);
  singles x(n);
  for (float& v : x) {
    v = r.one_in(9) ? 0.0f : float(r.power_of_ten(low, high));
    if (with_signs && r.one_in(2)) v = -v;
  }
  return x;
}

template <class Visit> void on_each_set(Visit visit) {
  for (int i = 0; built_kernels(i); ++i)
    if (force_kernels(built_kernels(i)->isa) == force_result::done) visit(*built_kernels(i));
  force_kernels(nullptr);
}

TEST(state_codes, are_the_same_bytes_on_every_instruction_set_and_at_every_address) {
  for (state_code code : kAll)
    for (size_t n : {1u, 2u, 31u, 255u, 256u, 257u, 1000u, 4099u}) {
      const singles x = drawn(n, n, is_signed(code));
      kept truth(code, n);
      truth.encode(*built_kernels(0), x);
      const singles back = truth.decode(*built_kernels(0));
      on_each_set([&](const kernels& k) {
        for (size_t offset : {0u, 1u, 7u}) {
          kept other(code, n, offset);
          other.encode(k, x);
          ASSERT_EQ(truth.bytes(), other.bytes()) << k.isa << " code " << int(code) << " n " << n << " offset " << offset;
          const singles again = other.decode(k);
          ASSERT_EQ(0, std::memcmp(back.data(), again.data(), n * sizeof(float))) << k.isa << " code " << int(code);
        }
      });
    }
}

TEST(state_codes, can_be_read_from_anywhere) {
  const kernels& k = current_kernels();
  for (state_code code : kAll) {
    kept state(code, 1000);
    state.encode(k, drawn(1000, 4, is_signed(code)));
    const singles whole = state.decode(k);
    for (int64_t first : {0, 1, 255, 256, 300, 999})
      for (int64_t n : {int64_t(1), int64_t(3), int64_t(600), 1000 - first})
        if (first + n <= 1000)
          EXPECT_EQ(singles(whole.begin() + first, whole.begin() + first + n), state.decode(k, first, n)) << first << " " << n;
  }
}

// Half the distance between two codes, in units of the block's largest number.
double bound_of(state_code code, double part) {
  constexpr double kRounding = 1e-6;
  if (code == state_code::linear) return 0.5 / 127 + kRounding;
  if (code == state_code::squares) return part < 0.5 / 255 / 255 ? 1 / 255.0 / 255 : std::sqrt(part) / 255 + 0.25 / 255 / 255 + kRounding;
  const double decade = part > 0.1 ? 1 : part > 0.01 ? 0.1 : part > 1e-3 ? 1e-2 : part > 1e-4 ? 1e-3 : part > 1e-5 ? 1e-4 : 1e-5;
  const double cuts = std::ldexp(1, int(std::lround(6 + std::log10(decade)))) * (code == state_code::dynamic ? 1 : 2);
  return 1.03 * decade * 0.45 / std::max(cuts, 1.0) + 1e-6; // neighbours of two decades lie a little farther apart
}

TEST(state_codes, are_the_nearest) {
  const kernels& k = current_kernels();
  for (state_code code : kScaled)
    for (uint64_t seed = 1; seed <= 40; ++seed) {
      const singles x = drawn(256, seed, is_signed(code), -6, 0);
      kept state(code, 256);
      state.encode(k, x);
      const singles back = state.decode(k);
      const double scale = std::abs(*std::max_element(x.begin(), x.end(), [](float a, float b) { return std::abs(a) < std::abs(b); }));
      EXPECT_EQ(scale, double(state.scales[0]));
      for (size_t i = 0; i < 256; ++i) {
        const double part = std::abs(double(x[i])) / scale, error = std::abs(double(back[i]) - double(x[i])) / scale;
        ASSERT_LE(error, bound_of(code, part)) << "code " << int(code) << " of " << x[i] << " with scale " << scale << ": " << back[i];
      }
    }
}

TEST(state_codes, stay_when_what_was_decoded_is_encoded) {
  const kernels& k = current_kernels();
  for (state_code code : kAll) {
    if (code == state_code::dynamic) continue; // -1 is not in its book
    for (uint64_t seed = 1; seed <= 200; ++seed) {
      kept first(code, 256), second(code, 256);
      first.encode(k, drawn(256, seed, is_signed(code), seed % 2 ? -3 : -38, seed % 2 ? 1 : 38));
      second.encode(k, first.decode(k));
      ASSERT_EQ(first.bytes(), second.bytes()) << "code " << int(code) << " seed " << seed;
    }
  }
}

TEST(state_codes, of_second_moments_are_not_zero_where_they_are_not) {
  const kernels& k = current_kernels();
  for (state_code code : {state_code::squares, state_code::unsigned_dynamic})
    for (float largest : {1e30f, 1.0f, 1e-20f, 1e-37f}) {
      singles x(256, 0.0f);
      x[0] = largest;
      for (size_t i = 1; i < 200; ++i) x[i] = largest * std::pow(10.0f, -float(i) / 20);
      kept state(code, 256);
      state.encode(k, x);
      const singles back = state.decode(k);
      for (size_t i = 0; i < 256; ++i) {
        EXPECT_EQ(x[i] > 0, state.memory[i] > 0) << "code " << int(code) << " of " << x[i];
        if (largest >= 1e-20f) EXPECT_EQ(x[i] > 0, back[i] > 0) << "code " << int(code) << " of " << x[i];
      }
    }
}

TEST(state_codes, keep_zeros_and_the_smallest_numbers) {
  const kernels& k = current_kernels();
  for (state_code code : kAll) {
    kept zeros(code, 300);
    zeros.encode(k, singles(300, 0.0f));
    EXPECT_EQ(singles(300, 0.0f), zeros.decode(k));
    for (float tiny : {0x1p-126f, 0x1p-140f, 0x1.8p-148f, 0x1p-149f, 0x1p-120f, 0x1p-100f}) {
      singles x(256, 0.0f);
      x[3] = tiny;
      x[9] = tiny / 4;
      if (is_signed(code)) x[7] = -tiny;
      kept state(code, 256);
      state.encode(k, x);
      if (!has_scales(code)) continue; // BF16 has its own smallest number
      const singles back = state.decode(k);
      EXPECT_EQ(tiny, back[3]) << int(code);
      EXPECT_EQ(0.0f, back[0]) << int(code);
      if (is_signed(code)) EXPECT_NEAR(-double(tiny), double(back[7]), 0.01 * double(tiny) + 0x1p-149) << int(code);
    }
  }
}

TEST(state_codes, keep_the_largest_numbers) {
  const kernels& k = current_kernels();
  for (state_code code : kScaled) {
    singles x(256, std::numeric_limits<float>::max());
    if (is_signed(code)) x[0] = -x[0];
    kept state(code, 256);
    state.encode(k, x);
    EXPECT_EQ(x[1], state.decode(k)[1]) << int(code);
    EXPECT_NEAR(1, double(state.decode(k)[0] / x[0]), 0.01) << int(code);
  }
}

TEST(state_codes, make_a_block_that_is_not_finite_nan) {
  on_each_set([](const kernels& k) {
    for (state_code code : kScaled)
      for (float bad : {kNan, kInfinity, -kNan, is_signed(code) ? -kInfinity : kInfinity})
        for (size_t at : {256u, 300u, 511u}) {
          singles x = drawn(700, 11, is_signed(code));
          x[at] = bad;
          kept state(code, 700);
          state.encode(k, x);
          const singles back = state.decode(k);
          for (size_t i = 0; i < 700; ++i)
            ASSERT_EQ(i >= 256 && i < 512, std::isnan(back[i])) << k.isa << " code " << int(code) << " " << i;
        }
    for (state_code code : {state_code::bf16, state_code::bf16_stochastic}) {
      kept state(code, 3);
      state.encode(k, {kNan, kInfinity, 1});
      const singles back = state.decode(k);
      EXPECT_TRUE(std::isnan(back[0]));
      EXPECT_EQ(kInfinity, back[1]);
      EXPECT_EQ(1.0f, back[2]);
    }
  });
}

TEST(state_codes, start_from_one_value) {
  const kernels& k = current_kernels();
  for (state_code code : kAll)
    for (double value : {0.0, 1.0, 0.1, 1e-30}) {
      kept state(code, 513);
      fill_state(k, state.how, value, 513, state.memory.data());
      for (float x : state.decode(k)) {
        if (has_scales(code)) ASSERT_EQ(float(value), x) << int(code);
        else ASSERT_NEAR(value, double(x), value / 256) << int(code);
      }
    }
}

// The mean of many roundings is the number: by element, and by step.
TEST(state_codes, round_second_moments_to_bf16_without_bias) {
  const kernels& k = current_kernels();
  constexpr size_t kMany = 1 << 16;
  for (double part : {1 / 256.0, 0.25, 0.5, 0.9, 0.999}) {
    const double unit = 0x1p-7, wanted = 1 + part * unit, deviation = unit * std::sqrt(part * (1 - part) / double(kMany));
    kept state(state_code::bf16_stochastic, kMany);
    state.encode(k, singles(kMany, float(wanted)));
    double by_element = 0, by_step = 0;
    for (float x : state.decode(k)) by_element += double(x) / double(kMany);
    EXPECT_NEAR(wanted, by_element, 4.5 * deviation) << part;
    for (size_t step = 0; step < kMany; ++step) {
      kept one(state_code::bf16_stochastic, 1);
      one.how.key = make_position_key(5, 3, step, rounded_array::second_moment);
      one.encode(k, {float(wanted)});
      by_step += double(one.decode(k)[0]) / double(kMany);
    }
    EXPECT_NEAR(wanted, by_step, 4.5 * deviation) << part;
  }
}

TEST(state_codes, round_to_bf16_by_the_place_in_the_parameter) {
  constexpr size_t kN = 2000;
  const singles x = drawn(kN, 8, false);
  kept truth(state_code::bf16_stochastic, kN);
  truth.encode(*built_kernels(0), x);
  on_each_set([&](const kernels& k) {
    for (size_t cut : {1u, 2u, 255u, 1001u}) {
      kept parts(state_code::bf16_stochastic, kN);
      encode_state(k, parts.how, x.data(), 0, int64_t(cut), 0, parts.memory.data());
      encode_state(k, parts.how, x.data() + cut, int64_t(cut), int64_t(kN - cut), int64_t(cut), parts.memory.data());
      ASSERT_EQ(truth.bytes(), parts.bytes()) << k.isa << " cut at " << cut;
    }
    // Where the lower half of a pair's index begins anew.
    const int64_t far = (int64_t(1) << 33) - 101;
    kept one(state_code::bf16_stochastic, 300), two(state_code::bf16_stochastic, 300);
    encode_state(k, one.how, x.data(), 0, 300, far, one.memory.data());
    for (int64_t i = 0; i < 300; ++i) encode_state(k, two.how, x.data() + i, i, 1, far + i, two.memory.data());
    ASSERT_EQ(two.bytes(), one.bytes()) << k.isa;
  });
}

// ---- bitsandbytes

struct vectors {
  vectors() {
    std::ifstream file(DLOPT_VECTORS_DIR "/dynamic_codes.txt");
    for (std::string line; std::getline(file, line);) {
      std::istringstream in(line);
      std::string kind, name, word;
      in >> kind >> name;
      book& its = name == "signed" ? with_signs : without;
      if (kind == "map")
        while (in >> word) its.map.push_back(std::strtof(word.c_str(), nullptr));
      if (kind == "hash") in >> its.blocks >> its.hash;
      int code;
      if (kind == "code" && in >> word >> code) its.codes.push_back({std::strtof(word.c_str(), nullptr), code});
    }
  }
  struct row {
    float x;
    int code;
  };
  struct book {
    singles map;
    std::vector<row> codes;
    size_t blocks = 0;
    std::string hash;
  };
  book with_signs, without;
};

void expect_books_code(state_code code, const vectors::book& book, const kernels& k) {
  ASSERT_EQ(256u, book.map.size());
  kept all(code, 256);
  for (size_t i = 0; i < 256; ++i) all.memory[i] = uint8_t(i);
  all.scales[0] = 1;
  EXPECT_EQ(book.map, all.decode(k)) << k.isa;
  ASSERT_LT(1000u, book.codes.size());
  for (const vectors::row& row : book.codes) {
    kept two(code, 2);
    two.encode(k, {row.x, 1.0f}); // so that the scale is 1
    ASSERT_EQ(row.code, int(two.memory[0])) << k.isa << ": " << std::hexfloat << row.x;
  }
}

TEST(dynamic_codes, are_those_of_bitsandbytes) {
  const vectors truth;
  on_each_set([&](const kernels& k) {
    expect_books_code(state_code::dynamic, truth.with_signs, k);
    expect_books_code(state_code::unsigned_dynamic, truth.without, k);
  });
}

// As draw_blocks of generate_dynamic_codes.py.
singles blocks_drawn(size_t n, uint64_t seed, bool with_signs) {
  draw r(seed);
  singles x(n);
  for (float& v : x) {
    const uint64_t z = r.bits();
    v = std::ldexp(float((z & 0xfff) + 1), int(z >> 12 & 31) - 20);
    if (with_signs && (z >> 17 & 1)) v = -v;
  }
  return x;
}

std::string hash_of(const std::vector<uint8_t>& data) {
  uint64_t h = 0xcbf29ce484222325u;
  for (uint8_t byte : data) h = (h ^ byte) * 0x100000001b3u;
  std::ostringstream out;
  out << std::hex;
  out.width(16);
  out.fill('0');
  out << h;
  return out.str();
}

TEST(dynamic_codes, of_a_million_numbers_are_those_of_bitsandbytes) {
  const vectors truth;
  for (state_code code : {state_code::dynamic, state_code::unsigned_dynamic}) {
    const vectors::book& book = code == state_code::dynamic ? truth.with_signs : truth.without;
    ASSERT_LE(4096u, book.blocks);
    kept state(code, 256 * book.blocks);
    state.encode(current_kernels(), blocks_drawn(256 * book.blocks, code == state_code::dynamic ? 1 : 2, code == state_code::dynamic));
    EXPECT_EQ(book.hash, hash_of(state.bytes()));
  }
}

} // namespace
} // namespace dlopt
