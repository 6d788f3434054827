// The order of a step. Taken whole it is one piece without a limit, so both ways give the same bits.
#include "core/last_error.h"
#include "core/step.h"

namespace dlopt {

namespace {

const phase* const kOrder[] = {
    &norm_phase,     &tensors_largest_phase, &tensors_norm_phase, &settle_phase, &put_back_phase, &row_ends_largest_phase,
    &row_ends_phase, &fold_phases[0],        &moment_phases[0],   &sums_phase,   &fold_phases[1], &moment_phases[1],
    &masks_phase,    &update_phase,          &project_phase,      &follow_phase, &copy_phase,     &left_rows_phase,
    &ages_phase,
};
constexpr size_t kPhases = sizeof kOrder / sizeof *kOrder;
static_assert(kMaxMoments == 2, "each moment has its place in the order");

// Some tasks of a pass.
struct slice {
  dlopt_task_fn task;
  void* context;
  size_t first;
};

void run_task(void* context, size_t task) {
  const auto& part = *static_cast<const slice*>(context);
  part.task(part.context, part.first + task);
}

// Runs the next tasks of the pass; at least one, if there is one.
bool run_some(dlopt_optimizer& o, int64_t& elements) noexcept {
  step_run& run = o.run;
  const size_t left = run.now.n_tasks - run.task;
  if (!left) return true;
  const int64_t each = run.now.elements / int64_t(run.now.n_tasks), size = each > 0 ? each : 1, wanted = elements / size;
  const size_t count = wanted < 1 ? 1 : uint64_t(wanted) < left ? size_t(wanted) : left;
  slice part = {run.now.task, &o, run.task};
  const int64_t work = count == run.now.n_tasks ? run.now.elements : size * int64_t(count);
  if (!run_parallel(o.runtime, count, work, run_task, &part, run.now.ran)) return false;
  run.task += count;
  elements -= size * int64_t(count);
  return true;
}

void enter(dlopt_optimizer& o, const phase& p) noexcept {
  o.run.now = p.begin ? p.begin(o) : pass{nullptr, 0, 0, nullptr};
  o.run.task = 0;
  o.run.within = true;
}

dlopt_status torn(dlopt_optimizer& o) noexcept {
  o.broken = o.run.applied;
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; %s",
              o.run.applied ? "parts of the step were applied" : "nothing was changed");
}

} // namespace

bool is_complete(const dlopt_optimizer& o) noexcept { return o.run.phase == kPhases; }

dlopt_status advance(dlopt_optimizer& o, int64_t elements) noexcept {
  step_run& run = o.run;
  while (run.phase < kPhases) {
    const phase& p = *kOrder[run.phase];
    if (!run.within) {
      if (p.wanted && !p.wanted(o)) {
        ++run.phase;
        continue;
      }
      if (elements <= 0) return DLOPT_OK;
      enter(o, p);
    }
    run.applied |= p.applies;
    if (!run_some(o, elements)) return torn(o);
    if (run.task < run.now.n_tasks) return DLOPT_OK;
    run.within = false;
    bool again = false;
    if (p.conclude)
      if (dlopt_status status = p.conclude(o, again)) return status;
    run.phase += !again;
  }
  return DLOPT_OK;
}

} // namespace dlopt
