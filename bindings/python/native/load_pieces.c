#include "load_pieces.h"

#include "error.h"
#include "fields.h"
#include "numbers.h"
#include "state.h"

#include <stdio.h>

static const field table[] = {OTHER_FIELD(from),
                              OTHER_FIELD(to),
                              FIELD(dlopt_load_piece, from_row, FIELD_INT64),
                              FIELD(dlopt_load_piece, to_row, FIELD_INT64),
                              FIELD(dlopt_load_piece, rows, FIELD_INT64),
                              {0}};

PyObject* py_load_piece_init(void) {
  dlopt_load_piece piece;
  return went_well(dlopt_load_piece_init(&piece, sizeof piece)) ? fields_give(table, &piece) : NULL;
}

static int take_name(PyObject* value, const char* key, const char* where, PyObject* texts, const char** name) {
  char label[64];
  PyObject* text = field_value(value, key);
  snprintf(label, sizeof label, "%s of %s", key, where);
  return !text || (text_take(text, label, name) && PyList_Append(texts, text) == 0);
}

static int take_piece(PyObject* value, size_t at, PyObject* texts, dlopt_load_piece* piece) {
  char where[32];
  snprintf(where, sizeof where, "pieces[%zu]", at);
  return went_well(dlopt_load_piece_init(piece, sizeof *piece)) && fields_take(value, table, where, piece) &&
         take_name(value, "from", where, texts, &piece->from) && take_name(value, "to", where, texts, &piece->to);
}

int load_pieces_take(PyObject* sequence, load_pieces* all) {
  PyObject* values = PySequence_Check(sequence) ? PySequence_Tuple(sequence) : NULL;
  if (!values) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "pieces: got %s, wanted a sequence", Py_TYPE(sequence)->tp_name);
    return 0;
  }
  all->count = (size_t)PyTuple_GET_SIZE(values);
  all->items = PyMem_Calloc(all->count + 1, sizeof *all->items);
  all->texts = PyList_New(0);
  int taken = all->items ? all->texts != NULL : PyErr_NoMemory() != NULL;
  for (size_t i = 0; taken && i < all->count; i++) taken = take_piece(PyTuple_GET_ITEM(values, i), i, all->texts, &all->items[i]);
  Py_DECREF(values);
  return taken;
}

void load_pieces_release(load_pieces* all) {
  PyMem_Free(all->items);
  Py_CLEAR(all->texts);
  all->items = NULL;
}
