"""Everything that a built library tells of itself, as one dictionary of plain data: rules, schedules, wrappers, scaler, watch, recipes, statuses and
enumerations. Values come from the library; names of constants and the words at them from the C headers and the rules' files."""

import ctypes
import pathlib
import re

import c_headers

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = {1: "real", 2: "integer", 3: "flag", 4: "choice", 5: "list"}


class HyperInfo(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("id", ctypes.c_int32), ("kind", ctypes.c_int32), ("reserved", ctypes.c_uint32),
                ("default", ctypes.c_double), ("lower", ctypes.c_double), ("upper", ctypes.c_double),
                ("name", ctypes.c_char_p), ("doc", ctypes.c_char_p), ("choices", ctypes.c_char_p)]


class StateInfo(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("optional", ctypes.c_int32), ("bytes_per_element", ctypes.c_int32), ("shape", ctypes.c_int32),
                ("name", ctypes.c_char_p), ("doc", ctypes.c_char_p), ("moment", ctypes.c_int32), ("reserved", ctypes.c_int32)]


class Library:
    def __init__(self, path):
        self._c = ctypes.CDLL(str(path))
        for name in ("rule_name", "schedule_kind_name", "wrapper_name", "recipe_name", "rule_preset_name", "version_string", "last_error"):
            getattr(self._c, "dlopt_" + name).restype = ctypes.c_char_p
        self._enums = c_headers.enumerations(ROOT / "include")

    def text(self, function, *arguments):
        found = getattr(self._c, "dlopt_" + function)(*arguments)
        return None if found is None else found.decode()

    def numbered(self, function):
        """(number, name) of all that a function names, from 1 on."""
        number = 1
        while (name := self.text(function, number)) is not None:
            yield number, name
            number += 1

    def _rows(self, structure, function, *of):
        """Rows of a table, as long as there are."""
        call, index = getattr(self._c, "dlopt_" + function), 0
        row = structure(struct_size=ctypes.sizeof(structure))
        while call(*of, index, ctypes.byref(row)) == 0:
            yield row
            index += 1

    def values(self, function, constants, *of):
        """Hyper-parameters or fields, in the order of their table."""
        return [self._value(row, self._enums[constants]["members"]) for row in self._rows(HyperInfo, function, *of)]

    def _value(self, row, constants):
        constant = next(member for member in constants if member["number"] == row.id)
        value = {"id": row.id, "constant": constant["constant"], "name": row.name.decode(), "kind": KINDS[row.kind], "doc": row.doc.decode(),
                 "default": row.default, "lower": row.lower, "upper": row.upper}
        if row.kind == 4:
            value["choices"] = row.choices.decode().split()
            value["enum"] = re.search(r"choice: dlopt_(\w+)", constant["doc"])[1]
        return value

    def states(self, rule):
        return [{"name": row.name.decode(), "doc": row.doc.decode(), "optional": bool(row.optional), "shape": row.shape, "moment": row.moment,
                 "bytes_per_element": row.bytes_per_element} for row in self._rows(StateInfo, "rule_state_info", rule)]

    def presets(self, rule):
        index = 0
        while (name := self.text("rule_preset_name", rule, index)) is not None:
            yield name
            index += 1

    def preset_values(self, rule, hypers, preset):
        """What a preset sets to another value than the default, by name."""
        optimizer, value, found = ctypes.c_void_p(), ctypes.c_double(), {}
        if self._c.dlopt_optimizer_create(None, rule, ctypes.byref(optimizer)) or self._c.dlopt_optimizer_preset(optimizer, preset.encode()):
            raise ValueError(self.text("last_error"))
        for hyper in hypers:
            self._c.dlopt_optimizer_get(optimizer, hyper["id"], ctypes.byref(value))
            if value.value != hyper["default"]:
                found[hyper["name"]] = value.value
        self._c.dlopt_optimizer_destroy(optimizer)
        return found

    def rules(self):
        for number, name in self.numbered("rule_name"):
            hypers, presets = self.values("rule_hyper_info", "hyper_code", number), list(self.presets(number))
            yield {"number": number, "name": name, "constant": "DLOPT_RULE_" + name.upper(), "doc": title_of_rule(name), "hypers": hypers,
                   "states": self.states(number), "presets": presets, "preset_values": {preset: self.preset_values(number, hypers, preset) for preset in presets}}

    def kinds(self, names, info, prefix, code, fields):
        docs = {member["number"]: member["doc"] for member in self._enums[code]["members"]}
        for number, name in self.numbered(names):
            yield {"number": number, "name": name, "constant": prefix + name.upper(), "doc": docs[number], "fields": self.values(info, fields, number)}

    def everything(self):
        api = {
            "version": self.text("version_string"),
            "statuses": c_headers.statuses(ROOT / "include"),
            "rules": list(self.rules()),
            "schedules": list(self.kinds("schedule_kind_name", "schedule_field_info", "DLOPT_SCHEDULE_", "schedule_kind_code", "schedule_field_code")),
            "wrappers": list(self.kinds("wrapper_name", "wrapper_field_info", "DLOPT_WRAPPER_", "wrapper_code", "wrapper_field_code")),
            "scaler": {"fields": self.values("scaler_field_info", "scaler_field_code")},
            "norm_watch": {"fields": self.values("norm_watch_field_info", "norm_watch_field_code")},
            "recipes": [{"number": number, "name": name, "constant": "DLOPT_RECIPE_" + name.upper()} for number, name in self.numbered("recipe_name")],
            "enums": self._enums,
        }
        name_choices(api)
        return api


def title_of_rule(name):
    """The first sentence of a rule's file."""
    return (ROOT / "src" / "rules" / f"{name}.h").read_text().split("\n", 1)[0].removeprefix("// ")


def all_values(api):
    for group in (api["rules"], api["schedules"], api["wrappers"], [api["scaler"]], [api["norm_watch"]]):
        for owner in group:
            yield from owner.get("hypers", owner.get("fields"))


def name_choices(api):
    """Names the members of an enumeration of choices as the library does. Some owners offer only the first of them."""
    longest = {}
    for value in all_values(api):
        if value["kind"] == "choice" and len(value["choices"]) > len(longest.get(value["enum"], [])):
            longest[value["enum"]] = value["choices"]
    for enum, choices in longest.items():
        members = api["enums"][enum]["members"]
        if [member["number"] for member in members] != list(range(len(choices))):
            raise ValueError(f"dlopt_{enum} has {len(members)} members, the library {len(choices)} choices")
        for member, choice in zip(members, choices):
            member["name"] = choice
    for value in all_values(api):
        if value["kind"] == "choice" and longest[value["enum"]][:len(value["choices"])] != value["choices"]:
            raise ValueError(f"{value['name']} offers {value['choices']}, others {longest[value['enum']]}")
