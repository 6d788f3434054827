"""Rules, schedules, wrappers and recipes by name. Written by bindings/generate."""

from typing import Literal, Union

from ..numbered import Numbered, documented


@documented
class Rule(Numbered):
    """Update rules."""

    SGD = 1
    ADAGRAD = 2
    RMSPROP = 3
    ADAM = 4
    ADAMW = 5
    LION = 6
    SGLD = 7
    PSGLD = 8
    ADABELIEF = 9
    YOGI = 10
    ADAN = 11
    ADOPT = 12
    ADEMAMIX = 13
    LAPROP = 14
    LARS = 15
    LAMB = 16
    NOVOGRAD = 17
    PRODIGY = 18
    ADADELTA = 19
    ADAMAX = 20
    SIGNSGD = 21
    ASGD = 22
    RADAM = 23
    NADAM = 24
    NADAMW = 25
    RPROP = 26
    QUICKPROP = 27
    SCHEDULEFREE_SGD = 28
    SCHEDULEFREE_ADAMW = 29
    SOPHIA = 30
    SPARSE_ADAM = 31
    ADAFACTOR = 32
    CAME = 33
    SM3 = 34
    SWATS = 35


RuleLike = Union[Rule, Literal["sgd", "adagrad", "rmsprop", "adam", "adamw", "lion", "sgld", "psgld", "adabelief", "yogi", "adan", "adopt",
                               "ademamix", "laprop", "lars", "lamb", "novograd", "prodigy", "adadelta", "adamax", "signsgd", "asgd",
                               "radam", "nadam", "nadamw", "rprop", "quickprop", "schedulefree_sgd", "schedulefree_adamw", "sophia",
                               "sparse_adam", "adafactor", "came", "sm3", "swats"]]


@documented
class ScheduleKind(Numbered):
    """Shapes of schedule."""

    CONSTANT = 1, "BASE"
    STEP = 2, "BASE GAMMA^floor(t / STEP_SIZE)"
    EXPONENTIAL = 3, (
        "BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL")
    COSINE = 4, "FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER"
    LINEAR = 5, "BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS"
    WARMUP_COSINE = 6, "linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS"
    SEQUENCE = 7, "made by Schedule.sequence"
    PRODUCT = 8, "made by Schedule.product"
    CHAIN = 9, "made by Schedule.chain"
    MULTI_STEP = 10, "BASE GAMMA^n, n being how many of MILESTONES are <= t"
    POLYNOMIAL = 11, "FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER"
    COSINE_RESTARTS = 12, "SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ..."
    ONE_CYCLE = 13, "START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start"
    CYCLIC = 14, "BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height"
    INVERSE_SQRT = 15, "linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t)"
    NOAM = 16, "BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1"
    INVERSE_TIME = 17, "BASE / (1 + LAMBDA t)^POWER"
    WSD = 18, "linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how"
    WARMUP = 19, "from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how"
    REX = 20, "FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS"
    PIECEWISE = 21, "BASE VALUES[n], n being how many of MILESTONES are <= t; INTERPOLATION may join the values"
    TABLE = 22, "BASE VALUES[t]"
    RANGE_TEST = 23, "BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how"
    PLATEAU = 24, "BASE GAMMA^n, not below FINAL, n being the reductions that Schedule.report has caused"


ScheduleKindLike = Union[ScheduleKind, Literal["constant", "step", "exponential", "cosine", "linear", "warmup_cosine", "sequence",
                                               "product", "chain", "multi_step", "polynomial", "cosine_restarts", "one_cycle", "cyclic",
                                               "inverse_sqrt", "noam", "inverse_time", "wsd", "warmup", "rex", "piecewise", "table",
                                               "range_test", "plateau"]]


@documented
class WrapperKind(Numbered):
    """Things that accompany an optimizer."""

    EMA = 1, "exponential moving average of the parameters, in buffers of the caller"
    SWA = 2, "plain mean of the parameters, in buffers of the caller"
    LOOKAHEAD = 3, "slow weights that the parameters return to every K steps; state 'slow_param'"
    ACCUMULATE = 4, "gradients of several micro-batches for one step; state 'accumulated_grad'"
    SAM = 5, "gradients taken at the worst place nearby; state 'sam_param'"


WrapperKindLike = Union[WrapperKind, Literal["ema", "swa", "lookahead", "accumulate", "sam"]]


@documented
class Recipe(Numbered):
    """Set-ups of known trainings."""

    RESNET = 1, (
        "Image classification: SGD, lr 0.1, momentum 0.9, weight decay 1e-4 (L2, of all parameters), lr times 0.1 every 30 epochs. Reads "
        "steps_per_epoch. Source: He et al. 2016, 'Deep residual learning for image recognition', section 3.4, with the epochs of "
        "PyTorch's ImageNet example. For batches of 256: see scale_lr for others. To the caller: warm-up for large batches.")
    BERT = 2, (
        "Pre-training of a language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-6, weight decay 0.01 but for biases and norms (by "
        "role), a common norm of gradients of at most 1, lr linear from 0 in 10000 steps and then linear to 0 at total_steps. Reads "
        "total_steps. Source: Devlin et al. 2019, 'BERT', appendix A.2; eps and clip as in its authors' code. Departs: that code has no "
        "bias correction (set bias_correction to 0), and its lr falls from step 0 on, with a jump where the warm-up ends. To the caller: "
        "roles, batches of 256, mixed precision.")
    MINIGPT = 3, (
        "A small language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01 of all parameters, a common norm of "
        "gradients of at most 1, lr along a cosine to 0 at total_steps, where it stays. Reads total_steps. Source: the training set-up "
        "that goes with small GPTs in tutorials: torch.optim.AdamW, CosineAnnealingLR (T_max 1000), clip_grad_norm_. Departs: past its "
        "end PyTorch's cosine climbs again. To the caller: warm-up, which there is none of.")
    PPO = 4, (
        "Reinforcement learning by policy gradients: Adam, lr 3e-4, betas 0.9 and 0.999, eps 1e-8, a common norm of gradients of at most "
        "0.5. Reads no length. Source: Schulman et al. 2017, 'Proximal policy optimization algorithms', table 3; the clip as in OpenAI's "
        "baselines. Departs: baselines have eps 1e-5. To the caller: an lr that falls, where one is wanted; everything about rollouts and "
        "losses.")
    GAN = 5, (
        "Adversarial networks: Adam, lr 2e-4, beta1 0.5, beta2 0.999, eps 1e-8. One optimizer for each of the two networks. Reads no "
        "length. Source: Radford, Metz and Chintala 2016, 'Unsupervised representation learning with deep convolutional generative "
        "adversarial networks', section 4. To the caller: how often each of them steps; penalties of gradients.")


RecipeLike = Union[Recipe, Literal["resnet", "bert", "minigpt", "ppo", "gan"]]
