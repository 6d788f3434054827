// States handed over from torch in the middle of a run, and back: exchange.txt.
#include "handles.h"
#include "stored.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

namespace dlopt_test {
namespace {

constexpr int kMiddle = 20, kSteps = 40;
constexpr double kF64Bound = 2e-15, kF32Bound = 1e-6; // two runs of 40 steps, each of them a few roundings a step from the truth

struct side {
  numbers param;
  int64_t steps = 0;
  std::map<std::string, numbers> states; // what torch has
};

struct exchange_case {
  std::string name, rule, dtype;
  std::map<std::string, double> hypers;
  std::map<int, std::map<int, side>> after; // by step and slot
};

struct exchange_file {
  std::map<int, std::vector<int64_t>> shapes;
  std::map<int, numbers> start;
  std::map<int, std::map<int, numbers>> grads; // by step and slot
  std::vector<exchange_case> cases;
};

numbers rest_of(std::istream& row) {
  numbers all;
  for (std::string word; row >> word;) all.push_back(std::strtod(word.c_str(), nullptr));
  return all;
}

void read_row(const std::string& line, exchange_file& file) {
  std::istringstream row(line);
  std::string key, name;
  int t = 0, slot = 0;
  row >> key;
  if (key == "case") {
    file.cases.emplace_back();
    row >> file.cases.back().name >> file.cases.back().rule >> file.cases.back().dtype;
  } else if (key == "set") {
    row >> name;
    file.cases.back().hypers[name] = rest_of(row).at(0);
  } else if (key == "shape") {
    row >> slot;
    for (double size : rest_of(row)) file.shapes[slot].push_back(int64_t(size));
  } else if (key == "start") {
    row >> slot;
    file.start[slot] = rest_of(row);
  } else {
    row >> t >> slot;
    if (key == "grad") file.grads[t][slot] = rest_of(row);
    else if (key == "param") file.cases.back().after[t][slot].param = rest_of(row);
    else if (key == "steps") row >> file.cases.back().after[t][slot].steps;
    else if (key == "state" && row >> name) file.cases.back().after[t][slot].states[name] = rest_of(row);
    else ADD_FAILURE() << "no such row: " << line;
  }
}

const exchange_file& all_exchanges() {
  static const exchange_file file = [] {
    exchange_file made;
    std::ifstream from(DLOPT_VECTORS_DIR "/exchange.txt");
    for (std::string line; std::getline(from, line);)
      if (line[0] != '#') read_row(line, made);
    return made;
  }();
  return file;
}

// An optimizer of a case, with its parameters and gradients.
class exchange_run {
public:
  explicit exchange_run(const exchange_case& its)
      : its_(its), dtype_(its.dtype == "f64" ? DLOPT_DTYPE_F64 : DLOPT_DTYPE_F32), rule_(rule_named(its.rule)),
        optimizer_(make_optimizer(rule_)) {
    EXPECT_DLOPT(dlopt_optimizer_preset(raw(), "torch"));
    for (const auto& [name, value] : its.hypers) EXPECT_DLOPT(dlopt_optimizer_set(raw(), row_named(hypers_of(rule_), name).id, value));
    for (const auto& [slot, start] : all_exchanges().start) {
      add_param(raw(), {dtype_}, all_exchanges().shapes.at(slot));
      params_.emplace_back(dtype_, start);
    }
  }
  dlopt_optimizer* raw() const { return optimizer_.get(); }

  void step(int t) {
    const auto& given = all_exchanges().grads.at(t);
    std::vector<buffer> buffers;
    std::vector<dlopt_tensor> params, grads;
    buffers.reserve(params_.size());
    for (size_t slot = 0; slot < params_.size(); slot++) {
      const auto found = given.find(int(slot));
      buffers.emplace_back(dtype_, found == given.end() ? params_[slot].values() : found->second);
      grads.push_back(shaped(found == given.end() ? buffers.back().absent() : buffers.back().tensor(), int(slot)));
      params.push_back(shaped(params_[slot].tensor(), int(slot)));
    }
    EXPECT_DLOPT(dlopt_optimizer_step(raw(), params.data(), grads.data(), params.size(), nullptr));
  }

  // What torch has; what it has not got is as before the first gradient.
  void take(const std::map<int, side>& all) {
    for (const auto& [slot, from] : all) {
      params_[size_t(slot)].assign(from.param);
      EXPECT_DLOPT(dlopt_optimizer_steps_set(raw(), slot, from.steps));
      for (const std::string& name : kept(slot)) {
        const auto found = from.states.find(name);
        if (found == from.states.end()) {
          EXPECT_DLOPT(dlopt_optimizer_state_set(raw(), slot, name.c_str(), nullptr, 0));
          continue;
        }
        buffer array(dtype_, found->second);
        dlopt_tensor tensor = array.tensor(), view = view_of(raw(), slot, name.c_str());
        tensor.ndim = view.ndim;
        tensor.shape = view.shape;
        EXPECT_DLOPT(dlopt_optimizer_state_set(raw(), slot, name.c_str(), &tensor, 0));
      }
    }
  }

