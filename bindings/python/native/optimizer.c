#include "optimizer.h"

#include "array.h"
#include "error.h"
#include "fields.h"
#include "handle.h"

static Handle* optimizer_of(PyObject* object) { return handle_of(object, HANDLE_OPTIMIZER, "optimizer"); }

static const field param_table[] = {FIELD(dlopt_param_desc, dtype, FIELD_INT32),
                                    FIELD(dlopt_param_desc, device_type, FIELD_INT32),
                                    FIELD(dlopt_param_desc, device_id, FIELD_INT32),
                                    FIELD(dlopt_param_desc, group, FIELD_INT32),
                                    FIELD(dlopt_param_desc, role, FIELD_INT32),
                                    FIELD(dlopt_param_desc, lr_scale, FIELD_DOUBLE),
                                    FIELD(dlopt_param_desc, decay_scale, FIELD_DOUBLE),
                                    FIELD(dlopt_param_desc, master, FIELD_INT32),
                                    FIELD(dlopt_param_desc, state_form, FIELD_INT32),
                                    FIELD(dlopt_param_desc, row_ages, FIELD_INT32),
                                    OTHER_FIELD(name),
                                    OTHER_FIELD(shape),
                                    {0}};

PyObject* param_desc_fields(const dlopt_param_desc* desc) { return fields_give(param_table, desc); }

PyObject* py_param_desc_init(void) {
  dlopt_param_desc desc;
  return went_well(dlopt_param_desc_init(&desc, sizeof desc)) ? param_desc_fields(&desc) : NULL;
}

static int take_param(PyObject* values, dlopt_param_desc* desc, int64s* shape) {
  PyObject *name = field_value(values, "name"), *sizes = field_value(values, "shape");
  if (!went_well(dlopt_param_desc_init(desc, sizeof *desc)) || !fields_take(values, param_table, "desc", desc)) return 0;
  if (name && !text_take(name, "name", &desc->name)) return 0;
  if (sizes && !int64s_take(sizes, "shape", shape)) return 0;
  if (shape->count > DLOPT_MAX_DIMS) return fail(DLOPT_ERR_INVALID_ARGUMENT, "shape: got %zu dimensions, wanted at most 64", shape->count);
  desc->ndim = (int32_t)shape->count;
  desc->shape = shape->items;
  return 1;
}

PyObject* py_optimizer_param_add(PyObject* optimizer, PyObject* values) {
  Handle* handle = optimizer_of(optimizer);
  dlopt_param_desc desc;
  int64s shape = {NULL, 0};
  int32_t slot;
  PyObject* result = NULL;
  if (handle && take_param(values, &desc, &shape) && went_well(dlopt_optimizer_param_add(handle->pointer, &desc, &slot)))
    result = PyLong_FromLong(slot);
  PyMem_Free(shape.items);
  return result;
}

/* Hyper-parameters that decide which states are kept, and how: as the library says them at dlopt_optimizer_set. */
static int decides_states(dlopt_hyper hyper) {
  return hyper == DLOPT_HYPER_MOMENTUM || hyper == DLOPT_HYPER_BETA1 || hyper == DLOPT_HYPER_AMSGRAD || hyper == DLOPT_HYPER_CENTERED ||
         hyper == DLOPT_HYPER_FACTORED || hyper == DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR;
}

PyObject* py_optimizer_set(PyObject* optimizer, dlopt_hyper hyper, double value) {
  Handle* handle = optimizer_of(optimizer);
  if (!handle) return NULL;
  if (!decides_states(hyper)) return none_or_error(dlopt_optimizer_set(handle->pointer, hyper, value));
  return handle_may_move_states(handle) ? handle_moved_states(handle, dlopt_optimizer_set(handle->pointer, hyper, value)) : NULL;
}

/* Flags, and amounts that schedules change at every step, decide by whether they are 0. */
static int stays_kept(dlopt_optimizer* optimizer, int32_t group, dlopt_hyper hyper, double value) {
  double now;
  if (hyper == DLOPT_HYPER_FACTORED || hyper == DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR) return 0;
  return dlopt_optimizer_group_get(optimizer, group, hyper, &now) == DLOPT_OK && (now != 0) == (value != 0);
}

PyObject* py_optimizer_group_set(PyObject* optimizer, int32_t group, dlopt_hyper hyper, double value) {
  Handle* handle = optimizer_of(optimizer);
  if (!handle) return NULL;
  if (!decides_states(hyper) || stays_kept(handle->pointer, group, hyper, value))
    return none_or_error(dlopt_optimizer_group_set(handle->pointer, group, hyper, value));
  return handle_may_move_states(handle) ? handle_moved_states(handle, dlopt_optimizer_group_set(handle->pointer, group, hyper, value))
                                        : NULL;
}

PyObject* py_optimizer_preset(PyObject* optimizer, const char* name) {
  Handle* handle = optimizer_of(optimizer);
  if (!handle || !handle_may_move_states(handle)) return NULL;
  return handle_moved_states(handle, dlopt_optimizer_preset(handle->pointer, name));
}

