"""The Python side of enumerations: classes of bindings/python/dlopt/enums, and the statuses."""

import keyword
import re
import textwrap

import words

WIDTH = 140

# Words that a capital at the front alone would not do for.
WORDS = {"sgd": "SGD", "asgd": "ASGD", "sgld": "SGLD", "psgld": "PSGLD", "adamw": "AdamW", "nadamw": "NAdamW", "nadam": "NAdam", "radam": "RAdam", "lars": "LARS",
         "lamb": "LAMB", "came": "CAME", "sm3": "SM3", "swats": "SWATS", "adopt": "ADOPT", "rmsprop": "RMSprop", "adabelief": "AdaBelief", "ademamix": "AdEMAMix",
         "laprop": "LaProp", "novograd": "NovoGrad", "signsgd": "SignSGD", "schedulefree": "ScheduleFree", "wsd": "WSD", "rex": "REX"}

# Enumerations of the C headers that are not choices of a value, by what they are here.
ARGUMENTS = {"role_code": "Role", "mode_code": "Mode", "master_code": "Master", "state_form_code": "StateForm", "clip_form_code": "ClipForm", "units_code": "Units",
             "percentile_code": "PercentileForm", "rows_mode_code": "RowsMode", "dtype_code": "Dtype", "log_level": "LogLevel", "suggestion": "Suggestion",
             "batch_scaling": "BatchScaling", "value_kind": "ValueKind", "state_shape": "StateShape", "state_moment": "StateMoment",
             "history_format_code": "HistoryFormat"}
NAMES = {"rule_code": "Rule", "schedule_kind_code": "ScheduleKind", "wrapper_code": "WrapperKind", "recipe_code": "Recipe"}
HYPERS = {"hyper_code": "Hyper"}
FIELDS = {"schedule_field_code": "ScheduleField", "wrapper_field_code": "WrapperField", "scaler_field_code": "ScalerField",
          "norm_watch_field_code": "NormWatchField"}
ABOUT = {"dtype_code": "Element types.", "wrapper_code": "Things that accompany an optimizer.", "role_code": "What a parameter is to its model.",
         "log_level": "How grave a line of the log is.", "rule_code": "Update rules.", "recipe_code": "Set-ups of known trainings.", "schedule_kind_code": "Shapes of schedule.",
         "schedule_field_code": "Fields of schedules.", "wrapper_field_code": "Fields of wrappers.", "scaler_field_code": "Fields of a loss scale.",
         "norm_watch_field_code": "Fields of a watch over norms.", "hyper_code": "Hyper-parameters. A number means the same in every rule that has it.", "master_code": "What is kept of a parameter of 16 bits beside its own.",
         "state_form_code": "How the moments of a parameter are kept.", "history_format_code": "How a history is written."}

# What functions and structures of C that their words name are here. All other names are those of enumerations.
HERE = {"lr_scale": "scale_lr", "lr_suggest": "suggest_lr", "scaler_update": "Scaler.update", "schedule_report": "Schedule.report", "rows": "rows",
        "schedule_sequence": "Schedule.sequence", "schedule_product": "Schedule.product", "schedule_chain": "Schedule.chain", "schedule_set_list": "Schedule.set",
        "optimizer_perturb": "Optimizer.perturb", "optimizer_state": "Optimizer.state", "step_desc": "Optimizer.step", "state_info": "info.states"}


def camel(name):
    return words.camel(name, WORDS)


def identifier(name):
    return name + "_" if keyword.iskeyword(name) else name


def prose(text):
    """Words of the C headers with Python's names in place of C's."""
    text = re.sub(r"\bdlopt_(\w+)", lambda match: HERE.get(match[1]) or camel(match[1]), text)
    return text.replace("DLOPT_", "").replace("\\", "\\\\").replace('"', "'")


def wrapped(text, indent="", hanging=None):
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent if hanging is None else hanging, break_long_words=False,
                         break_on_hyphens=False)


def bracketed(head, names, end):
    """A list of names after a bracket, under which further lines stand."""
    return wrapped(f"{head}{', '.join(names)}{end}", "", " " * len(head))


def imported(module, names):
    line = f"from {module} import {', '.join(names)}"
    return [line] if len(line) <= WIDTH else bracketed(f"from {module} import (", names, ")")


