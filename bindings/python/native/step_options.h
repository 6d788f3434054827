/* step_options.h - what a step is told, from a dictionary: numbers, a scaler, further arrays, rows. */
#ifndef DLOPT_PYTHON_STEP_OPTIONS_H
#define DLOPT_PYTHON_STEP_OPTIONS_H

#include "tensors.h"

typedef struct {
  dlopt_step_desc desc;
  PyObject* scaler; /* held */
  tensors deltas, copies, averages;
  dlopt_rows* rows; /* allocated, with what they lead to in row_holds */
  size_t row_count;
  struct row_hold* row_holds;
} step_options;

/* Returns 0 with an exception set, and holds nothing then. */
int step_options_take(PyObject* values, step_options* options);
void step_options_release(step_options* options);

/* After the structure was copied to another place. */
void step_options_moved(step_options* options);

PyObject* step_defaults(void);

#endif
