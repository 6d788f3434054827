/* tensor_dlpack.c - arrays by DLPack, of version 1 and before. */
#include "dlpack.h"
#include "dtypes.h"
#include "error.h"
#include "tensors.h"

void dlpack_release(hold* held) {
  void* managed = held->managed;
  held->managed = NULL;
  if (held->versioned) {
    dlpack_versioned* of = managed;
    if (of->deleter) of->deleter(of);
  } else {
    dlpack_legacy* of = managed;
    if (of->deleter) of->deleter(of);
  }
}

/* Where the producer says its array is; the device decides whether a stream is told. */
static int device_of(PyObject* object, argument which, int32_t* type) {
  PyObject* pair = PyObject_CallMethod(object, "__dlpack_device__", NULL);
  int id;
  if (!pair) return 0;
  int parsed = PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2 && PyArg_ParseTuple(pair, "ii", type, &id);
  Py_DECREF(pair);
  if (parsed) return 1;
  PyErr_Clear();
  return fail_array(which, DLOPT_ERR_INVALID_ARGUMENT, "a __dlpack_device__ that is not two integers", "(type, number)");
}

/* The capsule, asked for as version 1 first, as its specification has it; producers from before refuse the keyword. */
static PyObject* capsule_of(PyObject* object, int32_t device_type) {
  PyObject* method = PyObject_GetAttrString(object, "__dlpack__");
  PyObject* none = PyTuple_New(0);
  PyObject* options = Py_BuildValue("{s(ii)}", "max_version", DLPACK_MAJOR, DLPACK_MINOR);
  PyObject* stream = device_type == DLPACK_CUDA ? PyLong_FromLong(1) : NULL; /* the default stream, on which the library works */
  PyObject* capsule = NULL;
  if (method && none && options && (!stream || PyDict_SetItemString(options, "stream", stream) == 0)) {
    capsule = PyObject_Call(method, none, options);
    if (!capsule && PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_Clear();
      if (PyDict_DelItemString(options, "max_version") == 0) capsule = PyObject_Call(method, none, options);
    }
  }
  Py_XDECREF(stream);
  Py_XDECREF(options);
  Py_XDECREF(none);
  Py_XDECREF(method);
  return capsule;
}

/* Takes the managed tensor out of its capsule. */
static int open_capsule(PyObject* capsule, argument which, hold* held) {
  held->versioned = PyCapsule_IsValid(capsule, "dltensor_versioned");
  if (!held->versioned && !PyCapsule_IsValid(capsule, "dltensor"))
    return fail_array(which, DLOPT_ERR_INVALID_ARGUMENT, "a __dlpack__ that gives no unused capsule of DLPack", "one");
  const char* name = held->versioned ? "dltensor_versioned" : "dltensor";
  void* managed = PyCapsule_GetPointer(capsule, name);
  if (PyCapsule_SetName(capsule, held->versioned ? "used_dltensor_versioned" : "used_dltensor") != 0) return 0;
  held->managed = managed;
  return 1;
}

static const dlpack_tensor* tensor_of(hold* held, argument which) {
  if (!held->versioned) return &((dlpack_legacy*)held->managed)->tensor;
  const dlpack_versioned* managed = held->managed;
  if (managed->major != DLPACK_MAJOR) {
    fail_array(which, DLOPT_ERR_VERSION, "a tensor of another major version of DLPack", "version 1");
    return NULL;
  }
  held->read_only = (managed->flags & DLPACK_READ_ONLY) != 0;
  if (!which.writable || !held->read_only) return &managed->tensor;
  fail_read_only(which);
  return NULL;
}

static int describe(const dlpack_tensor* from, argument which, dlopt_tensor* item) {
  if (from->device_type != DLPACK_CPU && from->device_type != DLPACK_CUDA && from->device_type != DLPACK_CUDA_HOST)
    return fail_array(which, DLOPT_ERR_DEVICE, "an array on another kind of device", "one on the CPU");
  const dtype_row* row = from->lanes == 1 ? dtype_of_dlpack(from->code, from->bits) : NULL;
  if (!row) return fail_array(which, DLOPT_ERR_DTYPE, "elements of another type", "f64, f32, f16 or bf16");
  item->dtype = row->dtype;
  item->ndim = from->ndim;
  item->device_type = from->device_type == DLPACK_CUDA ? DLOPT_DEVICE_CUDA : DLOPT_DEVICE_CPU;
  item->device_id = item->device_type == DLOPT_DEVICE_CUDA ? from->device_id : 0;
  item->shape = from->shape;
  item->strides = from->strides;
  item->data = (char*)from->data + from->byte_offset;
  return 1;
}

int tensor_from_dlpack(PyObject* object, argument which, dlopt_tensor* item, hold* held) {
  int32_t device_type;
  if (!device_of(object, which, &device_type)) return 0;
  PyObject* capsule = capsule_of(object, device_type);
  if (!capsule) return 0;
  int opened = open_capsule(capsule, which, held);
  Py_DECREF(capsule);
  const dlpack_tensor* from = opened ? tensor_of(held, which) : NULL;
  return from && describe(from, which, item);
}
