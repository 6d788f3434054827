// What is done to gradients tensor by tensor, row by row and unit by unit: against processing.txt, at the edges of the types, and to the
// bit.
#include "buffer.h"
#include "draw.h"
#include "isa.h"
#include "vector_file.h"

#include <array>
#include <cmath>
#include <functional>

namespace dlopt_test {
namespace {

constexpr int64_t kChunk = 16384;

class processing : public on_each_isa {};

// Tensors of any shape, each at another alignment.
class shaped_list {
public:
  void add(dlopt_dtype dtype, const std::vector<int64_t>& shape, const numbers& values, size_t offset) {
    shapes_.push_back(std::make_unique<std::vector<int64_t>>(shape));
    buffers_.emplace_back(dtype, values, offset);
    dlopt_tensor t;
    EXPECT_DLOPT(dlopt_tensor_init(&t, sizeof t, buffers_.back().data(), dtype, int32_t(shape.size()), shapes_.back()->data()));
    tensors_.push_back(t);
  }
  dlopt_tensor* tensors() { return tensors_.data(); }
  size_t count() const { return tensors_.size(); }
  buffer& operator[](size_t i) { return buffers_[i]; }

private:
  std::vector<std::unique_ptr<std::vector<int64_t>>> shapes_;
  std::vector<buffer> buffers_;
  std::vector<dlopt_tensor> tensors_;
};

shaped_list one(const std::vector<int64_t>& shape, const numbers& values, dlopt_dtype dtype = DLOPT_DTYPE_F64) {
  shaped_list list;
  list.add(dtype, shape, values, 0);
  return list;
}

// ---- vectors

struct subject {
  shaped_list grads, params;
  std::vector<size_t> index; // in the vectors
  double value = 0;
};

subject subject_of(const process_record& record, dlopt_dtype dtype) {
  subject s;
  for (const auto& [i, after] : record.after) {
    const shaped_gradient& start = all_vectors().shaped[i];
    s.grads.add(dtype, start.shape, start.gradient, 2 * i);
    s.params.add(dtype, start.shape, start.param, 6 * i);
    s.index.push_back(i);
  }
  return s;
}

dlopt_status process(const process_record& record, subject& s) {
  const auto set = [&](const char* name) { return record.settings.at(name); };
  dlopt_tensor *g = s.grads.tensors(), *p = s.params.tensors();
  const size_t n = s.grads.count();
  int64_t count;
  if (record.call == "per_tensor") return dlopt_clip_per_tensor(nullptr, g, n, set("max_norm"), set("p"), int32_t(set("form")), &count);
  if (record.call == "per_row") return dlopt_clip_per_row(nullptr, g, n, set("max_norm"), set("p"), int32_t(set("form")), &count);
  if (record.call == "agc") return dlopt_clip_agc(nullptr, p, g, n, set("factor"), set("eps"), set("p"), int32_t(set("units")), &count);
  if (record.call == "centralize") return dlopt_grad_centralize(nullptr, g, n, int32_t(set("min_ndim")));
  if (record.call == "unscale") return dlopt_grad_unscale(nullptr, g, n, set("scale"), &count);
  return dlopt_grad_penalty(nullptr, p, g, n, set("l1"), set("l2"), &s.value);
}

// Differences and sums are rounded in proportion to what went into them, products in proportion to themselves.
double bound_of(const process_record& record, dlopt_dtype dtype, double wanted, const shaped_gradient& start, size_t i) {
  const double rounding = dtype == DLOPT_DTYPE_F64 ? 1e-14 : 3e-7;
  if (record.call == "penalty") return rounding * (std::fabs(start.gradient[i]) + std::fabs(start.param[i]));
  if (record.call != "centralize") return rounding * std::fabs(wanted);
  double largest = 0;
  for (double g : start.gradient) largest = std::fmax(largest, std::fabs(g));
  return rounding * largest;
}

void expect_processed(const process_record& record, dlopt_dtype dtype) {
  subject s = subject_of(record, dtype);
  ASSERT_EQ(DLOPT_OK, process(record, s)) << record.name << ": " << dlopt_last_error();
  EXPECT_NEAR(record.value, s.value, 1e-13 * record.value) << record.name;
  for (size_t k = 0; k < s.index.size(); k++) {
    const shaped_gradient& start = all_vectors().shaped[s.index[k]];
    const numbers got = s.grads[k].values(), &wanted = record.after.at(s.index[k]);
    for (size_t i = 0; i < got.size(); i++)
      EXPECT_LE(std::fabs(got[i] - wanted[i]), bound_of(record, dtype, wanted[i], start, i))
          << record.name << " " << name_of(dtype) << " tensor " << s.index[k] << " element " << i;
  }
}

TEST_P(processing, agrees_with_the_peers) {
  std::map<std::string, int> checked;
  for (const process_record& record : all_vectors().processes) {
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32}) expect_processed(record, dtype);
    checked[record.call]++;
  }
  for (const char* call : {"per_tensor", "per_row", "agc", "centralize", "unscale", "penalty"}) EXPECT_GE(checked[call], 2) << call;
}

