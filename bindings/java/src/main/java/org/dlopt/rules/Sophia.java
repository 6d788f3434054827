// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/**
 * Sophia: momentum over a running diagonal of the Hessian, each element clipped. Paper and departures: src/rules/sophia.h of the library.
 * Presets: optax, pytorch_optimizer.
 */
public final class Sophia extends RuleBuilder<Sophia> {
  private Sophia() { super(Rule.SOPHIA); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Sophia builder() { return new Sophia(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.0001
   * @return this
   */
  public Sophia lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays.
   *
   * @param beta1 0 .. below 1, default 0.96
   * @return this
   */
  public Sophia beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the Hessian's diagonal stays at each estimate.
   *
   * @param beta2 0 .. below 1, default 0.99
   * @return this
   */
  public Sophia beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-12
   * @return this
   */
  public Sophia eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets gamma: multiplies the Hessian's diagonal.
   *
   * @param gamma 0 .. 1e+30, default 0.01
   * @return this
   */
  public Sophia gamma(double gamma) { return with(Hyper.GAMMA, gamma); }

  /**
   * Sets clip_threshold: largest quotient, before lr.
   *
   * @param clipThreshold 0 .. 1e+30, default 1
   * @return this
   */
  public Sophia clipThreshold(double clipThreshold) { return with(Hyper.CLIP_THRESHOLD, clipThreshold); }

  /**
   * Sets bias_correction: divide the first moment by 1 - beta1^t.
   *
   * @param biasCorrection default false
   * @return this
   */
  public Sophia biasCorrection(boolean biasCorrection) { return with(Hyper.BIAS_CORRECTION, biasCorrection); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Sophia weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public Sophia decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Sophia maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Sophia cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Sophia nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Sophia maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Sophia clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Sophia seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Sophia zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Sophia decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Sophia decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
