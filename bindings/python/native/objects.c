#include "objects.h"

#include "array.h"
#include "error.h"
#include "fields.h"
#include "handle.h"
#include "numbers.h"

static const field runtime_table[] = {FIELD(dlopt_runtime_desc, threads, FIELD_INT32), {0}};

PyObject* py_runtime_desc_init(void) {
  dlopt_runtime_desc desc;
  return went_well(dlopt_runtime_desc_init(&desc, sizeof desc)) ? fields_give(runtime_table, &desc) : NULL;
}

/* Called on the thread that made the call, with or without the interpreter's lock. Once a line has failed no further one is told: its
 * exception ends the call. */
static void tell(void* user, int32_t level, const char* text) {
  PyGILState_STATE state = PyGILState_Ensure();
  if (!PyErr_Occurred()) Py_XDECREF(PyObject_CallFunction(user, "is", (int)level, text));
  PyGILState_Release(state);
}

PyObject* py_runtime_create(int32_t threads, PyObject* log) {
  dlopt_runtime_desc desc;
  dlopt_runtime* runtime = NULL;
  if (!went_well(dlopt_runtime_desc_init(&desc, sizeof desc))) return NULL;
  desc.threads = threads;
  if (log != Py_None) {
    desc.log = tell;
    desc.log_user = log;
  }
  if (!went_well(dlopt_runtime_create(&desc, &runtime))) {
    if (runtime) dlopt_runtime_destroy(runtime); /* made, but its first line failed */
    return NULL;
  }
  PyObject* handle = handle_new(HANDLE_RUNTIME, runtime, NULL);
  if (handle && log != Py_None) ((Handle*)handle)->log = Py_NewRef(log);
  return handle;
}

PyObject* py_runtime_destroy(PyObject* runtime) { return handle_destroy(runtime, HANDLE_RUNTIME, "runtime"); }
PyObject* py_optimizer_destroy(PyObject* optimizer) { return handle_destroy(optimizer, HANDLE_OPTIMIZER, "optimizer"); }
PyObject* py_schedule_destroy(PyObject* schedule) { return handle_destroy(schedule, HANDLE_SCHEDULE, "schedule"); }
PyObject* py_scaler_destroy(PyObject* scaler) { return handle_destroy(scaler, HANDLE_SCALER, "scaler"); }
PyObject* py_norm_watch_destroy(PyObject* watch) { return handle_destroy(watch, HANDLE_NORM_WATCH, "watch"); }
PyObject* py_history_destroy(PyObject* history) { return handle_destroy(history, HANDLE_HISTORY, "history"); }

PyObject* py_tensor_init(PyObject* address, dlopt_dtype dtype, PyObject* shape) {
  dlopt_tensor tensor;
  int64s sizes;
  void* data = PyLong_AsVoidPtr(address);
  if (PyErr_Occurred() || !int64s_take(shape, "shape", &sizes)) return NULL;
  PyObject* array = NULL;
  if (went_well(dlopt_tensor_init(&tensor, sizeof tensor, data, dtype, (int32_t)sizes.count, sizes.items)))
    array = array_new(&tensor, 0, NULL);
  PyMem_Free(sizes.items);
  return array;
}
