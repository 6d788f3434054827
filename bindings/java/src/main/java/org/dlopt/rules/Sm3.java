// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.AccumulatorForm;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.NullGrad;

/**
 * SM3: AdaGrad that keeps one sum for each index of each dimension, the largest that its elements have. Paper and departures:
 * src/rules/sm3.h of the library. Presets: optax, pytorch_optimizer.
 */
public final class Sm3 extends RuleBuilder<Sm3> {
  private Sm3() { super(Rule.SM3); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Sm3 builder() { return new Sm3(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.1
   * @return this
   */
  public Sm3 lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets momentum: how much of the mean of scaled gradients stays; 0: there is none.
   *
   * @param momentum 0 .. below 1, default 0.9
   * @return this
   */
  public Sm3 momentum(double momentum) { return with(Hyper.MOMENTUM, momentum); }

  /**
   * Sets beta2: how much of the second moment stays; 1: it is a sum.
   *
   * @param beta2 0 .. 1, default 1
   * @return this
   */
  public Sm3 beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public Sm3 eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Sm3 weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets accumulator_form: whether a running mean may fall; see {@code dlopt_accumulator_form}.
   *
   * @param accumulatorForm default {@link AccumulatorForm#LATEST}
   * @return this
   */
  public Sm3 accumulatorForm(AccumulatorForm accumulatorForm) { return with(Hyper.ACCUMULATOR_FORM, accumulatorForm); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public Sm3 decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Sm3 maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Sm3 cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Sm3 nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Sm3 maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Sm3 clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Sm3 seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Sm3 decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Sm3 decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
