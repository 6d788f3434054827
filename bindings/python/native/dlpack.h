/* dlpack.h - the layout of DLPack, version 1 and the one before it: what producers hand over. Numbers as its specification has them. */
#ifndef DLOPT_PYTHON_DLPACK_H
#define DLOPT_PYTHON_DLPACK_H

#include <stdint.h>

enum { DLPACK_MAJOR = 1, DLPACK_MINOR = 0 };
enum { DLPACK_CPU = 1, DLPACK_CUDA = 2, DLPACK_CUDA_HOST = 3 };
enum { DLPACK_INT = 0, DLPACK_UINT = 1, DLPACK_FLOAT = 2, DLPACK_BFLOAT = 4 };
enum { DLPACK_READ_ONLY = 1 };

typedef struct {
  void* data;
  int32_t device_type;
  int32_t device_id;
  int32_t ndim;
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
  int64_t* shape;
  int64_t* strides; /* in elements; NULL: row-major without gaps */
  uint64_t byte_offset;
} dlpack_tensor;

typedef struct dlpack_legacy {
  dlpack_tensor tensor;
  void* context;
  void (*deleter)(struct dlpack_legacy*);
} dlpack_legacy;

typedef struct dlpack_versioned {
  uint32_t major, minor;
  void* context;
  void (*deleter)(struct dlpack_versioned*);
  uint64_t flags;
  dlpack_tensor tensor;
} dlpack_versioned;

#endif
