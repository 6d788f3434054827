// Adaptive clipping in the step: which rows cross the end of a chunk, and the norms of those, part by part.
#include "core/step.h"
#include "drivers/measure.h"
#include "drivers/row_clip.h"

namespace dlopt {

namespace {

// A row; with one dimension or none, everything.
int64_t unit_length(const slot& s) noexcept { return s.ndim > 1 ? s.row_length : s.numel; }

bool crosses(const row_clip& c, int64_t numel) noexcept { return numel > kChunk && kChunk % c.length != 0; }

// Calls visit(end of a row, its first element, how many) for each part of a row that crosses the end of this chunk, or its beginning.
template <class Visit> void for_each_end(row_end* ends, int64_t length, int64_t first, int64_t n, Visit visit) noexcept {
  row_end* const of_chunk = ends + 2 * (first / kChunk);
  const int64_t past = first + n, head_past = (first + length - 1) / length * length, tail = past / length * length;
  if (first % length) visit(of_chunk[0], first, (head_past < past ? head_past : past) - first);
  if (past % length && tail >= first) visit(of_chunk[1], tail, past - tail);
}

gradient_view grad_of(const parameter_update& u) noexcept { return {u.grad, u.grad_dtype, nullptr, u.grad_spacing}; }
parameter_view param_of(const parameter_update& u) noexcept { return {u.param, u.storage}; }

// What is summed of a part, in the second pass.
template <class View>
double sum_of(const kernels& k, double p, const View& view, dlopt_dtype dtype, double largest, int64_t first, int64_t n) noexcept {
  const double unit = needs_largest(p, dtype) ? unit_of_norm(largest, p) : 1;
  return unit == 0 ? 0 : measure_range(k, powers_of(p), p, unit, view, first, n);
}

double norm_of(double p, dlopt_dtype dtype, double sum, double largest) noexcept {
  if (!needs_largest(p, dtype)) return root(sum, p);
  const double unit = unit_of_norm(largest, p);
  return unit == 0 ? largest : root(sum, p) / unit;
}

template <class Visit> void for_each_end(dlopt_optimizer& o, size_t task, Visit visit) noexcept {
  o.cut.for_each_chunk(task, o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    const parameter_update& u = o.updates[i];
    if (!u.param || !u.clip) return;
    for_each_end(u.clip->ends, u.clip->length, first, n, [&](row_end& end, int64_t at, int64_t count) { visit(u, end, at, count); });
  });
}

void largest_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  for_each_end(o, task, [&](const parameter_update& u, row_end& end, int64_t first, int64_t n) {
    end.grad_largest = measure_range(*o.run.k, quantity::largest, 0, 1, grad_of(u), first, n);
    end.param_largest = measure_range(*o.run.k, quantity::largest, 0, 1, param_of(u), first, n);
  });
}

void sums_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  for_each_end(o, task, [&](const parameter_update& u, row_end& end, int64_t first, int64_t n) {
    end.grad = sum_of(*o.run.k, u.clip->p, grad_of(u), u.grad_dtype, end.grad_largest, first, n);
    end.param = sum_of(*o.run.k, u.clip->p, param_of(u), u.storage.dtype, end.param_largest, first, n);
  });
}

// Calls visit(update, its ends of a row that crosses, by number from 0) for each such row.
template <class Visit> void for_each_crossing(dlopt_optimizer& o, Visit visit) noexcept {
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const parameter_update& u = o.updates[i];
    if (!u.param || !u.clip) continue;
    row_end* const ends = u.clip->ends;
    const int64_t length = u.clip->length;
    for (int64_t chunk = 0, past = kChunk; past < o.numels[i]; past = (chunk + 1) * kChunk) {
      if (past % length == 0) {
        ++chunk;
        continue;
      }
      const int64_t begin = chunk, last = ((past / length + 1) * length - 1) / kChunk;
      visit(u, last - begin + 1, [=](int64_t part) -> row_end& { return part ? ends[2 * (begin + part)] : ends[2 * begin + 1]; });
      chunk = last;
    }
  }
}

dlopt_status conclude_largest(dlopt_optimizer& o, bool&) noexcept {
  for_each_crossing(o, [](const parameter_update&, int64_t parts, auto part) {
    double grad = 0, param = 0;
    for (int64_t k = 0; k < parts; ++k) grad = larger(grad, part(k).grad_largest), param = larger(param, part(k).param_largest);
    for (int64_t k = 0; k < parts; ++k) part(k).grad_largest = grad, part(k).param_largest = param;
  });
  return DLOPT_OK;
}

dlopt_status conclude_sums(dlopt_optimizer& o, bool&) noexcept {
  for_each_crossing(o, [](const parameter_update& u, int64_t parts, auto part) {
    const row_clip& c = *u.clip;
    double grad = 0, param = 0;
    for (int64_t k = 0; k < parts; ++k) grad += part(k).grad, param += part(k).param;
    const double grad_norm = norm_of(c.p, u.grad_dtype, grad, part(0).grad_largest) * std::fabs(u.grad_factor);
    const double factor = adaptive_factor(grad_norm, norm_of(c.p, u.storage.dtype, param, part(0).param_largest), c.clipping, c.eps);
    for (int64_t k = 0; k < parts; ++k) part(k).factor = factor;
  });
  return DLOPT_OK;
}

bool asks_ends(const dlopt_optimizer& o) noexcept {
  if (o.run.skip || !(o.run.desc.agc_clipping < INFINITY)) return false;
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (o.updates[i].param && o.updates[i].clip && crosses(*o.updates[i].clip, o.numels[i])) return true;
  return false;
}

bool asks_largest(const dlopt_optimizer& o) noexcept {
  if (!asks_ends(o)) return false;
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const parameter_update& u = o.updates[i];
    if (u.param && u.clip && (needs_largest(u.clip->p, u.storage.dtype) || needs_largest(u.clip->p, u.grad_dtype))) return true;
  }
  return false;
}

pass measure_largest(dlopt_optimizer& o) noexcept { return over_chunks(o, largest_task); }
pass measure_sums(dlopt_optimizer& o) noexcept { return over_chunks(o, sums_task); }

} // namespace

void plan_row_clips(dlopt_optimizer& o) noexcept {
  const dlopt_step_desc& d = o.run.desc;
  const size_t n = o.slots.count();
  o.row_clips.set_count(n);
  row_end* ends = o.row_ends.begin();
  for (size_t i = 0; i < n; ++i) {
    parameter_update& u = o.updates[i];
    u.clip = nullptr;
    if (u.param && u.grad && d.agc_clipping < INFINITY) {
      o.row_clips[i] = {d.agc_clipping, d.agc_eps, d.norm_type, unit_length(o.slots[i]), ends};
      u.clip = &o.row_clips[i];
    }
    ends += 2 * chunks_of(o.numels[i]);
  }
}

const phase row_ends_largest_phase = {asks_largest, measure_largest, conclude_largest, false};
const phase row_ends_phase = {asks_ends, measure_sums, conclude_sums, false};

} // namespace dlopt
