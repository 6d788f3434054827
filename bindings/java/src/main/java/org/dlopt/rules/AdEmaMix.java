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
 * AdEMAMix: Adam with a second, slow mean of gradients added to the first. Paper and departures: src/rules/ademamix.h of the library.
 * Presets: optax, pytorch_optimizer, bnb.
 */
public final class AdEmaMix extends RuleBuilder<AdEmaMix> {
  private AdEmaMix() { super(Rule.ADEMAMIX); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static AdEmaMix builder() { return new AdEmaMix(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public AdEmaMix lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the fast mean stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public AdEmaMix beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public AdEmaMix beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets beta3: how much of the slow mean stays, after its warm-up.
   *
   * @param beta3 0 .. below 1, default 0.9999
   * @return this
   */
  public AdEmaMix beta3(double beta3) { return with(Hyper.BETA3, beta3); }

  /**
   * Sets alpha: how often the slow mean counts, after its warm-up.
   *
   * @param alpha 0 .. 1e+30, default 5
   * @return this
   */
  public AdEmaMix alpha(double alpha) { return with(Hyper.SLOW_WEIGHT, alpha); }

  /**
   * Sets t_alpha: steps over which alpha rises from 0; 0: none.
   *
   * @param tAlpha 0 .. 2^53, default 0
   * @return this
   */
  public AdEmaMix tAlpha(long tAlpha) { return with(Hyper.T_ALPHA, tAlpha); }

  /**
   * Sets t_beta3: steps over which beta3 rises from beta1; 0: none.
   *
   * @param tBeta3 0 .. 2^53, default 0
   * @return this
   */
  public AdEmaMix tBeta3(long tBeta3) { return with(Hyper.T_BETA3, tBeta3); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public AdEmaMix eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets eps_root: added to the second moment inside the root.
   *
   * @param epsRoot 0 .. 1e+30, default 0
   * @return this
   */
  public AdEmaMix epsRoot(double epsRoot) { return with(Hyper.EPS_ROOT, epsRoot); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public AdEmaMix weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public AdEmaMix decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public AdEmaMix maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public AdEmaMix cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public AdEmaMix nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public AdEmaMix maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public AdEmaMix clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public AdEmaMix seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public AdEmaMix zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public AdEmaMix decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public AdEmaMix decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
