/* dlopt_optimizer_state_hash of what accompanies an optimizer: fields, arrays and counts of wrappers, projections. */
#include "state_hash_subject.h"

static void wrappers_count(void) {
  subject s;
  double weight;
  subject_open(&s, DLOPT_RULE_SGD);
  begin_with(&s);
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) {
    int32_t index;
    CHECK_OK(dlopt_optimizer_wrap(s.opt, wrapper, &index)), check_new(hash_of(s.opt), "wrapper", wrapper);
    for (int32_t i = 0; i < dlopt_wrapper_field_count(wrapper); i++) {
      dlopt_hyper_info info;
      double value = 0;
      info.struct_size = sizeof info;
      CHECK_OK(dlopt_wrapper_field_info(wrapper, i, &info));
      CHECK_OK(dlopt_optimizer_wrap_get(s.opt, index, info.id, &value));
      CHECK_OK(dlopt_optimizer_wrap_set(s.opt, index, info.id,
                                        info.kind == DLOPT_KIND_REAL ? (value != 0 ? value / 2 : 0.5)
                                        : value < info.upper         ? value + 1
                                                                     : value - 1));
      check_new(hash_of(s.opt), info.name, wrapper);
      CHECK_OK(dlopt_optimizer_wrap_set(s.opt, index, info.id, value));
    }
  }
  CHECK_OK(dlopt_optimizer_param_project(s.opt, 1, -1, 2, 0)), check_new(hash_of(s.opt), "a projection", 1);
  CHECK_OK(dlopt_optimizer_param_project(s.opt, 1, -1, 3, 0)), check_new(hash_of(s.opt), "another projection", 1);
  CHECK_OK(dlopt_optimizer_accumulate(s.opt, s.grads, 2, 1, &weight)), check_new(hash_of(s.opt), "accumulating", 1);
  flip_bits(&s, 0, "accumulated_grad"), flip_bits(&s, 1, "accumulated_grad");
  CHECK_OK(dlopt_optimizer_accumulate(s.opt, s.grads, 2, 1, &weight)), check_new(hash_of(s.opt), "accumulating", 2);
  subject_close(&s);
  subject_open(&s, DLOPT_RULE_SGD);
  begin_with(&s);
  int32_t index;
  CHECK_OK(dlopt_optimizer_wrap(s.opt, DLOPT_WRAPPER_SAM, &index)), check_new(hash_of(s.opt), "SAM", 0);
  CHECK_OK(dlopt_optimizer_perturb(s.opt, s.params, s.grads, 2)), check_new(hash_of(s.opt), "perturbing", 0);
  flip_bits(&s, 1, "sam_param");
  CHECK_OK(dlopt_optimizer_wrap(s.opt, DLOPT_WRAPPER_LOOKAHEAD, &index));
  CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 2, NULL)), check_new(hash_of(s.opt), "a wrapped step", 0);
  flip_bits(&s, 0, "slow_param");
  subject_close(&s);
}

/* An average that a step was not given a buffer for is one update behind, and nothing else tells. */
static void updates_of_averages_count(void) {
  static float average[2][N];
  subject s;
  uint64_t hashes[2];
  for (int given = 0; given < 2; given++) {
    int32_t index;
    dlopt_step_desc desc;
    dlopt_tensor averages[2];
    subject_open(&s, DLOPT_RULE_SGD);
    CHECK_OK(dlopt_optimizer_wrap(s.opt, DLOPT_WRAPPER_EMA, &index));
    for (int i = 0; i < 2; i++) averages[i] = s.params[i], averages[i].data = given || i == 0 ? average[i] : NULL;
    CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
    desc.averages = averages;
    CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 2, &desc));
    hashes[given] = hash_with_params(&s);
    subject_close(&s);
  }
  CHECK_THAT(hashes[0] != hashes[1], "the count of one parameter's average");
}

int main(void) {
  RUN(wrappers_count);
  RUN(updates_of_averages_count);
  return check_done("state_hash_wrappers");
}
