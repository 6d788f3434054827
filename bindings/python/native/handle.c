#include "handle.h"

#include "error.h"
#include "tensors.h"

#include <unistd.h>

PyTypeObject* Handle_type;

static const char* const names[] = {"a runtime", "an optimizer", "a schedule", "a scaler", "a norm watch", "a history"};

static dlopt_status destroy(handle_kind kind, void* pointer) {
  switch (kind) {
  case HANDLE_RUNTIME: return dlopt_runtime_destroy(pointer);
  case HANDLE_OPTIMIZER: return dlopt_optimizer_destroy(pointer);
  case HANDLE_SCHEDULE: return dlopt_schedule_destroy(pointer);
  case HANDLE_SCALER: return dlopt_scaler_destroy(pointer);
  case HANDLE_NORM_WATCH: return dlopt_norm_watch_destroy(pointer);
  default: return dlopt_history_destroy(pointer);
  }
}

/* The workers of a runtime did not come along into a child process: it can only be left alone there. */
static int is_foreign(const Handle* handle) { return handle->kind == HANDLE_RUNTIME && handle->process != (long)getpid(); }

/* What may be part of a cycle, and what the C handle can do without: it still stands in its block and uses its runtime. */
static int clear(PyObject* self) {
  Py_CLEAR(((Handle*)self)->borrowed);
  Py_CLEAR(((Handle*)self)->callback);
  return 0;
}

static void let_go(Handle* handle) {
  clear((PyObject*)handle);
  Py_CLEAR(handle->block);
  Py_CLEAR(handle->log);
  Py_CLEAR(handle->runtime);
}

static int traverse(PyObject* self, visitproc visit, void* arg) {
  Handle* handle = (Handle*)self;
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(handle->borrowed);
  Py_VISIT(handle->callback);
  Py_VISIT(handle->block);
  Py_VISIT(handle->log);
  Py_VISIT(handle->runtime);
  return 0;
}

static void finish(PyObject* self) {
  Handle* handle = (Handle*)self;
  PyTypeObject* type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  if (handle->pointer && !is_foreign(handle)) destroy(handle->kind, handle->pointer);
  let_go(handle);
  type->tp_free(self);
  Py_DECREF(type);
}

static PyObject* represent(PyObject* self) {
  const Handle* handle = (Handle*)self;
  return PyUnicode_FromFormat("<%s of dlopt%s>", strchr(names[handle->kind], ' ') + 1, handle->pointer ? "" : ", closed");
}

static PyObject* is_closed(PyObject* self, void* unused) {
  (void)unused;
  return PyBool_FromLong(!((Handle*)self)->pointer);
}

static PyGetSetDef properties[] = {{"closed", is_closed, NULL, "Whether it was destroyed.", NULL}, {0}};
static PyType_Slot slots[] = {{Py_tp_dealloc, finish},
                              {Py_tp_traverse, traverse},
                              {Py_tp_clear, clear},
                              {Py_tp_repr, represent},
                              {Py_tp_getset, properties},
                              {Py_tp_doc, "A handle of the C library."},
                              {0}};
static PyType_Spec spec = {"dlopt._native.Handle", sizeof(Handle), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};

int handle_ready(PyObject* module) {
  Handle_type = (PyTypeObject*)PyType_FromSpec(&spec);
  if (!Handle_type) return 0;
  Handle_type->tp_new = NULL; /* only calls of the library make them */
  return PyModule_AddObjectRef(module, "Handle", (PyObject*)Handle_type) == 0;
}

static PyObject* runtime_behind(PyObject* maker) {
  if (!maker || maker == Py_None) return NULL;
  Handle* handle = (Handle*)maker;
  return handle->kind == HANDLE_RUNTIME ? maker : handle->runtime;
}

PyObject* handle_new(handle_kind kind, void* pointer, PyObject* maker) {
  Handle* handle = PyObject_GC_New(Handle, Handle_type);
  if (!handle) {
    destroy(kind, pointer);
    return NULL;
  }
  handle->pointer = pointer;
  handle->kind = kind;
  handle->process = (long)getpid();
  handle->runtime = runtime_behind(maker);
  Py_XINCREF(handle->runtime);
  handle->callback = handle->log = handle->block = handle->borrowed = NULL;
  handle->columns = 0;
  handle->users = 0;
  handle->exports = 0;
  handle->generation = 0;
  PyObject_GC_Track(handle);
  return (PyObject*)handle;
}

Handle* handle_of(PyObject* object, handle_kind kind, const char* name) {
  if (!Py_IS_TYPE(object, Handle_type) || ((Handle*)object)->kind != kind) {
    PyErr_Format(PyExc_TypeError, "%s: got %s, wanted the handle of %s", name, Py_TYPE(object)->tp_name, names[kind]);
    return NULL;
  }
  if (((Handle*)object)->pointer) return (Handle*)object;
  fail_closed(name, names[kind]);
  return NULL;
}

int handle_take(PyObject* object, handle_kind kind, const char* name, void** pointer) {
  *pointer = NULL;
  if (object == Py_None) return 1;
  Handle* handle = handle_of(object, kind, name);
  if (handle) *pointer = handle->pointer;
  return handle != NULL;
}

int handle_hold(PyObject* object, handle_kind kind, const char* name, void** pointer) {
  if (!handle_take(object, kind, name, pointer)) return 0;
  if (object != Py_None) ((Handle*)object)->users++;
  return 1;
}

void handle_let_go(PyObject* object) {
  if (object && object != Py_None) ((Handle*)object)->users--;
}

PyThreadState* unlock_handle(Handle* handle, int64_t elements) {
  handle->users++;
  return unlock_for(elements);
}

void lock_handle(Handle* handle, PyThreadState* state) {
  lock_again(state);
  handle->users--;
}

int handle_may_move_states(const Handle* handle) {
  if (handle->exports == 0) return 1;
  PyErr_Format(PyExc_BufferError, "optimizer: %zd buffers show its states, and this call would move or free them: release them first",
               handle->exports);
  return 0;
}

PyObject* handle_moved_states(Handle* handle, dlopt_status status) {
  if (status == DLOPT_OK) handle->generation++;
  return none_or_error(status);
}

PyObject* handle_destroy(PyObject* object, handle_kind kind, const char* name) {
  if (object == Py_None) Py_RETURN_NONE;
  if (Py_IS_TYPE(object, Handle_type) && ((Handle*)object)->kind == kind && !((Handle*)object)->pointer) Py_RETURN_NONE;
  Handle* handle = handle_of(object, kind, name);
  if (!handle || !handle_may_move_states(handle)) return NULL;
  if (handle->users > 0) {
    fail(DLOPT_ERR_BUSY, "%s: another call uses it", name);
    return NULL;
  }
  if (!is_foreign(handle) && !went_well(destroy(kind, handle->pointer))) return NULL;
  handle->pointer = NULL;
  let_go(handle);
  Py_RETURN_NONE;
}
