/* state.h - checkpoints. `desc`: a dict: scaler, progress (a callable of (done, total); False calls off); of loads flags and rename (a dict
 * from the names in the checkpoint to the names here) and pieces (a sequence of dicts: from, to, from_row, to_row, rows), too. */
#ifndef DLOPT_PYTHON_STATE_H
#define DLOPT_PYTHON_STATE_H

#include "base.h"

PyObject* py_save_desc_init(void);
PyObject* py_load_desc_init(void);
PyObject* py_load_piece_init(void);
/* {} and {"size": DLOPT_SIZE_UNKNOWN}: `write` takes bytes, `read` returns up to so many. */
PyObject* py_sink_init(void);
PyObject* py_source_init(void);

PyObject* py_optimizer_save_size(PyObject* optimizer, PyObject* desc);
PyObject* py_optimizer_save_bytes(PyObject* optimizer, PyObject* write, PyObject* desc);
PyObject* py_optimizer_save_file(PyObject* optimizer, const char* path, PyObject* desc);
/* A checkpoint as bytes. */
PyObject* py_optimizer_save_block(PyObject* optimizer, PyObject* desc);

PyObject* py_optimizer_load_bytes(PyObject* optimizer, PyObject* read, PyObject* desc);
PyObject* py_optimizer_load_file(PyObject* optimizer, const char* path, PyObject* desc);
PyObject* py_optimizer_load_block(PyObject* optimizer, PyObject* block, PyObject* desc);

#endif
