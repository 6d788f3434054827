"""The rules of tests/vectors/rules, one module each, and what their cases mean.

A module holds DEFAULTS; PRESETS (what each sets, in the words of its peer's documentation); CASES; by_hand; and, where a peer has the rule,
by_torch, by_optax, and TORCH: the class of torch.optim whose defaults are the same.

A module with LOSSES = True has a loss told at each step, gradients.loss(t); one with HESSIANS = True has estimates handed over before steps,
gradients.hessian(t, n), where there is one.

A case is (name, preset, settings, gradient set): hyper-parameters away from where they do nothing. A setting that starts with "@" is the
name of a schedule that the hyper-parameter follows.
"""

import importlib
import inspect
import os
import re

from . import schedules

_ROWS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "src", "rules", "rules.def")


def _load():
    with open(_ROWS, encoding="ascii") as rows:
        names = re.findall(r"^DLOPT_RULE\(\d+, \w+, (\w+)\)", rows.read(), re.MULTILINE)
    return {name: importlib.import_module(f"rules.{name}") for name in names}


RULES = _load()
COMMON = dict(maximize=0, cautious="off", zero_grad="step", null_grad="skip", max_norm=float("inf"), clip_value=float("inf"))  # of every rule
DESC = ("rows",)  # settings of a case that are not hyper-parameters but fields of dlopt_step_desc
COMMON_DECAY = dict(decay_order="before", decay_lr=0.0)  # of rules that leave weight decay to the driver: those with a decay_mode


def defaults(rule):
    return {**COMMON, **(COMMON_DECAY if "decay_mode" in rule.DEFAULTS else {}), **rule.DEFAULTS}


def is_told_more(name):
    rule = RULES[name]
    return hasattr(rule, "LOSSES") or hasattr(rule, "HESSIANS") or any(key in DESC for case in rule.CASES for key in case[2])


def hypers_at(name, preset, settings, step):
    """All hyper-parameters of a case at a step (from 0), schedules evaluated."""
    rule = RULES[name]
    merged = {**defaults(rule), **(rule.PRESETS[preset] if preset else {}), **settings}
    now = {k: schedules.value(v[1:], step) if isinstance(v, str) and v.startswith("@") else v for k, v in merged.items()}
    if now.get("decay_lr") == 0:  # lr as it was set; what a schedule says is not set
        now["decay_lr"] = rule.DEFAULTS["lr"] if isinstance(merged["lr"], str) else merged["lr"]
    return now


_PAIRS = dict(betas=("beta1", "beta2"), etas=("etaminus", "etaplus"), step_sizes=("step_size_min", "step_size_max"))


def check_torch_defaults():
    """The defaults are PyTorch's own wherever PyTorch has the rule."""
    for name, rule in RULES.items():
        if not hasattr(rule, "TORCH"):
            continue
        theirs = {key: p.default for key, p in inspect.signature(rule.TORCH).parameters.items()}
        for pair, names in _PAIRS.items():
            theirs.update(dict(zip(names, theirs.pop(pair, ()))))
        ours = defaults(rule)
        shared = set(theirs) & set(ours)
        assert {"lr", "maximize"} <= shared
        assert all(float(theirs[key]) == float(ours[key]) for key in shared), name
