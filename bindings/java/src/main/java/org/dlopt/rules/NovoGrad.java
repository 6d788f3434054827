// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayPlace;
import org.dlopt.choices.EpsMode;
import org.dlopt.choices.FirstStep;
import org.dlopt.choices.GradAveraging;
import org.dlopt.choices.NullGrad;

/**
 * NovoGrad: momentum of gradients that are divided by a running norm of their tensor. Paper and departures: src/rules/novograd.h of the
 * library. Presets: pytorch_optimizer, optax, timm, apex.
 */
public final class NovoGrad extends RuleBuilder<NovoGrad> {
  private NovoGrad() { super(Rule.NOVOGRAD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static NovoGrad builder() { return new NovoGrad(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public NovoGrad lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays.
   *
   * @param beta1 0 .. below 1, default 0.95
   * @return this
   */
  public NovoGrad beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.98
   * @return this
   */
  public NovoGrad beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public NovoGrad eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public NovoGrad weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets grad_averaging: gradients enter the first moment times 1 - beta1: none, all, all but the first.
   *
   * @param gradAveraging default {@link GradAveraging#OFF}
   * @return this
   */
  public NovoGrad gradAveraging(GradAveraging gradAveraging) { return with(Hyper.GRAD_AVERAGING, gradAveraging); }

  /**
   * Sets bias_correction: divide the moments by 1 - beta^t.
   *
   * @param biasCorrection default false
   * @return this
   */
  public NovoGrad biasCorrection(boolean biasCorrection) { return with(Hyper.BIAS_CORRECTION, biasCorrection); }

  /**
   * Sets eps_mode: sqrt(v) + eps, or sqrt(v + eps).
   *
   * @param epsMode default {@link EpsMode#OUTSIDE}
   * @return this
   */
  public NovoGrad epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets first_step: what the second moment begins with.
   *
   * @param firstStep default {@link FirstStep#GRADIENT}
   * @return this
   */
  public NovoGrad firstStep(FirstStep firstStep) { return with(Hyper.FIRST_STEP, firstStep); }

  /**
   * Sets decay_place: where weight_decay acts; see {@code dlopt_decay_place}.
   *
   * @param decayPlace default {@link DecayPlace#GRADIENT}
   * @return this
   */
  public NovoGrad decayPlace(DecayPlace decayPlace) { return with(Hyper.DECAY_PLACE, decayPlace); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public NovoGrad maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public NovoGrad cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public NovoGrad nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public NovoGrad maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public NovoGrad clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public NovoGrad seed(long seed) { return with(Hyper.SEED, seed); }
}
