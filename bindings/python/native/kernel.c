#include "kernel.h"

#include "error.h"
#include "fields.h"
#include "numbers.h"
#include "tensors.h"

enum { MOST_STATES = DLOPT_STATS_MAX_STATES };

/* ---- hyper-parameters ---- */

typedef struct {
  dlopt_hyper_value* items;
  size_t count;
} hyper_values;

static int take_hyper(PyObject* pair, dlopt_hyper_value* to) {
  long hyper = PyLong_AsLong(PyTuple_GET_ITEM(pair, 0));
  double value = PyFloat_AsDouble(PyTuple_GET_ITEM(pair, 1));
  if (PyErr_Occurred()) return 0;
  if (hyper != (int32_t)hyper) return fail(DLOPT_ERR_UNKNOWN_HYPER, "hypers: got %ld, wanted numbers of hyper-parameters", hyper);
  *to = (dlopt_hyper_value){.struct_size = sizeof *to, .hyper = (dlopt_hyper)hyper, .value = value};
  return 1;
}

static int take_hypers(PyObject* object, hyper_values* all) {
  all->items = NULL;
  all->count = 0;
  if (object == Py_None) return 1;
  if (!PyDict_Check(object)) {
    PyErr_Format(PyExc_TypeError, "hypers: got %s, wanted a dict of numbers of hyper-parameters and values", Py_TYPE(object)->tp_name);
    return 0;
  }
  PyObject* pairs = PyDict_Items(object); /* a value's __float__ could change the dict */
  if (!pairs) return 0;
  size_t count = (size_t)PyList_GET_SIZE(pairs);
  all->items = PyMem_Calloc(count + 1, sizeof *all->items);
  if (!all->items) PyErr_NoMemory();
  while (all->items && all->count < count && take_hyper(PyList_GET_ITEM(pairs, all->count), &all->items[all->count])) all->count++;
  Py_DECREF(pairs);
  if (!PyErr_Occurred()) return 1;
  PyMem_Free(all->items);
  return 0;
}

PyObject* py_kernel_states(dlopt_rule rule, PyObject* hypers) {
  hyper_values all;
  uint32_t kept;
  double initial[MOST_STATES] = {0};
  if (!take_hypers(hypers, &all)) return NULL;
  PyObject* result = NULL;
  if (went_well(dlopt_kernel_states(rule, all.items, all.count, &kept, initial)))
    result = Py_BuildValue("(kN)", (unsigned long)kept, list_of_doubles(initial, (size_t)dlopt_rule_state_count(rule)));
  PyMem_Free(all.items);
  return result;
}

/* ---- buffers ---- */

static const field table[] = {FIELD(dlopt_kernel_buffers, fresh, FIELD_UINT32),
                              FIELD(dlopt_kernel_buffers, grad_factor, FIELD_DOUBLE),
                              FIELD(dlopt_kernel_buffers, clip_value, FIELD_DOUBLE),
                              FIELD(dlopt_kernel_buffers, lr_scale, FIELD_DOUBLE),
                              FIELD(dlopt_kernel_buffers, decay_scale, FIELD_DOUBLE),
                              FIELD(dlopt_kernel_buffers, slot, FIELD_UINT32),
                              FIELD(dlopt_kernel_buffers, flags, FIELD_UINT32),
                              OTHER_FIELD(param),
                              OTHER_FIELD(grad),
                              OTHER_FIELD(delta),
                              OTHER_FIELD(states),
                              {0}};

PyObject* py_kernel_buffers_init(void) {
  dlopt_kernel_buffers buffers;
  return went_well(dlopt_kernel_buffers_init(&buffers, sizeof buffers)) ? fields_give(table, &buffers) : NULL;
}

typedef struct {
  dlopt_kernel_buffers c;
  tensors param, grad, delta, states;
  void* state_data[MOST_STATES];
  int64_t state_strides[MOST_STATES];
} buffers;

static int64_t numel(const dlopt_tensor* item) {
  int64_t product = 1;
  for (int32_t i = 0; i < item->ndim; i++) product *= item->shape[i];
  return product;
}

/* The one distance between elements: that of the innermost dimension of more than one element. Other dimensions have no gaps of their own.
 */
