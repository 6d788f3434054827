/* dlopt/status.h - status codes, the last error, the version. Part of dlopt; see dlopt.h for the rules that hold everywhere. */
#ifndef DLOPT_STATUS_H
#define DLOPT_STATUS_H

#include <stddef.h>
#include <stdint.h>

#if defined(DLOPT_API)
/* set by the embedder */
#elif defined(_WIN32) && defined(DLOPT_BUILDING)
#define DLOPT_API __declspec(dllexport)
#elif defined(__GNUC__)
#define DLOPT_API __attribute__((visibility("default")))
#else
#define DLOPT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Result of every fallible call: 0 is success, every error is negative, and no number ever changes its meaning.
 *  New codes may appear in later versions: treat any negative number as an error. */
typedef int32_t dlopt_status;

/** All codes in one place: X(number, NAME, "sentence"). */
#define DLOPT_STATUS_MAP(X)                                                     \
  X(0, OK, "success")                                                           \
  X(-1, ERR_INVALID_ARGUMENT, "an argument is invalid")                         \
  X(-2, ERR_OUT_OF_MEMORY, "memory could not be allocated")                     \
  X(-3, ERR_SHAPE, "a shape or an element count does not fit")                  \
  X(-4, ERR_DTYPE, "an element type does not fit")                              \
  X(-5, ERR_DEVICE, "a buffer is on the wrong device")                          \
  X(-6, ERR_UNSUPPORTED, "this build or version does not offer that")           \
  X(-7, ERR_UNKNOWN_HYPER, "the rule has no such hyper-parameter")              \
  X(-8, ERR_OUT_OF_RANGE, "a value is outside its range")                       \
  X(-9, ERR_BUSY, "the handle is in use by another call")                       \
  X(-10, ERR_STATE, "the object is not in a state that allows the call")        \
  X(-11, ERR_NONFINITE, "a number is not finite")                               \
  X(-12, ERR_CORRUPT, "stored data is damaged")                                 \
  X(-13, ERR_VERSION, "stored data is of another version")                      \
  X(-14, ERR_IO, "reading or writing failed")                                   \
  X(-15, ERR_NO_DEVICE, "no usable device")                                     \
  X(-16, ERR_CUDA, "a CUDA call failed")                                        \
  X(-17, ERR_CAPTURE, "not possible while a CUDA graph is captured")            \
  X(-18, ERR_COMM, "communication between ranks failed")                        \
  X(-19, ERR_TIMEOUT, "a deadline passed")                                      \
  X(-20, ERR_INTERNAL, "an internal check failed; please report it")

enum dlopt_status_code {
#define DLOPT_STATUS_ROW(number, name, text) DLOPT_##name = number,
  DLOPT_STATUS_MAP(DLOPT_STATUS_ROW)
#undef DLOPT_STATUS_ROW
  DLOPT_STATUS_FORCE_SIGNED = -2147483647 - 1
};

/** The version of these headers; dlopt_version() tells the version of the library that runs. */
enum dlopt_version_number {
  DLOPT_VERSION_MAJOR = 0,
  DLOPT_VERSION_MINOR = 1,
  DLOPT_VERSION_PATCH = 0
};

/** Returns the sentence about this thread's most recent failed call: it names the argument, what it got and what it wanted.
 *
 *  @return   Zero-terminated UTF-8, never NULL, at most 511 bytes; "" before the first failure. A successful call leaves it alone.
 *  @owns     The library owns the text; it is valid until this thread's next failing call.
 *  @threads  Any; each thread has its own text. @stream None. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API const char *dlopt_last_error(void);

/** Returns the fixed sentence for a status code, "unknown status" for a number that is none.
 *
 *  @param status  Any number.
 *  @owns     Static text; never NULL.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API const char *dlopt_status_string(dlopt_status status);

/** Returns the version of the running library as major * 1000000 + minor * 1000 + patch.
 *
 *  @owns     Nothing.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_version(void);

/** Returns the version of the running library as text, such as "0.1.0".
 *
 *  @owns     Static text.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API const char *dlopt_version_string(void);

/** Returns how the library was built, as one JSON object: version, compiler, commit, isas (best last), cuda, blas.
 *
 *  @owns     Static text.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API const char *dlopt_build_info(void);

#ifdef __cplusplus
}
#endif
#endif
