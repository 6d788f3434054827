/* flat_step.c - steps on one flat buffer, which declare it, and gradients that are observed. */
#include "error.h"
#include "handle.h"
#include "step.h"

static int64_t numel(const dlopt_tensor* item) {
  int64_t product = item->data != NULL;
  for (int32_t i = 0; i < item->ndim; i++) product *= item->shape[i];
  return product;
}

static int is_flat(const tensors* array, const char* name, dlopt_dtype dtype) {
  const argument which = {name, -1, 0, 0};
  if (!array->items) return 1;
  if (array->items->dtype != dtype)
    return fail_array(which, DLOPT_ERR_DTYPE, "elements of another type", dtype == DLOPT_DTYPE_F32 ? "f32" : "f64");
  if (array->items->device_type != DLOPT_DEVICE_CPU) return fail_array(which, DLOPT_ERR_DEVICE, "a buffer on a device", "one on the CPU");
  return !array->items->strides || fail_array(which, DLOPT_ERR_UNSUPPORTED, "an array with gaps", "one without");
}

static dlopt_status take_step(dlopt_optimizer* optimizer, const tensors* param, const tensors* grad, dlopt_dtype dtype, size_t n) {
  void *p = param->items ? param->items->data : NULL, *g = grad->items ? grad->items->data : NULL;
  return dtype == DLOPT_DTYPE_F32 ? dlopt_optimizer_step_f32(optimizer, p, g, n) : dlopt_optimizer_step_f64(optimizer, p, g, n);
}

static PyObject* step_flat(PyObject* optimizer, PyObject* param, PyObject* grad, dlopt_dtype dtype) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  tensors p, g = {0};
  if (!handle || !tensors_take_one(param, "param", 1, &p)) return NULL;
  PyObject* result = NULL;
  if (tensors_take_one(grad, "grad", 0, &g) && is_flat(&p, "param", dtype) && is_flat(&g, "grad", dtype)) {
    int64_t n = p.items ? numel(p.items) : 0, m = g.items ? numel(g.items) : 0;
    if (n != m) {
      fail(DLOPT_ERR_SHAPE, "grad: got %lld elements, wanted %lld, as many as param", (long long)m, (long long)n);
    } else {
      PyThreadState* unlocked = unlock_handle(handle, n);
      dlopt_status status = take_step(handle->pointer, &p, &g, dtype, (size_t)n);
      lock_handle(handle, unlocked);
      result = none_or_error(status);
    }
  }
  tensors_release(&g);
  tensors_release(&p);
  return result;
}

PyObject* py_optimizer_step_f32(PyObject* optimizer, PyObject* param, PyObject* grad) {
  return step_flat(optimizer, param, grad, DLOPT_DTYPE_F32);
}
PyObject* py_optimizer_step_f64(PyObject* optimizer, PyObject* param, PyObject* grad) {
  return step_flat(optimizer, param, grad, DLOPT_DTYPE_F64);
}

PyObject* py_optimizer_observe(PyObject* optimizer, int32_t slot, PyObject* grad) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  tensors g;
  if (!handle || !tensors_take_one(grad, "grad", 0, &g)) return NULL;
  PyThreadState* unlocked = unlock_handle(handle, g.elements);
  dlopt_status status = dlopt_optimizer_observe(handle->pointer, slot, g.items);
  lock_handle(handle, unlocked);
  PyObject* result = none_or_error(status);
  tensors_release(&g);
  return result;
}
