#include "monitor.h"

#include "error.h"
#include "fields.h"
#include "handle.h"
#include "tensors.h"

static const field desc_table[] = {FIELD(dlopt_stats_desc, slot, FIELD_INT32),
                                   FIELD(dlopt_stats_desc, group, FIELD_INT32),
                                   FIELD(dlopt_stats_desc, sample, FIELD_INT32),
                                   OTHER_FIELD(params),
                                   OTHER_FIELD(grads),
                                   OTHER_FIELD(before),
                                   {0}};

static const field table[] = {FIELD(dlopt_stats, state_count, FIELD_INT32),
                              FIELD(dlopt_stats, numel, FIELD_INT64),
                              FIELD(dlopt_stats, steps, FIELD_INT64),
                              FIELD(dlopt_stats, effective_lr, FIELD_DOUBLE),
                              FIELD(dlopt_stats, effective_weight_decay, FIELD_DOUBLE),
                              FIELD(dlopt_stats, param_norm, FIELD_DOUBLE),
                              FIELD(dlopt_stats, grad_norm, FIELD_DOUBLE),
                              FIELD(dlopt_stats, param_nonfinite, FIELD_INT64),
                              FIELD(dlopt_stats, grad_nonfinite, FIELD_INT64),
                              FIELD(dlopt_stats, state_nonfinite, FIELD_INT64),
                              FIELDS(dlopt_stats, state_norm, FIELD_DOUBLE, DLOPT_STATS_MAX_STATES),
                              FIELD(dlopt_stats, update_norm, FIELD_DOUBLE),
                              FIELD(dlopt_stats, update_ratio, FIELD_DOUBLE),
                              FIELD(dlopt_stats, param_measured, FIELD_INT64),
                              FIELD(dlopt_stats, param_nan, FIELD_INT64),
                              FIELD(dlopt_stats, param_inf, FIELD_INT64),
                              FIELD(dlopt_stats, param_zero, FIELD_INT64),
                              FIELD(dlopt_stats, param_denormal, FIELD_INT64),
                              FIELD(dlopt_stats, grad_measured, FIELD_INT64),
                              FIELD(dlopt_stats, grad_nan, FIELD_INT64),
                              FIELD(dlopt_stats, grad_inf, FIELD_INT64),
                              FIELD(dlopt_stats, grad_zero, FIELD_INT64),
                              FIELD(dlopt_stats, grad_denormal, FIELD_INT64),
                              FIELDS(dlopt_stats, param_magnitudes, FIELD_INT64, DLOPT_STATS_BINS),
                              FIELDS(dlopt_stats, grad_magnitudes, FIELD_INT64, DLOPT_STATS_BINS),
                              {0}};

PyObject* py_stats_desc_init(void) {
  dlopt_stats_desc desc;
  return went_well(dlopt_stats_desc_init(&desc, sizeof desc)) ? fields_give(desc_table, &desc) : NULL;
}

/* Arrays that are shown: as many each. */
typedef struct {
  tensors params, grads, before;
} shown;

static int take_one(PyObject* values, const char* name, tensors* all, const dlopt_tensor** items, size_t* count) {
  PyObject* arrays = field_value(values, name);
  if (!arrays) return 1;
  if (!tensors_take(arrays, name, 0, all)) return 0;
  if (*items == NULL && *count > 0 && all->count != *count)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got %zu, wanted %zu, as many as the others", name, all->count, *count);
  *items = all->items;
  *count = all->count;
  return 1;
}

static int take(PyObject* values, shown* arrays, dlopt_stats_desc* desc) {
  return went_well(dlopt_stats_desc_init(desc, sizeof *desc)) && fields_take(values, desc_table, "desc", desc) &&
         take_one(values, "params", &arrays->params, &desc->params, &desc->count) &&
         take_one(values, "grads", &arrays->grads, &desc->grads, &desc->count) &&
         take_one(values, "before", &arrays->before, &desc->before, &desc->count);
}

PyObject* py_optimizer_measure(PyObject* optimizer, PyObject* values) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  shown arrays = {{0}, {0}, {0}};
  dlopt_stats_desc desc;
  PyObject* result = NULL;
  if (!handle) return NULL;
  if (take(values, &arrays, &desc)) {
    dlopt_stats stats = {.struct_size = sizeof stats};
    PyThreadState* unlocked = unlock_handle(handle, arrays.params.elements + arrays.grads.elements);
    dlopt_status status = dlopt_optimizer_measure(handle->pointer, &desc, &stats);
    lock_handle(handle, unlocked);
    if (went_well(status)) result = fields_give(table, &stats);
  }
  tensors_release(&arrays.before);
  tensors_release(&arrays.grads);
  tensors_release(&arrays.params);
  return result;
}

PyObject* py_optimizer_stats(PyObject* optimizer, int32_t slot, PyObject* param, PyObject* grad) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  tensors p, g;
  PyObject* result = NULL;
  if (!handle || !tensors_take_one(param, "param", 0, &p)) return NULL;
  if (tensors_take_one(grad, "grad", 0, &g)) {
    dlopt_stats stats = {.struct_size = sizeof stats};
    PyThreadState* unlocked = unlock_handle(handle, p.elements + g.elements);
    dlopt_status status = dlopt_optimizer_stats(handle->pointer, slot, p.items, g.items, &stats);
    lock_handle(handle, unlocked);
    if (went_well(status)) result = fields_give(table, &stats);
    tensors_release(&g);
  }
  tensors_release(&p);
  return result;
}

PyObject* py_optimizer_state_hash(PyObject* optimizer, PyObject* params) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  tensors p;
  uint64_t hash;
  dlopt_status status;
  if (!handle || !tensors_take(params, "params", 0, &p)) return NULL;
  PyThreadState* unlocked = unlock_handle(handle, INT64_MAX);
  status = dlopt_optimizer_state_hash(handle->pointer, p.items, p.count, &hash);
  lock_handle(handle, unlocked);
  PyObject* result = went_well(status) ? PyLong_FromUnsignedLongLong(hash) : NULL;
  tensors_release(&p);
  return result;
}
