"""Recipes from Python: ordinary optimizers of the class of their rule."""

from array import array

import pytest

import dlopt
from dlopt import errors


def test_each():
    resnet = dlopt.recipe("resnet", steps_per_epoch=10)
    assert type(resnet) is dlopt.SGD and (resnet.lr, resnet.momentum, resnet.weight_decay) == (0.1, 0.9, 1e-4)
    bert = dlopt.recipe(dlopt.enums.Recipe.BERT, total_steps=20000)
    assert type(bert) is dlopt.AdamW and (bert.lr, bert.eps, bert.max_norm) == (0, 1e-6, 1)
    assert type(dlopt.recipe("minigpt", total_steps=100)) is dlopt.AdamW
    ppo, gan = dlopt.recipe("ppo"), dlopt.recipe("gan")
    assert (type(ppo), ppo.lr, ppo.max_norm) == (dlopt.Adam, 3e-4, 0.5)
    assert (type(gan), gan.lr, gan.beta1) == (dlopt.Adam, 2e-4, 0.5)


def test_an_ordinary_one():
    point, grad = array("d", [1, 1, 1]), array("d", [1, 0, -1])
    gan = dlopt.recipe("gan")
    gan.lr = 0.5
    gan.step(point, grad)
    assert gan.steps == 1 and point[0] == pytest.approx(0.5) and point[1] == 1


def test_refused():
    with pytest.raises(errors.OutOfRangeError):
        dlopt.recipe("bert", total_steps=100)
    with pytest.raises(ValueError, match="resnet"):
        dlopt.recipe("alexnet")
