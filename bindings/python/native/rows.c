#include "rows.h"

#include "error.h"
#include "handle.h"
#include "numbers.h"
#include "tensors.h"

/* Room for as many numbers as there are; the library writes the unique ones there. */
static PyObject* coalesce(dlopt_runtime* runtime, const int64s* indices, const tensors* grad, const tensors* sums) {
  int64_t count = 0, *unique = PyMem_Malloc((indices->count + 1) * sizeof *unique);
  if (!unique) return PyErr_NoMemory();
  PyThreadState* unlocked = unlock_for(grad->elements);
  dlopt_status status = dlopt_rows_coalesce(runtime, indices->items, grad->items, unique, sums->items, &count);
  lock_again(unlocked);
  PyObject* result = went_well(status) ? list_of_int64s(unique, (size_t)count) : NULL;
  PyMem_Free(unique);
  return result;
}

static int is_one_for_each(const int64s* indices, const tensors* grad) {
  const dlopt_tensor* item = grad->items;
  if (!item || item->ndim == 0 || item->shape[0] == (int64_t)indices->count) return 1;
  return fail(DLOPT_ERR_SHAPE, "indices: got %zu, wanted %lld, one for each row of grad", indices->count, (long long)item->shape[0]);
}

PyObject* py_rows_coalesce(dlopt_runtime* runtime, PyObject* indices, PyObject* grad, PyObject* sums) {
  int64s numbers;
  tensors from, to;
  PyObject* result = NULL;
  if (!int64s_take(indices, "indices", &numbers)) return NULL;
  if (tensors_take_one(grad, "grad", 0, &from)) {
    if (is_one_for_each(&numbers, &from) && tensors_take_one(sums, "sums", 1, &to)) {
      result = coalesce(runtime, &numbers, &from, &to);
      tensors_release(&to);
    }
    tensors_release(&from);
  }
  PyMem_Free(numbers.items);
  return result;
}

static int take_edit(PyObject* source, int64s* numbers, dlopt_rows_edit* edit) {
  if (!int64s_take(source, "source", numbers)) return 0;
  *edit = (dlopt_rows_edit){.struct_size = sizeof *edit, .count = (int64_t)numbers->count, .source = numbers->items};
  return 1;
}

PyObject* py_rows_apply(PyObject* source, PyObject* from, PyObject* to) {
  int64s numbers;
  dlopt_rows_edit edit;
  tensors old, new;
  PyObject* result = NULL;
  if (!take_edit(source, &numbers, &edit)) return NULL;
  if (tensors_take_one(from, "from", 0, &old)) {
    if (tensors_take_one(to, "to", 1, &new)) {
      PyThreadState* unlocked = unlock_for(new.elements);
      dlopt_status status = dlopt_rows_apply(&edit, old.items, new.items);
      lock_again(unlocked);
      result = none_or_error(status);
      tensors_release(&new);
    }
    tensors_release(&old);
  }
  PyMem_Free(numbers.items);
  return result;
}

static Handle* edited(PyObject* optimizer) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  return handle && handle_may_move_states(handle) ? handle : NULL;
}

PyObject* py_optimizer_rows_edit(PyObject* optimizer, PyObject* slots, PyObject* source) {
  Handle* handle = edited(optimizer);
  int32s numbers;
  int64s sources;
  dlopt_rows_edit edit;
  PyObject* result = NULL;
  if (!handle || !int32s_take(slots, "slots", &numbers)) return NULL;
  if (take_edit(source, &sources, &edit)) {
    result = handle_moved_states(handle, dlopt_optimizer_rows_edit(handle->pointer, numbers.items, numbers.count, &edit));
    PyMem_Free(sources.items);
  }
  PyMem_Free(numbers.items);
  return result;
}

PyObject* py_optimizer_rows_reserve(PyObject* optimizer, PyObject* slots, int64_t rows) {
  Handle* handle = edited(optimizer);
  int32s numbers;
  if (!handle || !int32s_take(slots, "slots", &numbers)) return NULL;
  PyObject* result = handle_moved_states(handle, dlopt_optimizer_rows_reserve(handle->pointer, numbers.items, numbers.count, rows));
  PyMem_Free(numbers.items);
  return result;
}
