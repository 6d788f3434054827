# shellcheck shell=bash
# Counting and printing. A result is one line "pass NAME", "fail NAME" or "skip NAME: reason" in $results, so that the
# stages, which run in subshells, can all add to it.

start_report() {
  mkdir -p "$work"
  results=$work/results
  : >"$results"
  run_started=$SECONDS
}

# pass | fail | skip TEXT: record a result of the current stage. Failures are shown at once, skips at the end of the stage.
pass() { echo "pass $stage: $*" >>"$results"; }
fail() {
  echo "fail $stage: $*" >>"$results"
  echo "   FAILED   $*"
}
skip() { echo "skip $stage: $*" >>"$results"; }

# How many results of a kind there are, from line FIRST of $results on.
count() { tail -n "+${2:-1}" "$results" | grep -c "^$1 " || true; }

# Skips from line FIRST of $results on: one line a reason, with the names where they are few.
show_skips() {
  tail -n "+$1" "$results" | awk '
    sub(/^skip /, "") {
      reason = match($0, / \([^(]*\)$/) ? substr($0, RSTART + 2, RLENGTH - 3) : ""
      name = reason == "" ? $0 : substr($0, 1, RSTART - 1)
      if (!(reason in count)) order[++n] = reason
      count[reason]++
      names[reason] = names[reason] (names[reason] == "" ? "" : ", ") name
    }
    END {
      for (i = 1; i <= n; i++) {
        reason = order[i]
        shown = count[reason] > 4 ? count[reason] " cases" : names[reason]
        print "Skipped " shown (reason == "" ? "" : " (" reason ")")
      }
    }'
}

# logged LABEL COMMAND...: run with all output in the stage's log; show its end when the command fails.
logged() {
  local label=$1 started=$SECONDS from
  shift
  from=$(($(wc -l <"$log") + 1))
  printf '+ %s\n' "$*" >>"$log"
  if "$@" >>"$log" 2>&1 </dev/null; then
    printf '   %-32s %4d s\n' "$label" $((SECONDS - started))
  else
    tail -n "+$from" "$log" | tail -n 40 | sed 's/^/   | /'
    fail "$label (log: ${log#"$root"/})"
    return 1
  fi
}

# What a stage calls itself: the comment in its first lines.
stage_title() { sed -n 's/^# Stage: //p' "$stages_dir/$1.sh"; }

# Each stage file defines `needs` (tools, see needs.sh) and stage_main, and runs in a shell of its own.
run_stage() {
  local stage=$1 started=$SECONDS first status=0
  local log=$work/$stage.log
  first=$(($(wc -l <"$results") + 1))
  : >"$log"
  printf '\n== %s: %s\n' "$stage" "$(stage_title "$stage")"
  set +e
  (
    set -euo pipefail
    # shellcheck source=/dev/null
    source "$stages_dir/$stage.sh"
    if have_needs; then stage_main; fi
  )
  status=$?
  set -e
  conclude_stage "$status" "$first" $((SECONDS - started))
}

# A stage that stops early, or says nothing at all, must not pass for a good one.
conclude_stage() {
  local status=$1 first=$2 seconds=$3 passed failed skipped
  if ((status != 0)) && (($(count fail "$first") == 0)); then
    fail "the stage stopped with status $status (log: ${log#"$root"/})"
  fi
  passed=$(count pass "$first") failed=$(count fail "$first") skipped=$(count skip "$first")
  if ((passed + failed + skipped == 0)); then
    fail "the stage ran no test"
    failed=1
  fi
  show_skips "$first" | sed 's/^/   /'
  printf '== %s: passed %d, failed %d, skipped %d in %d s\n' "$stage" "$passed" "$failed" "$skipped" "$seconds"
}

finish_report() {
  local passed failed skipped
  passed=$(count pass) failed=$(count fail) skipped=$(count skip)
  printf '\n'
  show_skips 1
  sed -n 's/^fail /FAILED  /p' "$results"
  printf 'All stages took %d s.\n' $((SECONDS - run_started))
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  ((failed == 0 && passed > 0))
}
