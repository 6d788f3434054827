"""The C++ side: enumerations and option structures of include/dlopt/cpp."""

import textwrap

from words import LIMITS

WIDTH = 140
KEYWORDS = {"auto", "break", "case", "char", "class", "const", "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export",
            "extern", "false", "float", "for", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "operator", "or", "private",
            "public", "register", "return", "short", "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try",
            "typedef", "union", "unsigned", "using", "virtual", "void", "volatile", "while", "xor"}

# Enumerations that functions take, as C++ names them, by their names in the C headers.
ARGUMENT_ENUMS = {"dtype_code": "dtype", "role_code": "role", "mode_code": "mode", "master_code": "master", "state_form_code": "state_form",
                  "clip_form_code": "clip_form", "units_code": "units", "percentile_code": "percentile_form", "mask_form_code": "mask_form",
                  "rows_form_code": "rows_form", "rows_mode_code": "rows_mode", "log_level": "log_level", "suggestion": "suggestion",
                  "batch_scaling": "batch_scaling", "recipe_code": "recipe", "history_format_code": "history_format"}
FIELD_ENUMS = {"hyper_code": "hyper", "schedule_field_code": "schedule_field", "wrapper_field_code": "wrapper_field", "scaler_field_code": "scaler_field",
               "norm_watch_field_code": "norm_watch_field"}


def identifier(name):
    return name + "_" if name in KEYWORDS else name


def comment(text, indent=""):
    return textwrap.wrap(text, WIDTH, initial_indent=indent + "/// ", subsequent_indent=indent + "/// ", break_long_words=False, break_on_hyphens=False)


def documented(line, doc, indent="  "):
    """A declaration with its words behind it, or above where the line is full."""
    joined = f"{indent}{line} ///< {doc}"
    return [joined] if len(joined) <= WIDTH else [*comment(doc, indent), indent + line]


def header(name, about, includes, body, inside="cpp"):
    guard = "DLOPT_CPP_" + name.upper().replace("/", "_").replace(".", "_")
    head = textwrap.wrap(f"dlopt/cpp/{name} - {about} Written by bindings/generate.", WIDTH, initial_indent="// ", subsequent_indent="// ")
    closing = ["} // namespace " + inside, "} // namespace dlopt"]
    opening = ["namespace dlopt {", f"inline namespace {inside} {{"]
    if inside != "cpp":
        opening = ["namespace dlopt {", "inline namespace cpp {", f"namespace {inside} {{"]
        closing = [closing[0], "} // namespace cpp", closing[1]]
    lines = [*head, f"#ifndef {guard}", f"#define {guard}", "", *[f'#include "{i}"' for i in includes], "", *opening, "", *body, "", *closing, "", "#endif"]
    return "\n".join(lines) + "\n"


def enum_class(name, enum):
    lines = comment(enum["doc"]) if enum["doc"] else []
    lines.append(f"enum class {name} : int32_t {{")
    for member in enum["members"]:
        line = f"{identifier(member['name'])} = {member['constant']},"
        lines += documented(line, member["doc"]) if member["doc"] else ["  " + line]
    return [*lines, "};"]


def enums_file(file, about, include, names, api):
    body = []
    for source, name in names.items():
        body += [*enum_class(name, api["enums"][source]), ""]
    return header(file, about, [include], body[:-1])


# ---- option structures ----

def literal(value):
    kind, default = value["kind"], value["default"]
    if kind == "flag":
        return "true" if default else "false"
    if kind == "choice":
        return f"dlopt::{value['enum']}::{identifier(value['choices'][int(default)])}"
    if kind == "integer":
        return str(int(default))
    return number(default)


def number(x):
    if x in (float("inf"), float("-inf")):
        return "detail::infinity" if x > 0 else "-detail::infinity"
    return str(int(x)) if x == int(x) and abs(x) < 1e6 else repr(x)


def type_of(value):
    return {"real": "double", "integer": "int64_t", "flag": "bool", "list": "list"}.get(value["kind"]) or f"dlopt::{value['enum']}"


