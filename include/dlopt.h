/* dlopt.h - the optimizer side of deep learning, for any language: update rules, state, schedules, clipping, wrappers.
 *
 * Rules that hold for every function:
 *
 * Errors.    Every fallible function returns dlopt_status: 0 is success, errors are negative. dlopt_last_error() then says, for this thread,
 *            which argument was wrong, what it got and what it wanted. After an error everything is as it was before the call, unless the
 *            function says otherwise. Nothing is printed, nothing is thrown, nothing aborts.
 * Handles.   dlopt_runtime, dlopt_optimizer, dlopt_schedule, dlopt_scaler, dlopt_norm_watch and dlopt_history are opaque. Create them with ..._create, free them with ..._destroy (NULL is fine).
 *            A handle serves one call at a time; an optimizer refuses a second one with DLOPT_ERR_BUSY. Different handles are independent.
 * Buffers.   Parameters and gradients are the caller's, borrowed for one call and never kept (a step in pieces borrows them until its end). Any alignment, any length, also 0.
 * Memory.    All of it comes from the runtime's allocator. dlopt_optimizer_step allocates nothing.
 * Structs.   Set struct_size (the _init functions do). Structures grow only at their end; what an older caller does not know is taken as its default,
 *            what a newer caller sets and this library does not know is refused with DLOPT_ERR_UNSUPPORTED.
 * Numbers.   Only + - * / and square root, rounded as IEEE 754 says, in f64 for f64 parameters and f32 for all others. The same input gives the same bits
 *            on every machine, with any number of threads.
 * Process.   No threads unless a runtime asks for them, no output, no signal handlers, no environment variables, no locale, no static constructors.
 */
#ifndef DLOPT_H
#define DLOPT_H

#include "dlopt/conventions.h"
#include "dlopt/exchange.h"
#include "dlopt/gradient.h"
#include "dlopt/history.h"
#include "dlopt/kernel.h"
#include "dlopt/monitor.h"
#include "dlopt/optimizer.h"
#include "dlopt/place.h"
#include "dlopt/recipe.h"
#include "dlopt/rows.h"
#include "dlopt/rules.h"
#include "dlopt/runtime.h"
#include "dlopt/scaler.h"
#include "dlopt/schedule.h"
#include "dlopt/state.h"
#include "dlopt/status.h"
#include "dlopt/step.h"
#include "dlopt/storage.h"
#include "dlopt/tensor.h"
#include "dlopt/wrapper.h"

#endif
