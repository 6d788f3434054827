/* dlopt/history.h - what a training went through, row by row: learning rates, norms, losses; as CSV, or as an event file for TensorBoard. */
#ifndef DLOPT_HISTORY_H
#define DLOPT_HISTORY_H

#include "runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A table with a step, a wall time and some named numbers in each row. */
typedef struct dlopt_history dlopt_history;

enum dlopt_history_limits { DLOPT_HISTORY_MAX_COLUMNS = 4096, DLOPT_HISTORY_MAX_NAME = 1023 };

/** Makes an empty history.
 *
 *  @param runtime  Its memory comes from here; NULL: the default.
 *  @param columns  count names, such as "loss", "lr/group_0", "grad_norm": 1 .. 1023 bytes of UTF-8 without control characters, each once, none of them "step" or "wall_time". Copied.
 *  @param count    1 .. 4096.
 *  @param history  Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_history_destroy. The runtime must outlive it. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (a name; the text says which), DLOPT_ERR_OUT_OF_RANGE (count), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_history_create(dlopt_runtime *runtime, const char *const *columns, size_t count, dlopt_history **history);

/** Frees a history; NULL is fine.
 *
 *  @threads  Not while another thread uses it. @stream None. @owns Ends it. @repeat Not applicable. @errors DLOPT_ERR_INVALID_ARGUMENT (no live history), DLOPT_ERR_BUSY. @since 0.1 */
DLOPT_API dlopt_status dlopt_history_destroy(dlopt_history *history);

/** Appends a row.
 *
 *  @param step       Whatever number the caller counts by.
 *  @param wall_time  Seconds since 1970 for the time axis of TensorBoard, or 0: the library reads no clock. Finite.
 *  @param values     count numbers in the order of the columns; NaN and infinities are kept as they are.
 *  @param count      The number of columns.
 *  @owns     Nothing. @threads One call at a time for a history. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count), DLOPT_ERR_OUT_OF_RANGE (wall_time), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY; the history is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_history_append(dlopt_history *history, int64_t step, double wall_time, const double *values, size_t count);

/** Returns the number of rows; 0 for NULL.
 *
 *  @threads  One call at a time for a history. @stream None. @owns Nothing. @repeat Not applicable. @errors None. @since 0.1 */
DLOPT_API int64_t dlopt_history_rows(const dlopt_history *history);

/** Reads a row.
 *
 *  @param row        0 .. dlopt_history_rows(history) - 1.
 *  @param step       Receives the step. @param wall_time Receives the wall time. Either may be NULL.
 *  @param values     Receives count numbers. @param count The number of columns.
 *  @owns     Nothing. @threads One call at a time for a history. @stream None. @repeat The bits that were appended.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (row), DLOPT_ERR_INVALID_ARGUMENT (NULL, count), DLOPT_ERR_BUSY; nothing is then written.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_history_row(dlopt_history *history, int64_t row, int64_t *step, double *wall_time, double *values, size_t count);

/** How a history is written. */
typedef int32_t dlopt_history_format;
enum dlopt_history_format_code {
  DLOPT_HISTORY_CSV = 0,   /**< RFC 4180 with a header: step, wall_time, the columns; lines end with CR LF. Numbers are the shortest that read back to the same double, in any locale;
                                nan, inf and -inf stand for what has no digits */
  DLOPT_HISTORY_EVENTS = 1 /**< an event file as TensorBoard reads it: a TFRecord for the version and one for each row, with a scalar for each column. Values are rounded to f32, as that format has
                                them. The file's name must contain "tfevents" */
};

/** Takes bytes in order. Returns 0 when it has taken them all, anything else to stop. */
typedef int32_t (*dlopt_history_sink_fn)(void *user, const void *bytes, size_t count);

/** Writes rows from `first` on: a whole file with 0, what it grows by with the number of rows written before.
 *
 *  @param format  DLOPT_HISTORY_CSV or DLOPT_HISTORY_EVENTS.
 *  @param first   0 .. dlopt_history_rows(history). The header is written with 0 only.
 *  @param sink    Called on this thread, any number of times, with at most 4 KiB at once. It must not use the history. @param user Given to it as it is.
 *  @source   RFC 4180; TFRecord and the messages Event and Summary of TensorFlow's event.proto and summary.proto.
 *  @owns     Nothing. @threads One call at a time for a history. Allocates nothing. @stream None. @repeat Identical bytes everywhere.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, format), DLOPT_ERR_OUT_OF_RANGE (first), DLOPT_ERR_IO (the sink stopped), DLOPT_ERR_BUSY. The history is never changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_history_write(dlopt_history *history, dlopt_history_format format, int64_t first, dlopt_history_sink_fn sink, void *user);

/** Writes the whole history to a file, in place of one that is there: to a file of another name in the same directory first, which is brought to the disk and then renamed.
 *  Whenever all ends, there is the old file or the new one. A link is replaced, not followed.
 *
 *  @param format  As dlopt_history_write. @param path Its directory must exist. 1 .. 4000 bytes.
 *  @owns     Nothing. @threads As dlopt_history_write. Allocates nothing. @stream None. @repeat Identical bytes everywhere.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, format, path), DLOPT_ERR_IO (the text says what failed, and why), DLOPT_ERR_BUSY. A file that was there is then as it was.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_history_save(dlopt_history *history, dlopt_history_format format, const char *path);

#ifdef __cplusplus
}
#endif
#endif
