// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayPlace;
import org.dlopt.choices.NullGrad;

/**
 * Prodigy: Adam that estimates its learning rate as the distance to the solution, over all parameters together. Paper and departures:
 * src/rules/prodigy.h of the library. Presets: prodigyopt, optax.
 */
public final class Prodigy extends RuleBuilder<Prodigy> {
  private Prodigy() { super(Rule.PRODIGY); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Prodigy builder() { return new Prodigy(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 1
   * @return this
   */
  public Prodigy lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public Prodigy beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public Prodigy beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets beta3: how much of the sums behind the estimate stays; 0: sqrt(beta2).
   *
   * @param beta3 0 .. below 1, default 0
   * @return this
   */
  public Prodigy beta3(double beta3) { return with(Hyper.BETA3, beta3); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public Prodigy eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Prodigy weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets d0: first estimate of the distance to the solution.
   *
   * @param d0 1e-30 .. 1e+30, default 1e-06
   * @return this
   */
  public Prodigy d0(double d0) { return with(Hyper.D0, d0); }

  /**
   * Sets d_coef: what the estimate is multiplied by.
   *
   * @param dCoef 0 .. 1e+30, default 1
   * @return this
   */
  public Prodigy dCoef(double dCoef) { return with(Hyper.D_COEF, dCoef); }

  /**
   * Sets growth_rate: the estimate grows by this factor a step at most.
   *
   * @param growthRate 1 .. 1e+30, default 1e+30
   * @return this
   */
  public Prodigy growthRate(double growthRate) { return with(Hyper.GROWTH_RATE, growthRate); }

  /**
   * Sets safeguard_warmup: keep lr out of the estimate's denominator.
   *
   * @param safeguardWarmup default false
   * @return this
   */
  public Prodigy safeguardWarmup(boolean safeguardWarmup) { return with(Hyper.SAFEGUARD_WARMUP, safeguardWarmup); }

  /**
   * Sets bias_correction: divide the moments by 1 - beta^t.
   *
   * @param biasCorrection default false
   * @return this
   */
  public Prodigy biasCorrection(boolean biasCorrection) { return with(Hyper.BIAS_CORRECTION, biasCorrection); }

  /**
   * Sets decay_place: where weight_decay acts; see {@code dlopt_decay_place}.
   *
   * @param decayPlace default {@link DecayPlace#PARAMETER}
   * @return this
   */
  public Prodigy decayPlace(DecayPlace decayPlace) { return with(Hyper.DECAY_PLACE, decayPlace); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Prodigy maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Prodigy cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Prodigy nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Prodigy maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Prodigy clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Prodigy seed(long seed) { return with(Hyper.SEED, seed); }
}
