/* fields.h - structures of the library from dictionaries, and the other way round: one table for each structure says which field stands
 * where. */
#ifndef DLOPT_PYTHON_FIELDS_H
#define DLOPT_PYTHON_FIELDS_H

#include "base.h"

#include <stddef.h>

typedef enum { FIELD_INT32, FIELD_UINT32, FIELD_INT64, FIELD_DOUBLE, FIELD_OTHER } field_type;

typedef struct {
  const char* name;
  field_type type; /* OTHER: known, and seen to by the call itself */
  size_t offset;
  int count; /* of an array of numbers; 0: one number */
} field;

#define FIELD(structure, member, type)                                                                                                     \
  { #member, type, offsetof(structure, member), 0 }
#define FIELDS(structure, member, type, count)                                                                                             \
  { #member, type, offsetof(structure, member), count }
#define OTHER_FIELD(member)                                                                                                                \
  { #member, FIELD_OTHER, 0, 0 }

/* Sets the fields that `values` (a dict, or None) has; a key that is no field is a TypeError. Returns 0 with an exception set. */
int fields_take(PyObject* values, const field* table, const char* what, void* structure);

/* A dict of all fields but those of type OTHER. */
PyObject* fields_give(const field* table, const void* structure);

/* The value of a key, borrowed; NULL where it is missing or None. */
PyObject* field_value(PyObject* values, const char* name);

#endif
