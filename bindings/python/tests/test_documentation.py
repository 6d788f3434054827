"""Every module, class, function and property that a user can reach says what it is for."""

import importlib
import inspect
import pkgutil

import dlopt


def modules():
    for found in pkgutil.walk_packages(dlopt.__path__, "dlopt."):
        if found.name.endswith("._native"):
            continue
        try:
            yield importlib.import_module(found.name)
        except ModuleNotFoundError as missing:  # dlopt.torch, where torch is not
            assert missing.name == "torch"


def own(members):
    return {name: member for name, member in members.items() if not name.startswith("_") and getattr(member, "__module__", "dlopt").startswith("dlopt")}


def undocumented(module):
    if not module.__doc__:
        yield module.__name__
    for name, member in own(vars(module)).items():
        if inspect.isfunction(member) or inspect.isclass(member):
            if not member.__doc__:
                yield f"{module.__name__}.{name}"
        for inner in own(vars(member)) if inspect.isclass(member) else ():
            reached = getattr(member, inner)
            if (callable(reached) or isinstance(reached, property)) and not inspect.getdoc(reached):
                yield f"{module.__name__}.{name}.{inner}"


def test_everything_is_documented():
    assert sorted({name for module in modules() for name in undocumented(module)}) == []
