"""The Rust side: enumerations and builders of bindings/rust/dlopt."""

import re
import textwrap

from words import camel, member_of, span

WIDTH = 120
CRATE = "bindings/rust/dlopt/src"
KEYWORDS = {"as", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern", "final", "fn", "for", "if", "impl", "in", "let", "loop",
            "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "super", "trait", "true", "try", "type",
            "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield"}

# Enumerations of the C headers that are not choices of a value, by what they are here.
ARGUMENTS = {"role_code": "Role", "mode_code": "Mode", "master_code": "Master", "state_form_code": "StateForm", "clip_form_code": "ClipForm", "units_code": "Units",
             "percentile_code": "PercentileForm", "rows_mode_code": "RowsMode", "dtype_code": "Dtype", "log_level": "LogLevel", "suggestion": "Suggestion",
             "batch_scaling": "BatchScaling", "value_kind": "ValueKind", "state_shape": "StateShape", "state_moment": "StateMoment",
             "history_format_code": "HistoryFormat"}
KINDS = {"rule_code": "Rule", "schedule_kind_code": "ScheduleKind", "wrapper_code": "WrapperKind", "recipe_code": "Recipe"}
FIELDS = {"schedule_field_code": "ScheduleField", "wrapper_field_code": "WrapperField", "scaler_field_code": "ScalerField",
          "norm_watch_field_code": "NormWatchField"}
ABOUT = {"dtype_code": "Element types. Arithmetic is in f64 for f64 parameters, in f32 for all others.", "master_code": "What is kept of a parameter of 16 bits beside its own.",
         "state_form_code": "How the moments of a parameter are kept.", "wrapper_code": "Things that accompany an optimizer and act within its steps.",
         "role_code": "What a parameter is to its model.", "log_level": "How grave a line of the log is.", "rule_code": "An update rule.", "recipe_code": "A whole set-up of a known training.",
         "schedule_kind_code": "Shapes of schedule; `t` is the step, from 0, upper-case names are fields.", "schedule_field_code": "Fields of schedules.",
         "wrapper_field_code": "Fields of wrappers.", "scaler_field_code": "Fields of a scaler. Those from `Scale` on are what it remembers.", "norm_watch_field_code": "Fields of a watch."}


def identifier(name):
    return name + "_" if name in KEYWORDS else name


def prose(text, known=()):
    """Words of the tables as Markdown: nothing in them is a link or stress, but the names of choices that the file knows."""
    text = re.sub(r"([\[\]<>*`])", r"\\\1", text)

    def name(match):
        choice = camel(match[0].removeprefix("dlopt_"))
        return f"[`{choice}`]" if choice in known else f"`{match[0]}`"

    return re.sub(r"\b(dlopt|DLOPT)_\w+", name, text)


def comment(text, indent=""):
    return textwrap.wrap(text, WIDTH, initial_indent=indent + "/// ", subsequent_indent=indent + "/// ", break_long_words=False, break_on_hyphens=False)


def file(about, uses, body):
    head = textwrap.wrap(f"{about} Written by bindings/generate.", WIDTH, initial_indent="//! ", subsequent_indent="//! ")
    return "\n".join([*head, "", *uses, "", *body]) + "\n"


# ---- enumerations ----

def enumeration(source, name, enum):
    lines = ["numbered! {", *comment(prose(ABOUT.get(source) or enum["doc"]), "    "), f"    pub enum {name} {{"]
    for member in enum["members"]:
        lines += comment(prose(member["doc"]) or f"`{member['name']}`", "        ")
        lines.append(f"        {camel(member['name'])} = {member['constant']},")
    return [*lines, "    }", "}", ""]


def enumerations(about, names, api):
    body = [line for source, name in names.items() for line in enumeration(source, name, api["enums"][source])]
    return file(about, ["use crate::value::numbered;"], body[:-1])


def statuses(api):
    body = ["numbered! {", "    /// What kind of error it is. A number never changes its meaning.", "    pub enum Status {"]
    for row in api["statuses"]:
        if row["number"]:
            body += [f"        /// {row['text']}", f"        {camel(row['name'].removeprefix('ERR_').lower())} = {row['constant']},"]
    body += ["        /// one that a newer library knows", "        Unknown = DLOPT_STATUS_FORCE_SIGNED,", "    }", "}"]
    return file("Kinds of error.", ["use crate::value::numbered;"], body)


# ---- builders ----

def limits(value):
    if value["kind"] == "flag":
        return f"default {'true' if value['default'] else 'false'}"
    if value["kind"] == "choice":
        return f"default [`{camel(value['choices'][int(value['default'])])}`]({camel(value['enum'])})"
    return span(value)


def type_of(value):
    return {"real": "f64", "integer": "i64", "flag": "bool", "list": "&[f64]"}.get(value["kind"]) or camel(value["enum"])


def builder(macro, name, doc, values, enum):
    known = {camel(value["enum"]) for value in values if value["kind"] == "choice"}
    lines = [f"{macro}! {{", *comment(doc, "    "), f"    {name} {{"]
    for value in values:
        lines += comment(f"{prose(value['doc'], known)} ({limits(value)})", "        ")
        lines.append(f"        {identifier(value['name'])}: {type_of(value)} => {camel(member_of(value, enum))},")
    return [*lines, "    }", "}"]