def bounds(value):
    if value["kind"] not in ("real", "integer"):
        return ""
    lower, upper = (LIMITS.get(x, f"{x:g}") for x in (value["lower"], value["upper"]))
    return f"; {lower} .. {upper}"


def member(value):
    name = identifier(value["name"])
    if value["kind"] == "list":
        return documented(f"list {name} = {{}};", value["doc"])
    return documented(f"{type_of(value)} {name} = {literal(value)};", value["doc"] + bounds(value))


def each(values):
    """The member that shows a visitor every value: the only thing that the rest of the header needs to know of a structure."""
    numbers = [f"visit({v['constant']}, detail::number({identifier(v['name'])}), {number(v['default'])})" for v in values if v["kind"] != "list"]
    lists = [f"visit({v['constant']}, {identifier(v['name'])})" for v in values if v["kind"] == "list"]
    lines = ["  /// Calls visit(id, value, default) for each value until it returns false.",
             "  template <class Visit> constexpr bool each(Visit&& visit) const {",
             "    return " + " &&\n           ".join(numbers or ["(void(visit), true)"]) + ";", "  }"]
    if lists:
        lines += ["  template <class Visit> bool each_list(Visit&& visit) const {", "    return " + " && ".join(lists) + ";", "  }"]
    return lines


def structure(name, doc, values, identity, extra=()):
    lines = [*comment(doc), f"struct {name} {{"]
    for value in values:
        lines += member(value)
    return [*lines, *extra, "", *[f"  {line}" for line in identity], *([""] if identity else []), *each(values), "};"]


def rule_file(rule):
    doc = f"{rule['doc']} Paper and departures: src/rules/{rule['name']}.h."
    presets = ", ".join(rule["presets"])
    extra = documented("const char* preset = nullptr;", f"whose conventions, set before all that differs from its default here: {presets}")
    body = structure(rule["name"], doc, rule["hypers"], [f"static constexpr dlopt_rule rule = {rule['constant']};", f"static constexpr int count = {len(rule['hypers'])};"], extra)
    return header(f"rules/{rule['name']}.hpp", f"options of {rule['name']}.", ["../conventions.hpp", "../values.hpp"], body)


def schedule_file(kind):
    body = structure(kind["name"], kind["doc"], kind["fields"], [f"static constexpr dlopt_schedule_kind kind = {kind['constant']};"])
    return header(f"schedules/{kind['name']}.hpp", f"fields of the schedule {kind['name']}.", ["../choices.hpp", "../values.hpp"], body, "schedules")


def wrappers_file(wrappers):
    body = []
    for wrapper in wrappers:
        body += [*structure(wrapper["name"], wrapper["doc"], wrapper["fields"], [f"static constexpr dlopt_wrapper wrapper = {wrapper['constant']};"]), ""]
    return header("wrappers.hpp", "fields of what accompanies an optimizer.", ["choices.hpp", "values.hpp"], body[:-1], "wrappers")


def scaler_file(fields):
    body = structure("scaler_options", "What a scaler does. What it remembers: scaler_field.", scaler_settings(fields), [],
                     documented("const char* preset = nullptr;", "set before all that differs from its default here; see dlopt_scaler_preset"))
    return header("scaler_options.hpp", "settings of a loss scale.", ["choices.hpp", "values.hpp"], body)


def norm_watch_file(fields):
    body = structure("norm_watch_options", "What a watch takes for an explosion. How many there were: norm_watch_field.", norm_watch_settings(fields), [])
    return header("norm_watch_options.hpp", "settings of a watch over norms.", ["values.hpp"], body)


def other_than_default(value):
    """A value within bounds that is not the default, and not neutral, as C++ writes it."""
    if value["kind"] == "flag":
        return "false" if value["default"] else "true"
    if value["kind"] == "choice":
        return f"dlopt::{value['enum']}::{identifier(value['choices'][(int(value['default']) + 1) % len(value['choices'])])}"
    numbers = [3, 7] if value["kind"] == "integer" else [0.375, 0.625, 3.5, value["default"] / 2, value["default"] * 2]
    return repr(next(x for x in numbers if value["lower"] <= x <= value["upper"] and x != value["default"]))


