/* dlopt/state.h - an optimizer saved, and loaded again: to go on as if it had never stopped. */
#ifndef DLOPT_STATE_H
#define DLOPT_STATE_H

#include "optimizer.h"
#include "scaler.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A checkpoint is a safetensors file (a format by Hugging Face, Inc., with a reader in many languages): a header in JSON, then the bytes of the tensors, row-major, little-endian. Every reader of that format sees
 *
 *   NAME.STATE             a state of the parameter NAME, such as "weight.exp_avg", in the type that it is kept in; those kept in 8 bits have NAME.STATE_absmax beside
 *   NAME.NUMBER            a number that the rule keeps of a parameter: F64, no dimensions
 *   NAME.master, .master_remainder, .kahan_comp     what is kept beside a parameter of 16 bits
 *   NAME.row_age, .row_late                         ages of rows; and the states of each row that have not seen a gradient yet, as bits
 *   NAME.lr_scales, .decay_scales                   factors of elements, as dlopt_optimizer_param_scales set them
 *   NAME.slow_param, .accumulated_grad, .sam_param  arrays of wrappers that hold something
 *   shared/NUMBER          a number of all parameters together: F64, no dimensions
 *
 * and in its metadata, text to text, all that is not an array: versions, rule, groups with their hyper-parameters and schedules (what plateaus remember, too), wrappers, how parameters were declared,
 * counters of applied steps, which states have seen a gradient, where random numbers go on, a scaler if one was given, and XXH3-64 checksums of every tensor and of the header. Numbers are
 * written so that they read back exactly. A parameter declared without a name is called param_N after its slot.
 *
 * Parameters themselves, and the averages of EMA and SWA, are the caller's: what belongs to them is counted here, what they hold is not. Neither is room reserved for rows, gradients
 * observed for the coming step, or anything of the runtime.
 *
 * Loading brings back all of it, so that 100 steps and 50 steps, save, load, 50 steps come to the same bits, in another process, with another number of threads, on another instruction set:
 * with the same parameters in the same slots. In another order of slots only a common norm of gradients may round differently; random numbers go on with the slot that was saved. */

enum dlopt_state_limits { DLOPT_SIZE_UNKNOWN = -1 };

/** Takes n bytes, n > 0.
 *
 *  @return  How many it took, 1 to n; it is then called for the rest. Anything else ends the call with DLOPT_ERR_IO. */
typedef int64_t (*dlopt_write_fn)(void *user, const void *bytes, size_t n);

/** Gives up to n bytes, n > 0.
 *
 *  @return  How many it gave, 1 to n; 0 at the end. Anything else ends the call with DLOPT_ERR_IO. */
typedef int64_t (*dlopt_read_fn)(void *user, void *to, size_t n);

/** Is told every few megabytes how many bytes of how many are done.
 *
 *  @return  0 to go on. Anything else calls off: DLOPT_ERR_IO. */
typedef int32_t (*dlopt_progress_fn)(void *user, uint64_t done, uint64_t total);

/** Where a checkpoint goes. */
typedef struct dlopt_sink {
  uint32_t struct_size;
  uint32_t reserved;    /**< 0 */
  dlopt_write_fn write; /**< called one after the other, on the caller's thread; a call on the same optimizer from it gives DLOPT_ERR_BUSY */
  void *user;           /**< for write */
} dlopt_sink;

/** Where a checkpoint comes from. */
typedef struct dlopt_source {
  uint32_t struct_size;
  uint32_t reserved;  /**< 0 */
  dlopt_read_fn read; /**< as write of dlopt_sink */
  void *user;         /**< for read */
  int64_t size;       /**< bytes from here to the end, which the checkpoint must be; DLOPT_SIZE_UNKNOWN (default) */
} dlopt_source;

/** What a save may be told. */
typedef struct dlopt_save_desc {
  uint32_t struct_size;
  uint32_t flags;             /**< 0 */
  dlopt_scaler *scaler;       /**< saved with the optimizer; NULL (default): none */
  dlopt_progress_fn progress; /**< NULL (default): nobody is told */
  void *progress_user;        /**< for progress */
} dlopt_save_desc;

