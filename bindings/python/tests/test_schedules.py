"""Schedules from Python: values by their formulas, compositions, reports, copies."""

import copy
import math
import pickle

import pytest

import dlopt
from dlopt import Schedule, errors, schedules


def cosine(step, base, final, total, power):
    return final + (base - final) * ((1 + math.cos(math.pi * min(step, total) / total)) / 2) ** power


def test_values_by_formula():
    made = schedules.Cosine(base=0.5, final=0.125, total_steps=40, power=1.5)
    for step in (0, 1, 17, 40, 100):
        assert made.value(step) == made(step) == pytest.approx(cosine(step, 0.5, 0.125, 40, 1.5), rel=1e-14)
    assert made.curve(3) == [made(0), made(1), made(2)] == made.curve([0, 1, 2])


def test_a_word_of_python_as_field():
    made = schedules.InverseTime(base=2, lambda_=0.25, power=0.5)
    assert made(12) == pytest.approx(2 / (1 + 0.25 * 12) ** 0.5, rel=1e-15)
    assert made.get("lambda") == made.lambda_ == 0.25


def test_lists():
    made = schedules.MultiStep(base=8, gamma=0.5, milestones=[3, 5, 5])
    assert made.curve(7) == [8, 8, 8, 4, 4, 1, 1]
    made.milestones = (1,)
    assert made.milestones == (1.0,)
    made.set("milestones", [2])
    assert made.curve(3) == [8, 8, 4]


def test_sequence():
    first, second = schedules.Constant(base=3), schedules.Linear(base=2, start_factor=1, end_factor=0, total_steps=4)
    assert Schedule.sequence([first, second], [2]).curve(5) == [3, 3, 2, 1.5, 1]
    assert Schedule.sequence([first, second], [2], shared_clock=True).curve(5) == [3, 3, 1, 0.5, 0]


def test_product_and_chain():
    half, drop = schedules.Constant(base=0.5), schedules.Step(base=4, step_size=2, gamma=0.25)
    assert Schedule.product([half, drop]).curve(4) == [2, 2, 0.5, 0.5]
    assert Schedule.chain([half, drop]).curve(4) == [0.5, 0.5, 0.125, 0.125]


def test_warmup():
    inner = schedules.Constant(base=6)
    assert inner.warmup(3).curve(4) == [0, 2, 4, 6]
    assert inner.warmup(3, "linear_from_one").curve(4) == [2, 4, 6, 6]


def test_children_are_copied():
    child = schedules.Constant(base=1)
    both = Schedule.product([child, child])
    child.base = 5
    assert both(0) == 1 and child(0) == 5


def test_plateau():
    made = schedules.Plateau(base=1, gamma=0.5, patience=1)
    for metric in (3.0, 3.0, 3.0):
        made.report(metric)
    assert made(0) == 0.5
    with pytest.raises(errors.InvalidArgumentError):
        schedules.Constant().report(1)


def test_copy_and_pickle():
    made = schedules.Piecewise(base=2, milestones=[1, 4], values=[1, 0.5, 0.25], interpolation="linear")
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert type(again) is schedules.Piecewise and again.curve(6) == made.curve(6)
        again.base = 3
        assert made.base == 2
    for single in (schedules.Plateau(), Schedule.product([made])):
        with pytest.raises(TypeError, match="cannot be copied"):
            copy.copy(single)


def test_repr_and_close():
    made = schedules.Cosine(base=0.5, after_end="repeat")
    assert repr(made) == "Cosine(base=0.5, final=0.0, total_steps=1000, power=1.0, after_end='repeat')"
    with made:
        pass
    made.close()
    assert made.closed and repr(made) == "<Cosine, closed>"
    with pytest.raises(errors.ClosedError):
        made(0)


def test_choices_by_number_and_name():
    made = schedules.Cosine(after_end=1)
    assert made.after_end == dlopt.enums.AfterEnd.REPEAT
    made.after_end = "hold"
    assert made.after_end == 0
    made.after_end = dlopt.enums.AfterEnd.REPEAT
    assert made.after_end is dlopt.enums.AfterEnd.REPEAT


def test_learning_rates():
    assert dlopt.scale_lr(0.1, 1024, 256) == pytest.approx(0.4, rel=1e-15)
    assert dlopt.scale_lr(0.1, 1024, 256, "sqrt") == pytest.approx(0.2, rel=1e-15)
    rates = [10**exponent for exponent in range(-6, 1)]
    assert dlopt.suggest_lr(rates, [5, 5, 4.5, 2, 1, 3, 9], method="minimum") == pytest.approx(1e-3, rel=1e-12)


def test_suggestion_with_smoothing():
    """Against averages in which each older loss counts half."""
    rates, losses = [10**exponent for exponent in range(-6, 1)], [5, 5, 1.5, 4, 2, 1.6, 9]
    smooth = [sum(0.5 ** (i - j) * losses[j] for j in range(i + 1)) / sum(0.5 ** (i - j) for j in range(i + 1)) for i in range(len(losses))]
    lowest = smooth.index(min(smooth))
    assert lowest != losses.index(min(losses))
    assert dlopt.suggest_lr(rates, losses, smoothing=0.5, method="minimum") == pytest.approx(rates[lowest] / 10, rel=1e-12)