PyObject* py_optimizer_param_remove(PyObject* optimizer, int32_t slot) {
  Handle* handle = optimizer_of(optimizer);
  if (!handle || !handle_may_move_states(handle)) return NULL;
  return handle_moved_states(handle, dlopt_optimizer_param_remove(handle->pointer, slot));
}

PyObject* py_optimizer_state(PyObject* optimizer, int32_t slot, const char* name) {
  Handle* handle = optimizer_of(optimizer);
  dlopt_tensor tensor = {.struct_size = sizeof tensor};
  if (!handle || !went_well(dlopt_optimizer_state(handle->pointer, slot, name, &tensor))) return NULL;
  return array_of_state(&tensor, handle);
}

PyObject* py_optimizer_param_scales(PyObject* optimizer, int32_t slot, PyObject* lr_scales, PyObject* decay_scales) {
  Handle* handle = optimizer_of(optimizer);
  tensors lr, decay;
  PyObject* result = NULL;
  if (!handle || !tensors_take_one(lr_scales, "lr_scales", 0, &lr)) return NULL;
  if (tensors_take_one(decay_scales, "decay_scales", 0, &decay)) {
    result = none_or_error(dlopt_optimizer_param_scales(handle->pointer, slot, lr.items, decay.items));
    tensors_release(&decay);
  }
  tensors_release(&lr);
  return result;
}

PyObject* py_optimizer_mode(PyObject* optimizer, dlopt_mode mode, PyObject* params) {
  Handle* handle = optimizer_of(optimizer);
  tensors p;
  if (!handle || !tensors_take(params, "params", 1, &p)) return NULL;
  PyThreadState* unlocked = unlock_handle(handle, p.elements);
  dlopt_status status = dlopt_optimizer_mode(handle->pointer, mode, p.items, p.count);
  lock_handle(handle, unlocked);
  PyObject* result = none_or_error(status);
  tensors_release(&p);
  return result;
}

PyObject* py_optimizer_hessian(PyObject* optimizer, PyObject* hessians) {
  Handle* handle = optimizer_of(optimizer);
  tensors h;
  if (!handle || !tensors_take(hessians, "hessians", 0, &h)) return NULL;
  PyThreadState* unlocked = unlock_handle(handle, h.elements);
  dlopt_status status = dlopt_optimizer_hessian(handle->pointer, h.items, h.count);
  lock_handle(handle, unlocked);
  PyObject* result = none_or_error(status);
  tensors_release(&h);
  return result;
}

PyObject* py_optimizer_accumulate(PyObject* optimizer, PyObject* grads, double weight) {
  Handle* handle = optimizer_of(optimizer);
  tensors g;
  double total;
  if (!handle || !tensors_take(grads, "grads", 0, &g)) return NULL;
  PyThreadState* unlocked = unlock_handle(handle, g.elements);
  dlopt_status status = dlopt_optimizer_accumulate(handle->pointer, g.items, g.count, weight, &total);
  lock_handle(handle, unlocked);
  PyObject* result = went_well(status) ? PyFloat_FromDouble(total) : NULL;
  tensors_release(&g);
  return result;
}

static dlopt_status perturb(Handle* handle, const tensors* params, const tensors* grads) {
  PyThreadState* unlocked = unlock_handle(handle, params->elements);
  dlopt_status status = dlopt_optimizer_perturb(handle->pointer, params->items, grads->items, params->count);
  lock_handle(handle, unlocked);
  return status;
}

PyObject* py_optimizer_perturb(PyObject* optimizer, PyObject* params, PyObject* grads) {
  Handle* handle = optimizer_of(optimizer);
  tensors p, g;
  PyObject* result = NULL;
  if (!handle || !tensors_take(params, "params", 1, &p)) return NULL;
  if (tensors_take(grads, "grads", 0, &g)) {
    if (g.items && g.count != p.count) fail(DLOPT_ERR_INVALID_ARGUMENT, "grads: got %zu, wanted %zu, as many as params", g.count, p.count);
    else result = none_or_error(perturb(handle, &p, &g));
    tensors_release(&g);
  }
  tensors_release(&p);
  return result;
}

PyObject* py_optimizer_place(PyObject* optimizer, PyObject* memory) {
  Handle* handle = optimizer_of(optimizer);
  PyObject* block = handle ? PyMemoryView_FromObject(memory) : NULL;
  if (!block) return NULL;
  const Py_buffer* view = PyMemoryView_GET_BUFFER(block);
  dlopt_optimizer* placed = NULL;
  PyObject* result = NULL;
  if (view->readonly || !PyBuffer_IsContiguous(view, 'C'))
    PyErr_SetString(PyExc_BufferError, "memory: got a buffer that is read-only or has gaps, wanted one that can be written");
  else if (went_well(dlopt_optimizer_place(handle->pointer, view->buf, (size_t)view->len, &placed)))
    result = handle_new(HANDLE_OPTIMIZER, placed, optimizer);
  if (result) ((Handle*)result)->block = block;
  else Py_DECREF(block);
  return result;
}
