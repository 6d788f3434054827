// Every case of wrapping.txt, on every instruction set: f64 against PyTorch, timm, optax, pytorch_optimizer and NumPy to rounding, f32 to
// its own precision; and each wrapper and field is in some case that a change of it breaks.
#include "buffer.h"
#include "isa.h"
#include "vector_file.h"

#include <cmath>

namespace dlopt_test {
namespace {

constexpr double kF64Bound = 1e-12, kF32Bound = 2e-4; // f32: AdamW's square roots of small second moments, 60 steps of them
constexpr double kSeen = 1e-6;

class wrapped_vectors : public on_each_isa {};

class wrapped_run {
public:
  wrapped_run(const wrapped_record& record, dlopt_dtype dtype)
      : record_(record), drive_(all_vectors().drive), dtype_(dtype), optimizer_(make_optimizer(rule_named(record.rule))) {
    for (const auto& [name, value] : record.settings)
      EXPECT_DLOPT(dlopt_optimizer_set(optimizer_.get(), row_named(hypers_of(rule_named(record.rule)), name).id, value));
    for (size_t slot = 0; slot < drive_.start.size(); slot++) declare(int(slot));
    for (size_t k = 0; k < record.wrappers.size(); k++) wrap(int(k));
    for (const auto& [slot, its] : record.projections)
      EXPECT_DLOPT(dlopt_optimizer_param_project(optimizer_.get(), slot, its.lower, its.upper, its.unit));
  }

  // The largest difference from the truth, relative where numbers are above 1.
  double worst() {
    double found = 0;
    for (int t = 1; t <= int(drive_.noise.size()); t++) {
      step(t);
      const auto truth = record_.steps.find(t);
      if (truth != record_.steps.end()) found = std::max(found, difference(truth->second));
    }
    return found;
  }

private:
  void declare(int slot) {
    const std::vector<int64_t>& shape = drive_.shapes.at(slot);
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = dtype_;
    desc.ndim = int32_t(shape.size());
    desc.shape = shape.data();
    int32_t index;
    EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer_.get(), &desc, &index));
    params_.emplace_back(dtype_, drive_.start.at(slot), 2 * size_t(slot));
  }

  void wrap(int k) {
    const dlopt_wrapper wrapper = wrapper_named(record_.wrappers[size_t(k)]);
    int32_t index = -1;
    EXPECT_DLOPT(dlopt_optimizer_wrap(optimizer_.get(), wrapper, &index));
    EXPECT_EQ(k, index);
    if (const auto fields = record_.fields.find(k); fields != record_.fields.end())
      for (const auto& [name, text] : fields->second) {
        const dlopt_hyper_info row = row_named(fields_of_wrapper(wrapper), name);
        EXPECT_DLOPT(dlopt_optimizer_wrap_set(optimizer_.get(), k, row.id, value_of(row, text)));
      }
    sam_ |= wrapper == DLOPT_WRAPPER_SAM;
    if (wrapper != DLOPT_WRAPPER_EMA && wrapper != DLOPT_WRAPPER_SWA) return;
    for (const auto& [slot, start] : drive_.start) averages_.emplace_back(dtype_, numbers(start.size(), 1e30), 3);
  }

  std::vector<dlopt_tensor> shaped(std::vector<buffer>& buffers) const {
    std::vector<dlopt_tensor> out;
    for (size_t i = 0; i < buffers.size(); i++) {
      const std::vector<int64_t>& shape = drive_.shapes.at(int(i % params_.size()));
      out.push_back(buffers[i].tensor());
      out.back().ndim = int32_t(shape.size());
      out.back().shape = shape.data();
    }
    return out;
  }

  // Gradients where the parameters now are.
  std::vector<buffer> gradients(int t, int micro) const {
    std::vector<buffer> out;
    for (const auto& [slot, noise] : drive_.noise.at(t).at(micro)) {
      numbers g = params_[size_t(slot)].values();
      for (size_t i = 0; i < g.size(); i++) g[i] = noise[i] + drive_.curvature * g[i];
      out.emplace_back(dtype_, g);
    }
    return out;
  }

