# shellcheck shell=bash
# Stage: shellcheck on every script
needs=(shellcheck git)

# Scripts by name or by first line, so that a new one cannot be forgotten.
all_scripts() {
  git ls-files --cached --others --exclude-standard | while read -r file; do
    [[ -f $file ]] || continue
    case $file in
    *.sh) echo "$file" ;;
    *.*) ;;
    *) if head -n 1 "$file" | grep -qE '^#!.*\b(ba)?sh$'; then echo "$file"; fi ;;
    esac
  done
}

# Only told, not judged: versions of clang-format differ.
report_format() {
  local file files=() differ=0
  command -v clang-format >/dev/null || return 0
  mapfile -t files < <(git ls-files --cached --others --exclude-standard '*.h' '*.c' '*.cpp' '*.hpp')
  for file in "${files[@]}"; do
    clang-format --dry-run --Werror "$file" >>"$log" 2>&1 || differ=$((differ + 1))
  done
  echo "   clang-format would change $differ of ${#files[@]} files"
}

stage_main() {
  local script
  while read -r script; do
    if shellcheck --external-sources "$script" >>"$log" 2>&1; then
      pass "$script"
    else
      shellcheck --external-sources --format=gcc "$script" | sed 's/^/   | /' || true
      fail "$script"
    fi
  done < <(all_scripts)
  report_format
}
