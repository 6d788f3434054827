/* percentile.c - clipping by the percentile of recent norms, which the caller keeps. */
#include "error.h"
#include "fields.h"
#include "gradient.h"

static const field table[] = {FIELD(dlopt_norm_history, form, FIELD_INT32),
                              FIELD(dlopt_norm_history, percentile, FIELD_DOUBLE),
                              FIELD(dlopt_norm_history, seen, FIELD_INT64),
                              OTHER_FIELD(norms),
                              {0}};

static int take_norms(PyObject* object, hold* held, dlopt_norm_history* history) {
  const argument which = {"norms", -1, 1, 0};
  dlopt_tensor item;
  if (!tensor_take(object, which, &item, held)) return 0;
  if (item.data && (item.dtype != DLOPT_DTYPE_F64 || item.ndim != 1 || item.strides || item.device_type != DLOPT_DEVICE_CPU)) {
    tensor_release(held);
    return fail_array(which, DLOPT_ERR_DTYPE, "another array", "doubles of one dimension without gaps");
  }
  return went_well(dlopt_norm_history_init(history, sizeof *history, item.data, item.data ? item.shape[0] : 0));
}

PyObject* py_norm_history_init(PyObject* norms) {
  dlopt_norm_history history;
  hold held;
  if (!take_norms(norms, &held, &history)) return NULL;
  tensor_release(&held);
  PyObject* values = fields_give(table, &history);
  if (values && PyDict_SetItemString(values, "norms", norms) != 0) Py_CLEAR(values);
  return values;
}

static PyObject* clip(dlopt_runtime* runtime, PyObject* grads, double p, dlopt_clip_form form, dlopt_norm_history* history) {
  tensors all;
  if (!tensors_take(grads, "grads", 1, &all)) return NULL;
  PyThreadState* unlocked = unlock_for(all.elements);
  dlopt_status status = dlopt_clip_percentile(runtime, all.items, all.count, p, form, history);
  lock_again(unlocked);
  int well = went_well(status);
  tensors_release(&all);
  return well ? Py_BuildValue("(ddL)", history->norm, history->max_norm, (long long)history->seen) : NULL;
}

PyObject* py_clip_percentile(dlopt_runtime* runtime, PyObject* grads, double p, dlopt_clip_form form, PyObject* values) {
  dlopt_norm_history history;
  hold held;
  PyObject* norms = field_value(values, "norms");
  if (!take_norms(norms ? norms : Py_None, &held, &history)) return NULL;
  PyObject* result = fields_take(values, table, "history", &history) ? clip(runtime, grads, p, form, &history) : NULL;
  tensor_release(&held);
  return result;
}
