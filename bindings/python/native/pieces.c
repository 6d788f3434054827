/* pieces.c - a step in pieces: its buffers stay with the handle until it ends. */
#include "error.h"
#include "handle.h"
#include "step.h"
#include "step_call.h"

PyObject* py_optimizer_step_begin(PyObject* optimizer, PyObject* params, PyObject* grads, PyObject* options) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  step_call given;
  if (!handle || !step_call_take(handle->pointer, params, grads, options, &given)) return NULL;
  PyObject* kept = step_call_keep(&given);
  if (!kept) return NULL;
  const step_call* call = PyCapsule_GetPointer(kept, NULL);
  dlopt_status status =
      dlopt_optimizer_step_begin(handle->pointer, call->params.items, call->grads.items, call->params.count, &call->options.desc);
  if (!went_well(status)) {
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    Py_DECREF(kept);
    PyErr_Restore(type, value, trace);
    return NULL;
  }
  handle->borrowed = kept;
  Py_RETURN_NONE;
}

PyObject* py_optimizer_step_part(PyObject* optimizer, int64_t max_elements) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  int32_t done;
  if (!handle) return NULL;
  PyObject* borrowed = Py_XNewRef(handle->borrowed); /* stays, whatever another thread does meanwhile */
  PyThreadState* unlocked = unlock_handle(handle, max_elements);
  dlopt_status status = dlopt_optimizer_step_part(handle->pointer, max_elements, &done);
  lock_handle(handle, unlocked);
  PyObject* result = went_well(status) ? PyBool_FromLong(done) : NULL;
  if (status == DLOPT_ERR_NONFINITE || status == DLOPT_ERR_INTERNAL) Py_CLEAR(handle->borrowed); /* the step is over */
  Py_XDECREF(borrowed);
  return result;
}

PyObject* py_optimizer_step_end(PyObject* optimizer) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  dlopt_step_desc desc;
  if (!handle || !went_well(dlopt_step_desc_init(&desc, sizeof desc)) || !went_well(dlopt_optimizer_step_end(handle->pointer, &desc)))
    return NULL;
  PyObject* report = step_report(&desc);
  Py_CLEAR(handle->borrowed);
  return report;
}

PyObject* py_optimizer_step_abort(PyObject* optimizer) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  if (!handle || !went_well(dlopt_optimizer_step_abort(handle->pointer))) return NULL;
  Py_CLEAR(handle->borrowed);
  Py_RETURN_NONE;
}