/** flags of dlopt_load_desc, or-ed. */
enum dlopt_load_flags {
  DLOPT_LOAD_DECLARE = 1,            /**< parameters of the checkpoint that are not declared are declared as they were, in their order, behind those there are, without the gaps of removed ones */
  DLOPT_LOAD_PARTIAL = 2,            /**< declared parameters that the checkpoint has not got keep what they have, and so do wrappers; else DLOPT_ERR_STATE */
  DLOPT_LOAD_EXTRA = 4,              /**< parameters and tensors of the checkpoint that nobody declared are left out; else DLOPT_ERR_STATE */
  DLOPT_LOAD_KEEP_CONFIGURATION = 8, /**< what the caller set stays the optimizer's own: hyper-parameters, schedules, groups, scales and factors, frozen, projections, fields of wrappers. The rest is state */
  DLOPT_LOAD_NONFINITE = 16          /**< states may hold NaN and infinities, as after a run that diverged; else DLOPT_ERR_OUT_OF_RANGE */
};

/** Rows (what one index of the first dimension leads to) of a parameter of the checkpoint that become rows of one here. */
typedef struct dlopt_load_piece {
  uint32_t struct_size;
  uint32_t reserved; /**< 0 */
  const char *from;  /**< name of the parameter in the checkpoint */
  const char *to;    /**< and of the one here */
  int64_t from_row;  /**< the first of them there; 0 (default) */
  int64_t to_row;    /**< and here; 0 (default) */
  int64_t rows;      /**< how many, 0 or more; 0 (default) */
} dlopt_load_piece;

/** What a load may be told. */
typedef struct dlopt_load_desc {
  uint32_t struct_size;
  uint32_t flags;                 /**< dlopt_load_flags; 0 (default) */
  dlopt_scaler *scaler;           /**< becomes what was saved; NULL (default): a saved one is left out */
  dlopt_progress_fn progress;     /**< NULL (default): nobody is told */
  void *progress_user;            /**< for progress */
  const char *const *rename_from; /**< n_renames names of parameters in the checkpoint; NULL (default) */
  const char *const *rename_to;   /**< and the names that they are declared under here */
  size_t n_renames;               /**< 0 (default) */
  const dlopt_load_piece *pieces; /**< n_pieces rows of parameters to be taken elsewhere, as dlopt_optimizer_load_bytes says; the struct_size of the first is the distance between them. NULL (default) */
  size_t n_pieces;                /**< 0 (default) */
} dlopt_load_desc;

/** Fills a description with defaults.
 *
 *  @param sink Filled: no write yet. @param struct_size sizeof(dlopt_sink).
 *  @owns Nothing. @threads Any. @stream None. @repeat Same result. @errors DLOPT_ERR_INVALID_ARGUMENT (NULL, a size that no version has). @since 0.1 */
DLOPT_API dlopt_status dlopt_sink_init(dlopt_sink *sink, size_t struct_size);

/** Fills a description with defaults.
 *
 *  @param source Filled: no read yet. @param struct_size sizeof(dlopt_source).
 *  @owns Nothing. @threads Any. @stream None. @repeat Same result. @errors DLOPT_ERR_INVALID_ARGUMENT (NULL, a size that no version has). @since 0.1 */
DLOPT_API dlopt_status dlopt_source_init(dlopt_source *source, size_t struct_size);

/** Fills a description with defaults.
 *
 *  @param desc Filled. @param struct_size sizeof(dlopt_save_desc).
 *  @owns Nothing. @threads Any. @stream None. @repeat Same result. @errors DLOPT_ERR_INVALID_ARGUMENT (NULL, a size that no version has). @since 0.1 */
DLOPT_API dlopt_status dlopt_save_desc_init(dlopt_save_desc *desc, size_t struct_size);

