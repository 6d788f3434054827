// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.EpsMode;
import org.dlopt.choices.LrPlace;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/**
 * RMSprop, plain or centered, with or without momentum. Paper and departures: src/rules/rmsprop.h of the library. Presets: torch, tf,
 * optax, timm, bnb.
 */
public final class RmsProp extends RuleBuilder<RmsProp> {
  private RmsProp() { super(Rule.RMSPROP); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static RmsProp builder() { return new RmsProp(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.01
   * @return this
   */
  public RmsProp lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets alpha: how much of the mean square stays.
   *
   * @param alpha 0 .. below 1, default 0.99
   * @return this
   */
  public RmsProp alpha(double alpha) { return with(Hyper.ALPHA, alpha); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public RmsProp eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public RmsProp weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets momentum: how much of the momentum buffer stays; 0: no buffer.
   *
   * @param momentum 0 .. below 1, default 0
   * @return this
   */
  public RmsProp momentum(double momentum) { return with(Hyper.MOMENTUM, momentum); }

  /**
   * Sets centered: divide by the standard deviation, not the root mean square.
   *
   * @param centered default false
   * @return this
   */
  public RmsProp centered(boolean centered) { return with(Hyper.CENTERED, centered); }

  /**
   * Sets initial_accumulator_value: what the mean square starts from.
   *
   * @param initialAccumulatorValue 0 .. 1e+30, default 0
   * @return this
   */
  public RmsProp initialAccumulatorValue(double initialAccumulatorValue) {
    return with(Hyper.INITIAL_ACCUMULATOR_VALUE, initialAccumulatorValue);
  }

  /**
   * Sets eps_mode: sqrt(v) + eps, or sqrt(v + eps).
   *
   * @param epsMode default {@link EpsMode#OUTSIDE}
   * @return this
   */
  public RmsProp epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets lr_place: lr outside or inside the momentum buffer.
   *
   * @param lrPlace default {@link LrPlace#OUTSIDE}
   * @return this
   */
  public RmsProp lrPlace(LrPlace lrPlace) { return with(Hyper.LR_PLACE, lrPlace); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public RmsProp decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public RmsProp maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public RmsProp cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public RmsProp nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public RmsProp maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public RmsProp clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public RmsProp seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public RmsProp zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public RmsProp decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public RmsProp decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
