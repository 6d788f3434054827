// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.DiffForm;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/**
 * Adan: Adam with Nesterov's momentum made of the differences between successive gradients. Paper and departures: src/rules/adan.h of the
 * library. Presets: timm, pytorch_optimizer, optax.
 */
public final class Adan extends RuleBuilder<Adan> {
  private Adan() { super(Rule.ADAN); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Adan builder() { return new Adan(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public Adan lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays.
   *
   * @param beta1 0 .. below 1, default 0.98
   * @return this
   */
  public Adan beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the mean difference stays.
   *
   * @param beta2 0 .. below 1, default 0.92
   * @return this
   */
  public Adan beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets beta3: how much of the second moment stays.
   *
   * @param beta3 0 .. below 1, default 0.99
   * @return this
   */
  public Adan beta3(double beta3) { return with(Hyper.BETA3, beta3); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public Adan eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets eps_root: added to the second moment inside the root.
   *
   * @param epsRoot 0 .. 1e+30, default 0
   * @return this
   */
  public Adan epsRoot(double epsRoot) { return with(Hyper.EPS_ROOT, epsRoot); }

  /**
   * Sets diff_form: how often differences count: beta2 or 1 - beta2.
   *
   * @param diffForm default {@link DiffForm#BETA2}
   * @return this
   */
  public Adan diffForm(DiffForm diffForm) { return with(Hyper.DIFF_FORM, diffForm); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Adan weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#PROXIMAL}
   * @return this
   */
  public Adan decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#AFTER}
   * @return this
   */
  public Adan decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Adan maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Adan cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Adan nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Adan maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Adan clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Adan seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Adan zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Adan decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
