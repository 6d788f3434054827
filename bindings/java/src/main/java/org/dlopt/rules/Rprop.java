// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.RpropForm;
import org.dlopt.choices.ZeroGrad;

/**
 * Rprop: a step size of its own for each weight, led by the sign of the gradient alone. Paper and departures: src/rules/rprop.h of the
 * library. Presets: torch.
 */
public final class Rprop extends RuleBuilder<Rprop> {
  private Rprop() { super(Rule.RPROP); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Rprop builder() { return new Rprop(); }

  /**
   * Sets lr: size of a weight's first step; later ones do not read it.
   *
   * @param lr 0 .. 1e+30, default 0.01
   * @return this
   */
  public Rprop lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets etaminus: factor of the step size where the gradient turned.
   *
   * @param etaminus 0 .. below 1, default 0.5
   * @return this
   */
  public Rprop etaminus(double etaminus) { return with(Hyper.ETAMINUS, etaminus); }

  /**
   * Sets etaplus: factor of the step size where the gradient kept its sign.
   *
   * @param etaplus 1 .. 1e+30, default 1.2
   * @return this
   */
  public Rprop etaplus(double etaplus) { return with(Hyper.ETAPLUS, etaplus); }

  /**
   * Sets step_size_min: smallest step size.
   *
   * @param stepSizeMin 0 .. 1e+30, default 1e-06
   * @return this
   */
  public Rprop stepSizeMin(double stepSizeMin) { return with(Hyper.STEP_SIZE_MIN, stepSizeMin); }

  /**
   * Sets step_size_max: largest step size.
   *
   * @param stepSizeMax 0 .. 1e+30, default 50
   * @return this
   */
  public Rprop stepSizeMax(double stepSizeMax) { return with(Hyper.STEP_SIZE_MAX, stepSizeMax); }

  /**
   * Sets rprop_form: what a weight does where its gradient turned.
   *
   * @param rpropForm default {@link RpropForm#IRPROP_MINUS}
   * @return this
   */
  public Rprop rpropForm(RpropForm rpropForm) { return with(Hyper.RPROP_FORM, rpropForm); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Rprop weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Rprop decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Rprop maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Rprop cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Rprop nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Rprop maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Rprop clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Rprop seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Rprop zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Rprop decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Rprop decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
