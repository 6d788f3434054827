#include "history.h"

#include "callbacks.h"
#include "error.h"
#include "handle.h"
#include "numbers.h"
#include "tensors.h"

PyObject* py_history_create(PyObject* runtime, PyObject* columns) {
  void* with;
  names all;
  dlopt_history* history = NULL;
  if (!handle_take(runtime, HANDLE_RUNTIME, "runtime", &with) || !names_take(columns, "columns", &all)) return NULL;
  PyObject* result = NULL;
  if (went_well(dlopt_history_create(with, all.items, all.count, &history))) result = handle_new(HANDLE_HISTORY, history, runtime);
  if (result) ((Handle*)result)->columns = all.count;
  names_release(&all);
  return result;
}

PyObject* py_history_row(PyObject* history, int64_t row) {
  Handle* handle = handle_of(history, HANDLE_HISTORY, "history");
  int64_t step;
  double wall_time, values[DLOPT_HISTORY_MAX_COLUMNS];
  if (!handle || !went_well(dlopt_history_row(handle->pointer, row, &step, &wall_time, values, handle->columns))) return NULL;
  return Py_BuildValue("(LdN)", (long long)step, wall_time, list_of_doubles(values, handle->columns));
}

PyObject* py_history_write(dlopt_history* history, dlopt_history_format format, int64_t first, PyObject* write) {
  return none_or_error(dlopt_history_write(history, format, first, callback_sink, write));
}

PyObject* py_history_save(dlopt_history* history, dlopt_history_format format, const char* path) {
  dlopt_status status;
  PyThreadState* unlocked = unlock_for(INT64_MAX);
  status = dlopt_history_save(history, format, path);
  lock_again(unlocked);
  return none_or_error(status);
}
