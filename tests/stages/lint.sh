# shellcheck shell=bash
# Stage: shellcheck on every script
needs=(shellcheck)

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
}