TEST_P(processing, percentiles_agree) {
  for (const history_record& record : all_vectors().histories) {
    numbers room(size_t(record.capacity));
    dlopt_norm_history history;
    ASSERT_DLOPT(dlopt_norm_history_init(&history, sizeof history, room.data(), record.capacity));
    history.form = record.form == "linear" ? DLOPT_PERCENTILE_LINEAR : DLOPT_PERCENTILE_BNB;
    history.percentile = record.percentile;
    for (size_t t = 0; t < record.norms.size(); t++) {
      const double norm = record.norms[t], limit = record.limits[t];
      shaped_list list = one({1}, {-norm});
      ASSERT_DLOPT(dlopt_clip_percentile(nullptr, list.tensors(), 1, 2, DLOPT_CLIP_EXACT, &history));
      EXPECT_EQ(norm, history.norm);
      EXPECT_NEAR(limit, history.max_norm, 1e-14 * limit) << record.name << " step " << t;
      EXPECT_NEAR(-std::fmin(norm, limit), list[0].values()[0], 1e-14 * norm) << record.name << " step " << t;
      EXPECT_EQ(int64_t(t) + 1, history.seen);
    }
  }
}

// ---- bits

const std::vector<std::vector<int64_t>> kShapes = {{5, 7}, {6000, 3}, {2, kChunk + 100}, {60, 300}, {kChunk + 5},
                                                   {},     {3, 0},    {4, 3, 2, 2},      {1, 9}};

struct call {
  const char* name;
  std::function<dlopt_status(dlopt_runtime*, shaped_list& grads, shaped_list& params)> run;
};

const std::vector<call>& calls() {
  using list = shaped_list;
  static const std::vector<call> all = {
      {"per tensor",
       [](auto* r, list& g, list&) { return dlopt_clip_per_tensor(r, g.tensors(), g.count(), 9, 2, DLOPT_CLIP_TORCH, nullptr); }},
      {"per row", [](auto* r, list& g, list&) { return dlopt_clip_per_row(r, g.tensors(), g.count(), 1, 2, DLOPT_CLIP_TORCH, nullptr); }},
      {"per row, p 1",
       [](auto* r, list& g, list&) { return dlopt_clip_per_row(r, g.tensors(), g.count(), 1, 1, DLOPT_CLIP_EXACT, nullptr); }},
      {"per row, p 3",
       [](auto* r, list& g, list&) { return dlopt_clip_per_row(r, g.tensors(), g.count(), 1, 3, DLOPT_CLIP_EXACT, nullptr); }},
      {"per row, largest",
       [](auto* r, list& g, list&) { return dlopt_clip_per_row(r, g.tensors(), g.count(), 1, INFINITY, DLOPT_CLIP_EXACT, nullptr); }},
      {"agc, first",
       [](auto* r, list& g, list& p) {
         return dlopt_clip_agc(r, p.tensors(), g.tensors(), g.count(), 0.3, 1e-3, 2, DLOPT_UNITS_FIRST, nullptr);
       }},
      {"agc, last",
       [](auto* r, list& g, list& p) {
         return dlopt_clip_agc(r, p.tensors(), g.tensors(), g.count(), 0.3, 1e-3, 2, DLOPT_UNITS_LAST, nullptr);
       }},
      {"agc, last, p 3",
       [](auto* r, list& g, list& p) {
         return dlopt_clip_agc(r, p.tensors(), g.tensors(), g.count(), 0.3, 1e-3, 3, DLOPT_UNITS_LAST, nullptr);
       }},
      {"centralize", [](auto* r, list& g, list&) { return dlopt_grad_centralize(r, g.tensors(), g.count(), 2); }},
      {"unscale",
       [](auto* r, list& g, list&) {
         int64_t n;
         return dlopt_grad_unscale(r, g.tensors(), g.count(), 3, &n);
       }},
      {"penalty", [](auto* r, list& g, list& p) {
         double v;
         return dlopt_grad_penalty(r, p.tensors(), g.tensors(), g.count(), 0.1, 0.3, &v);
       }}};
  return all;
}

