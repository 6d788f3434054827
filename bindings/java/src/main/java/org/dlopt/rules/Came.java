// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.NullGrad;

/**
 * CAME: Adafactor with momentum, where steps are short if the updates have not agreed with their mean. Paper and departures:
 * src/rules/came.h of the library. Presets: pytorch_optimizer.
 */
public final class Came extends RuleBuilder<Came> {
  private Came() { super(Rule.CAME); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Came builder() { return new Came(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.0002
   * @return this
   */
  public Came lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the mean update stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public Came beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public Came beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets beta3: how much of the mean squared distance of updates from their mean stays.
   *
   * @param beta3 0 .. below 1, default 0.9999
   * @return this
   */
  public Came beta3(double beta3) { return with(Hyper.BETA3, beta3); }

  /**
   * Sets eps1: added to squared gradients.
   *
   * @param eps1 0 .. 1e+30, default 1e-30
   * @return this
   */
  public Came eps1(double eps1) { return with(Hyper.EPS1, eps1); }

  /**
   * Sets eps2: added to squared distances of updates from their mean.
   *
   * @param eps2 0 .. 1e+30, default 1e-16
   * @return this
   */
  public Came eps2(double eps2) { return with(Hyper.EPS2, eps2); }

  /**
   * Sets d: limit of the RMS of a parameter's update, before lr.
   *
   * @param d 1e-30 .. infinity, default 1
   * @return this
   */
  public Came d(double d) { return with(Hyper.D, d); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Came weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public Came decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Came maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Came cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Came nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Came maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Came clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Came seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Came decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Came decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
