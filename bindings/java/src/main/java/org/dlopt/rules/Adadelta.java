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

/** Adadelta. Paper and departures: src/rules/adadelta.h of the library. Presets: torch, optax, tf. */
public final class Adadelta extends RuleBuilder<Adadelta> {
  private Adadelta() { super(Rule.ADADELTA); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Adadelta builder() { return new Adadelta(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 1
   * @return this
   */
  public Adadelta lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets rho: how much of the mean squares stays.
   *
   * @param rho 0 .. below 1, default 0.9
   * @return this
   */
  public Adadelta rho(double rho) { return with(Hyper.RHO, rho); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-06
   * @return this
   */
  public Adadelta eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Adadelta weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Adadelta decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Adadelta maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Adadelta cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Adadelta nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Adadelta maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Adadelta clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Adadelta seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Adadelta zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Adadelta decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Adadelta decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