def uses(macro, values):
    """The choices that a file knows, as rustfmt breaks them."""
    names = sorted({camel(value["enum"]) for value in values if value["kind"] == "choice"})
    lines = []
    if len(names) == 1:
        lines = [f"use crate::choices::{names[0]};"]
    elif names:
        lines = ["use crate::choices::{" + ", ".join(names) + "};"]
        if len(lines[0]) > WIDTH:
            lines = ["use crate::choices::{", *textwrap.wrap(", ".join(names) + ",", WIDTH, initial_indent="    ", subsequent_indent="    "), "};"]
    return [*lines, f"use crate::value::{macro};"]


def rule_file(rule, api):
    presets = ", ".join(f"`{name}`" for name in rule["presets"])
    doc = f"{prose(rule['doc'])} Paper and departures: `src/rules/{rule['name']}.h` of the library. Presets: {presets}."
    body = builder("rule", camel(rule["name"]), doc, rule["hypers"], api["enums"]["hyper_code"])
    return file(f"Builder of `{rule['name']}`.", uses("rule", rule["hypers"]), body)


def schedule_file(kind, api):
    body = builder("schedule", camel(kind["name"]), prose(kind["doc"]) + ".", kind["fields"], api["enums"]["schedule_field_code"])
    return file(f"Builder of schedules of kind `{kind['name']}`.", uses("schedule", kind["fields"]), body)


def wrappers_file(api):
    body = []
    for wrapper in api["wrappers"]:
        body += [*builder("wrapper", camel(wrapper["name"]), prose(wrapper["doc"]) + ".", wrapper["fields"], api["enums"]["wrapper_field_code"]), ""]
    return file("Builders of what accompanies an optimizer.", uses("wrapper", [f for w in api["wrappers"] for f in w["fields"]]), body[:-1])


def scaler_file(api):
    fields = api["scaler"]["fields"]
    settings = fields[:[field["name"] for field in fields].index("scale")]
    body = builder("scaler", "ScalerOptions", "Settings of a loss scale; see [`Scaler`](crate::Scaler).", settings, api["enums"]["scaler_field_code"])
    return file("Builder of scalers.", uses("scaler", settings), body)


def module(about, owners, names_of):
    names = sorted(owner["name"] for owner in owners)
    body = [*(f"mod {identifier(name)};" for name in names), "", *(f"pub use {identifier(name)}::{camel(name)};" for name in names), "",
            "/// The tables that the builders were made from: number, then name and number of each setting.", "#[cfg(test)]",
            f"pub(crate) const ALL: &[(i32, &[(&str, i32)])] = &["]
    for owner in owners:
        body.append(f"    (crate::{names_of}::{camel(owner['name'])} as i32, {camel(owner['name'])}::NAMES),")
    head = textwrap.wrap(f"{about} Written by bindings/generate.", WIDTH, initial_indent="//! ", subsequent_indent="//! ")
    return "\n".join([*head, "", *body, "];"]) + "\n"


def makeable(schedules):
    return [kind for kind in schedules if kind["name"] not in ("sequence", "product", "chain")]


def files(api):
    """Path below the root of the tree: text."""
    enums = api["enums"]
    values = [value for owner in [*api["rules"], *api["schedules"], *api["wrappers"], api["scaler"]] for value in owner.get("hypers", owner.get("fields"))]
    chosen = {value["enum"] for value in values if value["kind"] == "choice"}
    conventions = {source: camel(source) for source, enum in enums.items() if enum["header"] == "conventions.h"}
    others = {source: camel(source) for source in enums if source in chosen and source not in conventions}
    written = {
        "choices/conventions.rs": enumerations("Where implementations of one rule differ.", conventions, api),
        "choices/others.rs": enumerations("What fields of schedules, wrappers and scalers choose from.", others, api),
        "arguments.rs": enumerations("What functions choose from.", ARGUMENTS, api),
        "names/kinds.rs": enumerations("Names of rules, schedules, wrappers and recipes.", KINDS, api),
        "names/hypers.rs": enumerations("Names of hyper-parameters.", {"hyper_code": "Hyper"}, api),
        "names/fields.rs": enumerations("Names of fields.", FIELDS, api),
        "status.rs": statuses(api),
        "wrappers.rs": wrappers_file(api),
        "scaler_options.rs": scaler_file(api),
        "rules/mod.rs": module("A builder for each update rule.", api["rules"], "Rule"),
        "schedules/mod.rs": module("A builder for each kind of schedule. Sequences, products and chains: [`Schedule`](crate::Schedule).", makeable(api["schedules"]), "ScheduleKind"),
    }
    written.update({f"rules/{rule['name']}.rs": rule_file(rule, api) for rule in api["rules"]})
    written.update({f"schedules/{kind['name']}.rs": schedule_file(kind, api) for kind in makeable(api["schedules"])})
    return {f"{CRATE}/{name}": text for name, text in written.items()}


# Folders in which every file is written by this program: one that it no longer writes is stale.
OWN_FOLDERS = [f"{CRATE}/rules", f"{CRATE}/schedules"]
