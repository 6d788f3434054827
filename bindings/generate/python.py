"""The Python side: enumerations and typed classes of bindings/python/dlopt."""

import python_enums
from cpp import norm_watch_settings, scaler_settings
from python_enums import WIDTH, bracketed, camel, docstring, file, identifier, imported, prose, sentence, text_of
from words import LIMITS, span

PACKAGE = "bindings/python/dlopt"
DESCRIPTORS = {"real": "Real", "integer": "Integer", "flag": "Flag", "list": "List"}
TYPES = {"real": "float", "integer": "int", "flag": "bool", "list": "Sequence[float]"}


# ---- values ----

def number(x):
    """A number as Python writes it."""
    if abs(x) == float("inf"):
        return "inf" if x > 0 else "-inf"
    return str(int(x)) if x == int(x) and abs(x) < 1e6 else repr(x)


def shown(x):
    return LIMITS.get(x) or f"{x:.6g}"


def literal(value, x):
    """A value of one setting in words of Python."""
    if value["kind"] == "flag":
        return str(bool(x))
    if value["kind"] == "choice":
        return f'"{value["choices"][int(x)]}"'
    return number(x)


def limits(value):
    if value["kind"] == "flag":
        return f"default {bool(value['default'])}"
    if value["kind"] == "choice":
        return f"{', '.join(value['choices'])}; default {value['choices'][int(value['default'])]}"
    return span(value, shown)


def descriptor(value, field, real):
    """The attribute of a setting: reads and writes it, and says what it is."""
    if value["kind"] == "choice":
        enum = camel(value["enum"])
        head = f"    {identifier(value['name'])} = Choice[{enum}, {enum}Like]({field}, {enum}, "
    else:
        head = f"    {identifier(value['name'])} = {real if value['kind'] == 'real' else DESCRIPTORS[value['kind']]}({field}, "
    text = f"{prose(value['doc'])} ({limits(value)})"
    first, *further = text_of(text, WIDTH - len(head))
    return [head.rstrip(), *further[:-1], further[-1] + ")"] if further else [f"{head}{first})"]


def type_of(value, real):
    if value["kind"] == "choice":
        return camel(value["enum"]) + "Like"
    return real if value["kind"] == "real" else TYPES[value["kind"]]


def parameter(value, real, unset):
    """One keyword of a constructor. None stands for what is not to be set: a preset may have set it."""
    name, kind = identifier(value["name"]), type_of(value, real)
    if value["name"] in unset:
        return f"        {name}: Optional[{kind}] = None,"
    default = "()" if value["kind"] == "list" else literal(value, value["default"])
    return f"        {name}: {kind} = {default},"


def constructor(values, first, call, real="float", unset=()):
    names = [f"{identifier(value['name'])}={identifier(value['name'])}" for value in values]
    lines = ["    def __init__(", "        self,", "        *,", *first, *(parameter(value, real, unset) for value in values), "    ) -> None:"]
    return [*lines, *call, *bracketed("        self._settle(", names, ")")]


def fields(values, enum, members, real="Real"):
    """The descriptors, each with its number by name."""
    names = {member["number"]: member["name"] for member in members}
    return [line for value in values for line in descriptor(value, f"{enum}.{identifier(names[value['id']].upper())}", real)]


def imports(values, enums, typing=(), extra=(), hyper=False):
    """What a file with these values needs to import."""
    kinds = {value["kind"] for value in values}
    words = sorted({*typing, *({"Sequence"} if "list" in kinds else ())})
    used = sorted({*enums, *(name for value in values if value["kind"] == "choice" for name in (camel(value["enum"]), camel(value["enum"]) + "Like"))})
    described = {DESCRIPTORS.get(kind, "Choice") for kind in kinds}
    if hyper:
        described = described - {"Real"} | {"RealLike", "HyperReal"}
    first = ["from math import inf"] if any(abs(value["default"]) == float("inf") for value in values) else []
    first += [f"from typing import {', '.join(words)}"] if words else []
    return [*first, *([""] if first else []), *imported("..enums", used), *([f"from ..fields import {', '.join(sorted(described))}"] if described else []), *extra]


# ---- files ----

def preset_rows(rule):
    kinds = {value["name"]: value for value in rule["hypers"]}
    for preset, values in rule["preset_values"].items():
        told = ", ".join(f"{name} {literal(kinds[name], x)}" for name, x in values.items())
        yield f"{preset}: {told or 'the defaults'}"


def rule_file(rule, api):
    unset = {name for values in rule["preset_values"].values() for name in values}
    title = f"{prose(rule['doc'])} Paper and departures: src/rules/{rule['name']}.h."
    preset = ", ".join(f'"{preset}"' for preset in rule["presets"])
    rows = ["", "Presets, set before whatever is given beside them:", "", *preset_rows(rule)] if rule["presets"] else []
    first = ["        params: Params = None,", f"        preset: Optional[Literal[{preset}]] = None,", "        runtime: Optional[Runtime] = None,"]
    call = [f"        super().__init__(Rule.{rule['name'].upper()}, params=params, preset=preset, runtime=runtime)"]
    head = imports(rule["hypers"], ["Hyper", "Rule"], ["Literal", "Optional"], ["from ..optimizer import Optimizer, Params", "from ..runtime import Runtime"], hyper=True)
    body = ["", f"class {camel(rule['name'])}(Optimizer):", *docstring(title, rows), "", *fields(rule["hypers"], "Hyper", api["enums"]["hyper_code"]["members"], "HyperReal"), ""]
    return file(f"The rule {rule['name']}.", head, [*body, *constructor(rule["hypers"], first, call, "RealLike", unset)])


