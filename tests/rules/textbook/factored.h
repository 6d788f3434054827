// Second moments kept as means of rows and columns: Shazeer and Stern 2018, section 3.
#pragma once

#include "textbook/parameter.h"

namespace reference {

struct plane {
  bool factored;
  size_t across, down; // dimensions
};

inline plane last_two(const parameter& x) { return {x.shape.size() > 1 && !x.value.empty(), x.shape.size() - 1, x.shape.size() - 2}; }

// The index of an element in each dimension.
inline std::vector<int64_t> indices_of(const parameter& x, size_t element) {
  std::vector<int64_t> at(x.shape.size());
  for (size_t d = at.size(); d-- > 0; element /= size_t(x.shape[d])) at[d] = int64_t(element) % x.shape[d];
  return at;
}

// The place of an element in the tensor of means over a dimension.
inline size_t place_without(const parameter& x, size_t element, size_t dimension) {
  const std::vector<int64_t> at = indices_of(x, element);
  size_t place = 0;
  for (size_t d = 0; d < at.size(); d++)
    if (d != dimension) place = place * size_t(x.shape[d]) + size_t(at[d]);
  return place;
}

struct moment_names {
  const char *whole, *rows, *columns;
};

// Takes squares into the moment, of which `stays` stays; returns what it then says of each element.
inline numbers second_moment(parameter& x, const moment_names& names, const numbers& squares, double stays, plane on, double least) {
  const size_t n = squares.size();
  numbers out(n);
  if (!on.factored) {
    numbers& v = x.array(names.whole);
    for (size_t i = 0; i < n; i++) out[i] = v[i] = stays * v[i] + (1 - stays) * squares[i];
    return out;
  }
  const auto mean_over = [&](const numbers& of, size_t dimension, const auto& place) {
    std::vector<long double> sums(n / size_t(x.shape[dimension]));
    for (size_t i = 0; i < n; i++) sums[place(i)] += of[i];
    numbers means;
    for (long double sum : sums) means.push_back(double(sum / x.shape[dimension]));
    return means;
  };
  const auto row = [&](size_t i) { return place_without(x, i, on.across); };
  const auto column = [&](size_t i) { return place_without(x, i, on.down); };
  const auto keep = [&](const char* name, const numbers& means) -> numbers& {
    numbers& kept = x.state[name];
    kept.resize(means.size());
    for (size_t k = 0; k < means.size(); k++) kept[k] = stays * kept[k] + (1 - stays) * means[k];
    return kept;
  };
  const numbers& rows = keep(names.rows, mean_over(squares, on.across, row));
  const numbers& columns = keep(names.columns, mean_over(squares, on.down, column));
  numbers spread(n);
  for (size_t i = 0; i < n; i++) spread[i] = rows[row(i)];
  const numbers totals = mean_over(spread, on.down, column);
  for (size_t i = 0; i < n; i++) {
    const double all = std::max(totals[column(i)], least);
    out[i] = all == 0 ? 0 : rows[row(i)] / all * columns[column(i)];
  }
  return out;
}

inline double rms_of(const numbers& values) { return norm_of(values) / std::sqrt(double(values.size())); }

} // namespace reference
