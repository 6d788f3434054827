"""Every setting of every class: set to another value than its default through the class, it reads back from the handle."""

import inspect
import pickle
import re

import pytest

import dlopt
from dlopt import _native, info, rules, schedules, wrappers
from dlopt.enums import Rule, ScheduleKind, ValueKind, WrapperKind
from values import another, as_number, attribute

COMPOSITIONS = {ScheduleKind.SEQUENCE, ScheduleKind.PRODUCT, ScheduleKind.CHAIN}


def keywords(kind):
    """What a constructor takes, beside what is no setting."""
    return [name for name in inspect.signature(kind).parameters if name not in ("params", "preset", "runtime")]


def check(kind, infos, number_of, remembered=()):
    """Of one class: its settings are those of the library in their order, start as there, and go through constructor and attribute."""
    assert list(kind._fields()) == [attribute(row) for row in infos]
    assert keywords(kind) == [attribute(row) for row in infos if row.name not in remembered]
    for row in infos:
        assert kind._fields()[attribute(row)].number == row.id
        assert row.doc.split(";")[0].split("dlopt_")[0] in kind._fields()[attribute(row)].__doc__
        fresh = kind()
        assert row.kind == ValueKind.LIST or number_of(fresh, row.id) == row.default
        value = another(row)
        ways = [fresh] if row.name in remembered else [fresh, kind(**{attribute(row): value})]
        setattr(fresh, attribute(row), value)
        for changed in ways:
            if row.kind == ValueKind.LIST:
                assert tuple(_native.schedule_get_list(changed._handle, row.id)) == value
            else:
                assert number_of(changed, row.id) == as_number(row, value)
            read = getattr(changed, attribute(row))
            assert read == (value if row.kind != ValueKind.CHOICE else as_number(row, value))
            assert not isinstance(read, float) or row.kind == ValueKind.REAL


@pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.name.lower())
def test_hyper_parameters(rule):
    check(rules.ALL[rule], info.hypers(rule), lambda optimizer, number: _native.optimizer_get(optimizer._handle, number))


@pytest.mark.parametrize("kind", [kind for kind in ScheduleKind if kind not in COMPOSITIONS], ids=lambda kind: kind.name.lower())
def test_fields_of_schedules(kind):
    check(schedules.ALL[kind], info.schedule_fields(kind), lambda schedule, number: _native.schedule_get(schedule._handle, number))


@pytest.mark.parametrize("kind", list(WrapperKind), ids=lambda kind: kind.name.lower())
def test_fields_of_wrappers(kind):
    def number_of(wrapper, number):
        """Of the optimizer that takes it with the fields that it has."""
        optimizer = dlopt.SGD()
        joined = pickle.loads(pickle.dumps(wrapper))
        optimizer.wrap(joined)
        return _native.optimizer_wrap_get(optimizer._handle, 0, number)

    check(wrappers.ALL[kind], info.wrapper_fields(kind), number_of)


def test_fields_of_scalers():
    remembered = ("scale", "growth_tracker", "hysteresis_left", "skipped", "found")
    check(dlopt.Scaler, info.scaler_fields(), lambda scaler, number: _native.scaler_get(scaler._handle, number), remembered)


def test_fields_of_watches():
    check(dlopt.NormWatch, info.norm_watch_fields(), lambda watch, number: _native.norm_watch_get(watch._handle, number), ("fired",))


def told_of(kind, preset):
    """What the documentation of a class says of a preset, by name."""
    said = " ".join(re.search(rf"^{preset}: (.*?)$(?!\n )", kind.__doc__, re.S | re.M)[1].split())
    return {} if said == "the defaults" else dict(item.split(" ") for item in said.split(", "))


@pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.name.lower())
def test_presets(rule):
    """A preset sets what the documentation of the class says and nothing else, and what is given beside it wins."""
    kind = rules.ALL[rule]
    for preset in info.presets(rule):
        told, given = told_of(kind, preset), kind(preset=preset)
        for row in info.hypers(rule):
            value = getattr(given, row.name)
            changed = _native.optimizer_get(given._handle, row.id) != row.default
            assert (row.name in told) == changed, row.name
            if changed:
                assert told[row.name] == f'"{value.name.lower()}"' if row.choices else float({"True": 1, "False": 0}.get(told[row.name], told[row.name])) == value
            default = row.choices[int(row.default)] if row.choices else row.default
            assert _native.optimizer_get(kind(preset=preset, **{row.name: default})._handle, row.id) == row.default