def schedule_file(kind, api):
    body = ["", f"class {camel(kind['name'])}(Schedule):", *docstring(prose(kind["doc"]) + "."), ""]
    body += [*fields(kind["fields"], "ScheduleField", api["enums"]["schedule_field_code"]["members"]), ""]
    first, call = ["        runtime: Optional[Runtime] = None,"], [f"        super().__init__(ScheduleKind.{kind['name'].upper()}, runtime)"]
    head = imports(kind["fields"], ["ScheduleField", "ScheduleKind"], ["Optional"], ["from ..runtime import Runtime", "from ..schedule import Schedule"])
    return file(f"Schedules of kind {kind['name']}.", head, [*body, *constructor(kind["fields"], first, call)])


def every(owners, enum, base):
    """A dictionary of the classes by their numbers."""
    return bracketed(f"ALL: Dict[{enum}, Type[{base}]] = {{", [f"{enum}.{owner['name'].upper()}: {camel(owner['name'])}" for owner in owners], "}")


def module(about, owners, enum, base):
    names = sorted(owner["name"] for owner in owners)
    lines = ["from typing import Dict, Type", "", f"from ..enums import {enum}", f"from ..{base.lower()} import {base}"]
    lines += [f"from .{identifier(name)} import {camel(name)}" for name in names]
    exported = bracketed("__all__ = [", [f'"{name}"' for name in ("ALL", *map(camel, names))], "]")
    return file(about, lines, [*exported, "", *every(owners, enum, base)])


def beside(imports):
    """Imports of a file that stands in the package itself, not in a folder of it."""
    return [line.replace("from ..", "from .") for line in imports]


def wrappers_file(api):
    body = []
    for wrapper in api["wrappers"]:
        body += ["", f"class {camel(wrapper['name'])}(Wrapper):", *docstring(sentence(prose(wrapper["doc"]))), ""]
        body += [*fields(wrapper["fields"], "WrapperField", api["enums"]["wrapper_field_code"]["members"]), ""]
        call = [f"        super().__init__(WrapperKind.{wrapper['name'].upper()})"]
        body += [*constructor(wrapper["fields"], [], call), ""] if wrapper["fields"] else ["    def __init__(self) -> None:", *call, ""]
    body += ["", *every(api["wrappers"], "WrapperKind", "Wrapper")]
    values = [value for wrapper in api["wrappers"] for value in wrapper["fields"]]
    head = imports(values, ["WrapperField", "WrapperKind"], ["Dict", "Type"], ["from ..wrapper import Wrapper"])
    return file("What accompanies an optimizer.", beside(head), body)


def scaler_file(api):
    values = scaler_settings(api["scaler"]["fields"])
    kept = api["scaler"]["fields"][len(values):]
    first = ['        preset: Optional[Literal["torch", "deepspeed", "static"]] = None,', "        runtime: Optional[Runtime] = None,"]
    unset = {value["name"] for value in values}
    body = ["", "class Scaler(LossScale):", *docstring("A loss scale. What is not given is as the preset has it, or as PyTorch's GradScaler; the last attributes are what it remembers."), "",
            *fields([*values, *kept], "ScalerField", api["enums"]["scaler_field_code"]["members"]), "",
            *constructor(values, first, ["        super().__init__(preset, runtime)"], unset=unset)]
    head = imports([*values, *kept], ["ScalerField"], ["Literal", "Optional"], ["from ..loss_scale import LossScale", "from ..runtime import Runtime"])
    return file("Loss scales with their fields.", beside(head), body)


def norm_watch_file(api):
    every = api["norm_watch"]["fields"]
    body = ["", "class NormWatch(Watch):", *docstring("Watches a norm for the moment when it explodes: not finite, or larger than a multiple of the running median."), "",
            *fields(every, "NormWatchField", api["enums"]["norm_watch_field_code"]["members"]), "",
            *constructor(norm_watch_settings(every), ["        runtime: Optional[Runtime] = None,"], ["        super().__init__(runtime)"])]
    head = imports(every, ["NormWatchField"], ["Optional"], ["from ..runtime import Runtime", "from ..watch import Watch"])
    return file("Watches over norms with their fields.", beside(head), body)


def makeable(schedules):
    return [kind for kind in schedules if kind["name"] not in ("sequence", "product", "chain")]


def files(api):
    """Path below the root of the tree: text."""
    schedules = makeable(api["schedules"])
    written = {
        **python_enums.files(api),
        "scaler.py": scaler_file(api),
        "norm_watch.py": norm_watch_file(api),
        "wrappers.py": wrappers_file(api),
        "rules/__init__.py": module("A class for each update rule.", api["rules"], "Rule", "Optimizer"),
        "schedules/__init__.py": module("A class for each kind of schedule. Sequences, products and chains: dlopt.Schedule.", schedules, "ScheduleKind", "Schedule"),
    }
    written.update({f"rules/{rule['name']}.py": rule_file(rule, api) for rule in api["rules"]})
    written.update({f"schedules/{kind['name']}.py": schedule_file(kind, api) for kind in schedules})
    return {f"{PACKAGE}/{name}": text for name, text in written.items()}


# Folders in which every file is written by this program: one that it no longer writes is stale.
OWN_FOLDERS = [f"{PACKAGE}/rules", f"{PACKAGE}/schedules", f"{PACKAGE}/enums"]
