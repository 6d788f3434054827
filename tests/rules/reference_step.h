// A whole step over many parameters: schedules, unscaling, clipping, skipping, and the rule. Part of reference.h.
#pragma once

#include "reference_rules.h"
#include "reference_schedules.h"

#include <optional>

namespace reference {

struct group {
  hypers set;
  std::map<std::string, std::string> follows; // hyper-parameter -> name in the schedule book
};

struct step_options {
  double grad_scale = 1, max_norm = INFINITY, p = 2, clip_value = INFINITY;
  bool exact = false; // clip_form
  bool skip_nonfinite = false;
};

struct step_result {
  double norm = 0;
  bool skipped = false;
};

using gradients = std::vector<std::optional<numbers>>; // by slot

struct model {
  std::string rule;
  schedule_book book;
  std::vector<group> groups;
  std::vector<parameter> slots;
  hypers shared; // numbers of all slots together
  int64_t applied = 0;
  double loss = 0; // told at the coming step

  hypers now(const group& its) const {
    hypers h = its.set;
    for (const auto& [hyper, schedule] : its.follows) h[hyper] = double(value(book, schedule, applied));
    return h;
  }

  hypers now(const parameter& x) const {
    const group& its = groups[size_t(x.group)];
    hypers h = now(its);
    const double lr0 = h["decay_lr"] != 0 ? h["decay_lr"] : its.set.at("lr");
    h["lr of lr0"] = lr0 == 0 ? 0 : h["lr"] / lr0;
    h["lr"] *= x.lr_scale;
    h["weight_decay"] *= x.decay_scale;
    h["loss"] = loss;
    return h;
  }

  bool moves(size_t slot, const gradients& g) const {
    const parameter& x = slots[slot];
    const bool has = g[slot] || groups[size_t(x.group)].set.at("null_grad") != 0;
    return has && !x.frozen && !x.value.empty();
  }

  double norm_of(const gradients& g, double scale, double p) const {
    long double largest = 0, sum = 0;
    for (size_t k = 0; k < g.size(); k++)
      if (moves(k, g) && g[k])
        for (double v : *g[k]) largest = std::isnan(v) ? NAN : std::max(largest, std::fabs(static_cast<long double>(v) / scale));
    if (std::isinf(p) || largest == 0 || !std::isfinite(largest)) return double(largest);
    for (size_t k = 0; k < g.size(); k++)
      if (moves(k, g) && g[k])
        for (double v : *g[k]) sum += std::pow(std::fabs(static_cast<long double>(v) / scale) / largest, static_cast<long double>(p));
    return double(largest * std::pow(sum, 1 / static_cast<long double>(p)));
  }

  void estimate(const gradients& estimates) {
    for (size_t k = 0; k < slots.size(); k++)
      if (estimates[k] && moves(k, estimates)) sophia_estimate(slots[k], *estimates[k], now(slots[k]));
  }

  step_result step(const gradients& g, const step_options& o) {
    step_result out;
    out.norm = norm_of(g, o.grad_scale, o.p);
    if (o.skip_nonfinite && any_nonfinite(g)) {
      out.skipped = true;
      return out;
    }
    const double room = o.exact ? o.max_norm / out.norm : o.max_norm / (out.norm + 1e-6);
    const double factor = std::isfinite(o.max_norm) ? std::min(1.0, room) : 1.0;
    std::vector<look> looks;
    for (size_t k = 0; k < slots.size(); k++) {
      if (!moves(k, g)) continue;
      slots[k].slot = int(k);
      looks.push_back({slots[k], g[k] ? *g[k] : numbers(slots[k].value.size()), now(slots[k])});
      for (double& v : looks.back().g) v = std::clamp(v / o.grad_scale * factor, -o.clip_value, o.clip_value);
    }
    look_at_all(rule, looks, now(groups[0]), shared);
    for (const look& each : looks) update(rule, each.x, each.g, each.h);
    applied++;
    return out;
  }

private:
  bool any_nonfinite(const gradients& g) const {
    for (size_t k = 0; k < g.size(); k++)
      if (moves(k, g) && g[k])
        for (double v : *g[k])
          if (!std::isfinite(v)) return true;
    return false;
  }
};

} // namespace reference
