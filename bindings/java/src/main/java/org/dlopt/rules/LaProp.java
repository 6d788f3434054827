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
 * LaProp: each gradient is divided by the root of the second moment first, and then averaged. Paper and departures: src/rules/laprop.h of
 * the library. Presets: timm, pytorch_optimizer.
 */
public final class LaProp extends RuleBuilder<LaProp> {
  private LaProp() { super(Rule.LAPROP); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static LaProp builder() { return new LaProp(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.0004
   * @return this
   */
  public LaProp lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the mean of scaled gradients stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public LaProp beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public LaProp beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-15
   * @return this
   */
  public LaProp eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets eps_root: added to the second moment inside the root; eps_mode hat: before its correction.
   *
   * @param epsRoot 0 .. 1e+30, default 0
   * @return this
   */
  public LaProp epsRoot(double epsRoot) { return with(Hyper.EPS_ROOT, epsRoot); }

  /**
   * Sets eps_mode: where eps stands; see {@code dlopt_eps_mode}.
   *
   * @param epsMode default {@link EpsMode#OUTSIDE}
   * @return this
   */
  public LaProp epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets lr_place: lr outside or inside the mean.
   *
   * @param lrPlace default {@link LrPlace#INSIDE}
   * @return this
   */
  public LaProp lrPlace(LrPlace lrPlace) { return with(Hyper.LR_PLACE, lrPlace); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public LaProp weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public LaProp decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#AFTER}
   * @return this
   */
  public LaProp decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public LaProp maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public LaProp cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public LaProp nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public LaProp maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public LaProp clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public LaProp seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public LaProp zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public LaProp decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