// Everything that a call leaves behind, for gradients and parameters that lie `offset` bytes past a boundary.
std::vector<unsigned char> bits_of(const call& c, dlopt_dtype dtype, size_t offset, dlopt_runtime* runtime) {
  draw random(41);
  shaped_list grads, params;
  for (const std::vector<int64_t>& shape : kShapes) {
    int64_t n = 1;
    for (int64_t size : shape) n *= size;
    numbers g(size_t(n), 0.0), p(size_t(n), 0.0);
    for (double& v : g) v = random.gradient();
    for (double& v : p) v = random.gradient();
    grads.add(dtype, shape, g, offset);
    params.add(dtype, shape, p, offset ^ 6);
  }
  EXPECT_EQ(DLOPT_OK, c.run(runtime, grads, params)) << c.name << ": " << dlopt_last_error();
  std::vector<unsigned char> out;
  for (size_t i = 0; i < grads.count(); i++) out.insert(out.end(), grads[i].data(), grads[i].data() + grads[i].bytes());
  return out;
}

const std::vector<unsigned char>& truth_of(const call& c, dlopt_dtype dtype) {
  static std::map<std::pair<std::string, dlopt_dtype>, std::vector<unsigned char>> known;
  std::vector<unsigned char>& truth = known[{c.name, dtype}];
  if (truth.empty()) {
    const forced_isa plain("scalar");
    truth = bits_of(c, dtype, 0, nullptr);
  }
  return truth;
}

TEST_P(processing, gives_the_same_bits_at_any_alignment) {
  for (const call& c : calls())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
      for (size_t offset : {1, 4, 63})
        ASSERT_TRUE(truth_of(c, dtype) == bits_of(c, dtype, offset, nullptr)) << c.name << " " << name_of(dtype) << " offset " << offset;
}

TEST_P(processing, gives_the_same_bits_with_any_number_of_threads) {
  for (int32_t threads : {2, 7}) {
    const runtime_handle runtime = make_runtime(threads);
    for (const call& c : calls())
      for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
        ASSERT_TRUE(truth_of(c, dtype) == bits_of(c, dtype, 0, runtime.get())) << c.name << " " << name_of(dtype) << ", " << threads;
  }
}

// What the calls leave is neither the gradients nor nothing.
TEST(processing_tests, see_a_difference) {
  const call nothing = {"nothing", [](auto*, shaped_list&, shaped_list&) { return DLOPT_OK; }};
  const std::vector<unsigned char> before = bits_of(nothing, DLOPT_DTYPE_F32, 0, nullptr);
  for (const call& c : calls()) EXPECT_NE(before, bits_of(c, DLOPT_DTYPE_F32, 0, nullptr)) << c.name;
}

