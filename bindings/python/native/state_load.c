/* state_load.c - checkpoints read. */
#include "callbacks.h"
#include "error.h"
#include "fields.h"
#include "handle.h"
#include "load_pieces.h"
#include "numbers.h"
#include "state.h"

static const field table[] = {
    FIELD(dlopt_load_desc, flags, FIELD_UINT32), OTHER_FIELD(scaler), OTHER_FIELD(progress), OTHER_FIELD(rename), OTHER_FIELD(pieces), {0}};

PyObject* py_load_desc_init(void) {
  dlopt_load_desc desc;
  return went_well(dlopt_load_desc_init(&desc, sizeof desc)) ? fields_give(table, &desc) : NULL;
}

static const field source_table[] = {FIELD(dlopt_source, size, FIELD_INT64), {0}};

PyObject* py_source_init(void) {
  dlopt_source source;
  return went_well(dlopt_source_init(&source, sizeof source)) ? fields_give(source_table, &source) : NULL;
}

/* A load: the optimizer and what it is told. */
typedef struct {
  Handle* handle;
  PyObject* scaler; /* held */
  dlopt_load_desc desc;
  names from, to;
  load_pieces pieces;
} load;

static int take_names(PyObject* rename, load* to) {
  if (!PyDict_Check(rename)) {
    PyErr_Format(PyExc_TypeError, "rename: got %s, wanted a dict", Py_TYPE(rename)->tp_name);
    return 0;
  }
  PyObject *keys = PyDict_Keys(rename), *values = PyDict_Values(rename);
  int taken = keys && values && names_take(keys, "rename", &to->from) && names_take(values, "rename", &to->to);
  Py_XDECREF(keys);
  Py_XDECREF(values);
  to->desc.rename_from = to->from.items;
  to->desc.rename_to = to->to.items;
  to->desc.n_renames = to->from.count;
  return taken;
}

static int take_pieces(PyObject* pieces, load* to) {
  if (!pieces) return 1;
  int taken = load_pieces_take(pieces, &to->pieces);
  to->desc.pieces = to->pieces.items;
  to->desc.n_pieces = to->pieces.count;
  return taken;
}

static int take_desc(PyObject* values, load* to) {
  if (!went_well(dlopt_load_desc_init(&to->desc, sizeof to->desc)) || !fields_take(values, table, "desc", &to->desc)) return 0;
  PyObject *scaler = field_value(values, "scaler"), *progress = field_value(values, "progress"), *rename = field_value(values, "rename");
  if (progress) {
    to->desc.progress = callback_progress;
    to->desc.progress_user = progress;
  }
  if (scaler && !handle_hold(scaler, HANDLE_SCALER, "scaler", (void**)&to->desc.scaler)) return 0;
  to->scaler = scaler;
  return (!rename || take_names(rename, to)) && take_pieces(field_value(values, "pieces"), to);
}

static void release(load* of) {
  handle_let_go(of->scaler);
  names_release(&of->from);
  names_release(&of->to);
  load_pieces_release(&of->pieces);
}

/* Views of states end here already: while a load runs without the lock nobody may get a new one. */
static int begin(PyObject* optimizer, PyObject* values, load* to) {
  to->from = to->to = (names){0};
  to->pieces = (load_pieces){0};
  to->scaler = NULL;
  to->handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  if (to->handle && handle_may_move_states(to->handle) && take_desc(values, to)) {
    to->handle->generation++;
    return 1;
  }
  release(to);
  return 0;
}

static PyObject* end(load* of, dlopt_status status) {
  PyObject* result = none_or_error(status);
  release(of);
  return result;
}

PyObject* py_optimizer_load_bytes(PyObject* optimizer, PyObject* read, PyObject* values) {
  load to;
  dlopt_source source;
  if (!went_well(dlopt_source_init(&source, sizeof source)) || !begin(optimizer, values, &to)) return NULL;
  source.read = callback_read;
  source.user = read;
  PyThreadState* unlocked = unlock_handle(to.handle, 0); /* as for save_bytes */
  dlopt_status status = dlopt_optimizer_load_bytes(to.handle->pointer, &source, &to.desc);
  lock_handle(to.handle, unlocked);
  return end(&to, status);
}

PyObject* py_optimizer_load_file(PyObject* optimizer, const char* path, PyObject* values) {
  load to;
  if (!begin(optimizer, values, &to)) return NULL;
  PyThreadState* unlocked = unlock_handle(to.handle, INT64_MAX);
  dlopt_status status = dlopt_optimizer_load_file(to.handle->pointer, path, &to.desc);
  lock_handle(to.handle, unlocked);
  return end(&to, status);
}

PyObject* py_optimizer_load_block(PyObject* optimizer, PyObject* block, PyObject* values) {
  load to;
  Py_buffer view;
  if (PyObject_GetBuffer(block, &view, PyBUF_SIMPLE) != 0) return NULL;
  PyObject* result = NULL;
  if (begin(optimizer, values, &to)) {
    PyThreadState* unlocked = unlock_handle(to.handle, INT64_MAX);
    dlopt_status status = dlopt_optimizer_load_block(to.handle->pointer, view.buf, (size_t)view.len, &to.desc);
    lock_handle(to.handle, unlocked);
    result = end(&to, status);
  }
  PyBuffer_Release(&view);
  return result;
}
