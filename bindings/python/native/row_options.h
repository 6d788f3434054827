/* row_options.h - which rows of each parameter a step is for, from dictionaries. */
#ifndef DLOPT_PYTHON_ROW_OPTIONS_H
#define DLOPT_PYTHON_ROW_OPTIONS_H

#include "step_options.h"

/* `sequence`: for each slot None (all rows) or a dict of the fields of dlopt_rows: indices (numbers), mask and moved (buffers of bytes),
 * mask_form, form, mode. Returns 0 with an exception set; rows_release frees what was taken. */
int rows_take(PyObject* sequence, step_options* options);
void rows_release(step_options* options);

/* Whether masks are as long as the parameters have rows: the library reads and writes so many. */
int rows_fit(const step_options* options, const tensors* params);

#endif
