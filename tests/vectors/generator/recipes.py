"""Whole trainings by recipes of dlopt/recipe.h: PyTorch's optimizers, schedulers and clip, put together by hand as the sources of the recipes say."""

import numpy as np
import torch
from torch.optim import lr_scheduler as tl

from . import gradients

FORMAT = """
  recipe NAME                   length STEPS_PER_EPOCH TOTAL_STEPS; gradients SET, again and again; role SLOT ROLE
    lr T V                        lr of step T (from 1), of some steps
    param T SLOT V...             parameter after step T
"""
ROLES = ["weight", "bias", "norm"]  # of the three parameters of the set of gradients
SET = "net"


def _decay_of_weights(parameters):
    """Parameter groups of BERT's kind."""
    undecayed = [p for p, role in zip(parameters, ROLES) if role != "weight"]
    return [dict(params=[p for p, role in zip(parameters, ROLES) if role == "weight"]), dict(params=undecayed, weight_decay=0.0)]


def _resnet(parameters, length):
    optimizer = torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=1e-4)
    return optimizer, tl.StepLR(optimizer, 30 * length[0], 0.1), None


def _bert(parameters, length):
    optimizer = torch.optim.AdamW(_decay_of_weights(parameters), lr=1e-4, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01)
    lr = lambda t: t / 10000 if t < 10000 else (length[1] - t) / (length[1] - 10000)  # noqa: E731
    return optimizer, tl.LambdaLR(optimizer, lr), 1.0


def _minigpt(parameters, length):
    optimizer = torch.optim.AdamW(parameters, lr=1e-4, weight_decay=0.01, betas=(0.9, 0.999), eps=1e-8)
    return optimizer, tl.CosineAnnealingLR(optimizer, length[1]), 1.0


def _ppo(parameters, _):
    optimizer = torch.optim.Adam(parameters, lr=3e-4)
    return optimizer, None, 0.5


def _gan(parameters, _):
    return torch.optim.Adam(parameters, lr=2e-4, betas=(0.5, 0.999)), None, None


# (what sets it up, length, steps)
RECIPES = {
    "resnet": (_resnet, (2, 0), 140),
    "bert": (_bert, (0, 10060), 10060),
    "minigpt": (_minigpt, (0, 100), 100),
    "ppo": (_ppo, (0, 0), 64),
    "gan": (_gan, (0, 0), 64),
}


def is_written(t, steps):
    """Of a long run, its beginning, where the warm-up ends, its end, and a step now and then."""
    return t <= 64 or t > steps - 64 or t % 500 == 1


def run(make, length, steps):
    """Yields (step from 1, lr, parameters)."""
    source = gradients.SETS[SET]
    parameters = [torch.tensor(start, requires_grad=True) for start in source["start"]]
    optimizer, scheduler, limit = make(parameters, length)
    for t in range(steps):
        for p, g in zip(parameters, source["grads"][t % gradients.STEPS]):
            p.grad = None if g is None else torch.tensor(g)
        if limit is not None:
            torch.nn.utils.clip_grad_norm_(parameters, limit)
        lr = optimizer.param_groups[0]["lr"]
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        if is_written(t + 1, steps):
            yield t + 1, lr, [p.detach().numpy().copy() for p in parameters]
