// Runs a case of the vector files on the library and measures how far it strays from the truth.
#pragma once

#include "stored.h"
#include "vector_file.h"

namespace dlopt_test {

class case_run {
public:
  case_run(const vector_files& files, const case_record& record, const storage& param, dlopt_dtype gradient);

  // Takes step t (from 1).
  dlopt_status step(int t);
  // A hyper-parameter of group 0 as the next step will see it.
  double value(const std::string& hyper) const;
  numbers param(int slot) const { return stands_for(optimizer_.get(), slot, params_[size_t(slot)], param_.master); }
  numbers state(int slot, const std::string& name); // empty when it is not kept
  double grad_norm() const { return desc_.grad_norm; }

private:
  void apply_settings(const vector_files& files, const case_record& record);
  void apply_setting(const vector_files& files, const setting& one);
  void add_params(const case_record& record);
  void read_desc(const case_record& record);
  void hand_over_hessians(int t);

  const gradient_set& gradients_;
  const case_record& record_;
  storage param_;
  dlopt_dtype gradient_;
  dlopt_rule rule_;
  optimizer_handle optimizer_;
  std::vector<buffer> params_;
  dlopt_step_desc desc_;
  bool as_rows_ = false; // gradients as their rows that are not 0
};

// The dtype called `name` in a vector file.
dlopt_dtype dtype_named(const std::string& name);

struct deviation {
  double worst = 0; // largest |got - truth| / largest magnitude that the element has had so far
  std::string where;
};

// Runs the whole case. `floor` is the magnitude below which differences are measured absolutely: arithmetic that underflows is not wrong.
deviation measure(const vector_files& files, const case_record& record, const storage& param, dlopt_dtype gradient, double floor);

} // namespace dlopt_test
