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

/**
 * SWATS: Adam that goes over to SGD with momentum, at a rate that it learns from its own steps. Paper and departures: src/rules/swats.h of
 * the library. Presets: ensmallen.
 */
public final class Swats extends RuleBuilder<Swats> {
  private Swats() { super(Rule.SWATS); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Swats builder() { return new Swats(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public Swats lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays, and of the momentum after the switch.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public Swats beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment, and of the learned rate, stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public Swats beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-09
   * @return this
   */
  public Swats eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Swats weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets switch_atol: go over to SGD when rate and mean rate differ by less than this.
   *
   * @param switchAtol 0 .. 1e+30, default 1e-09
   * @return this
   */
  public Swats switchAtol(double switchAtol) { return with(Hyper.SWITCH_ATOL, switchAtol); }

  /**
   * Sets switch_rtol: plus this times the rate.
   *
   * @param switchRtol 0 .. 1e+30, default 0
   * @return this
   */
  public Swats switchRtol(double switchRtol) { return with(Hyper.SWITCH_RTOL, switchRtol); }

  /**
   * Sets eps_mode: where eps stands; see {@code dlopt_eps_mode}.
   *
   * @param epsMode default {@link EpsMode#HAT}
   * @return this
   */
  public Swats epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Swats decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Swats maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Swats cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Swats nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Swats maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Swats clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Swats seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Swats decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Swats decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
