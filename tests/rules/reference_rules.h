// The update rules as the papers write them. Part of reference.h.
#pragma once

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace reference {

using numbers = std::vector<double>;
using hypers = std::map<std::string, double>; // by name; choices by number, in the order of the public enums

// One parameter with all that a rule remembers of it. An array that is not there yet is empty.
struct parameter {
  numbers value;
  std::map<std::string, numbers> state;
  int64_t age = 0; // gradients seen
  int group = 0;
  double lr_scale = 1, decay_scale = 1;
  bool frozen = false;

  numbers& array(const std::string& name, double initial = 0) {
    numbers& a = state[name];
    if (a.empty()) a.assign(value.size(), initial);
    return a;
  }
};

constexpr double momentum_ema = 1, momentum_sutskever = 2; // 0: torch
constexpr double eps_inside = 1, eps_hat = 2;              // 0: outside
constexpr double first_gradient = 0;

// eps 0 means the smallest normal number, so that 0 / 0 does not arise.
inline double eps_of(const hypers& h) { return std::max(h.at("eps"), DBL_MIN); }

// Sutskever et al. 2013, eq. 1-4; Loshchilov and Hutter 2019, algorithm 1.
inline void sgd(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), u = h.at("momentum");
  const double form = h.at("momentum_form");
  const bool nesterov = h.at("nesterov") != 0;
  if (u == 0) {
    for (size_t i = 0; i < g.size(); i++) x.value[i] -= lr * g[i];
    return;
  }
  const double kept = 1 - (form == momentum_ema ? u : h.at("dampening"));
  const bool first = x.state["momentum_buffer"].empty() && h.at("first_step") == first_gradient;
  numbers& buffer = x.array("momentum_buffer");
  for (size_t i = 0; i < g.size(); i++) {
    double& b = buffer[i];
    if (form == momentum_sutskever) {
      b = u * b - lr * g[i];
      x.value[i] += nesterov ? u * b - lr * g[i] : b;
      continue;
    }
    b = first ? g[i] : u * b + kept * g[i];
    const double ahead = form == momentum_ema ? kept * g[i] : g[i];
    x.value[i] -= lr * (nesterov ? ahead + u * b : b);
  }
}

// Duchi et al. 2011, figure 1; the rate falls as in PyTorch.
inline void adagrad(parameter& x, const numbers& g, const hypers& h) {
  const double rate = h.at("lr") / (1 + double(x.age - 1) * h.at("lr_decay")), eps = eps_of(h);
  const bool inside = h.at("eps_mode") == eps_inside;
  numbers& sum = x.array("sum", h.at("initial_accumulator_value"));
  for (size_t i = 0; i < g.size(); i++) {
    sum[i] += g[i] * g[i];
    const double root = inside ? std::sqrt(sum[i] + eps) : std::sqrt(sum[i]) + eps;
    x.value[i] -= rate * g[i] / root;
  }
}

// Tieleman and Hinton 2012; Graves 2013, eq. 38-45.
inline void rmsprop(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), a = h.at("alpha"), u = h.at("momentum");
  const bool centered = h.at("centered") != 0, lr_inside = h.at("lr_place") != 0, inside = h.at("eps_mode") == eps_inside;
  const double eps = eps_of(h);
  numbers& square = x.array("square_avg", h.at("initial_accumulator_value"));
  numbers* mean = centered ? &x.array("grad_avg") : nullptr;
  numbers* buffer = u != 0 ? &x.array("momentum_buffer") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    square[i] = a * square[i] + (1 - a) * g[i] * g[i];
    double spread = square[i];
    if (centered) {
      double& m = (*mean)[i];
      m = a * m + (1 - a) * g[i];
      spread = std::max(0.0, square[i] - m * m);
    }
    const double root = inside ? std::sqrt(spread + eps) : std::sqrt(spread) + eps;
    if (!buffer) {
      x.value[i] -= lr * g[i] / root;
      continue;
    }
    double& b = (*buffer)[i];
    b = u * b + (lr_inside ? lr : 1.0) * g[i] / root;
    x.value[i] -= lr_inside ? b : lr * b;
  }
}

// Kingma and Ba 2015, algorithm 1; Reddi et al. 2018, algorithm 2, with bias correction.
inline void adam(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h);
  const bool correct = h.at("bias_correction") != 0, max_of_corrected = h.at("amsgrad_form") != 0;
  // 1 - b^t without cancellation when b is close to 1.
  const double c1 = correct ? -std::expm1(double(x.age) * std::log(b1)) : 1;
  const double c2 = correct ? -std::expm1(double(x.age) * std::log(b2)) : 1;
  const double mode = h.at("eps_mode");
  numbers &first = x.array("exp_avg"), &second = x.array("exp_avg_sq");
  numbers* largest = h.at("amsgrad") != 0 ? &x.array("max_exp_avg_sq") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    first[i] = b1 * first[i] + (1 - b1) * g[i];
    second[i] = b2 * second[i] + (1 - b2) * g[i] * g[i];
    double v_hat = second[i] / c2;
    if (largest) {
      double& top = (*largest)[i];
      top = std::max(top, max_of_corrected ? v_hat : second[i]);
      v_hat = max_of_corrected ? top : top / c2;
    }
    const double root = mode == eps_inside ? std::sqrt(v_hat + eps) : std::sqrt(v_hat) + (mode == eps_hat ? eps / std::sqrt(c2) : eps);
    x.value[i] -= lr * (first[i] / c1) / root;
  }
}

// Chen et al. 2023, program 1.
inline void lion(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2");
  numbers& m = x.array("exp_avg");
  for (size_t i = 0; i < g.size(); i++) {
    const double c = b1 * m[i] + (1 - b1) * g[i];
    x.value[i] -= lr * (c > 0 ? 1 : c < 0 ? -1 : 0);
    m[i] = b2 * m[i] + (1 - b2) * g[i];
  }
}

// One update: direction, decay (into the gradient, or of the parameter before or after), and the rule.
inline void update(const std::string& rule, parameter& x, numbers g, const hypers& h) {
  const double decay = h.at("weight_decay");
  const bool decoupled = h.at("decay_mode") != 0, after = h.at("decay_order") != 0;
  x.age++;
  for (size_t i = 0; i < g.size(); i++) {
    if (h.at("maximize") != 0) g[i] = -g[i];
    if (!decoupled) g[i] += decay * x.value[i];
    if (decoupled && !after) x.value[i] *= 1 - h.at("lr") * decay;
  }
  if (rule == "sgd") sgd(x, g, h);
  else if (rule == "adagrad") adagrad(x, g, h);
  else if (rule == "rmsprop") rmsprop(x, g, h);
  else if (rule == "adam" || rule == "adamw") adam(x, g, h);
  else if (rule == "lion") lion(x, g, h);
  else std::abort(); // a new rule needs its textbook here
  if (decoupled && after)
    for (double& p : x.value) p *= 1 - h.at("lr") * decay;
}

} // namespace reference
