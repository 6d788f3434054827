# Turns what the emulated machine says into lines "pass NAME", "fail NAME", "skip NAME (reason)" and, after a failure, "note TEXT".

function print_notes(    i) {
  for (i = 1; i <= lines && i <= 25; i++) print "note " line[i]
}

# Of the case that a line tells the end of; a comma follows when it has a parameter.
function name(    text) {
  text = $4
  sub(/,$/, "", text)
  return text
}

$1 == "PROBE" { print ($2 == "avx512" ? "pass" : "fail") " avx512 is the best set: the library says '" $2 "'" }
$1 == "BEGIN" { program = $2; sub(/.*\//, "", program); cases = failures = lines = 0; next }
$1 == "END" {
  if (!cases && $3 == 77) print "skip " program " (" line[lines] ")"
  else if (!cases && $3 == 0) print "pass " program
  else if ($3 != 0 && !failures) {
    print "fail " program ": status " $3
    print_notes()
  }
  program = ""
}

/^\[       OK \]/ { print "pass " name(); cases++ }
/^\[  FAILED  \] .*\(.* ms\)$/ { print "fail " name(); print_notes(); cases++; failures++ }
/^\[  SKIPPED \] .*\(.* ms\)$/ { print "skip " name() " (" line[lines] ")"; cases++ }
/^\[ RUN/ { lines = 0; next }
{ line[++lines] = $0 }

END { if (program != "") print "fail " program ": did not come to an end" }
