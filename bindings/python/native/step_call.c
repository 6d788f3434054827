#include "step_call.h"

#include "error.h"
#include "row_options.h"

/* Each argument has an entry for each parameter; the library counts one of them. */
int same_count(const tensors* params, const char* name, size_t count) {
  if (params->count == count) return 1;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got %zu, wanted %zu, as many as params", name, count, params->count);
}

/* How many wrappers are averages of parameters: those that have a START. */
static size_t averages_of(dlopt_optimizer* optimizer) {
  size_t count = 0;
  double start;
  for (int32_t index = 0;; index++) {
    dlopt_status status = dlopt_optimizer_wrap_get(optimizer, index, DLOPT_WRAP_START, &start);
    if (status == DLOPT_OK) count++;
    else if (status != DLOPT_ERR_UNKNOWN_HYPER) return count;
  }
}

static int averages_fit(dlopt_optimizer* optimizer, const step_options* options, const tensors* params) {
  if (!options->desc.averages) return 1;
  size_t wanted = averages_of(optimizer) * params->count;
  if (options->averages.count == wanted) return 1;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "averages: got %zu, wanted %zu: as many as params for each EMA and SWA", options->averages.count,
              wanted);
}

static int fits(dlopt_optimizer* optimizer, const step_call* given) {
  const tensors* params = &given->params;
  const step_options* options = &given->options;
  if (given->grads.items && !same_count(params, "grads", given->grads.count)) return 0;
  if (options->desc.deltas && !same_count(params, "deltas", options->deltas.count)) return 0;
  if (options->desc.copies && !same_count(params, "copies", options->copies.count)) return 0;
  if (options->desc.rows && !same_count(params, "rows", options->row_count)) return 0;
  return averages_fit(optimizer, options, params) && rows_fit(options, params);
}

void step_call_release(step_call* given) {
  tensors_release(&given->grads);
  tensors_release(&given->params);
  step_options_release(&given->options);
}

int step_call_take(dlopt_optimizer* optimizer, PyObject* params, PyObject* grads, PyObject* options, step_call* given) {
  given->params.items = given->grads.items = NULL;
  if (!step_options_take(options, &given->options)) return 0;
  int zeroes = (given->options.desc.flags & DLOPT_STEP_ZERO_GRADS) != 0;
  if (tensors_take(params, "params", 1, &given->params) && tensors_take(grads, "grads", zeroes, &given->grads) && fits(optimizer, given))
    return 1;
  step_call_release(given);
  return 0;
}

static void release_kept(PyObject* capsule) {
  step_call* given = PyCapsule_GetPointer(capsule, NULL);
  step_call_release(given);
  PyMem_Free(given);
}

PyObject* step_call_keep(step_call* given) {
  step_call* kept = PyMem_Malloc(sizeof *kept);
  if (kept) *kept = *given;
  else PyErr_NoMemory();
  PyObject* capsule = kept ? PyCapsule_New(kept, NULL, release_kept) : NULL;
  if (!capsule) {
    PyMem_Free(kept);
    step_call_release(given);
    return NULL;
  }
  tensors* const inside[] = {&kept->params, &kept->grads, &kept->options.deltas, &kept->options.copies, &kept->options.averages};
  for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) tensors_moved(inside[i]);
  step_options_moved(&kept->options);
  return capsule;
}
