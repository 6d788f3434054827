/* Prints the README's table of rules from the introspection of the library. */
#include <dlopt.h>
#include <stdio.h>

static void print_hypers(dlopt_rule rule) {
  for (int i = 0; i < dlopt_rule_hyper_count(rule); i++) {
    dlopt_hyper_info info = {sizeof info};
    if (dlopt_rule_hyper_info(rule, i, &info) != DLOPT_OK) continue;
    printf("%s`%s`", i ? ", " : "", info.name);
    if (info.kind == DLOPT_KIND_REAL || info.kind == DLOPT_KIND_INTEGER) printf(" %g", info.default_value);
  }
}

static void print_states(dlopt_rule rule) {
  for (int i = 0; i < dlopt_rule_state_count(rule); i++) {
    dlopt_state_info info = {sizeof info};
    if (dlopt_rule_state_info(rule, i, &info) != DLOPT_OK) continue;
    printf("%s`%s`%s", i ? ", " : "", info.name, info.optional ? "?" : "");
  }
}

int main(void) {
  printf("| rule | hyper-parameters and their defaults | state (`?`: only when asked for) | presets |\n| --- | --- | --- | --- |\n");
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    printf("| `%s` | ", dlopt_rule_name(rule));
    print_hypers(rule);
    printf(" | ");
    print_states(rule);
    printf(" | ");
    for (int i = 0; dlopt_rule_preset_name(rule, i); i++) printf("%s%s", i ? ", " : "", dlopt_rule_preset_name(rule, i));
    printf(" |\n");
  }
  return 0;
}
