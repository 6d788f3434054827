/* state_save.c - checkpoints written. */
#include "callbacks.h"
#include "error.h"
#include "fields.h"
#include "handle.h"
#include "state.h"

static const field table[] = {FIELD(dlopt_save_desc, flags, FIELD_UINT32), OTHER_FIELD(scaler), OTHER_FIELD(progress), {0}};

PyObject* py_save_desc_init(void) {
  dlopt_save_desc desc;
  return went_well(dlopt_save_desc_init(&desc, sizeof desc)) ? fields_give(table, &desc) : NULL;
}

PyObject* py_sink_init(void) {
  dlopt_sink sink;
  return went_well(dlopt_sink_init(&sink, sizeof sink)) ? PyDict_New() : NULL;
}

/* A save: the optimizer and what it is told. */
typedef struct {
  dlopt_optimizer* optimizer;
  dlopt_save_desc desc;
} save;

static int take(PyObject* optimizer, PyObject* values, save* to) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  if (!handle || !went_well(dlopt_save_desc_init(&to->desc, sizeof to->desc)) || !fields_take(values, table, "desc", &to->desc)) return 0;
  to->optimizer = handle->pointer;
  PyObject *scaler = field_value(values, "scaler"), *progress = field_value(values, "progress");
  if (progress) {
    to->desc.progress = callback_progress;
    to->desc.progress_user = progress;
  }
  return !scaler || handle_take(scaler, HANDLE_SCALER, "scaler", (void**)&to->desc.scaler);
}

PyObject* py_optimizer_save_size(PyObject* optimizer, PyObject* values) {
  save from;
  size_t bytes;
  if (!take(optimizer, values, &from) || !went_well(dlopt_optimizer_save_size(from.optimizer, &bytes, &from.desc))) return NULL;
  return PyLong_FromSize_t(bytes);
}

PyObject* py_optimizer_save_bytes(PyObject* optimizer, PyObject* write, PyObject* values) {
  save from;
  dlopt_sink sink;
  if (!take(optimizer, values, &from) || !went_well(dlopt_sink_init(&sink, sizeof sink))) return NULL;
  sink.write = callback_write;
  sink.user = write;
  return none_or_error(dlopt_optimizer_save_bytes(from.optimizer, &sink, &from.desc));
}

PyObject* py_optimizer_save_file(PyObject* optimizer, const char* path, PyObject* values) {
  save from;
  dlopt_status status;
  if (!take(optimizer, values, &from)) return NULL;
  Py_BEGIN_ALLOW_THREADS status = dlopt_optimizer_save_file(from.optimizer, path, &from.desc);
  Py_END_ALLOW_THREADS return none_or_error(status);
}

PyObject* py_optimizer_save_block(PyObject* optimizer, PyObject* values) {
  save from;
  size_t bytes, used;
  dlopt_status status;
  if (!take(optimizer, values, &from) || !went_well(dlopt_optimizer_save_size(from.optimizer, &bytes, &from.desc))) return NULL;
  PyObject* block = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)bytes);
  if (!block) return NULL;
  Py_BEGIN_ALLOW_THREADS status = dlopt_optimizer_save_block(from.optimizer, PyBytes_AS_STRING(block), bytes, &used, &from.desc);
  Py_END_ALLOW_THREADS if (!went_well(status)) {
    Py_DECREF(block);
    return NULL;
  }
  if (used != bytes) _PyBytes_Resize(&block, (Py_ssize_t)used); /* another thread took a step between the two calls */
  return block;
}
