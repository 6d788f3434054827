#include "step.h"

#include "error.h"
#include "handle.h"
#include "step_call.h"

static PyTypeObject* report_type;
static dlopt_step_desc plain; /* the defaults, as the quick step copies them */

static PyStructSequence_Field report_fields[] = {
    {"skipped", "Whether gradients that are not finite held the step back."},
    {"grad_norm", "Norm of the gradients after grad_scale, before clipping; NaN when nothing asked for it."},
    {"nonfinite", "Elements that are NaN or infinite; -1 when nothing asked for a norm."},
    {"applied_step", "Steps applied so far, this one included."},
    {"skips", "Steps held back in a row so far, this one included."},
    {NULL, NULL}};
static PyStructSequence_Desc report_desc = {"dlopt.StepReport", "What a step came to.", report_fields, 5};

PyObject* step_report(const dlopt_step_desc* desc) {
  PyObject* report = PyStructSequence_New(report_type);
  if (!report) return NULL;
  PyStructSequence_SET_ITEM(report, 0, PyBool_FromLong(desc->skipped));
  PyStructSequence_SET_ITEM(report, 1, PyFloat_FromDouble(desc->grad_norm));
  PyStructSequence_SET_ITEM(report, 2, PyLong_FromLongLong(desc->nonfinite));
  PyStructSequence_SET_ITEM(report, 3, PyLong_FromLongLong(desc->applied_step));
  PyStructSequence_SET_ITEM(report, 4, PyLong_FromLong(desc->skips));
  if (!PyErr_Occurred()) return report;
  Py_DECREF(report);
  return NULL;
}

PyObject* py_step_desc_init(void) { return step_defaults(); }

PyObject* py_optimizer_step(PyObject* optimizer, PyObject* params, PyObject* grads, PyObject* options) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  step_call given;
  if (!handle || !step_call_take(handle->pointer, params, grads, options, &given)) return NULL;
  PyThreadState* unlocked = unlock_handle(handle, given.params.elements);
  dlopt_status status =
      dlopt_optimizer_step(handle->pointer, given.params.items, given.grads.items, given.params.count, &given.options.desc);
  lock_handle(handle, unlocked);
  PyObject* report = went_well(status) ? step_report(&given.options.desc) : NULL;
  step_call_release(&given);
  return report;
}

/* step(optimizer, params, grads): without options, and without the detour of a generated wrapper. */
static PyObject* quick_step(PyObject* module, PyObject* const* arguments, Py_ssize_t count) {
  (void)module;
  if (count != 3) return PyErr_Format(PyExc_TypeError, "step() takes 3 arguments (%zd given)", count);
  Handle* handle = handle_of(arguments[0], HANDLE_OPTIMIZER, "optimizer");
  tensors params, grads;
  if (!handle) return NULL;
  PyObject* report = NULL;
  handle->users++; /* as generated wrappers hold it */
  int taken = tensors_take(arguments[1], "params", 1, &params);
  if (taken && tensors_take(arguments[2], "grads", 0, &grads)) {
    if (!grads.items || same_count(&params, "grads", grads.count)) {
      dlopt_step_desc desc = plain;
      PyThreadState* unlocked = unlock_handle(handle, params.elements);
      dlopt_status status = dlopt_optimizer_step(handle->pointer, params.items, grads.items, params.count, &desc);
      lock_handle(handle, unlocked);
      report = went_well(status) ? step_report(&desc) : NULL;
    }
    tensors_release(&grads);
  }
  if (taken) tensors_release(&params);
  handle->users--;
  return report;
}

static PyMethodDef methods[] = {
    {"step", (PyCFunction)(void (*)(void))quick_step, METH_FASTCALL, "step(optimizer, params, grads) -> StepReport"}, {0}};

int step_ready(PyObject* module) {
  report_type = PyStructSequence_NewType(&report_desc);
  return report_type && dlopt_step_desc_init(&plain, sizeof plain) == DLOPT_OK && PyModule_AddFunctions(module, methods) == 0 &&
         PyModule_AddObjectRef(module, "StepReport", (PyObject*)report_type) == 0;
}
