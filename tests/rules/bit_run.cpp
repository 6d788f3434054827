#include "bit_run.h"

#include "draw.h"
#include "pieces.h"
#include "schedule_build.h"

#include <cinttypes>
#include <cstdio>

namespace dlopt_test {
namespace {

// Gradients and start values are the same for every run, so they are drawn once: row t holds those of step t, row 0 the start.
const numbers& row_of(int t, size_t count) {
  static std::vector<numbers> rows;
  static std::vector<draw> sources;
  while (rows.size() <= size_t(t)) {
    sources.emplace_back(rows.size() + 1);
    rows.emplace_back();
  }
  numbers& row = rows[size_t(t)];
  while (row.size() < count) row.push_back(sources[size_t(t)].gradient());
  return row;
}

// The part of a row that falls into each tensor.
std::vector<buffer> cut(const numbers& row, const std::vector<int64_t>& lengths, dlopt_dtype dtype, size_t offset) {
  std::vector<buffer> parts;
  size_t at = 0;
  for (int64_t n : lengths) {
    parts.emplace_back(dtype, numbers(row.begin() + long(at), row.begin() + long(at) + n), offset);
    at += size_t(n);
  }
  return parts;
}

std::vector<dlopt_tensor> tensors_of(std::vector<buffer>& parts, const layout& how) {
  std::vector<dlopt_tensor> tensors;
  for (buffer& part : parts) {
    dlopt_tensor tensor = part.tensor();
    if (!how.shapes.empty()) {
      const std::vector<int64_t>& shape = how.shapes[tensors.size()];
      tensor.ndim = int32_t(shape.size());
      tensor.shape = shape.data();
    }
    tensors.push_back(tensor);
  }
  return tensors;
}

void add_params(dlopt_optimizer* optimizer, const std::vector<dlopt_tensor>& params, const bit_case& what) {
  for (const dlopt_tensor& param : params) {
    const int32_t slot = add_param(optimizer, what.param, {param.shape, param.shape + param.ndim}, what.states);
    if (!what.apart) continue;
    buffer ones(DLOPT_DTYPE_F32, numbers(elements_of(param), 1.0));
    dlopt_tensor scales = ones.tensor();
    scales.ndim = param.ndim;
    scales.shape = param.shape;
    EXPECT_DLOPT(dlopt_optimizer_param_scales(optimizer, slot, &scales, nullptr));
  }
}

// States of the elements; a number of the whole parameter shows in what it does to them.
void append_states(dlopt_optimizer* optimizer, const bit_case& what, size_t slots, bytes& out) {
  std::vector<std::string> names;
  for (const std::string& name : states_of(what.what.rule)) names.insert(names.end(), {name, name + "_absmax"});
  if (const char* beside = array_of(what.param.master)) names.push_back(beside);
  for (const std::string& name : names)
    for (int32_t slot = 0; slot < int32_t(slots); slot++) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      if (dlopt_optimizer_state(optimizer, slot, name.c_str(), &view) != DLOPT_OK) continue; // not kept by this variant, or not in 8 bits
      if (view.ndim == 0) continue;
      const unsigned char* first = static_cast<unsigned char*>(view.data);
      out.insert(out.end(), first, first + elements_of(view) * size_of(view.dtype));
    }
}

dlopt_dtype gradient_at(const layout& how, int t) {
  static const dlopt_dtype all[] = {DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F64, DLOPT_DTYPE_F16};
  return how.rotate ? all[t % 4] : how.gradient;
}

} // namespace

bytes run_bits(const bit_case& what, const layout& how) {
  size_t count = 0;
  for (int64_t n : how.lengths) count += size_t(n);
  const optimizer_handle optimizer = make_optimizer(what.what, how.runtime);
  const schedule_handle falling = make_schedule(DLOPT_SCHEDULE_EXPONENTIAL, {{"base", "0x1p-6"}, {"gamma", "0.984375"}});
  EXPECT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), -1, DLOPT_HYPER_LR, falling.get()));
  std::vector<buffer> params = cut(row_of(0, count), how.lengths, what.param.dtype, how.offset);
  add_params(optimizer.get(), tensors_of(params, how), what);
  dlopt_step_desc desc = default_step();
  desc.max_norm = what.max_norm;
  const bool wants_hessian = dlopt_optimizer_hessian(optimizer.get(), nullptr, 0) != DLOPT_ERR_UNSUPPORTED;
  for (int t = 1; t <= what.steps; t++) {
    std::vector<buffer> grads = cut(row_of(t, count), how.lengths, gradient_at(how, t), (how.offset * 7 + 3) % 64);
    desc.loss = t % 5; // falls now and then
    const auto step = [&](const std::vector<tensor_list>& lists) {
      const tensor_list &p = lists[0], &g = lists[1];
      if (wants_hessian && t % 3 == 1) EXPECT_DLOPT(dlopt_optimizer_hessian(optimizer.get(), g.data(), g.size()));
      for (int32_t slot = 0; how.observed && slot < int32_t(g.size()); slot++)
        EXPECT_DLOPT(dlopt_optimizer_observe(optimizer.get(), slot, &g[size_t(slot)]));
      return step_in_pieces(optimizer.get(), p.data(), g.data(), p.size(), &desc, how.piece);
    };
    EXPECT_DLOPT(call_spread(how.spread, {tensors_of(params, how), tensors_of(grads, how)}, step));
  }
  bytes out;
  for (const buffer& part : params) out.insert(out.end(), part.data(), part.data() + part.bytes());
  append_states(optimizer.get(), what, params.size(), out);
  return out;
}

std::string hash_of(const bytes& data) {
  uint64_t h = 0xcbf29ce484222325u;
  for (unsigned char byte : data) h = (h ^ byte) * 0x100000001b3u;
  char text[17];
  std::snprintf(text, sizeof text, "%016" PRIx64, h);
  return text;
}

} // namespace dlopt_test
