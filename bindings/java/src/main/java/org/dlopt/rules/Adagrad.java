// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.EpsMode;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/** AdaGrad. Paper and departures: src/rules/adagrad.h of the library. Presets: torch, optax, tf, apex, bnb. */
public final class Adagrad extends RuleBuilder<Adagrad> {
  private Adagrad() { super(Rule.ADAGRAD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Adagrad builder() { return new Adagrad(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.01
   * @return this
   */
  public Adagrad lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets lr_decay: at step t the rate is lr / (1 + (t - 1) lr_decay).
   *
   * @param lrDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Adagrad lrDecay(double lrDecay) { return with(Hyper.LR_DECAY, lrDecay); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Adagrad weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets initial_accumulator_value: what the sum of squares starts from.
   *
   * @param initialAccumulatorValue 0 .. 1e+30, default 0
   * @return this
   */
  public Adagrad initialAccumulatorValue(double initialAccumulatorValue) {
    return with(Hyper.INITIAL_ACCUMULATOR_VALUE, initialAccumulatorValue);
  }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-10
   * @return this
   */
  public Adagrad eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets eps_mode: sqrt(sum) + eps, or sqrt(sum + eps).
   *
   * @param epsMode default {@link EpsMode#OUTSIDE}
   * @return this
   */
  public Adagrad epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Adagrad decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Adagrad maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Adagrad cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Adagrad nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Adagrad maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Adagrad clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Adagrad seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Adagrad zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Adagrad decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Adagrad decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
