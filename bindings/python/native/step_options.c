#include "step_options.h"

#include "error.h"
#include "fields.h"
#include "handle.h"
#include "row_options.h"

#include <string.h>

static const field table[] = {FIELD(dlopt_step_desc, flags, FIELD_UINT32),
                              FIELD(dlopt_step_desc, grad_scale, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, max_norm, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, norm_type, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, clip_value, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, clip_form, FIELD_INT32),
                              FIELD(dlopt_step_desc, max_skips, FIELD_INT32),
                              FIELD(dlopt_step_desc, loss, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, tensor_max_norm, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, agc_clipping, FIELD_DOUBLE),
                              FIELD(dlopt_step_desc, agc_eps, FIELD_DOUBLE),
                              OTHER_FIELD(deltas),
                              OTHER_FIELD(copies),
                              OTHER_FIELD(averages),
                              OTHER_FIELD(rows),
                              OTHER_FIELD(scaler),
                              {0}};

PyObject* step_defaults(void) {
  dlopt_step_desc desc;
  return went_well(dlopt_step_desc_init(&desc, sizeof desc)) ? fields_give(table, &desc) : NULL;
}

static int take_arrays(PyObject* values, const char* name, tensors* all, const dlopt_tensor** items) {
  PyObject* arrays = field_value(values, name);
  if (!arrays) return 1;
  if (!tensors_take(arrays, name, 1, all)) return 0;
  *items = all->items;
  return 1;
}

static int take_all(PyObject* values, step_options* options) {
  dlopt_step_desc* desc = &options->desc;
  if (!went_well(dlopt_step_desc_init(desc, sizeof *desc)) || !fields_take(values, table, "options", desc)) return 0;
  PyObject* scaler = field_value(values, "scaler");
  if (scaler && !handle_hold(scaler, HANDLE_SCALER, "scaler", (void**)&desc->scaler)) return 0;
  options->scaler = Py_XNewRef(scaler);
  if (!take_arrays(values, "deltas", &options->deltas, &desc->deltas) || !take_arrays(values, "copies", &options->copies, &desc->copies) ||
      !take_arrays(values, "averages", &options->averages, &desc->averages))
    return 0;
  PyObject* rows = field_value(values, "rows");
  if (rows && !rows_take(rows, options)) return 0;
  desc->rows = options->rows;
  return 1;
}

int step_options_take(PyObject* values, step_options* options) {
  memset(options, 0, sizeof *options);
  if (take_all(values, options)) return 1;
  step_options_release(options);
  return 0;
}

void step_options_release(step_options* options) {
  tensors_release(&options->deltas);
  tensors_release(&options->copies);
  tensors_release(&options->averages);
  rows_release(options);
  handle_let_go(options->scaler);
  Py_CLEAR(options->scaler);
}

void step_options_moved(step_options* options) {
  dlopt_step_desc* desc = &options->desc;
  desc->deltas = desc->deltas ? options->deltas.items : NULL;
  desc->copies = desc->copies ? options->copies.items : NULL;
  desc->averages = desc->averages ? options->averages.items : NULL;
}