def test_rows(api):
    """One row for each value of each structure, for the test that changes it through the structure and reads it back from the handle."""
    settings = scaler_settings(api["scaler"]["fields"])
    owners = [("RULE", rule["name"], rule["hypers"]) for rule in api["rules"]]
    owners += [("SCHEDULE", kind["name"], kind["fields"]) for kind in makeable(api["schedules"])]
    owners += [("WRAPPER", wrapper["name"], wrapper["fields"]) for wrapper in api["wrappers"]] + [("SCALER", "scaler_options", settings)]
    owners.append(("NORM_WATCH", "norm_watch_options", norm_watch_settings(api["norm_watch"]["fields"])))
    lines = ["// values.def - every value of every option structure, and another than its default. Written by bindings/generate."]
    for macro, name, values in owners:
        lines += [f"{macro}({name}, {identifier(v['name'])}, {v['constant']}, {other_than_default(v)})" for v in values if v["kind"] != "list"]
    return "\n".join(lines) + "\n"


def scaler_settings(fields):
    """From `scale` on the fields are what a scaler remembers."""
    return fields[:[field["name"] for field in fields].index("scale")]


def norm_watch_settings(fields):
    """All but what a watch remembers."""
    return [field for field in fields if field["name"] != "fired"]


def all_of(file, about, folder, owners):
    includes = "\n".join(f'#include "{folder}/{name}.hpp"' for name in sorted(owner["name"] for owner in owners))
    guard = "DLOPT_CPP_" + file.upper().replace(".", "_")
    return f"// dlopt/cpp/{file} - {about} Written by bindings/generate.\n#ifndef {guard}\n#define {guard}\n\n{includes}\n\n#endif\n"


def makeable(schedules):
    return [kind for kind in schedules if kind["name"] not in ("sequence", "product", "chain")]


def files(api):
    """Path below the root of the tree: text."""
    enums = api["enums"]
    conventions = {name: name for name, enum in enums.items() if enum["header"] == "conventions.h"}
    used = {value["enum"] for owner in [*api["schedules"], *api["wrappers"], api["scaler"]] for value in owner["fields"] if value["kind"] == "choice"}
    choices = {name: name for name in enums if name in used}
    written = {
        "conventions.hpp": enums_file("conventions.hpp", "where implementations of one rule differ.", "../rules.h", conventions, api),
        "choices.hpp": enums_file("choices.hpp", "what fields of schedules, wrappers and scalers choose from.", "../../dlopt.h", choices, api),
        "enums.hpp": enums_file("enums.hpp", "what functions choose from.", "../../dlopt.h", ARGUMENT_ENUMS, api),
        "fields.hpp": enums_file("fields.hpp", "names of hyper-parameters and of fields.", "../../dlopt.h", FIELD_ENUMS, api),
        "rules.hpp": all_of("rules.hpp", "options of every rule.", "rules", api["rules"]),
        "schedules.hpp": all_of("schedules.hpp", "fields of every schedule.", "schedules", makeable(api["schedules"])),
        "wrappers.hpp": wrappers_file(api["wrappers"]),
        "scaler_options.hpp": scaler_file(api["scaler"]["fields"]),
        "norm_watch_options.hpp": norm_watch_file(api["norm_watch"]["fields"]),
    }
    written.update({f"rules/{rule['name']}.hpp": rule_file(rule) for rule in api["rules"]})
    written.update({f"schedules/{kind['name']}.hpp": schedule_file(kind) for kind in makeable(api["schedules"])})
    below = {f"include/dlopt/cpp/{name}": text for name, text in written.items()}
    return {**below, "tests/bindings/cpp/values.def": test_rows(api)}


# Folders in which every file is written by this program: one that it no longer writes is stale.
OWN_FOLDERS = ["include/dlopt/cpp/rules", "include/dlopt/cpp/schedules"]
