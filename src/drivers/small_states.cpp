#include "drivers/small_states.h"

#include "drivers/piece.h"

#include <type_traits>

namespace dlopt {

namespace {

// Where a run of neighbouring elements begins, how many they are, and their index in a dimension and place without it.
struct run {
  int64_t done, count, index, place;
};

// Calls visit(run) for each run of a range whose elements have one index of a dimension, or, of the last dimension, follow each other in
// it. A short one is no more than a few additions: 3 is the size of many a last dimension.
template <class Visit> void for_each_run(dimension d, int64_t at, int64_t n, Visit visit) noexcept {
  run r = {0, 0, at / d.inner % d.size, at / (d.size * d.inner) * d.inner + at % d.inner};
  int64_t left = d.inner > 1 ? d.inner - at % d.inner : d.size - r.index; // in the run
  while (r.done < n) {
    r.count = left < n - r.done ? left : n - r.done;
    visit(r);
    r.done += r.count;
    if (d.inner == 1) {
      ++r.place;
      r.index = 0;
      left = d.size;
    } else {
      if (++r.index == d.size) r.index = 0;
      r.place += left - (r.index ? d.inner : 0);
      left = d.inner;
    }
  }
}

// Below this many elements a call costs more than what it does.
constexpr int64_t kShort = 16;

// Gives each element the number that stands where it does without the dimension.
template <class T> void assign(dimension d, const T* numbers, int64_t at, int64_t n, T* to) noexcept {
  for_each_run(d, at, n, [&](const run& r) {
    if (d.inner > 1) std::memcpy(to + r.done, numbers + r.place, size_t(r.count) * sizeof(T));
    else
      for (int64_t i = 0; i < r.count; ++i) to[r.done + i] = numbers[r.place];
  });
}

// Multiplies each by it.
template <class T> void multiply(const typed_kernels<T>& with, dimension d, const T* numbers, int64_t at, int64_t n, T* to) noexcept {
  for_each_run(d, at, n, [&](const run& r) {
    T* const first = to + r.done;
    if (r.count < kShort)
      for (int64_t i = 0; i < r.count; ++i) first[i] = first[i] * numbers[d.inner > 1 ? r.place + i : r.place];
    else if (d.inner > 1) with.placing.scale_each(numbers + r.place, r.count, first);
    else with.scale(numbers[r.place], r.count, first);
  });
}

template <class T>
void spread_root(const typed_kernels<T>& with, const small_states& s, const moment_view& m, int64_t at, int64_t n, T* to) noexcept {
  if (m.whole) return with.spreading.take_roots(static_cast<const T*>(m.whole) + at, n, to);
  if (m.rows) {
    assign(s.across, static_cast<const T*>(m.row_roots), at, n, to);
    return multiply(with, s.down, static_cast<const T*>(m.column_roots), at, n, to);
  }
  for (int64_t i = 0; i < n; ++i) to[i] = T(1);
}

// Calls visit(dimension, first of its numbers) for each dimension of a cover; a tensor without dimensions has one of size 1.
template <class Visit> void for_each_axis(const small_states& s, Visit visit) noexcept {
  int64_t inner = 1, first = 0;
  for (int32_t d = 0; d < s.ndim; ++d) inner *= s.shape[d];
  if (s.ndim == 0) visit(dimension{1, 1}, int64_t(0));
  for (int32_t d = 0; d < s.ndim; ++d) {
    inner /= s.shape[d];
    visit(dimension{s.shape[d], inner}, first);
    first += s.shape[d];
  }
}

template <class T> void spread_cover(const typed_kernels<T>& with, const small_states& s, int64_t at, int64_t n, T* to) noexcept {
  for (int64_t i = 0; i < n; ++i) to[i] = T(INFINITY);
  for_each_axis(s, [&](dimension d, int64_t first) {
    const T* const numbers = static_cast<const T*>(s.cover) + first;
    for_each_run(d, at, n, [&](const run& r) {
      if (d.inner > 1) with.spreading.lessen_all(numbers[r.index], r.count, to + r.done);
      else with.spreading.lessen(numbers + r.index, r.count, to + r.done);
    });
  });
}

// Numbers that are not negative are ordered as their bits are, and NaN comes above infinity. So the largest is one of integers, which does
// not depend on the order in which tasks come.
template <class T> void raise(T* number, T to) noexcept {
  using bits = std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>;
  bits wanted;
  std::memcpy(&wanted, &to, sizeof wanted);
  wanted &= ~(bits(1) << (8 * sizeof wanted - 1)); // a NaN may have a sign
  using bits_of_number [[gnu::may_alias]] = bits;
  auto* const place = reinterpret_cast<bits_of_number*>(number);
  bits_of_number found = __atomic_load_n(place, __ATOMIC_RELAXED);
  while (found < wanted && !__atomic_compare_exchange_n(place, &found, wanted, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

} // namespace

template <class T> void spread(const typed_kernels<T>& with, const small_states& s, int32_t which, int64_t at, int64_t n, T* to) noexcept {
  if (s.cover) spread_cover(with, s, at, n, to);
  else spread_root(with, s, s.moments[which], at, n, to);
}
template void spread<float>(const typed_kernels<float>&, const small_states&, int32_t, int64_t, int64_t, float*) noexcept;
template void spread<double>(const typed_kernels<double>&, const small_states&, int32_t, int64_t, int64_t, double*) noexcept;

template <class T> void raise_cover(const typed_kernels<T>& with, const small_states& s, int64_t at, int64_t n, const T* left) noexcept {
  for_each_axis(s, [&](dimension d, int64_t first) {
    T* const numbers = static_cast<T*>(s.rising) + first;
    for_each_run(d, at, n, [&](const run& r) {
      if (d.inner > 1) raise(numbers + r.index, T(with.largest(left + r.done, r.count)));
      else
        for (int64_t i = 0; i < r.count; ++i) raise(numbers + r.index + i, left[r.done + i]);
    });
  });
}
template void raise_cover<float>(const typed_kernels<float>&, const small_states&, int64_t, int64_t, const float*) noexcept;
template void raise_cover<double>(const typed_kernels<double>&, const small_states&, int64_t, int64_t, const double*) noexcept;

namespace {

constexpr int64_t kStrip = 256;

// The deviations of a moment, piece by piece.
template <class T> class deviating {
public:
  deviating(const kernels& k, const parameter_update& u, int32_t moment) noexcept
      : at_(k, u), moment_(moment), find_(find_deviations<T>(k, u.rule, u.used, moment)) {}

  // Calls visit(deviations, how many, how far into the range) for each piece.
  template <class Visit> void for_each(int64_t first, int64_t n, Visit visit) noexcept {
    for (int64_t done = 0; done < n; done += kPiece) {
      const int64_t count = n - done < kPiece ? n - done : kPiece;
      if (at_.u.l2 != 0) at_.load_param(first + done, count);
      at_.load_gradients(first + done, count);
      at_.see_states(first + done, count, moment_);
      find_(at_.u.coefs, count, at_.g, at_.seen, deviations_);
      visit(static_cast<const T*>(deviations_), count, done);
    }
  }
  const typed_kernels<T>& with() const noexcept { return at_.with; }

private:
  piece<T> at_;
  const int32_t moment_;
  const deviation_fn<T> find_;
  alignas(64) T deviations_[kPiece];
};

// Squares, added up in order.
template <class T> double sum_squares(const T* x, int64_t n, double sum) noexcept {
  for (int64_t i = 0; i < n; ++i) sum += double(x[i]) * double(x[i]);
  return sum;
}

// The sums of rows that lie one after the other: in order where they are short, else in parts.
template <class T> void sum_rows(deviating<T>& from, int64_t first, int64_t rows, int64_t length, double* sums) noexcept {
  double parts[kSumParts] = {};
  int64_t row = 0, left = length;
  from.for_each(first, rows * length, [&](const T* x, int64_t count, int64_t) {
    for (int64_t i = 0; i < count;) {
      const int64_t run = left < count - i ? left : count - i;
      if (length < kSumParts) parts[0] = sum_squares(x + i, run, parts[0]);
      else from.with().add_squares(x + i, run, 1, parts);
      i += run;
      left -= run;
      if (left) continue;
      sums[row++] = length < kSumParts ? parts[0] : closed(parts);
      std::memset(parts, 0, length < kSumParts ? sizeof *parts : sizeof parts);
      left = length;
    }
  });
}

// The sums of columns, from the top down, of matrices of so many elements that lie one after the other.
template <class T> void sum_columns(deviating<T>& from, int64_t first, int64_t n, int64_t columns, int64_t matrix, double* sums) noexcept {
  int64_t column = 0, rest = matrix;
  from.for_each(first, n, [&](const T* x, int64_t count, int64_t) {
    for (int64_t i = 0; i < count;) {
      const int64_t left = columns - column, run = left < count - i ? left : count - i;
      if (run < kShort)
        for (int64_t c = 0; c < run; ++c) sums[column + c] += double(x[i + c]) * double(x[i + c]);
      else from.with().spreading.add_squares_each(x + i, run, sums + column);
      i += run;
      rest -= run;
      column = run == left ? 0 : column + run;
      if (rest) continue;
      sums += columns;
      rest = matrix;
    }
  });
}

template <class T>
void fold_typed(const kernels& k, const parameter_update& u, int32_t moment, const fold& f, int64_t cell, double* partials) noexcept {
  deviating<T> from(k, u, moment);
  const int64_t inner = f.over.inner, size = f.over.size, strip = cell % f.strips, band = cell / f.strips % f.bands;
  const int64_t outer = cell / f.strips / f.bands * f.pack, packed = f.outer - outer < f.pack ? f.outer - outer : f.pack;
  const int64_t begin = band * f.band, rows = size - begin < f.band ? size - begin : f.band;
  const int64_t first = (outer * size + begin) * inner + strip * kStrip;
  const int64_t width = inner - strip * kStrip < kStrip ? inner - strip * kStrip : kStrip;
  double* const sums = partials + (outer * f.bands + band) * inner + strip * kStrip;
  if (inner == 1) return sum_rows(from, first, packed, rows, sums);
  std::memset(sums, 0, size_t(packed * width) * sizeof(double));
  if (f.strips == 1) return sum_columns(from, first, packed * rows * inner, inner, rows * inner, sums);
  for (int64_t row = 0; row < rows; ++row) sum_columns(from, first + row * inner, width, width, width, sums);
}

template <class T> void blend_typed(const kernels& k, const parameter_update& u, int32_t moment, int64_t first, int64_t n) noexcept {
  deviating<T> from(k, u, moment);
  const moment_view& m = u.small->moments[moment];
  from.for_each(first, n, [&](const T* x, int64_t count, int64_t done) {
    T* const mean = static_cast<T*>(m.whole) + first + done;
    from.with().spreading.blend_squares(x, T(m.plan.stays), T(m.plan.takes), T(m.plan.eps), count, mean);
  });
}

template <class T> void measure_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) noexcept {
  const measure_fn<T> measure = find_measure<T>(k, u.rule, u.used);
  piece<T> at(k, u);
  for (int64_t done = 0; done < n; done += kPiece) {
    const int64_t count = n - done < kPiece ? n - done : kPiece;
    at.load(first + done, count);
    at.see_states(first + done, count, 1); // those of later moments are not there yet
    measure(u.coefs, T(1), T(0), count, at.p, at.g, at.seen, parts);
  }
}

// Every index of a dimension, at one place of the others: element `index` stands at start + index * step.
struct line {
  line(dimension d, int64_t place) noexcept : start(place / d.inner * d.size * d.inner + place % d.inner), step(d.inner), count(d.size) {}
  int64_t start, step, count;
};

// Takes the sums of one side in, and returns the mean of its new means.
template <class T> double take_sums(const moment_plan& plan, const line& on, const fold& f, const double* partials, T* means) noexcept {
  double total = 0;
  for (int64_t i = 0; i < on.count; ++i) {
    const int64_t at = on.start + i * on.step;
    const double mean = f.sum(partials, at) / double(f.over.size);
    means[at] = T(plan.stays * double(means[at]) + plan.takes * (mean + plan.eps));
    total += double(means[at]);
  }
  return total / double(on.count);
}

template <class T> void write_roots(const line& on, double unit, const T* means, T* roots) noexcept {
  for (int64_t i = 0; i < on.count; ++i) {
    const int64_t at = on.start + i * on.step;
    roots[at] = T(square_root(double(means[at]) / unit));
  }
}

template <class T>
void settle_typed(const small_states& s, const moment_view& m, const fold& rows, const double* row_partials, const fold& columns,
                  const double* column_partials, int64_t matrix) noexcept {
  const line down(dimension_without(s.down, s.across), matrix), across(dimension_without(s.across, s.down), matrix);
  const double mean = take_sums(m.plan, down, rows, row_partials, static_cast<T*>(m.rows));
  take_sums(m.plan, across, columns, column_partials, static_cast<T*>(m.columns));
  const double least = larger(m.plan.least, mean);
  write_roots(down, least == 0 ? 1.0 : least, static_cast<const T*>(m.rows), static_cast<T*>(m.row_roots)); // a mean of 0 is one of zeros
  write_roots(across, 1, static_cast<const T*>(m.columns), static_cast<T*>(m.column_roots));
}

} // namespace

fold fold_over(dimension over, int64_t numel) noexcept {
  const int64_t width = over.inner < kStrip ? over.inner : kStrip, most = kChunk / width, block = over.size * over.inner;
  const int64_t band = most < over.size ? most : over.size, bands = (over.size - 1) / band + 1, strips = (over.inner - 1) / kStrip + 1;
  return {over, numel / block, band, bands, strips, bands * strips == 1 && block < kChunk ? kChunk / block : 1};
}

void fold_cell(const kernels& k, const parameter_update& u, int32_t moment, const fold& f, int64_t cell, double* partials) noexcept {
  if (u.dtype == DLOPT_DTYPE_F32) fold_typed<float>(k, u, moment, f, cell, partials);
  else fold_typed<double>(k, u, moment, f, cell, partials);
}

void blend_range(const kernels& k, const parameter_update& u, int32_t moment, int64_t first, int64_t n) noexcept {
  if (u.dtype == DLOPT_DTYPE_F32) blend_typed<float>(k, u, moment, first, n);
  else blend_typed<double>(k, u, moment, first, n);
}

void measure_pieces(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) noexcept {
  if (u.dtype == DLOPT_DTYPE_F32) measure_typed<float>(k, u, first, n, parts);
  else measure_typed<double>(k, u, first, n, parts);
}

void settle_matrix(const small_states& s, int32_t moment, const fold& rows, const double* row_partials, const fold& columns,
                   const double* column_partials, dlopt_dtype dtype, int64_t matrix) noexcept {
  const moment_view& m = s.moments[moment];
  if (dtype == DLOPT_DTYPE_F32) settle_typed<float>(s, m, rows, row_partials, columns, column_partials, matrix);
  else settle_typed<double>(s, m, rows, row_partials, columns, column_partials, matrix);
}

} // namespace dlopt