  void compare(const std::map<int, side>& all, const std::string& what) {
    for (const auto& [slot, truth] : all) {
      const std::string where = its_.name + " " + its_.dtype + ", " + what + ", slot " + std::to_string(slot) + " ";
      expect_close(truth.param, params_[size_t(slot)].values(), where + "param");
      int64_t steps = -1;
      EXPECT_DLOPT(dlopt_optimizer_steps_get(raw(), slot, &steps));
      if (its_.rule != "sgd") EXPECT_EQ(truth.steps, steps) << where; // which torch does not count
      for (const auto& [name, values] : truth.states) expect_close(values, state(slot, name), where + name);
      for (const std::string& name : kept(slot)) {
        int32_t started = -1;
        EXPECT_DLOPT(dlopt_optimizer_state_started(raw(), slot, name.c_str(), &started));
        if (is_array(slot, name)) EXPECT_EQ(truth.states.count(name), size_t(started)) << where << name;
      }
    }
  }

private:
  dlopt_tensor shaped(dlopt_tensor tensor, int slot) const {
    const std::vector<int64_t>& shape = all_exchanges().shapes.at(slot);
    tensor.ndim = int32_t(shape.size());
    tensor.shape = shape.data();
    return tensor;
  }
  std::vector<std::string> kept(int slot) const {
    std::vector<std::string> names;
    for (const std::string& name : states_of(rule_)) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      if (dlopt_optimizer_state(raw(), slot, name.c_str(), &view) == DLOPT_OK) names.push_back(name);
    }
    return names;
  }
  bool is_array(int slot, const std::string& name) const { return view_of(raw(), slot, name.c_str()).ndim > 0; }
  numbers state(int slot, const std::string& name) const {
    const dlopt_tensor view = view_of(raw(), slot, name.c_str());
    size_t count = 1;
    for (int32_t d = 0; d < view.ndim; d++) count *= size_t(view.shape[d]);
    buffer array(dtype_, numbers(count, 7.0));
    dlopt_tensor to = array.tensor();
    to.ndim = view.ndim;
    to.shape = view.shape;
    EXPECT_DLOPT(dlopt_optimizer_state_get(raw(), slot, name.c_str(), &to));
    return array.values();
  }
  // In units of the largest magnitude of the array: its numbers are of one size, and some pass through zero.
  void expect_close(const numbers& truth, const numbers& got, const std::string& where) const {
    ASSERT_EQ(truth.size(), got.size()) << where;
    double reach = 0, worst = 0;
    for (double value : truth) reach = std::max(reach, std::fabs(value));
    for (size_t i = 0; i < truth.size(); i++) worst = std::max(worst, std::fabs(got[i] - truth[i]));
    EXPECT_LE(worst, (dtype_ == DLOPT_DTYPE_F64 ? kF64Bound : kF32Bound) * reach) << where;
  }

  const exchange_case& its_;
  dlopt_dtype dtype_;
  dlopt_rule rule_;
  optimizer_handle optimizer_;
  std::vector<buffer> params_;
};

TEST(exchange, what_torch_began_goes_on_as_torch_goes_on) {
  for (const exchange_case& its : all_exchanges().cases) {
    SCOPED_TRACE(its.name + " " + its.dtype);
    exchange_run fresh(its), used(its);
    for (int t = kSteps; t > kMiddle; t--) used.step(t); // something else, of which nothing may be left
    for (exchange_run* run : {&fresh, &used}) {
      run->take(its.after.at(kMiddle));
      run->compare(its.after.at(kMiddle), "as handed over");
      for (int t = kMiddle + 1; t <= kSteps; t++) run->step(t);
      run->compare(its.after.at(kSteps), "continued");
    }
  }
}

TEST(exchange, what_is_handed_back_is_what_torch_would_have) {
  for (const exchange_case& its : all_exchanges().cases) {
    SCOPED_TRACE(its.name + " " + its.dtype);
    exchange_run run(its);
    for (int t = 1; t <= kSteps; t++) {
      run.step(t);
      if (its.after.count(t)) run.compare(its.after.at(t), "step " + std::to_string(t));
    }
  }
}

TEST(exchange, has_every_rule_that_torch_has) {
  std::map<std::string, int> seen;
  for (const exchange_case& its : all_exchanges().cases) seen[its.rule]++;
  EXPECT_EQ(13u, seen.size());
  EXPECT_EQ(30u, all_exchanges().cases.size());
}

} // namespace
} // namespace dlopt_test