/** Fills a description with defaults.
 *
 *  @param desc Filled. @param struct_size sizeof(dlopt_load_desc).
 *  @owns Nothing. @threads Any. @stream None. @repeat Same result. @errors DLOPT_ERR_INVALID_ARGUMENT (NULL, a size that no version has). @since 0.1 */
DLOPT_API dlopt_status dlopt_load_desc_init(dlopt_load_desc *desc, size_t struct_size);

/** Fills a description with defaults.
 *
 *  @param piece Filled: no names yet. @param struct_size sizeof(dlopt_load_piece).
 *  @owns Nothing. @threads Any. @stream None. @repeat Same result. @errors DLOPT_ERR_INVALID_ARGUMENT (NULL, a size that no version has). @since 0.1 */
DLOPT_API dlopt_status dlopt_load_piece_init(dlopt_load_piece *piece, size_t struct_size);

/** Writes a checkpoint. The optimizer stays as it is.
 *
 *  @param sink  Receives the bytes in their order. After an error it may have received some.
 *  @param desc  NULL: the defaults.
 *  @owns     Nothing. Allocates the header for a moment: some hundred bytes for each tensor. @threads One call at a time. @stream None.
 *  @repeat   The same bytes.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_BUSY, DLOPT_ERR_STATE (a step in pieces is under way, an outline, a torn step), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_IO (sink, progress),
 *            DLOPT_ERR_UNSUPPORTED (so many parameters that the header is beyond 100,000,000 bytes, the format's limit).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_save_bytes(dlopt_optimizer *optimizer, const dlopt_sink *sink, const dlopt_save_desc *desc);

/** Loads a checkpoint, all of it or nothing: an error leaves optimizer and scaler as they were. Parameters are found by name; those of the checkpoint must have been declared (or see DLOPT_LOAD_DECLARE),
 *  before or after any number of steps, with the shape, dtype, master, state form and row ages that they were saved with: nothing is ever cast. Checksums are verified.
 *
 *  It restores what dlopt_optimizer_save_bytes wrote. Wrappers that the optimizer has must be those of the checkpoint, in their order; missing ones are added. Groups are added, too; further ones of its own stay.
 *  An optimizer in a caller's block (dlopt_optimizer_place) must have all that is to be loaded: what would need more memory (parameters, groups, wrappers, schedules of other shape, other states)
 *  gives DLOPT_ERR_OUT_OF_MEMORY.
 *
 *  With pieces, a parameter here is a run of rows of one in the checkpoint, or put together from several. The pieces of a parameter here must have each of its rows once; all of its states,
 *  ages of rows and arrays of wrappers come from them. What it has otherwise (group, role, scales, factors, frozen, projection) stays as declared. Type, master, state form, row ages and all
 *  dimensions but the first must be the same on both sides, and its pieces must be equally far: steps, states that have seen a gradient, counts of wrappers. A parameter of the checkpoint that pieces
 *  name is taken by them alone, in part or whole. What does not belong to single rows cannot be cut: numbers of whole parameters, factored states, blocks of 8-bit states (cuts must lie between them),
 *  and random numbers, which go by places in a parameter (noise, stochastic masters, BF16 states). What a rule makes of norms of whole parameters is from then on of the parameters here.
 *
 *  @param source  Read to its end. What the checkpoint claims is believed only as far as the source has the bytes.
 *  @param desc    NULL: the defaults.
 *  @owns     Nothing. Allocates from its runtime while it loads, beside the old states: the new ones, so that an error finds the old. That is at most as many bytes as the checkpoint has, 64 KiB,
 *            2 KiB for each parameter, and what is not in the checkpoint: room reserved for rows, arrays of wrappers that hold nothing, parameters that it has not got. Into an optimizer without parameters
 *            (DLOPT_LOAD_DECLARE) the states are allocated once. The checkpoint is read as it comes, never held whole. Views of states (dlopt_optimizer_state) end. @threads One call at a time. @stream None.
 *  @repeat   The same state.
 *  @errors   DLOPT_ERR_CORRUPT (damaged, cut short, or no checkpoint of dlopt), DLOPT_ERR_VERSION (of a later layout), DLOPT_ERR_OUT_OF_RANGE (a number outside its bounds: a negative second moment or counter,
 *            a hyper-parameter, one that is not finite), DLOPT_ERR_STATE (another rule, other wrappers; a parameter or scaler that only one side has; as dlopt_optimizer_save_bytes), DLOPT_ERR_SHAPE,
 *            DLOPT_ERR_DTYPE (the text names the tensor, what it got and wanted), DLOPT_ERR_INVALID_ARGUMENT (desc, renames; pieces: a name that is not there, rows missing or twice, one that is
 *            renamed too), DLOPT_ERR_UNSUPPORTED (pieces of what cannot be cut; the text names it), DLOPT_ERR_IO (source, progress), DLOPT_ERR_BUSY, DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_load_bytes(dlopt_optimizer *optimizer, const dlopt_source *source, const dlopt_load_desc *desc);

/** Tells how many bytes a checkpoint takes now.
 *
 *  @param bytes  Receives the number. Must not be NULL. @param desc NULL: the defaults; with a scaler it takes more.
 *  @owns Nothing. @threads One call at a time. @stream None. @repeat The same number, until something is set or stepped.
 *  @errors   As dlopt_optimizer_save_bytes; bytes is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_save_size(dlopt_optimizer *optimizer, size_t *bytes, const dlopt_save_desc *desc);

/** Writes a checkpoint to a block of the caller's memory.
 *
 *  @param block  room bytes, at any address. @param room At least dlopt_optimizer_save_size.
 *  @param used   Receives the size of the checkpoint. Must not be NULL.
 *  @param desc   NULL: the defaults.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat The same bytes.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (room; the text says how many are wanted; nothing is written); as dlopt_optimizer_save_bytes.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_save_block(dlopt_optimizer *optimizer, void *block, size_t room, size_t *used, const dlopt_save_desc *desc);

/** Loads a checkpoint from a block of memory.
 *
 *  @param block  bytes bytes, which the checkpoint must be, at any address. @param desc NULL: the defaults.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat The same state.
 *  @errors   As dlopt_optimizer_load_bytes.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_load_block(dlopt_optimizer *optimizer, const void *block, size_t bytes, const dlopt_load_desc *desc);

/** Writes a checkpoint to a file so that there is always a whole one under that name, whatever happens: it is written beside it under another name, brought to the disk, and put in its place; then the
 *  folder is brought to the disk. Once the call has returned DLOPT_OK a power failure does not take it away; one before may leave the other name, ".dlopt-*.tmp", to be deleted. Of several processes that save to one path, one wins.
 *
 *  @param path  A file in a folder that exists and can be written. What stood there is replaced, a link by the file itself; a folder is refused.
 *  @param desc  NULL: the defaults.
 *  @owns     Nothing. @threads One call at a time; any number of optimizers. @stream None. @repeat The same file.
 *  @errors   DLOPT_ERR_IO (path and the system's reason are in the text; the old file stands and the other name is gone, unless only the folder could not be brought to the disk: then the new file stands),
 *            DLOPT_ERR_INVALID_ARGUMENT (path NULL or ""); as dlopt_optimizer_save_bytes.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_save_file(dlopt_optimizer *optimizer, const char *path, const dlopt_save_desc *desc);

/** Loads a checkpoint from a file.
 *
 *  @param path  A regular file. @param desc NULL: the defaults.
 *  @owns     Nothing; the file is closed. @threads One call at a time. @stream None. @repeat The same state.
 *  @errors   DLOPT_ERR_IO (path and the system's reason are in the text), DLOPT_ERR_INVALID_ARGUMENT (path NULL or ""); as dlopt_optimizer_load_bytes.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_load_file(dlopt_optimizer *optimizer, const char *path, const dlopt_load_desc *desc);

#ifdef __cplusplus
}
#endif
#endif
