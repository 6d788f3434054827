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
  Handle* handle;
  PyObject* scaler; /* held */
  dlopt_save_desc desc;
} save;

static int take(PyObject* optimizer, PyObject* values, save* to) {
  to->scaler = NULL;
  to->handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  if (!to->handle || !went_well(dlopt_save_desc_init(&to->desc, sizeof to->desc)) || !fields_take(values, table, "desc", &to->desc))
    return 0;
  PyObject *scaler = field_value(values, "scaler"), *progress = field_value(values, "progress");
  if (progress) {
    to->desc.progress = callback_progress;
    to->desc.progress_user = progress;
  }
  if (scaler && !handle_hold(scaler, HANDLE_SCALER, "scaler", (void**)&to->desc.scaler)) return 0;
  to->scaler = scaler;
  return 1;
}

/* Lets go what was taken; the result of the call, None or an error, stays what it is. */
static PyObject* end(save* of, PyObject* result) {
  handle_let_go(of->scaler);
  return result;
}

PyObject* py_optimizer_save_size(PyObject* optimizer, PyObject* values) {
  save from;
  size_t bytes;
  if (!take(optimizer, values, &from)) return NULL;
  int well = went_well(dlopt_optimizer_save_size(from.handle->pointer, &bytes, &from.desc));
  return end(&from, well ? PyLong_FromSize_t(bytes) : NULL);
}

PyObject* py_optimizer_save_bytes(PyObject* optimizer, PyObject* write, PyObject* values) {
  save from;
  dlopt_sink sink;
  if (!went_well(dlopt_sink_init(&sink, sizeof sink)) || !take(optimizer, values, &from)) return NULL;
  sink.write = callback_write;
  sink.user = write;
  PyThreadState* unlocked = unlock_handle(from.handle, 0); /* its callback may be anything, such as one that closes the optimizer */
  dlopt_status status = dlopt_optimizer_save_bytes(from.handle->pointer, &sink, &from.desc);
  lock_handle(from.handle, unlocked);
  return end(&from, none_or_error(status));
}

PyObject* py_optimizer_save_file(PyObject* optimizer, const char* path, PyObject* values) {
  save from;
  if (!take(optimizer, values, &from)) return NULL;
  PyThreadState* unlocked = unlock_handle(from.handle, INT64_MAX);
  dlopt_status status = dlopt_optimizer_save_file(from.handle->pointer, path, &from.desc);
  lock_handle(from.handle, unlocked);
  return end(&from, none_or_error(status));
}

/* Of `bytes` bytes; another thread may take a step before they are written, so fewer may be used, or more wanted, which is an error. */
static PyObject* block_of(save* from, size_t bytes) {
  size_t used = 0;
  PyObject* block = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)bytes);
  if (!block) return NULL;
  PyThreadState* unlocked = unlock_handle(from->handle, INT64_MAX);
  dlopt_status status = dlopt_optimizer_save_block(from->handle->pointer, PyBytes_AS_STRING(block), bytes, &used, &from->desc);
  lock_handle(from->handle, unlocked);
  if (!went_well(status)) Py_CLEAR(block);
  else if (used != bytes) _PyBytes_Resize(&block, (Py_ssize_t)used);
  return block;
}

PyObject* py_optimizer_save_block(PyObject* optimizer, PyObject* values) {
  save from;
  size_t bytes;
  if (!take(optimizer, values, &from)) return NULL;
  int well = went_well(dlopt_optimizer_save_size(from.handle->pointer, &bytes, &from.desc));
  return end(&from, well ? block_of(&from, bytes) : NULL);
}
