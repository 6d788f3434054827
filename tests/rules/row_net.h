// Tables of rows with one optimizer, stepped for some of their rows in every form that there is, and all that is kept of them.
#pragma once

#include "buffer.h"
#include "draw.h"
#include "variants.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace dlopt_test {

using index_list = std::vector<int64_t>;

enum class row_form { list, whole_list, byte_mask, bit_mask };
inline constexpr row_form kRowForms[] = {row_form::list, row_form::whole_list, row_form::byte_mask, row_form::bit_mask};

inline bool same_bits(const numbers& a, const numbers& b) {
  return a.size() == b.size() && (a.empty() || !std::memcmp(a.data(), b.data(), a.size() * sizeof(double)));
}
inline bool same_bits(const std::vector<numbers>& a, const std::vector<numbers>& b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](const numbers& x, const numbers& y) { return same_bits(x, y); });
}

class row_net {
public:
  row_net(const variant& what, dlopt_dtype dtype, int64_t rows, const std::vector<int64_t>& widths, bool ages = false,
          dlopt_runtime* runtime = nullptr)
      : optimizer(make_optimizer(what, runtime)), rule_(what.rule) {
    for (int64_t width : widths) {
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      const int64_t shape[] = {rows, width};
      desc.dtype = dtype, desc.ndim = 2, desc.shape = shape, desc.row_ages = ages;
      int32_t slot = -1;
      status = dlopt_optimizer_param_add(optimizer.get(), &desc, &slot);
      tables.push_back({rows, width, buffer(dtype, drawn(rows * width, uint64_t(77 + width)), 0)});
    }
  }

  static numbers drawn(int64_t n, uint64_t seed) {
    draw r(seed);
    numbers values(size_t(n), 0);
    for (double& v : values) v = r.gradient();
    return values;
  }
  // The gradient of a table at a step: the same for every net.
  numbers gradient(size_t table, int t) const { return drawn(tables[table].rows * tables[table].width, uint64_t(1000 * t) + table); }

  struct table {
    int64_t rows, width;
    buffer param;
    dlopt_tensor tensor(std::array<int64_t, 2>& shape) {
      shape = {rows, width};
      dlopt_tensor t = param.tensor();
      t.ndim = 2, t.shape = shape.data();
      return t;
    }
  };

  // Steps all tables for the same rows, with whole gradients of which the others are spoiled.
  dlopt_status step(const std::vector<numbers>& whole, const index_list& rows, row_form form, dlopt_rows_mode mode = DLOPT_ROWS_SKIP,
                    dlopt_step_desc desc = default_step(), dlopt_dtype gradient_dtype = DLOPT_DTYPE_F32) {
    std::vector<buffer> grads;
    std::vector<dlopt_tensor> p(tables.size()), g(tables.size());
    std::vector<dlopt_rows> which(tables.size());
    std::vector<std::vector<uint8_t>> masks(tables.size());
    std::vector<std::array<int64_t, 2>> shapes(tables.size());
    std::vector<std::array<int64_t, 2>> param_shapes(tables.size());
    moved.assign(tables.size(), {});
    grads.reserve(tables.size());
    for (size_t i = 0; i < tables.size(); i++) {
      table& its = tables[i];
      const bool compact = form == row_form::list;
      numbers values = compact ? numbers() : whole[i];
      for (int64_t row : rows)
        if (compact) values.insert(values.end(), whole[i].begin() + row * its.width, whole[i].begin() + (row + 1) * its.width);
      grads.emplace_back(gradient_dtype, values, 0);
      p[i] = its.tensor(param_shapes[i]);
      g[i] = grads[i].tensor();
      shapes[i] = {compact ? int64_t(rows.size()) : its.rows, its.width};
      g[i].ndim = 2, g[i].shape = shapes[i].data();
      which[i] = named(its.rows, rows, form, masks[i]);
      which[i].mode = mode;
      moved[i].assign(size_t(its.rows + 7) / 8, 0xa5);
      if (mode == DLOPT_ROWS_ZERO_SKIPS) which[i].moved = moved[i].data();
    }
    desc.rows = which.data();
    const dlopt_status result = dlopt_optimizer_step(optimizer.get(), p.data(), g.data(), p.size(), &desc);
    norm = desc.grad_norm;
    left_of_gradients.clear();
    for (const buffer& grad : grads) left_of_gradients.push_back(grad.values());
    return result;
  }
  dlopt_status step(int t, const index_list& rows, row_form form = row_form::list, dlopt_rows_mode mode = DLOPT_ROWS_SKIP) {
    std::vector<numbers> whole;
    for (size_t i = 0; i < tables.size(); i++) whole.push_back(gradient(i, t));
    return step(whole, rows, form, mode);
  }

  static dlopt_rows named(int64_t total, const index_list& rows, row_form form, std::vector<uint8_t>& mask) {
    static const int64_t nothing = 0;
    dlopt_rows which = {};
    which.struct_size = sizeof which;
    if (form == row_form::list || form == row_form::whole_list) {
      which.count = int64_t(rows.size());
      which.indices = rows.empty() ? &nothing : rows.data();
      which.form = form == row_form::list ? DLOPT_ROWS_COMPACT : DLOPT_ROWS_WHOLE;
      return which;
    }
    const bool bits = form == row_form::bit_mask;
    mask.assign(size_t(bits ? (total + 7) / 8 : total) + 1, 0);
    for (int64_t row : rows) {
      uint8_t& mark = mask[size_t(bits ? row / 8 : row)];
      mark = uint8_t(bits ? mark | 1u << row % 8 : 2 + row % 100);
    }
    which.mask = mask.data();
    which.mask_form = bits ? DLOPT_MASK_BITS : DLOPT_MASK_BYTES;
    return which;
  }

  // A state as numbers; empty where it is not kept.
  numbers state(int32_t slot, const char* name) const {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    if (dlopt_optimizer_state(optimizer.get(), slot, name, &view) != DLOPT_OK) return {};
    size_t n = 1;
    for (int32_t d = 0; d < view.ndim; d++) n *= size_t(view.shape[d]);
    numbers out(n);
    for (size_t i = 0; i < n; i++)
      out[i] = view.dtype == DLOPT_DTYPE_F64   ? static_cast<double*>(view.data)[i]
               : view.dtype == DLOPT_DTYPE_I32 ? double(static_cast<int32_t*>(view.data)[i])
                                               : double(static_cast<float*>(view.data)[i]);
    return out;
  }
  // What each row of a table has: its part of every array of states, then its age, then its elements.
  std::vector<numbers> rows_of(size_t index) const {
    const table& its = tables[index];
    std::vector<numbers> all(size_t(its.rows));
    const auto add = [&](const numbers& values) {
      const size_t each = its.rows ? values.size() / size_t(its.rows) : 0;
      for (size_t row = 0; !values.empty() && row < all.size(); row++)
        all[row].insert(all[row].end(), values.begin() + long(row * each), values.begin() + long((row + 1) * each));
    };
    for (const std::string& name : states_of(rule_))
      if (numbers values = state(int32_t(index), name.c_str()); values.size() == size_t(its.rows * its.width)) add(values);
    add(state(int32_t(index), "row_age"));
    add(its.param.values());
    return all;
  }

  dlopt_rule rule() const { return rule_; }

  optimizer_handle optimizer;
  std::vector<table> tables;
  std::vector<std::vector<uint8_t>> moved;
  std::vector<numbers> left_of_gradients;
  double norm = 0;
  dlopt_status status = DLOPT_OK; // of the last declaration

private:
  dlopt_rule rule_;
};

} // namespace dlopt_test
