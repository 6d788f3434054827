// typemaps.i - how arguments and results of the headers' functions cross over.

%typemap(out) dlopt_status %{
  if (!went_well($1)) SWIG_fail;
  $result = SWIG_Py_Void();
%}

%typemap(in) const char * %{
  if (!text_take($input, "$1_name", (const char **)&$1)) SWIG_fail;
%}
%typemap(freearg) const char * ""

// ---- handles: borrowed as arguments, new ones as results, which share the runtime of the first argument

%define HANDLE(TYPE, KIND)
%typemap(in) TYPE * (PyObject *held = NULL), const TYPE * (PyObject *held = NULL) %{
  if (!handle_hold($input, KIND, "$1_name", (void **)&$1)) SWIG_fail;
  held = $input;
%}
%typemap(freearg) TYPE *, const TYPE * %{ handle_let_go(held$argnum); %}
%typemap(in, numinputs=0) TYPE ** (TYPE *made = NULL) %{ $1 = &made; %}
%typemap(argout) TYPE ** %{
  $result = SWIG_Python_AppendOutput($result, handle_new(KIND, *$1, swig_obj[0]));
  if (PyErr_Occurred()) SWIG_fail;
%}
%enddef
HANDLE(dlopt_runtime, HANDLE_RUNTIME)
HANDLE(dlopt_optimizer, HANDLE_OPTIMIZER)
HANDLE(dlopt_schedule, HANDLE_SCHEDULE)
HANDLE(dlopt_scaler, HANDLE_SCALER)
HANDLE(dlopt_norm_watch, HANDLE_NORM_WATCH)
HANDLE(dlopt_history, HANDLE_HISTORY)

// An optimizer whose counterpart wants the handle itself: arrays are asked for what they are by running Python, which must not destroy it meanwhile.
%typemap(in) PyObject *optimizer (PyObject *held = NULL, void *pointer) %{
  if (!handle_hold($input, HANDLE_OPTIMIZER, "$1_name", &pointer)) SWIG_fail;
  $1 = held = $input;
%}
%typemap(freearg) PyObject *optimizer %{ handle_let_go(held$argnum); %}

// ---- numbers that a call writes

%apply double *OUTPUT { double *value, double *scale, double *suggestion, double *scaled }
%apply int32_t *OUTPUT { dlopt_rule *rule, int32_t *count, int32_t *group, int32_t *slot, int32_t *index, int32_t *exploded, int32_t *started }
%apply int64_t *OUTPUT { int64_t *steps }
%apply size_t *OUTPUT { size_t *bytes }
%typemap(in, numinputs=0) uint64_t *hash (uint64_t number) %{ $1 = &number; %}
%typemap(argout) uint64_t *hash %{ $result = SWIG_Python_AppendOutput($result, PyLong_FromUnsignedLongLong(*$1)); %}

// ---- structures that a call fills

%define FILLED(TYPE, NAME, TO_PYTHON)
%typemap(in, numinputs=0) TYPE *NAME (TYPE filled) %{
  memset(&filled, 0, sizeof filled);
  filled.struct_size = sizeof filled;
  $1 = &filled;
%}
%typemap(argout) TYPE *NAME %{ $result = SWIG_Python_AppendOutput($result, TO_PYTHON($1)); %}
%enddef
FILLED(dlopt_hyper_info, info, tuple_of_hyper_info)
FILLED(dlopt_state_info, info, tuple_of_state_info)
FILLED(dlopt_memory, memory, tuple_of_memory)

// ---- sequences

%define SEQUENCE(TYPE, ITEM, ARRAY, COUNT, TAKE)
%typemap(in) (const ITEM *ARRAY, size_t COUNT) (TYPE taken = {0}) %{
  if (!TAKE($input, "ARRAY", &taken)) SWIG_fail;
  $1 = ($1_ltype)taken.items;
  $2 = taken.count;
%}
%typemap(arginit) (const ITEM *ARRAY, size_t COUNT) %{ $1 = NULL; %}
%typemap(freearg) (const ITEM *ARRAY, size_t COUNT) %{ PyMem_Free((void *)$1); %}
%enddef
SEQUENCE(doubles, double, values, count, doubles_take)
SEQUENCE(doubles, double, norms, count, doubles_take)
SEQUENCE(int32s, int32_t, slots, n_slots, int32s_take)
SEQUENCE(int64s, int64_t, rows, n_rows, int64s_take)

%typemap(in) (const dlopt_schedule *const *children, int32_t count) (handles taken = {0}) %{
  if (!handles_take($input, HANDLE_SCHEDULE, "children", &taken)) SWIG_fail;
  $1 = ($1_ltype)taken.items;
  $2 = (int32_t)taken.count;
%}
%typemap(arginit) (const dlopt_schedule *const *children, int32_t count) %{ $1 = NULL; %}
%typemap(argout) (const dlopt_schedule *const *children, int32_t count) ""
%typemap(freearg) (const dlopt_schedule *const *children, int32_t count) %{ PyMem_Free((void *)$1); %}

%typemap(in, numinputs=0) (const double **values, size_t *count) (double *items, size_t length) %{
  $1 = &items;
  $2 = &length;
%}
%typemap(argout) (const double **values, size_t *count) %{ $result = SWIG_Python_AppendOutput($result, list_of_doubles(*$1, *$2)); %}
