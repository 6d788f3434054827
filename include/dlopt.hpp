// dlopt.hpp - dlopt for C++17: the C API of dlopt.h with owned handles, typed options and errors that cannot be overlooked.
//
//   dlopt::adamw options;
//   options.lr = 0.1;                     // in C++20: dlopt::optimizer opt(dlopt::adamw{.lr = 0.1});
//   dlopt::optimizer opt(options);
//   opt.step(w, g);                       // any containers of float or double with data() and size()
//
// Everything is inline and calls the C API, whose rules hold; each name says whose counterpart it is, and what the C header tells of that
// is not told again.
//
// Errors.      What fails throws dlopt::error, with the status and the sentence of dlopt_last_error(). Without exceptions (-fno-exceptions,
// or DLOPT_NO_EXCEPTIONS defined) functions give a
//              dlopt::outcome<T> instead, with ok(), status(), message() and value(), and objects are made by make(...) in place of
//              constructors. One program may have both.
// Options.     Structures with the defaults of the library, one for each rule, schedule and wrapper, written from what the library tells of
// itself. Only what differs from its default is set
//              on the handle, so a default never undoes what a preset or a group has.
// Handles.     Moved, not copied; destroyed once. native() is the handle for the C API.
// Buffers.     Borrowed for the call, never copied: std::vector, std::array, arrays, spans, of double, float, dlopt::f16, dlopt::bf16.
// Memory.      A step allocates nothing.
#ifndef DLOPT_HPP
#define DLOPT_HPP

#if __cplusplus < 201703L
#error "dlopt.hpp wants C++17 or later; dlopt.h is for C and every C++"
#endif

#include "dlopt.h"

#include "dlopt/cpp/error.hpp"
#include "dlopt/cpp/exchange.hpp"
#include "dlopt/cpp/gradient.hpp"
#include "dlopt/cpp/history.hpp"
#include "dlopt/cpp/introspection.hpp"
#include "dlopt/cpp/kernel.hpp"
#include "dlopt/cpp/monitor.hpp"
#include "dlopt/cpp/norm_watch.hpp"
#include "dlopt/cpp/optimizer.hpp"
#include "dlopt/cpp/rows.hpp"
#include "dlopt/cpp/rules.hpp"
#include "dlopt/cpp/runtime.hpp"
#include "dlopt/cpp/scaler.hpp"
#include "dlopt/cpp/schedule.hpp"
#include "dlopt/cpp/state.hpp"
#include "dlopt/cpp/step.hpp"
#include "dlopt/cpp/tensor.hpp"
#include "dlopt/cpp/wrapper.hpp"

#endif
