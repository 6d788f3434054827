/* dtypes.h - element types by the names that Python, DLPack and dlopt have for them. */
#ifndef DLOPT_PYTHON_DTYPES_H
#define DLOPT_PYTHON_DTYPES_H

#include "base.h"

typedef struct {
  dlopt_dtype dtype;
  const char* name;   /* as dlopt's Python interface says it, such as "f32" */
  const char* format; /* of the buffer protocol, which has none for bf16: its bits go as 16-bit integers */
  int32_t bytes;
  uint8_t code; /* of DLPack */
} dtype_row;

/* NULL where there is none. */
const dtype_row* dtype_row_of(dlopt_dtype dtype);
const dtype_row* dtype_named(const char* name);
const dtype_row* dtype_of_dlpack(uint8_t code, uint8_t bits);

/* The type that a format of the buffer protocol means: native or little-endian numbers, one to an element. */
const dtype_row* dtype_of_format(const char* format, Py_ssize_t bytes);

#endif