static int stride_of(const dlopt_tensor* item, argument which, int64_t* stride) {
  *stride = 1;
  if (!item->strides) return 1;
  int64_t wanted = 0;
  for (int32_t i = item->ndim - 1; i >= 0; i--) {
    if (item->shape[i] == 1) continue;
    if (!wanted) *stride = wanted = item->strides[i];
    if (item->strides[i] != wanted)
      return fail_array(which, DLOPT_ERR_UNSUPPORTED, "gaps of more than one size", "elements at one distance");
    wanted *= item->shape[i];
  }
  return 1;
}

/* Address and distance of one array of as many elements as the parameter. */
static int take_one(const dlopt_tensor* item, argument which, const buffers* all, void** data, int64_t* stride) {
  *data = item->data;
  *stride = 1;
  if (!item->data) return 1;
  if (item->device_type != DLOPT_DEVICE_CPU) return fail_array(which, DLOPT_ERR_DEVICE, "an array on a device", "one on the CPU");
  if (numel(item) != all->c.n) return fail_array(which, DLOPT_ERR_SHAPE, "another number of elements", "as many as param has");
  return stride_of(item, which, stride);
}

static int take_array(PyObject* values, const char* name, int writable, tensors* all) {
  PyObject* object = field_value(values, name);
  return tensors_take_one(object ? object : Py_None, name, writable, all);
}

static int take_states(PyObject* values, buffers* all) {
  PyObject* object = field_value(values, "states");
  if (!object) return 1;
  if (!tensors_take(object, "states", 1, &all->states)) return 0;
  if (all->states.count > MOST_STATES)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "states: got %zu, wanted at most %d", all->states.count, MOST_STATES);
  for (size_t i = 0; i < all->states.count; i++) {
    const argument which = {"states", (Py_ssize_t)i, 1, 0};
    const dlopt_tensor* item = &all->states.items[i];
    if (item->data && item->dtype != all->c.dtype) return fail_array(which, DLOPT_ERR_DTYPE, "elements of another type", "those of param");
    if (!take_one(item, which, all, &all->state_data[i], &all->state_strides[i])) return 0;
  }
  all->c.states = all->state_data;
  all->c.state_strides = all->state_strides;
  all->c.n_states = (int32_t)all->states.count;
  return 1;
}

static int take_buffers(PyObject* values, buffers* all) {
  if (!went_well(dlopt_kernel_buffers_init(&all->c, sizeof all->c)) || !fields_take(values, table, "buffers", &all->c)) return 0;
  int zeroes = (all->c.flags & DLOPT_STEP_ZERO_GRADS) != 0;
  if (!take_array(values, "delta", 1, &all->delta) || !take_array(values, "param", all->delta.items == NULL, &all->param) ||
      !take_array(values, "grad", zeroes, &all->grad))
    return 0;
  if (all->param.items) {
    all->c.dtype = all->param.items->dtype;
    all->c.n = numel(all->param.items);
    if (!take_one(all->param.items, (argument){"param", -1, 1, 0}, all, &all->c.param, &all->c.param_stride)) return 0;
  }
  if (all->grad.items) {
    all->c.grad_dtype = all->grad.items->dtype;
    if (!take_one(all->grad.items, (argument){"grad", -1, 0, 0}, all, &all->c.grad, &all->c.grad_stride)) return 0;
  }
  if (all->delta.items) {
    all->c.delta_dtype = all->delta.items->dtype;
    if (!take_one(all->delta.items, (argument){"delta", -1, 1, 0}, all, &all->c.delta, &all->c.delta_stride)) return 0;
  }
  return take_states(values, all);
}

static void release(buffers* all) {
  tensors_release(&all->states);
  tensors_release(&all->delta);
  tensors_release(&all->grad);
  tensors_release(&all->param);
}

PyObject* py_kernel_apply(dlopt_runtime* runtime, dlopt_rule rule, PyObject* hypers, int64_t step, PyObject* values, int64_t first,
                          int64_t past) {
  hyper_values set;
  buffers all = {0};
  PyObject* result = NULL;
  if (!take_hypers(hypers, &set)) return NULL;
  if (take_buffers(values, &all)) {
    PyThreadState* unlocked = unlock_for(past - first);
    dlopt_status status = dlopt_kernel_apply(runtime, rule, set.items, set.count, step, &all.c, first, past, NULL);
    lock_again(unlocked);
    result = none_or_error(status);
  }
  release(&all);
  PyMem_Free(set.items);
  return result;
}
