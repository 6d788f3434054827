// native.i - dlopt._native: the C library in Python, function by function, under the names of the headers without dlopt_.
//
// The headers are the truth: what stands in them becomes a function here as soon as it is exported. Calls that take arrays or descriptions have a
// counterpart py_... in native/, which stands in their place.
//
//   status results   raise an exception of dlopt.errors; nothing comes back but what the call writes: one value, or a tuple in C's order
//   handles          are objects of the type Handle; None is NULL. One that is collected is destroyed; a destroyed one gives ClosedError
//   numbers, count   one sequence or buffer of numbers; names: a sequence of str; text: str
//   tensors, count   a list or tuple of arrays and Nones (no data), one array alone, or None (NULL). An array has the buffer protocol, __dlpack__,
//                    __cuda_array_interface__, or is an Array
//   descriptions     dicts of the fields of the structure, all of them optional; ..._init gives the defaults
//   infos            of hyper-parameters and fields: (id, kind, default, lower, upper, name, doc, choices); of states: (name, doc, optional,
//                    bytes_per_element, shape, moment); memory: (state, scratch, handle); statistics: a dict
//   callbacks        any callable, on the calling thread; an exception ends the call and is what the caller sees. Hooks for memory and jobs are not
//                    offered: they would run Python on threads that do not hold its lock. A runtime takes `threads` and a log
//
// The lock of the interpreter is given back while a call works on thousands of elements, or on a file. Buffers that show a state are counted: calls
// that would move or free it raise BufferError while there are some, as bytearray does.
%module native
%feature("autodoc", "0");
%rename("%(regex:/^(dlopt|py)_(.*)/\\2/)s", %$isfunction) "";
%rename("$ignore", %$isenum) "";
%rename("$ignore", %$isenumitem) "";
%rename("$ignore", %$isclass) "";
%rename("$ignore", %$istypedef) "";

%{
#include "native/array.h"
#include "native/error.h"
#include "native/exchange.h"
#include "native/gradient.h"
#include "native/handle.h"
#include "native/history.h"
#include "native/infos.h"
#include "native/kernel.h"
#include "native/monitor.h"
#include "native/numbers.h"
#include "native/objects.h"
#include "native/optimizer.h"
#include "native/pairs.h"
#include "native/rows.h"
#include "native/state.h"
#include "native/step.h"
%}

%init %{
  if (!errors_ready() || !handle_ready(m) || !array_ready(m) || !step_ready(m)) return NULL;
%}

%include <stdint.i>
%include <typemaps.i>
%include "native/objects.h" // destroys optimizers, which what follows holds
%include "native/typemaps.i"
%include "native/replaced.i"

#define DLOPT_API
%include "native/exchange.h"
%include "native/gradient.h"
%include "native/history.h"
%include "native/kernel.h"
%include "native/monitor.h"
%include "native/optimizer.h"
%include "native/pairs.h"
%include "native/rows.h"
%include "native/state.h"
%include "native/step.h"

%include <dlopt/status.h>
%include <dlopt/runtime.h>
%include <dlopt/tensor.h>
%include <dlopt/rules.h>
%include <dlopt/schedule.h>
%include <dlopt/gradient.h>
%include <dlopt/optimizer.h>
%include <dlopt/exchange.h>
%include <dlopt/rows.h>
%include <dlopt/scaler.h>
%include <dlopt/step.h>
%include <dlopt/kernel.h>
%include <dlopt/place.h>
%include <dlopt/recipe.h>
%include <dlopt/wrapper.h>
%warnfilter(314) dlopt_load_piece::from; // a keyword of Python's, of a structure that nobody sees
%include <dlopt/state.h>
%include <dlopt/monitor.h>
%include <dlopt/history.h>
