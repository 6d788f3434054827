"""What type checkers know of the package: mypy reads this file, nobody runs it. Each ignored line must be an error, or mypy says so."""

import array
from typing import Tuple

import dlopt
from dlopt import enums, schedules, wrappers

opt = dlopt.AdamW(lr=0.1, beta1=schedules.Constant(base=0.5), decay_mode="l2", preset="optax")
opt.lr = schedules.Cosine(base=0.1, total_steps=100).warmup(10)
opt.lr = lambda step: 0.1 / (1 + step)
opt.eps_mode = "inside"
opt.eps_mode = enums.EpsMode.HAT
rate: float = opt.lr
mode: enums.EpsMode = opt.eps_mode
correct: bool = opt.bias_correction
steps: int = schedules.Cosine().total_steps
stones: Tuple[float, ...] = schedules.MultiStep(milestones=[1, 2]).milestones
ema: wrappers.Ema = opt.wrap(wrappers.Ema(decay=0.9))
report: dlopt.StepReport = opt.step(array.array("f", [1]), array.array("f", [2]))
held: bool = report.skipped
loss: float = dlopt.Scaler().scaled(2.0)
gan: dlopt.Optimizer = dlopt.recipe("gan")

dlopt.AdamW(0.1)  # type: ignore[misc]
dlopt.AdamW(momentum=0.9)  # type: ignore[call-arg]
dlopt.AdamW(preset="sutskever")  # type: ignore[arg-type]
dlopt.AdamW(eps_mode="beside")  # type: ignore[arg-type]
opt.amsgrad = "yes"  # type: ignore[assignment]
opt.eps_mode = "beside"  # type: ignore[assignment]
schedules.Cosine(total_steps=1.5)  # type: ignore[arg-type]
wrappers.Ema(warmup="cosine")  # type: ignore[arg-type]
dlopt.recipe("alexnet")  # type: ignore[arg-type]
dlopt.Scaler(preset="Torch")  # type: ignore[arg-type]
