/* load_pieces.h - rows of parameters of a checkpoint that become rows of others: a sequence of dicts with the fields of dlopt_load_piece.
 */
#ifndef DLOPT_PYTHON_LOAD_PIECES_H
#define DLOPT_PYTHON_LOAD_PIECES_H

#include "base.h"

typedef struct {
  dlopt_load_piece* items;
  size_t count;
  PyObject* texts; /* keeps the names while the load runs without the lock */
} load_pieces;

/* Returns 0 with an exception set; `all` is to be released also then. */
int load_pieces_take(PyObject* sequence, load_pieces* all);
void load_pieces_release(load_pieces* all);

#endif
