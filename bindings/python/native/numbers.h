/* numbers.h - sequences of numbers, names and handles, as arrays of C for the length of one call. */
#ifndef DLOPT_PYTHON_NUMBERS_H
#define DLOPT_PYTHON_NUMBERS_H

#include "base.h"
#include "handle.h"

/* Arrays that the call only reads, copied; NULL for None. A buffer of the very type is copied at once. */
typedef struct {
  double* items;
  size_t count;
} doubles;
typedef struct {
  int64_t* items;
  size_t count;
} int64s;
typedef struct {
  int32_t* items;
  size_t count;
} int32s;
typedef struct {
  const char** items;
  size_t count;
  PyObject* texts;
} names;
typedef struct {
  void** items;
  size_t count;
} handles;

/* Each returns 0 with an exception set, and holds nothing then. */
int doubles_take(PyObject* object, const char* name, doubles* all);
int int64s_take(PyObject* object, const char* name, int64s* all);
int int32s_take(PyObject* object, const char* name, int32s* all);
int names_take(PyObject* object, const char* name, names* all);
int handles_take(PyObject* object, handle_kind kind, const char* name, handles* all);

void names_release(names* all);

/* The text of a str, or NULL for None; one with a zero inside would end there, and is refused. Returns 0 with an exception set. */
int text_take(PyObject* object, const char* name, const char** text);

/* Lists of Python's. */
PyObject* list_of_doubles(const double* items, size_t count);
PyObject* list_of_int64s(const int64_t* items, size_t count);

#endif
