/* Prints the README's table of rules from the introspection of the library. */
#include <dlopt.h>
#include <stdio.h>

/* What rules do not have of their own is told once, below the table. */
static int is_shared(dlopt_hyper id) {
  static const dlopt_hyper shared[] = {DLOPT_HYPER_MAXIMIZE, DLOPT_HYPER_CAUTIOUS,   DLOPT_HYPER_ZERO_GRAD,   DLOPT_HYPER_NULL_GRAD,
                                       DLOPT_HYPER_MAX_NORM, DLOPT_HYPER_CLIP_VALUE, DLOPT_HYPER_DECAY_ORDER, DLOPT_HYPER_DECAY_LR};
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
    if (id == shared[i]) return 1;
  return 0;
}

static void print_hypers(dlopt_rule rule) {
  for (int i = 0; i < dlopt_rule_hyper_count(rule); i++) {
    dlopt_hyper_info info = {sizeof info};
    if (dlopt_rule_hyper_info(rule, i, &info) != DLOPT_OK || is_shared(info.id)) continue;
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
  printf("| rule | hyper-parameters and their defaults | state (`?`: only when asked for, or of some shapes) | presets |\n| --- | --- | "
         "--- | --- |\n");
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    printf("| `%s` | ", dlopt_rule_name(rule));
    print_hypers(rule);
    printf(" | ");
    print_states(rule);
    printf(" | ");
    for (int i = 0; dlopt_rule_preset_name(rule, i); i++) printf("%s%s", i ? ", " : "", dlopt_rule_preset_name(rule, i));
    printf(" |\n");
  }
  printf("\nBesides, nearly every rule has `maximize`, `max_norm`, `clip_value`, `cautious`, `zero_grad`, `null_grad`, `decay_order` and "
         "`decay_lr`;\n"
         "`dlopt_rule_hyper_info` tells exactly.\n");
  return 0;
}
