"""The Java side: enumerations and builders of bindings/java."""

import re
import textwrap

from words import camel, member_of, span

WIDTH = 140
BASE = "bindings/java/src/main/java/org/dlopt"
KEYWORDS = {"abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double", "else", "enum",
            "extends", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long", "native", "new",
            "package", "private", "protected", "public", "return", "short", "static", "super", "switch", "synchronized", "this", "throw", "throws", "transient",
            "try", "void", "volatile", "while"}

# Enumerations of the C headers that are not choices of a value, by what they are here, and what is said of those that the headers say nothing of.
ENUMS = {"role_code": "Role", "mode_code": "Mode", "master_code": "Master", "state_form_code": "StateForm", "clip_form_code": "ClipForm", "units_code": "Units",
         "percentile_code": "PercentileForm", "rows_mode_code": "RowsMode", "dtype_code": "DType", "log_level": "LogLevel", "suggestion": "Suggestion",
         "batch_scaling": "BatchScaling", "value_kind": "ValueKind", "state_shape": "StateShape", "state_moment": "StateMoment",
         "history_format_code": "HistoryFormat", "rule_code": "Rule", "schedule_kind_code": "ScheduleKind", "wrapper_code": "WrapperKind",
         "recipe_code": "Recipe", "hyper_code": "Hyper", "schedule_field_code": "ScheduleField", "wrapper_field_code": "WrapperField",
         "scaler_field_code": "ScalerField", "norm_watch_field_code": "NormWatchField"}
ABOUT = {"dtype_code": "Element types. Arithmetic is in F64 for F64 parameters, in F32 for all others.", "role_code": "What a parameter is to its model.",
         "master_code": "What is kept of a parameter of 16 bits beside its own.", "state_form_code": "How the moments of a parameter are kept.",
         "clip_form_code": "The factor that brings a norm down to its limit.", "log_level": "How grave a line of the log is.", "rule_code": "An update rule.",
         "units_code": "The parts of a weight that adaptive clipping treats each on its own.", "mode_code": "Whether the parameters are those of training.",
         "percentile_code": "Which number of n sorted ones is their k-th percentile.", "rows_mode_code": "What happens to the rows that a step leaves out.",
         "schedule_kind_code": "Shapes of schedule; t is the step, from 0, upper-case names are fields.", "schedule_field_code": "Fields of schedules.",
         "wrapper_code": "Things that accompany an optimizer and act within its steps.", "wrapper_field_code": "Fields of wrappers.",
         "scaler_field_code": "Fields of a scaler. Those from SCALE on are what it remembers.", "norm_watch_field_code": "Fields of a watch over norms.",
         "recipe_code": "A whole set-up of a known training.", "hyper_code": "A hyper-parameter; it means the same in every rule that has it.",
         "history_format_code": "How a history is written."}


def method(name):
    first, *others = name.split("_")
    joined = first + "".join(part.capitalize() for part in others)
    return joined + "Value" if joined in KEYWORDS else joined


