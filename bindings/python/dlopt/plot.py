"""Pictures of schedules, of what a training went through, and of the ways that rules take. Needs matplotlib, which is imported when a picture is drawn.

Each function draws on the axes that it is given, or on ones of its own, and returns them: axes.figure.savefig("picture.svg").
"""

from __future__ import annotations

from array import array
from statistics import median
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

if TYPE_CHECKING:
    from .history import History
    from .monitor import Stats
    from .norm_watch import NormWatch
    from .optimizer import Optimizer

Axes = Any
Curve = Callable[[int], float]

# Colours that people who see few of them can tell apart (Okabe and Ito 2008), the darkest first.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
QUIET = "#888888"


def _axes(given: Optional[Axes], **size: Any) -> Axes:
    if given is not None:
        return given
    from matplotlib.figure import Figure

    return Figure(layout="constrained", **size).add_subplot()


def _tidy(axes: Axes, x: str, y: str) -> Axes:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(True, color="#e5e5e5", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return axes


def _legend(axes: Axes) -> None:
    """Beside the picture, where it hides nothing."""
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)


def _style(index: int) -> Dict[str, Any]:
    """Of the index-th line: when the colours are used up, they come again with other dashes."""
    return {"color": COLOURS[index % len(COLOURS)], "linestyle": ("-", "--", ":")[index // len(COLOURS) % 3], "linewidth": 1.6}


def schedules(curves: Union[Curve, Mapping[str, Curve]], steps: int, *, axes: Optional[Axes] = None, log: bool = False) -> Axes:
    """One schedule, or several by name, over the steps before `steps`. A function from the step to a value will do as well."""
    axes = _tidy(_axes(axes, figsize=(6.5, 3.2)), "step", "value")
    named = curves if isinstance(curves, Mapping) else {"": curves}
    for index, (name, curve) in enumerate(named.items()):
        axes.plot(range(steps), [curve(step) for step in range(steps)], label=name or None, **_style(index))
    if len(named) > 1:
        _legend(axes)
    axes.set_xlim(0, max(steps - 1, 1))
    if log:
        axes.set_yscale("log")
    return axes


def history(history: "History", columns: Optional[Iterable[str]] = None, *, log: Iterable[str] = (), axes: Optional[Sequence[Axes]] = None) -> List[Axes]:
    """Columns of a history, one picture below the other, those of `log` on a logarithmic scale."""
    names, steps = list(history.columns if columns is None else columns), history.steps()
    if axes is None:
        from matplotlib.figure import Figure

        axes = list(Figure(figsize=(6, 1 + 1.6 * len(names)), layout="constrained").subplots(len(names), 1, sharex=True, squeeze=False)[:, 0])
    for index, (name, each) in enumerate(zip(names, axes)):
        _tidy(each, "step" if each is axes[-1] else "", name)
        each.plot(steps, history[name], **{**_style(index), "linestyle": "-"})
        if name in set(log):
            each.set_yscale("log")
    return list(axes)


def norms(norms: Sequence[float], *, watch: Optional["NormWatch"] = None, axes: Optional[Axes] = None) -> Axes:
    """Norms of gradients, step by step, as a watch with these fields sees them: their running median, and those that exploded."""
    from math import isfinite

    from .norm_watch import NormWatch

    axes = _tidy(_axes(axes, figsize=(6.5, 3.2)), "step", "norm")
    axes.set_yscale("log")
    limit, exploded = [], []
    like = watch if watch is not None else NormWatch()
    with NormWatch(window=like.window, factor=like.factor, warmup=like.warmup) as seen:
        for step, norm in enumerate(norms):
            known = seen.norms()
            limit.append(seen.factor * median(known) if len(known) >= seen.warmup else float("nan"))
            if seen.look(step, norm):
                exploded.append(step)
    axes.plot(range(len(norms)), norms, label="norm", **_style(0))
    axes.plot(range(len(norms)), limit, label="limit of the watch", color=QUIET, linestyle="--", linewidth=1)
    if exploded:
        top = max((norm for norm in norms if isfinite(norm)), default=1)
        heights = [norms[step] if isfinite(norms[step]) else top for step in exploded]
        axes.scatter(exploded, heights, label="exploded", color=COLOURS[1], marker="x", zorder=3)
    _legend(axes)
    return axes


def magnitudes(stats: "Stats", *, axes: Optional[Axes] = None) -> Axes:
    """How large the elements of parameters and gradients are: how many there are of each power of two."""
    axes = _tidy(_axes(axes, figsize=(6.5, 3.2)), "magnitude, as a power of two", "elements")
    shown = [(name, numbers.magnitudes) for name, numbers in (("parameters", stats.param), ("gradients", stats.grad)) if numbers is not None]
    for index, (name, counts) in enumerate(shown):
        axes.stairs(counts, range(-48, len(counts) - 47), label=name, fill=index == 0, alpha=0.35 if index == 0 else 1, color=COLOURS[index])
    used = [place - 48 for _, counts in shown for place, count in enumerate(counts) if count]
    axes.set_xlim(min(used, default=-48) - 1, max(used, default=16) + 2)
    _legend(axes)
    return axes


def path(optimizer: "Optimizer", gradient: Callable[[float, float], Tuple[float, float]], start: Tuple[float, float], steps: int) -> List[Tuple[float, float]]:
    """The points that an optimizer comes to from a point of the plane, in f64."""
    point, grad, points = array("d", start), array("d", (0, 0)), [start]
    for _ in range(steps):
        grad[0], grad[1] = gradient(point[0], point[1])
        optimizer.step(point, grad)
        points.append((point[0], point[1]))
    return points


def trajectories(
    optimizers: Mapping[str, "Optimizer"],
    function: Callable[[float, float], float],
    gradient: Callable[[float, float], Tuple[float, float]],
    *,
    start: Tuple[float, float],
    steps: int,
    within: Tuple[float, float, float, float],
    levels: int = 24,
    axes: Optional[Axes] = None,
) -> Axes:
    """The ways that optimizers, which have no parameters yet, take over a function of two variables, whose level lines are drawn.

    within: the part of the plane that is shown: from x, to x, from y, to y
    levels: how many level lines; they lie as densely where the function is low as where it is high
    """
    axes = _tidy(_axes(axes, figsize=(6.5, 4)), "x", "y")
    axes.grid(False)
    left, right, bottom, top = within
    xs = [left + (right - left) * i / 160 for i in range(161)]
    ys = [bottom + (top - bottom) * i / 160 for i in range(161)]
    heights = [[function(x, y) for x in xs] for y in ys]
    ordered = sorted(height for row in heights for height in row)
    cuts = sorted({ordered[int((len(ordered) - 1) * (i / levels) ** 2)] for i in range(1, levels)})
    axes.contour(xs, ys, heights, levels=cuts, colors="#cccccc", linewidths=0.7)
    for index, (name, optimizer) in enumerate(optimizers.items()):
        points = path(optimizer, gradient, start, steps)
        axes.plot([x for x, _ in points], [y for _, y in points], label=name, **{**_style(index), "linewidth": 1.2})
        axes.scatter(*points[-1], color=_style(index)["color"], s=18, zorder=3)
    axes.scatter(*start, color="black", marker="x", label="start", zorder=4)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    _legend(axes)
    return axes
