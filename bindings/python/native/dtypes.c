#include "dtypes.h"

#include "dlpack.h"

#include <string.h>

static const dtype_row rows[] = {
    {DLOPT_DTYPE_F64, "f64", "d", 8, DLPACK_FLOAT}, {DLOPT_DTYPE_F32, "f32", "f", 4, DLPACK_FLOAT},
    {DLOPT_DTYPE_F16, "f16", "e", 2, DLPACK_FLOAT}, {DLOPT_DTYPE_BF16, "bf16", "H", 2, DLPACK_BFLOAT},
    {DLOPT_DTYPE_I8, "i8", "b", 1, DLPACK_INT},     {DLOPT_DTYPE_U8, "u8", "B", 1, DLPACK_UINT},
    {DLOPT_DTYPE_I16, "i16", "h", 2, DLPACK_INT},   {DLOPT_DTYPE_I32, "i32", "i", 4, DLPACK_INT},
};
enum { COUNT = sizeof rows / sizeof *rows };

const dtype_row* dtype_row_of(dlopt_dtype dtype) { return dtype >= 1 && dtype <= COUNT ? &rows[dtype - 1] : NULL; }

const dtype_row* dtype_named(const char* name) {
  for (int i = 0; i < COUNT; i++)
    if (strcmp(rows[i].name, name) == 0) return &rows[i];
  return NULL;
}

const dtype_row* dtype_of_dlpack(uint8_t code, uint8_t bits) {
  for (int i = 0; i < COUNT; i++)
    if (rows[i].code == code && 8 * rows[i].bytes == bits) return &rows[i];
  return NULL;
}

const dtype_row* dtype_of_format(const char* format, Py_ssize_t bytes) {
  if (!format) format = "B";
  if (*format == '@' || *format == '=' || (*format == '<' && PY_LITTLE_ENDIAN)) format++;
  if (strcmp(format, "l") == 0 && bytes == 4) return dtype_row_of(DLOPT_DTYPE_I32);
  for (int i = 0; i < COUNT; i++)
    if (rows[i].dtype != DLOPT_DTYPE_BF16 && strcmp(rows[i].format, format) == 0 && rows[i].bytes == bytes) return &rows[i];
  return NULL;
}
