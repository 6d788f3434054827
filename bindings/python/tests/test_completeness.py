"""Nothing that the library has is missing here: rules, hyper-parameters, schedules, wrappers, recipes, statuses, exports."""

import pathlib
import re

import pytest

import dlopt
from dlopt import _native, enums, errors, info, rules, schedules, wrappers
from dlopt.status import Status

TREE = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = TREE / "bindings" / "python" / "dlopt"


def test_rules():
    assert [rule.name.lower() for rule in enums.Rule] == info.rules()
    assert set(rules.ALL) == set(enums.Rule)
    assert {kind.__name__ for kind in rules.ALL.values()} == set(rules.__all__) - {"ALL"}
    for number, kind in rules.ALL.items():
        assert getattr(dlopt, kind.__name__) is kind
        assert info.rule(number.name.lower()) == number


def test_hyper_parameters_have_names():
    known = {row.id for rule in enums.Rule for row in info.hypers(rule)}
    assert known == set(enums.Hyper)


def test_schedules():
    assert [kind.name.lower() for kind in enums.ScheduleKind] == info.schedules()
    compositions = {enums.ScheduleKind.SEQUENCE, enums.ScheduleKind.PRODUCT, enums.ScheduleKind.CHAIN}
    assert set(schedules.ALL) == set(enums.ScheduleKind) - compositions
    assert {row.id for kind in enums.ScheduleKind for row in info.schedule_fields(kind)} == set(enums.ScheduleField)


def test_wrappers():
    assert [kind.name.lower() for kind in enums.WrapperKind] == info.wrappers()
    assert set(wrappers.ALL) == set(enums.WrapperKind)
    assert {row.id for kind in enums.WrapperKind for row in info.wrapper_fields(kind)} == set(enums.WrapperField)


def test_recipes():
    assert [recipe.name.lower() for recipe in enums.Recipe] == info.recipes()


def test_states():
    found = {state.name: (state.optional, state.bytes_per_element, state.shape.name, state.moment.name) for state in info.states("adam")}
    assert found == {"exp_avg": (False, 4, "ELEMENTS", "FIRST"), "exp_avg_sq": (False, 4, "ELEMENTS", "SECOND"),
                     "max_exp_avg_sq": (True, 4, "ELEMENTS", "SECOND")}


def test_version():
    assert ".".join(map(str, info.version())) == dlopt.__version__ == info.build()["version"]
    assert info.status(-8) == "a value is outside its range"


def test_scaler_and_watch():
    assert [row.id for row in info.scaler_fields()] == list(enums.ScalerField)
    assert [row.id for row in info.norm_watch_fields()] == list(enums.NormWatchField)


def test_statuses():
    """Each has an error that carries it, and the library's own words for it."""
    for status in Status:
        assert _native.status_string(status) == status.__doc__
        error = errors.error_of(status, "text")
        assert isinstance(error, errors.Error) and error.status == status and str(error) == "text"


@pytest.mark.parametrize("enum", [getattr(enums, name) for name in enums.__all__ if not name.endswith("Like")], ids=lambda enum: enum.__name__)
def test_enumerations(enum):
    """A member goes by number and by name, and says what it means."""
    for member in enum:
        assert enum(int(member)) is enum(member.name.rstrip("_").lower()) is member
    with pytest.raises(ValueError, match="wanted one of"):
        enum("of another planet")


def test_choices_are_those_of_the_library():
    """Names in the order of their numbers, wherever something is chosen."""
    owners = [(kind, info.hypers(number)) for number, kind in rules.ALL.items()]
    owners += [(kind, info.schedule_fields(number)) for number, kind in schedules.ALL.items()]
    owners += [(kind, info.wrapper_fields(number)) for number, kind in wrappers.ALL.items()]
    for kind, rows in [*owners, (dlopt.Scaler, info.scaler_fields())]:
        for row in rows:
            if row.choices:
                members = list(kind._fields()[row.name].enum)[: len(row.choices)]
                assert [member.name.lower() for member in members] == list(row.choices)


def test_exports():
    """Every function of the library is in the native module and in its stub. That the package uses it, tests/bindings/exports.py sees to."""
    exports = {name.removeprefix("dlopt_") for name in (TREE / "src" / "capi" / "dlopt.symbols").read_text().split()}
    stub = (PACKAGE / "_native.pyi").read_text()
    for name in sorted(exports):
        assert callable(getattr(_native, name)), name
        assert re.search(rf"^def {name}\(", stub, re.M), name