TEST_P(processing, clips_a_tensor_as_if_it_were_the_only_one) {
  draw random(42);
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
    for (double p : {0.5, 1.0, 2.0, 3.0, double(INFINITY)}) {
      shaped_list together, alone;
      for (int64_t n : {2 * kChunk + 33, int64_t(1), int64_t(5000)}) {
        numbers values(size_t(n), 0.0);
        for (double& v : values) v = random.gradient();
        together.add(dtype, {n}, values, 2);
        alone.add(dtype, {n}, values, 0);
      }
      ASSERT_DLOPT(dlopt_clip_per_tensor(nullptr, together.tensors(), together.count(), 7, p, DLOPT_CLIP_TORCH, nullptr));
      for (size_t i = 0; i < alone.count(); i++) {
        ASSERT_DLOPT(dlopt_clip_norm(nullptr, alone.tensors() + i, 1, 7, p, DLOPT_CLIP_TORCH, nullptr));
        EXPECT_EQ(0, std::memcmp(alone[i].data(), together[i].data(), alone[i].bytes())) << name_of(dtype) << " p " << p << " tensor " << i;
      }
    }
}

// The norm of each row, or of each column, as a plain sum.
numbers norms_of(const numbers& values, int64_t rows, int64_t columns, bool of_rows, double p) {
  numbers sums(size_t(of_rows ? rows : columns), 0.0);
  for (size_t i = 0; i < values.size(); i++) sums[of_rows ? i / size_t(columns) : i % size_t(columns)] += std::pow(std::fabs(values[i]), p);
  for (double& sum : sums) sum = std::pow(sum, 1 / p);
  return sums;
}

// Units that begin and end anywhere in a chunk, or reach over several.
TEST_P(processing, large_matrices_agree_with_plain_sums) {
  draw random(44);
  for (const std::array<int64_t, 2>& shape : {std::array<int64_t, 2>{6000, 3}, {3, 2 * kChunk + 7}, {60, 300}, {300, 113}})
    for (double p : {1.0, 2.0, 3.0})
      for (const bool of_rows : {true, false}) {
        const int64_t rows = shape[0], columns = shape[1];
        numbers g(size_t(rows * columns), 0.0), w(g.size(), 0.0);
        for (size_t i = 0; i < g.size(); i++) g[i] = random.gradient(), w[i] = random.gradient();
        shaped_list grads = one({rows, columns}, g), params = one({rows, columns}, w);
        ASSERT_DLOPT(dlopt_clip_agc(nullptr, params.tensors(), grads.tensors(), 1, 0.9, 1e-3, p,
                                    of_rows ? DLOPT_UNITS_FIRST : DLOPT_UNITS_LAST, nullptr));
        const numbers of_g = norms_of(g, rows, columns, of_rows, p), of_w = norms_of(w, rows, columns, of_rows, p), got = grads[0].values();
        for (size_t i = 0; i < g.size(); i++) {
          const size_t unit = of_rows ? i / size_t(columns) : i % size_t(columns);
          const double bound = 0.9 * std::fmax(of_w[unit], 1e-3), wanted = of_g[unit] < bound ? g[i] : g[i] * (bound / of_g[unit]);
          ASSERT_NEAR(wanted, got[i], 1e-12 * std::fabs(wanted)) << rows << " x " << columns << ", p " << p << ", element " << i;
        }
      }
}

// ---- at the edges of the types

// Rows of every size side by side: each is brought to the limit by its own norm, or left exactly as it is.
void expect_rows(const numbers& sizes, double limit, double p) {
  numbers values;
  for (double size : sizes) values.insert(values.end(), 4, size);
  shaped_list list = one({int64_t(sizes.size()), 4}, values);
  const double root = std::isinf(p) ? 1 : std::pow(4, 1 / p);
  int64_t clipped = 0, larger = 0;
  for (double size : sizes) larger += size * root > limit;
  ASSERT_DLOPT(dlopt_clip_per_row(nullptr, list.tensors(), 1, limit, p, DLOPT_CLIP_EXACT, &clipped));
  EXPECT_EQ(larger, clipped);
  const numbers got = list[0].values();
  for (size_t i = 0; i < got.size(); i++) {
    const double wanted = std::fmin(values[i], limit / root);
    EXPECT_NEAR(wanted, got[i], 1e-14 * wanted) << "p " << p << " row " << i / 4;
  }
}

