"""The Python side for PyTorch: a class of bindings/python/dlopt/torch/rules for each rule that torch.optim has not got."""

from python import PACKAGE, literal, type_of
from python_enums import bracketed, camel, docstring, file, identifier, imported, prose

# Those stand in dlopt/torch/drop_ins.py, with the signatures that they have in torch.optim.
IN_TORCH = {"sgd", "adam", "adamw", "nadam", "radam", "adamax", "adadelta", "adagrad", "rmsprop", "rprop", "asgd", "sparse_adam", "adafactor"}


def parameter(value, unset):
    """One argument of a constructor. None stands for what is not to be set: a preset may have set it."""
    name, kind = identifier(value["name"]), type_of(value, "Number")
    if value["name"] in unset:
        return f"        {name}: Optional[{kind}] = None,"
    return f"        {name}: {kind} = {literal(value, value['default'])},"


def head(rule):
    enums = sorted({camel(value["enum"]) + "Like" for value in rule["hypers"] if value["kind"] == "choice"})
    first = ["from math import inf"] if any(abs(value["default"]) == float("inf") for value in rule["hypers"]) else []
    return [*first, "from typing import Any, Literal, Optional", "", "from ... import rules", *imported("...enums", enums), "from ..groups import Number",
            "from ..optimizer import Optimizer"]


def rule_file(rule):
    unset = {name for values in rule["preset_values"].values() for name in values}
    presets = ", ".join(f'"{preset}"' for preset in rule["presets"])
    lr = [value for value in rule["hypers"] if value["name"] == "lr"]
    others = [value for value in rule["hypers"] if value["name"] != "lr"]
    names = [identifier(value["name"]) for value in [*lr, *others]]
    body = ["", f"class {camel(rule['name'])}(Optimizer):", *docstring(f"{prose(rule['doc'])} Hyper-parameters and presets: dlopt.{camel(rule['name'])}."), ""]
    body += ["    def __init__(", "        self,", "        params: Any,", *(parameter(value, unset) for value in lr), "        *,"]
    body += [f"        preset: Optional[Literal[{presets}]] = None,"] if presets else []
    body += [*(parameter(value, unset) for value in others), "    ) -> None:"]
    given = [f"rules.{camel(rule['name'])}", *(["preset=preset"] if presets else []), *(f"{name}={name}" for name in names)]
    return file(f"The rule {rule['name']} for PyTorch.", head(rule), [*body, *bracketed("        super().__init__(params, ", given, ")")])


def files(api):
    """Path below the root of the tree: text."""
    own = sorted((rule for rule in api["rules"] if rule["name"] not in IN_TORCH), key=lambda rule: rule["name"])
    lines = [f"from .{identifier(rule['name'])} import {camel(rule['name'])}" for rule in own]
    exported = bracketed("__all__ = [", [f'"{camel(rule["name"])}"' for rule in own], "]")
    written = {"__init__.py": file("A class for each update rule that torch.optim has not got.", lines, exported)}
    written.update({f"{rule['name']}.py": rule_file(rule) for rule in own})
    return {f"{PACKAGE}/torch/rules/{name}": text for name, text in written.items()}


# Every file in it is written by this program: one that it no longer writes is stale.
OWN_FOLDERS = [f"{PACKAGE}/torch/rules"]