  void accumulate(int t) {
    double total = 0, sum = 0;
    for (size_t m = 0; m < record_.micro.size(); m++) {
      std::vector<buffer> grads = gradients(t, int(m));
      EXPECT_DLOPT(dlopt_optimizer_accumulate(optimizer_.get(), shaped(grads).data(), grads.size(), record_.micro[m], &total));
      EXPECT_EQ(sum += record_.micro[m], total);
    }
  }

  void step(int t) {
    if (sam_) {
      std::vector<buffer> grads = gradients(t, 0);
      EXPECT_DLOPT(dlopt_optimizer_perturb(optimizer_.get(), shaped(params_).data(), shaped(grads).data(), params_.size()));
    }
    accumulate(t);
    std::vector<buffer> grads = gradients(t, 0);
    const std::vector<dlopt_tensor> g = shaped(grads), averages = shaped(averages_);
    dlopt_step_desc desc = default_step();
    if (!averages_.empty()) desc.averages = averages.data();
    EXPECT_DLOPT(
        dlopt_optimizer_step(optimizer_.get(), shaped(params_).data(), record_.micro.empty() ? g.data() : nullptr, g.size(), &desc));
  }

  static double apart(const numbers& truth, const numbers& got) {
    double found = 0;
    for (size_t i = 0; i < truth.size(); i++) found = std::max(found, std::fabs(truth[i] - got[i]) / std::max(1.0, std::fabs(truth[i])));
    return found;
  }
  double difference(const wrapped_truth& truth) const {
    double found = 0;
    for (const auto& [slot, values] : truth.params) found = std::max(found, apart(values, params_[size_t(slot)].values()));
    for (const auto& [k, slots] : truth.averages)
      for (const auto& [slot, values] : slots)
        found = std::max(found, apart(values, averages_[size_t(k) * params_.size() + size_t(slot)].values()));
    for (const auto& [slot, values] : truth.slow) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      if (dlopt_optimizer_state(optimizer_.get(), slot, "slow_param", &view)) return 1e9; // not taken yet
      found = std::max(found, apart(values, values_of(view)));
    }
    return found;
  }

  const wrapped_record& record_;
  const wrapping_drive& drive_;
  dlopt_dtype dtype_;
  optimizer_handle optimizer_;
  bool sam_ = false;
  std::vector<buffer> params_, averages_;
};

TEST_P(wrapped_vectors, f64_agrees_to_rounding) {
  EXPECT_GE(all_vectors().wrapped.size(), 29u);
  for (const wrapped_record& record : all_vectors().wrapped)
    EXPECT_LE(wrapped_run(record, DLOPT_DTYPE_F64).worst(), kF64Bound) << record.name;
}

TEST_P(wrapped_vectors, f32_agrees_to_its_precision) {
  for (const wrapped_record& record : all_vectors().wrapped)
    EXPECT_LE(wrapped_run(record, DLOPT_DTYPE_F32).worst(), kF32Bound) << record.name;
}

// A case with this wrapper strays from its truth when the field has another value.
bool some_case_sees(const std::string& wrapper, const dlopt_hyper_info& field, const std::string& other) {
  for (const wrapped_record& record : all_vectors().wrapped)
    for (size_t k = 0; k < record.wrappers.size(); k++) {
      if (record.wrappers[k] != wrapper) continue;
      wrapped_record changed = record;
      changed.fields[int(k)][field.name] = other;
      if (wrapped_run(changed, DLOPT_DTYPE_F64).worst() > kSeen) return true;
    }
  return false;
}

TEST(wrapped_completeness, each_field_is_seen_by_some_case) {
  for (dlopt_wrapper w = 1; w <= dlopt_wrapper_count(); w++)
    for (const dlopt_hyper_info& field : fields_of_wrapper(w)) {
      std::vector<std::string> others = words(field.choices);
      if (field.kind == DLOPT_KIND_FLAG) others = {"0", "1"};
      else if (others.empty()) others = {std::to_string(field.default_value + (field.kind == DLOPT_KIND_INTEGER ? 3 : 0.3))};
      if (field.id == DLOPT_WRAP_DECAY) others = {"0.5"};
      for (const std::string& other : others)
        EXPECT_TRUE(some_case_sees(dlopt_wrapper_name(w), field, other)) << dlopt_wrapper_name(w) << "." << field.name << " " << other;
    }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(wrapped_vectors);

} // namespace
} // namespace dlopt_test