TEST_P(processing, rows_of_any_magnitude_do_not_disturb_each_other) {
  for (double p : {1.0, 2.0, 3.0, double(INFINITY)}) {
    expect_rows({1e20, 1e-25, 0, 1, 1e200, 1e-200, 1e300, 5e-324, 0x1p-30}, 1e-7, p);
    expect_rows({1e20, 1e-25, 0, 1, 1e-200, 5e-324, 0x1p-30}, 1e-205, p);
  }
}

TEST_P(processing, columns_of_any_magnitude_do_not_disturb_each_other) {
  const numbers sizes = {1e20, 1e-25, 0, 1, 1e200, 1e-200, 1e300, 0x1p-30};
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32}) {
    numbers values, ones;
    for (int row = 0; row < 4; row++)
      for (double size : sizes) values.push_back(dtype == DLOPT_DTYPE_F32 && size > 1e30 ? 1e30 : size), ones.push_back(0);
    shaped_list grads = one({4, int64_t(sizes.size())}, values, dtype), params = one({4, int64_t(sizes.size())}, ones, dtype);
    const numbers before = grads[0].values();
    int64_t clipped = 0;
    ASSERT_DLOPT(dlopt_clip_agc(nullptr, params.tensors(), grads.tensors(), 1, 0.5, 1e-3, 2, DLOPT_UNITS_LAST, &clipped)); // to 5e-4
    EXPECT_EQ(4, clipped);
    const numbers got = grads[0].values();
    for (size_t i = 0; i < got.size(); i++) EXPECT_NEAR(std::fmin(before[i], 2.5e-4), got[i], 1e-10) << name_of(dtype) << " element " << i;
  }
}

TEST_P(processing, means_do_not_overflow) {
  shaped_list list = one({2, 4}, {1.5e308, 1.5e308, 1e308, 1e308, 1, 2, 3, 6});
  ASSERT_DLOPT(dlopt_grad_centralize(nullptr, list.tensors(), 1, 2));
  const numbers got = list[0].values(), wanted = {0.25e308, 0.25e308, -0.25e308, -0.25e308, -2, -1, 0, 3};
  for (size_t i = 0; i < got.size(); i++) EXPECT_NEAR(wanted[i], got[i], 1e-15 * 1.5e308 * (i < 4)) << i;
}

TEST_P(processing, centralizing_carries_nonfinite_elements_through_their_row_alone) {
  for (double strange : {double(NAN), double(INFINITY)}) {
    shaped_list list = one({3, 2}, {1, 3, strange, 1, 5, 1}, DLOPT_DTYPE_F32);
    ASSERT_DLOPT(dlopt_grad_centralize(nullptr, list.tensors(), 1, 2));
    const numbers got = list[0].values();
    EXPECT_EQ((numbers{-1, 1}), (numbers{got[0], got[1]}));
    EXPECT_TRUE(std::isnan(got[2]));
    EXPECT_FALSE(std::isfinite(got[3]));
    EXPECT_EQ((numbers{2, -2}), (numbers{got[4], got[5]}));
  }
}

TEST_P(processing, refuses_a_unit_that_is_not_finite_and_changes_nothing) {
  for (double poison : {double(NAN), double(INFINITY)})
    for (dlopt_units units : {DLOPT_UNITS_FIRST, DLOPT_UNITS_LAST}) {
      const numbers good = {30, 40, 50, 60}, bad = {1, 2, poison, 4};
      shaped_list grads, params;
      grads.add(DLOPT_DTYPE_F32, {2, 2}, good, 0), grads.add(DLOPT_DTYPE_F32, {2, 2}, bad, 0);
      params.add(DLOPT_DTYPE_F32, {2, 2}, good, 0), params.add(DLOPT_DTYPE_F32, {2, 2}, good, 0);
      int64_t clipped = -7;
      EXPECT_EQ(DLOPT_ERR_NONFINITE, dlopt_clip_per_tensor(nullptr, grads.tensors(), 2, 1, 2, DLOPT_CLIP_TORCH, &clipped));
      EXPECT_EQ(DLOPT_ERR_NONFINITE, dlopt_clip_per_row(nullptr, grads.tensors(), 2, 1, 3, DLOPT_CLIP_TORCH, &clipped));
      EXPECT_EQ(DLOPT_ERR_NONFINITE, dlopt_clip_agc(nullptr, params.tensors(), grads.tensors(), 2, 1e-2, 1e-3, 2, units, &clipped));
      EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "grads[1]")) << dlopt_last_error();
      EXPECT_EQ(DLOPT_ERR_NONFINITE, dlopt_clip_agc(nullptr, grads.tensors(), params.tensors(), 2, 1e-2, 1e-3, 2, units, &clipped));
      EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "params[1]")) << dlopt_last_error();
      EXPECT_EQ(-7, clipped);
      EXPECT_EQ(good, grads[0].values());
      EXPECT_EQ(good, params[0].values());
      EXPECT_EQ(4, grads[1].values()[3]);
    }
}

