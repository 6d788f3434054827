#include "stored.h"

namespace bench {

const std::vector<StorageForm>& storage_forms() {
  static const std::vector<StorageForm> forms = {
      {"states/f32", DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_FULL},
      {"states/bf16", DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_BF16},
      {"states/linear8", DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_LINEAR8},
      {"states/dynamic8", DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_DYNAMIC8},
      {"master/f32", DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_FULL},
      {"master/none", DLOPT_DTYPE_BF16, DLOPT_MASTER_NONE, DLOPT_STATES_FULL},
      {"master/stochastic", DLOPT_DTYPE_BF16, DLOPT_MASTER_STOCHASTIC, DLOPT_STATES_FULL},
      {"master/kahan", DLOPT_DTYPE_BF16, DLOPT_MASTER_KAHAN, DLOPT_STATES_FULL},
      {"master/split", DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT, DLOPT_STATES_FULL},
      {"master/full", DLOPT_DTYPE_BF16, DLOPT_MASTER_FULL, DLOPT_STATES_FULL},
  };
  return forms;
}

Stored::Stored(const StorageForm& form, int64_t n, int threads, void* param, void* grad) : Session(DLOPT_RULE_ADAMW, threads), n_(n) {
  dlopt_param_desc desc;
  check(dlopt_param_desc_init(&desc, sizeof desc));
  desc.dtype = form.dtype;
  desc.master = form.master;
  desc.state_form = form.states;
  desc.ndim = 1;
  desc.shape = &n_;
  int32_t slot;
  check(dlopt_optimizer_param_add(optimizer(), &desc, &slot));
  check(dlopt_tensor_init(&param_, sizeof param_, param, form.dtype, 1, &n_));
  check(dlopt_tensor_init(&grad_, sizeof grad_, grad, form.dtype, 1, &n_));
}

} // namespace bench