def prose(text):
    """Words of the tables as a documentation comment."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    return re.sub(r"\bdlopt_\w+|\bDLOPT_\w+", lambda match: "{@code " + match[0] + "}", text)


def sentence(text):
    return text if text.endswith(".") else text + "."


def comment(paragraphs, indent=""):
    """A documentation comment: the words, then tags."""
    words, *tags = paragraphs
    one_line = f"{indent}/** {words} */"
    if not tags and len(one_line) <= WIDTH:
        return [one_line]
    lines = [f"{indent}/**"]
    for paragraph in [words, *([""] if tags else []), *tags]:
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent=indent + " * ", subsequent_indent=indent + " * ", break_long_words=False,
                               break_on_hyphens=False) or [indent + " *"]
    return [*lines, f"{indent} */"]


def returning(signature, value, indent="  "):
    """A method of one statement, on one line where there is room."""
    one_line = f"{indent}{signature} {{ return {value}; }}"
    return [one_line] if len(one_line) <= WIDTH else [f"{indent}{signature} {{", f"{indent}  return {value};", indent + "}"]


def file(package, imports, body):
    head = ["// Written by bindings/generate.", f"package {package};", ""]
    named = [f"import {name};" for name in sorted(imports)]
    return "\n".join([*head, *named, *([""] if named else []), *body]) + "\n"


# ---- enumerations ----

def find(found, *thrown):
    return comment(["Finds the constant of a number.", "@param number as {@link #number} gives it", f"@return {found}", *thrown], "  ")


def enumeration(name, doc, members, body):
    lines = [*comment([prose(sentence(doc))]), f"public enum {name} implements Numbered {{"]
    for i, (constant, number, words) in enumerate(members):
        lines += [*comment([prose(words)], "  "), f"  {constant}({number})" + (";" if i + 1 == len(members) else ",")]
    return [*lines, "", "  private final int number;", "", f"  {name}(int number) {{ this.number = number; }}", "", "  @Override",
            "  public int number() {", "    return number;", "  }", "", *body, "}"]


def enum_file(package, source, name, enum):
    members = [(member["name"].upper(), member["number"], member["doc"] or member["name"].replace("_", " ")) for member in enum["members"]]
    body = [*find("the constant", "@throws DloptException (UNSUPPORTED) where there is none: a newer library may have more"),
            *returning(f"public static {name} of(int number)", f"Numbered.find({name}.class, number)")]
    imports = [] if package == "org.dlopt" else ["org.dlopt.DloptException", "org.dlopt.Numbered"]
    return file(package, imports, enumeration(name, ABOUT.get(source) or enum["doc"], members, body))


def status_file(rows):
    members = [(row["name"].removeprefix("ERR_"), row["number"], row["text"]) for row in rows if row["number"]]
    members.append(("UNKNOWN", "Integer.MIN_VALUE", "one that a newer library knows"))
    body = [*find("the constant; {@link #UNKNOWN} where a newer library has given the number"), "  public static Status of(int number) {",
            "    for (Status status : values()) {", "      if (status.number == number) return status;", "    }", "    return UNKNOWN;", "  }"]
    return file("org.dlopt", [], enumeration("Status", "What kind of error it is. A number never changes its meaning.", members, body))


# ---- builders ----

def limits(value):
    if value["kind"] == "flag":
        return f"default {'true' if value['default'] else 'false'}"
    if value["kind"] == "choice":
        return f"default {{@link {camel(value['enum'])}#{value['choices'][int(value['default'])].upper()}}}"
    return span(value)


def type_of(value):
    return {"real": "double", "integer": "long", "flag": "boolean", "list": "double..."}.get(value["kind"]) or camel(value["enum"])


def setter(builder, value, ids, enum):
    name = method(value["name"])
    words = [f"Sets {value['name']}: {prose(sentence(value['doc']))}", f"@param {name} {limits(value)}", "@return this"]
    signature = f"public {builder} {name}({type_of(value)} {name})"
    return ["", *comment(words, "  "), *returning(signature, f"with({ids}.{member_of(value, enum).upper()}, {name})")]


def builder_file(package, name, doc, base, kind, values, ids, api):
    """A class for one owner of values. `kind`: what the base is told of it, `ids`: the enumeration that names its values."""
    enum = api["enums"][next(source for source, named in ENUMS.items() if named == ids)]
    imports = {f"org.dlopt.choices.{camel(value['enum'])}" for value in values if value["kind"] == "choice"}
    if package != "org.dlopt":
        imports |= {f"org.dlopt.{used}" for used in [base, *([ids] if values else []), *([kind.split(".")[0]] if kind else [])]}
    body = [*comment([doc]), f"public final class {name} extends {base}<{name}> {{", f"  private {name}() {{{f' super({kind}); ' if kind else ''}}}", "",
            *comment(["Begins with the defaults.", "@return a new builder"], "  "), *returning(f"public static {name} builder()", f"new {name}()")]
    for value in values:
        body += setter(name, value, ids, enum)
    return file(package, imports, [*body, "}"])


def rule_file(rule, api):
    presets = ", ".join(rule["presets"])
    doc = f"{prose(rule['doc'])} Paper and departures: src/rules/{rule['name']}.h of the library. Presets: {presets}."
    return builder_file("org.dlopt.rules", camel(rule["name"]), doc, "RuleBuilder", f"Rule.{rule['name'].upper()}", rule["hypers"], "Hyper", api)


def schedule_file(kind, api):
    doc = prose(sentence(kind["doc"]))
    return builder_file("org.dlopt.schedules", camel(kind["name"]), doc, "ScheduleBuilder", f"ScheduleKind.{kind['name'].upper()}", kind["fields"],
                        "ScheduleField", api)


def wrapper_file(wrapper, api):
    doc = prose(sentence(wrapper["doc"]))
    return builder_file("org.dlopt.wrappers", camel(wrapper["name"]), doc, "Wrapper", f"WrapperKind.{wrapper['name'].upper()}", wrapper["fields"],
                        "WrapperField", api)


def settings(owner, first_remembered):
    """The fields of a scaler or a watch that a program sets; those behind them are what it remembers."""
    fields = owner["fields"]
    return fields[:[field["name"] for field in fields].index(first_remembered)]


def package_file(name, doc):
    return "\n".join(["// Written by bindings/generate.", *comment([doc]), f"package org.dlopt.{name};"]) + "\n"


def makeable(schedules):
    return [kind for kind in schedules if kind["name"] not in ("sequence", "product", "chain")]


def choices(api):
    """The enumerations that values choose from."""
    owners = [*api["rules"], *api["schedules"], *api["wrappers"], api["scaler"], api["norm_watch"]]
    return sorted({value["enum"] for owner in owners for value in owner.get("hypers", owner.get("fields")) if value["kind"] == "choice"})


def files(api):
    """Path below the root of the tree: text."""
    written = {f"{name}.java": enum_file("org.dlopt", source, name, api["enums"][source]) for source, name in ENUMS.items()}
    written["Status.java"] = status_file(api["statuses"])
    written["ScalerOptions.java"] = builder_file("org.dlopt", "ScalerOptions", "What a {@link Scaler} does.", "ScalerBuilder", "",
                                                 settings(api["scaler"], "scale"), "ScalerField", api)
    written["NormWatchOptions.java"] = builder_file("org.dlopt", "NormWatchOptions", "What a {@link NormWatch} takes for an explosion.", "NormWatchBuilder", "",
                                                    settings(api["norm_watch"], "fired"), "NormWatchField", api)
    for source in choices(api):
        written[f"choices/{camel(source)}.java"] = enum_file("org.dlopt.choices", source, camel(source), api["enums"][source])
    for rule in api["rules"]:
        written[f"rules/{camel(rule['name'])}.java"] = rule_file(rule, api)
    for kind in makeable(api["schedules"]):
        written[f"schedules/{camel(kind['name'])}.java"] = schedule_file(kind, api)
    for wrapper in api["wrappers"]:
        written[f"wrappers/{camel(wrapper['name'])}.java"] = wrapper_file(wrapper, api)
    packages = {"choices": "Where implementations of one rule differ, and what fields choose from.", "rules": "A builder for each update rule.",
                "schedules": "A builder for each kind of schedule. Sequences, products and chains: {@link org.dlopt.Schedule}.",
                "wrappers": "A builder for each thing that accompanies an optimizer."}
    written.update({f"{name}/package-info.java": package_file(name, doc) for name, doc in packages.items()})
    return {f"{BASE}/{name}": text for name, text in written.items()}


# Folders in which every file is written by this program: one that it no longer writes is stale.
OWN_FOLDERS = [f"{BASE}/{name}" for name in ("choices", "rules", "schedules", "wrappers")]