TEST_P(processing, unscaling_counts_what_is_not_finite_and_divides_all) {
  numbers values(40000, 6.0);
  values[0] = values[16384] = INFINITY, values[20000] = NAN, values[39999] = -INFINITY;
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32}) {
    shaped_list list = one({200, 200}, values, dtype);
    list.add(dtype, {3}, {3, 0, -3}, 0);
    list.add(dtype, {40000}, values, 1); // unaligned: in blocks
    int64_t nonfinite = -1;
    ASSERT_DLOPT(dlopt_grad_unscale(nullptr, list.tensors(), 3, 2, &nonfinite));
    EXPECT_EQ(8, nonfinite);
    const numbers got = list[0].values();
    EXPECT_EQ(3, got[1]);
    EXPECT_EQ(-INFINITY, got[39999]);
    EXPECT_TRUE(std::isnan(got[20000]));
    EXPECT_EQ((numbers{1.5, 0, -1.5}), list[1].values());
    EXPECT_EQ(-INFINITY, list[2].values()[39999]);
  }
}

// The inverse is rounded once, as PyTorch's: 1/3 in f32 and a product, not a division.
TEST_P(processing, unscaling_multiplies_with_a_rounded_inverse) {
  const float inverse = float(1.0 / 3.0);
  shaped_list list = one({2}, {7, 1e30}, DLOPT_DTYPE_F32);
  int64_t nonfinite = -1;
  ASSERT_DLOPT(dlopt_grad_unscale(nullptr, list.tensors(), 1, 3, &nonfinite));
  EXPECT_EQ((numbers{double(7 * inverse), double(float(1e30) * inverse)}), list[0].values());
}

TEST_P(processing, penalties_take_gradients_and_parameters_of_any_types) {
  const numbers p = {0.5, -2, 0, -0.0}, g = {1, 1, 1, -1}, wanted = {1 + 0.25 + 0.0625, 1 - 0.25 - 0.25, 1, -1};
  for (dlopt_dtype of_param : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
    for (dlopt_dtype of_grad : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16}) {
      shaped_list params = one({4}, p, of_param), grads = one({4}, g, of_grad);
      double value = 0, alone = 0;
      ASSERT_DLOPT(dlopt_grad_penalty(nullptr, params.tensors(), nullptr, 1, 0.25, 0.125, &alone));
      EXPECT_EQ(g, grads[0].values());
      ASSERT_DLOPT(dlopt_grad_penalty(nullptr, params.tensors(), grads.tensors(), 1, 0.25, 0.125, &value));
      EXPECT_EQ(0.625 + 0.0625 * 4.25, value);
      EXPECT_EQ(value, alone);
      EXPECT_EQ(wanted, grads[0].values()) << name_of(of_param) << " " << name_of(of_grad);
      grads.tensors()[0].data = nullptr; // a parameter without a gradient counts all the same
      ASSERT_DLOPT(dlopt_grad_penalty(nullptr, params.tensors(), grads.tensors(), 1, 0.25, 0.125, &value));
      EXPECT_EQ(alone, value);
    }
  shaped_list fine = one({1}, {1 + 0x1p-50}), coarse = one({1}, {1}, DLOPT_DTYPE_F32); // f64 gradients keep their digits
  double value;
  ASSERT_DLOPT(dlopt_grad_penalty(nullptr, coarse.tensors(), fine.tensors(), 1, 0, 1, &value));
  EXPECT_EQ(2 + 0x1p-50, fine[0].values()[0]);
}

