"""Pictures: drawn without a display, with what they show where it belongs. Without matplotlib all else works."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

import dlopt
from dlopt import plot, schedules

drawn = pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed")


def data(axes):
    """Label and points of each line."""
    return {line.get_label(): (list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines}


@drawn
def test_schedules(tmp_path):
    axes = plot.schedules({"cosine": schedules.Cosine(total_steps=8), "by hand": lambda step: 0.5**step}, 8)
    lines = data(axes)
    assert lines["cosine"][1] == schedules.Cosine(total_steps=8).curve(8) and lines["by hand"][1][3] == 0.125
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["cosine", "by hand"]
    axes.figure.savefig(tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").stat().st_size > 2000
    assert plot.schedules(schedules.Constant(), 3, log=True).get_yscale() == "log"


@drawn
def test_history():
    history = dlopt.History(["loss", "lr"])
    for step in range(5):
        history.append(step, loss=2.0**-step, lr=0.1)
    first, second = plot.history(history, log=["loss"])
    assert (first.get_yscale(), second.get_yscale()) == ("log", "linear")
    assert list(first.lines[0].get_ydata()) == history["loss"]
    (only,) = plot.history(history, ["lr"], axes=[first])
    assert only is first


@drawn
def test_norms():
    norms = [1.0] * 5 + [30.0, 1.0, float("inf")]
    axes = plot.norms(norms, watch=dlopt.NormWatch(warmup=3, factor=4))
    lines = data(axes)
    assert lines["norm"][1] == norms
    assert lines["limit of the watch"][1][3:] == [4] * 5 and np.isnan(lines["limit of the watch"][1][2])
    np.testing.assert_array_equal(axes.collections[0].get_offsets(), [[5, 30], [7, 30]])


@drawn
def test_magnitudes():
    optimizer, w, g = dlopt.SGD(), np.array([1.0, 3.0, 0.25]), np.array([0.5, 0.5, 0.5])
    optimizer.step(w.copy(), g)
    axes = plot.magnitudes(optimizer.measure(params=w, grads=g))
    drawn = [patch.get_data().values for patch in axes.patches]
    assert [list(np.nonzero(counts)[0] - 48) for counts in drawn] == [[-2, 0, 1], [-1]]
    assert [list(patch.get_data().edges[[0, -1]]) for patch in axes.patches] == [[-48, 16]] * 2


@drawn
def test_trajectories(tmp_path):
    axes = plot.trajectories(
        {"SGD": dlopt.SGD(lr=0.1), "AdamW": dlopt.AdamW(lr=0.1, weight_decay=0)},
        lambda x, y: x * x + 4 * y * y,
        lambda x, y: (2 * x, 8 * y),
        start=(-1.5, 1),
        steps=20,
        within=(-2, 2, -1.5, 1.5),
    )
    lines = data(axes)
    assert lines["SGD"][0][:2] == [-1.5, pytest.approx(-1.2)] and len(lines["AdamW"][0]) == 21
    axes.figure.savefig(tmp_path / "picture.png")


def test_nothing_needs_matplotlib():
    code = "import sys; sys.modules['matplotlib'] = None; import dlopt, dlopt.plot; dlopt.AdamW(); assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
