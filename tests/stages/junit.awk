# Turns the JUnit file of ctest into lines "pass NAME", "fail NAME", "skip NAME (reason)" and, after a failure, "note TEXT".
BEGIN {
  notes_max = 25    # lines a failure
  failures_max = 10 # with notes; the log has them all
}

function attribute(line, key,    found) {
  if (!match(line, " " key "=\"[^\"]*\"")) return ""
  found = substr(line, RSTART, RLENGTH)
  sub("^[^\"]*\"", "", found)
  sub("\"$", "", found)
  return plain(found)
}

function plain(text) {
  gsub("&lt;", "<", text)
  gsub("&gt;", ">", text)
  gsub("&quot;", "\"", text)
  gsub("&apos;", "'", text)
  gsub("&amp;", "\\&", text)
  return text
}

# GoogleTest prints "FILE:LINE: Skipped" and then the reason; a program that exits with 77 says it in its last line.
function skip_reason(    i) {
  for (i = 1; i < lines; i++)
    if (line[i] ~ /: Skipped$/) return line[i + 1]
  return line[lines]
}

# From the first complaint on, or else the end.
function print_notes(    i, first) {
  if (++failures > failures_max) return
  first = lines - notes_max + 1
  for (i = lines; i >= 1; i--)
    if (line[i] ~ /: Failure$/) first = i
  if (first < 1) first = 1
  for (i = first; i <= lines && i < first + notes_max && line[i] !~ /^\[  FAILED/; i++) print "note " substr(line[i], 1, 300)
}

/<testcase / {
  name = attribute($0, "name")
  sub(/  # GetParam.*/, "", name)
  status = attribute($0, "status")
  message = ""
  lines = 0
}

/<skipped / { message = attribute($0, "message") }

/<system-out>/ { inside = 1; sub(/.*<system-out>/, "") }
inside {
  ends = sub(/<\/system-out>.*/, "")
  if (NF) line[++lines] = plain($0)
  if (ends) inside = 0
}

/<\/testcase>/ {
  if (status == "run") print "pass " name
  else if (status == "disabled") print "skip " name " (disabled)"
  else if (status == "notrun" && message ~ /^SKIP/) print "skip " name (lines ? " (" skip_reason() ")" : "")
  else {
    print "fail " name
    print_notes()
  }
}
