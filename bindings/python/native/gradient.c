#include "gradient.h"

#include "error.h"

/* Calls of one sequence of gradients: taken, worked on without the lock, and let go. */
typedef struct {
  tensors grads;
  PyThreadState* unlocked;
} work;

static int begin(PyObject* grads, int writable, work* all) {
  if (!tensors_take(grads, "grads", writable, &all->grads)) return 0;
  all->unlocked = unlock_for(all->grads.elements);
  return 1;
}

/* `result` is made only where the call went well. */
static int end(work* all, dlopt_status status) {
  lock_again(all->unlocked);
  int well = went_well(status);
  tensors_release(&all->grads);
  return well;
}

PyObject* py_grad_norm(dlopt_runtime* runtime, PyObject* grads, double p) {
  work all;
  double norm;
  int64_t nonfinite;
  if (!begin(grads, 0, &all)) return NULL;
  dlopt_status status = dlopt_grad_norm(runtime, all.grads.items, all.grads.count, p, &norm, &nonfinite);
  return end(&all, status) ? Py_BuildValue("(dL)", norm, (long long)nonfinite) : NULL;
}

PyObject* py_clip_norm(dlopt_runtime* runtime, PyObject* grads, double max_norm, double p, dlopt_clip_form form) {
  work all;
  double norm;
  if (!begin(grads, 1, &all)) return NULL;
  dlopt_status status = dlopt_clip_norm(runtime, all.grads.items, all.grads.count, max_norm, p, form, &norm);
  return end(&all, status) ? PyFloat_FromDouble(norm) : NULL;
}

PyObject* py_clip_value(dlopt_runtime* runtime, PyObject* grads, double limit) {
  work all;
  if (!begin(grads, 1, &all)) return NULL;
  dlopt_status status = dlopt_clip_value(runtime, all.grads.items, all.grads.count, limit);
  return end(&all, status) ? Py_NewRef(Py_None) : NULL;
}

PyObject* py_clip_per_tensor(dlopt_runtime* runtime, PyObject* grads, double max_norm, double p, dlopt_clip_form form) {
  work all;
  int64_t clipped;
  if (!begin(grads, 1, &all)) return NULL;
  dlopt_status status = dlopt_clip_per_tensor(runtime, all.grads.items, all.grads.count, max_norm, p, form, &clipped);
  return end(&all, status) ? PyLong_FromLongLong(clipped) : NULL;
}

PyObject* py_clip_per_row(dlopt_runtime* runtime, PyObject* grads, double max_norm, double p, dlopt_clip_form form) {
  work all;
  int64_t clipped;
  if (!begin(grads, 1, &all)) return NULL;
  dlopt_status status = dlopt_clip_per_row(runtime, all.grads.items, all.grads.count, max_norm, p, form, &clipped);
  return end(&all, status) ? PyLong_FromLongLong(clipped) : NULL;
}

PyObject* py_grad_centralize(dlopt_runtime* runtime, PyObject* grads, int32_t min_ndim) {
  work all;
  if (!begin(grads, 1, &all)) return NULL;
  dlopt_status status = dlopt_grad_centralize(runtime, all.grads.items, all.grads.count, min_ndim);
  return end(&all, status) ? Py_NewRef(Py_None) : NULL;
}

PyObject* py_grad_unscale(dlopt_runtime* runtime, PyObject* grads, double scale) {
  work all;
  int64_t nonfinite;
  if (!begin(grads, 1, &all)) return NULL;
  dlopt_status status = dlopt_grad_unscale(runtime, all.grads.items, all.grads.count, scale, &nonfinite);
  return end(&all, status) ? PyLong_FromLongLong(nonfinite) : NULL;
}

/* ---- beside parameters ---- */

static int take_pair(PyObject* params, PyObject* grads, tensors* p, tensors* g) {
  if (!tensors_take(params, "params", 0, p)) return 0;
  if (tensors_take(grads, "grads", 1, g)) {
    if (!g->items || g->count == p->count) return 1;
    fail(DLOPT_ERR_INVALID_ARGUMENT, "grads: got %zu, wanted %zu, as many as params", g->count, p->count);
    tensors_release(g);
  }
  tensors_release(p);
  return 0;
}

PyObject* py_clip_agc(dlopt_runtime* runtime, PyObject* params, PyObject* grads, double factor, double eps, double p, dlopt_units units) {
  tensors weights, all;
  int64_t clipped;
  if (!take_pair(params, grads, &weights, &all)) return NULL;
  PyThreadState* unlocked = unlock_for(all.elements);
  dlopt_status status = dlopt_clip_agc(runtime, weights.items, all.items, weights.count, factor, eps, p, units, &clipped);
  lock_again(unlocked);
  PyObject* result = went_well(status) ? PyLong_FromLongLong(clipped) : NULL;
  tensors_release(&all);
  tensors_release(&weights);
  return result;
}

PyObject* py_grad_penalty(dlopt_runtime* runtime, PyObject* params, PyObject* grads, double l1, double l2) {
  tensors weights, all;
  double value;
  if (!take_pair(params, grads, &weights, &all)) return NULL;
  PyThreadState* unlocked = unlock_for(weights.elements);
  dlopt_status status = dlopt_grad_penalty(runtime, weights.items, all.items, weights.count, l1, l2, &value);
  lock_again(unlocked);
  PyObject* result = went_well(status) ? PyFloat_FromDouble(value) : NULL;
  tensors_release(&all);
  tensors_release(&weights);
  return result;
}
