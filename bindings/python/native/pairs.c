#include "pairs.h"

#include "error.h"
#include "handle.h"
#include "numbers.h"

PyObject* py_schedule_sequence(PyObject* runtime, PyObject* children, PyObject* milestones) {
  void* with;
  handles parts;
  int64s from;
  PyObject* result = NULL;
  dlopt_schedule* schedule = NULL;
  if (!handle_take(runtime, HANDLE_RUNTIME, "runtime", &with) || !handles_take(children, HANDLE_SCHEDULE, "children", &parts)) return NULL;
  if (int64s_take(milestones, "milestones", &from)) {
    if (from.count + 1 != parts.count && parts.count > 0)
      fail(DLOPT_ERR_INVALID_ARGUMENT, "milestones: got %zu, wanted %zu, one less than children", from.count, parts.count - 1);
    else if (went_well(
                 dlopt_schedule_sequence(with, (const dlopt_schedule* const*)parts.items, (int32_t)parts.count, from.items, &schedule)))
      result = handle_new(HANDLE_SCHEDULE, schedule, runtime);
    PyMem_Free(from.items);
  }
  PyMem_Free(parts.items);
  return result;
}

PyObject* py_lr_suggest(PyObject* lr, PyObject* loss, double smoothing, int32_t method) {
  doubles rates, losses;
  double suggestion;
  PyObject* result = NULL;
  if (!doubles_take(lr, "lr", &rates)) return NULL;
  if (doubles_take(loss, "loss", &losses)) {
    if (rates.count != losses.count)
      fail(DLOPT_ERR_INVALID_ARGUMENT, "loss: got %zu, wanted %zu, as many as lr", losses.count, rates.count);
    else if (went_well(dlopt_lr_suggest(rates.items, losses.items, rates.count, smoothing, method, &suggestion)))
      result = PyFloat_FromDouble(suggestion);
    PyMem_Free(losses.items);
  }
  PyMem_Free(rates.items);
  return result;
}