def docstring(text, rows=(), indent="    "):
    """A docstring with rows below its text."""
    lines = wrapped('"""' + text, indent)
    for row in rows:
        lines += wrapped(row, indent, indent + "    ") or [""]
    return [*lines, indent + '"""'] if rows or len(lines[-1]) + 3 > WIDTH else [*lines[:-1], lines[-1] + '"""']


def file(about, imports, body):
    return "\n".join([*docstring(f"{about} Written by bindings/generate.", indent=""), "", *imports, *([""] if imports else []), *body]) + "\n"


def sentence(text):
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def text_of(doc, room):
    """A string of Python, on further lines where one is too narrow."""
    if len(doc) + 3 <= room:
        return [f'"{doc}"']
    pieces = textwrap.wrap(doc, WIDTH - 12, break_long_words=False, break_on_hyphens=False)
    return ["", *(f'        "{piece}{" " if piece is not pieces[-1] else ""}"' for piece in pieces)]


def member_lines(member):
    head = f"    {identifier(member['name'].upper())} = {member['number']}"
    if not member["doc"]:
        return [head]
    first, *further = text_of(prose(member["doc"]), WIDTH - len(head) - 2)
    return [f"{head}, {first}".rstrip(), *further] if not further else [f"{head}, (", *further[:-1], further[-1] + ")"]


def enumeration(source, name, enum, like):
    title = sentence(prose(ABOUT.get(source) or enum["doc"].split(": ", 1)[-1] or name))
    lines = ["", "@documented", f"class {name}(Numbered):", *docstring(title), ""]
    lines += [line for member in enum["members"] for line in member_lines(member)]
    choices = [f'"{member["name"]}"' for member in enum["members"]]
    return [*lines, "", "", *bracketed(f"{name}Like = Union[{name}, Literal[", choices, "]]"), ""] if like else [*lines, ""]


def enumerations(about, names, like, api):
    body = [line for source, name in names.items() for line in enumeration(source, name, api["enums"][source], like)]
    return file(about, [*(["from typing import Literal, Union", ""] if like else []), "from ..numbered import Numbered, documented"], body[:-1])


def choices_of(api):
    """Enumerations that values choose from: conventions of rules, and others."""
    owners = [*api["rules"], *api["schedules"], *api["wrappers"], api["scaler"]]
    chosen = {value["enum"] for owner in owners for value in owner.get("hypers", owner.get("fields")) if value["kind"] == "choice"}
    conventions = {source: camel(source) for source, enum in api["enums"].items() if enum["header"] == "conventions.h"}
    return conventions, {source: camel(source) for source in api["enums"] if source in chosen and source not in conventions}


def statuses(api):
    body = ["", "@documented", "class Status(Numbered):", *docstring("What a call of the library came to. A number never changes its meaning."), ""]
    body += [f"    {row['name'].removeprefix('ERR_')} = {row['number']}, \"{row['text']}\"" for row in api["statuses"]]
    return file("Kinds of error.", ["from .numbered import Numbered, documented"], body)


def package(modules):
    """__init__.py of enums: every name of every module, said so that type checkers know it is meant to be there."""
    names = {module: sorted(name for base in enums.values() for name in ((base, base + "Like") if like else (base,))) for module, _, enums, like in modules}
    lines = [line for module in sorted(names) for line in imported("." + module, names[module])]
    every = sorted(name for some in names.values() for name in some)
    return file("Everything that values and arguments choose from.", lines, bracketed("__all__ = [", [f'"{name}"' for name in every], "]"))


def files(api):
    conventions, others = choices_of(api)
    modules = [("conventions", "Where implementations of one rule differ.", conventions, True),
               ("choices", "What fields of schedules, wrappers and loss scales choose from.", others, True),
               ("arguments", "What functions choose from.", ARGUMENTS, True), ("names", "Rules, schedules, wrappers and recipes by name.", NAMES, True),
               ("hypers", "Hyper-parameters by name.", HYPERS, False), ("fields", "Fields by name.", FIELDS, False)]
    written = {f"enums/{module}.py": enumerations(about, names, like, api) for module, about, names, like in modules}
    return {**written, "enums/__init__.py": package(modules), "status.py": statuses(api)}