TEST_P(processing, takes_tensors_without_elements_or_without_data) {
  shaped_list grads = one({3, 0, 2}, {}), params = one({3, 0, 2}, {});
  grads.add(DLOPT_DTYPE_F64, {}, {30}, 0), params.add(DLOPT_DTYPE_F64, {}, {1}, 0);
  grads.add(DLOPT_DTYPE_F64, {2, 2}, {1, 2, 3, 4}, 0), params.add(DLOPT_DTYPE_F64, {2, 2}, {1, 2, 3, 4}, 0);
  grads.tensors()[2].data = params.tensors()[2].data = nullptr;
  for (const call& c : calls()) ASSERT_EQ(DLOPT_OK, c.run(nullptr, grads, params)) << c.name << ": " << dlopt_last_error();
  EXPECT_EQ((numbers{1, 2, 3, 4}), grads[2].values());
  EXPECT_LT(grads[1].values()[0], 9); // the scalar was clipped
  shaped_list none;
  for (const call& c : calls()) ASSERT_EQ(DLOPT_OK, c.run(nullptr, none, none)) << c.name << ": " << dlopt_last_error();
}

TEST_P(processing, leaves_what_is_within_its_limit_untouched) {
  draw random(43);
  numbers values(900, 0.0);
  for (double& v : values) v = random.gradient();
  for (dlopt_units units : {DLOPT_UNITS_FIRST, DLOPT_UNITS_LAST}) {
    shaped_list grads = one({30, 30}, values), params = one({30, 30}, values);
    int64_t clipped = -1;
    ASSERT_DLOPT(dlopt_clip_per_row(nullptr, grads.tensors(), 1, 1e9, 2, DLOPT_CLIP_TORCH, &clipped));
    EXPECT_EQ(0, clipped);
    ASSERT_DLOPT(dlopt_clip_per_tensor(nullptr, grads.tensors(), 1, INFINITY, 2, DLOPT_CLIP_TORCH, &clipped));
    EXPECT_EQ(0, clipped);
    ASSERT_DLOPT(dlopt_clip_agc(nullptr, params.tensors(), grads.tensors(), 1, 2, 1e-3, 2, units, &clipped));
    EXPECT_EQ(0, clipped);
    EXPECT_EQ(0, std::memcmp(grads[0].data(), values.data(), grads[0].bytes()));
  }
}

// Gradients and history stay as they are when a norm cannot be taken in.
TEST_P(processing, histories_refuse_what_is_not_a_norm) {
  numbers room = {1, 2, 3};
  dlopt_norm_history history;
  ASSERT_DLOPT(dlopt_norm_history_init(&history, sizeof history, room.data(), 3));
  history.seen = 3;
  shaped_list bad = one({2}, {NAN, 5}), good = one({2}, {3, 4});
  EXPECT_EQ(DLOPT_ERR_NONFINITE, dlopt_clip_percentile(nullptr, bad.tensors(), 1, 2, DLOPT_CLIP_EXACT, &history));
  for (double strange : {-2.0, double(INFINITY), double(NAN)}) {
    room[1] = strange;
    EXPECT_EQ(DLOPT_ERR_CORRUPT, dlopt_clip_percentile(nullptr, good.tensors(), 1, 2, DLOPT_CLIP_EXACT, &history));
  }
  EXPECT_EQ(1, room[0]);
  EXPECT_EQ(3, history.seen);
  EXPECT_EQ((numbers{3, 4}), good[0].values());
  room[1] = 2; // the next takes the place of the oldest: 5, 2, 3
  ASSERT_DLOPT(dlopt_clip_percentile(nullptr, good.tensors(), 1, 2, DLOPT_CLIP_EXACT, &history));
  EXPECT_EQ((numbers{5, 2, 3}), room);
  EXPECT_EQ(2, history.max_norm);
}

DLOPT_INSTANTIATE_ON_EACH_ISA(processing);

} // namespace
} // namespace dlopt_test
