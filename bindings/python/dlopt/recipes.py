"""Optimizers as known trainings set them up, whole: rule, hyper-parameters, schedule, clipping, roles without decay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from . import _native, rules
from .checkpoint import rule_of
from .enums import Recipe, RecipeLike, Rule
from .runtime import Runtime, raw

if TYPE_CHECKING:
    from .optimizer import Optimizer


def recipe(name: RecipeLike, *, steps_per_epoch: int = 0, total_steps: int = 0, runtime: Optional[Runtime] = None) -> "Optimizer":
    """An optimizer as a known training sets it up; it is an ordinary one, of the class of its rule. What each recipe does: help(dlopt.enums.Recipe).

    steps_per_epoch: steps that one pass through the data takes: resnet
    total_steps: steps of the whole training: bert, minigpt
    """
    handle = _native.recipe_create(raw(runtime), Recipe(name), steps_per_epoch, total_steps)
    kind = rules.ALL[Rule(rule_of(_native.optimizer_save_block(handle, None)))]
    return kind._adopt(handle, runtime)
