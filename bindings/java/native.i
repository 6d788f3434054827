/* native.i - from the headers of dlopt to class Native: one static method for each exported function, made by SWIG.
 *
 * Handles and addresses are longs, structures are direct buffers (layout.i tells where their fields are), scalars that C writes are arrays,
 * texts are Strings. A status that is no success becomes an exception. What the methods cannot know (lengths, lifetimes) the classes of
 * org.dlopt see to. */
%module Native
%{
#include "dlopt.h"
#include "memory.h"
#include "callbacks.h"
#include "failure.h"
%}

/* Names: dlopt_optimizer_step_begin is optimizerStepBegin. Of headers only functions are wanted. */
%rename("%(regex:/^dlopt_([a-z0-9]+)_?([a-z0-9]*)_?([a-z0-9]*)_?([a-z0-9]*)_?([a-z0-9]*)$/\\1\\u\\2\\u\\3\\u\\4\\u\\5/)s", %$isfunction) "";
%rename("$ignore", %$isclass) "";
%rename("$ignore", %$isenum) "";
%rename("$ignore", %$isenumitem) "";

%pragma(java) moduleclassmodifiers="public final class"
%pragma(java) jniclassclassmodifiers="final class"
%pragma(java) jniclasscode="static { NativeLibrary.load(); }"

#define DLOPT_API
%include "native/typemaps.i"
%include "dlopt/status.h"
%include "dlopt/runtime.h"
%include "dlopt/tensor.h"
%include "dlopt/gradient.h"
%clear double *norms; /* which other calls only fill */
%include "dlopt/history.h"
%include "dlopt/rules.h"
%include "dlopt/schedule.h"
%include "dlopt/optimizer.h"
%include "dlopt/exchange.h"
%include "dlopt/rows.h"
%include "dlopt/scaler.h"
%include "dlopt/step.h"
%include "dlopt/kernel.h"
%include "dlopt/monitor.h"
%include "dlopt/place.h"
%include "dlopt/recipe.h"
%include "dlopt/state.h"
%include "dlopt/wrapper.h"

%include "native/memory.h"
%include "native/layout.i"
