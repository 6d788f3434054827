// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.EpsMode;
import org.dlopt.choices.NesterovForm;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/** NAdam: Adam with Nesterov's momentum. Paper and departures: src/rules/nadam.h of the library. Presets: torch, optax, tf. */
public final class NAdam extends RuleBuilder<NAdam> {
  private NAdam() { super(Rule.NADAM); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static NAdam builder() { return new NAdam(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.002
   * @return this
   */
  public NAdam lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public NAdam beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public NAdam beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public NAdam eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public NAdam weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets momentum_decay: how fast the momentum rises from beta1 / 2 to beta1 (nesterov_form scheduled).
   *
   * @param momentumDecay 0 .. 1e+30, default 0.004
   * @return this
   */
  public NAdam momentumDecay(double momentumDecay) { return with(Hyper.MOMENTUM_DECAY, momentumDecay); }

  /**
   * Sets nesterov_form: how gradient and moment are mixed; see {@code dlopt_nesterov_form}.
   *
   * @param nesterovForm default {@link NesterovForm#SCHEDULED}
   * @return this
   */
  public NAdam nesterovForm(NesterovForm nesterovForm) { return with(Hyper.NESTEROV_FORM, nesterovForm); }

  /**
   * Sets eps_mode: where eps stands; see {@code dlopt_eps_mode}.
   *
   * @param epsMode default {@link EpsMode#OUTSIDE}
   * @return this
   */
  public NAdam epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public NAdam decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public NAdam maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public NAdam cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public NAdam nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public NAdam maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public NAdam clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public NAdam seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public NAdam zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public NAdam decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public NAdam decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
