// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.CorrectionForm;
import org.dlopt.choices.DecayPlace;
import org.dlopt.choices.EpsMode;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.TrustRatio;

/**
 * LAMB: Adam whose update is scaled to each tensor's norm. Paper and departures: src/rules/lamb.h of the library. Presets: apex, timm,
 * optax, deepspeed, pytorch_optimizer.
 */
public final class Lamb extends RuleBuilder<Lamb> {
  private Lamb() { super(Rule.LAMB); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Lamb builder() { return new Lamb(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public Lamb lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the first moment stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public Lamb beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public Lamb beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-06
   * @return this
   */
  public Lamb eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0.01
   * @return this
   */
  public Lamb weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets trust_ratio: which tensors are scaled: none, those with weight decay, all.
   *
   * @param trustRatio default {@link TrustRatio#DECAYED}
   * @return this
   */
  public Lamb trustRatio(TrustRatio trustRatio) { return with(Hyper.TRUST_RATIO, trustRatio); }

  /**
   * Sets trust_min: the trust ratio is at least this.
   *
   * @param trustMin 0 .. 1e+30, default 0
   * @return this
   */
  public Lamb trustMin(double trustMin) { return with(Hyper.TRUST_MIN, trustMin); }

  /**
   * Sets trust_max: the trust ratio is at most this; 0: no limit.
   *
   * @param trustMax 0 .. 1e+30, default 0
   * @return this
   */
  public Lamb trustMax(double trustMax) { return with(Hyper.TRUST_MAX, trustMax); }

  /**
   * Sets trust_eps: added to the update's norm.
   *
   * @param trustEps 0 .. 1e+30, default 0
   * @return this
   */
  public Lamb trustEps(double trustEps) { return with(Hyper.TRUST_EPS, trustEps); }

  /**
   * Sets norm_max: the parameter's norm counts as this at most; 0: no limit.
   *
   * @param normMax 0 .. 1e+30, default 0
   * @return this
   */
  public Lamb normMax(double normMax) { return with(Hyper.NORM_MAX, normMax); }

  /**
   * Sets grad_averaging: gradients enter the first moment times 1 - beta1.
   *
   * @param gradAveraging default true
   * @return this
   */
  public Lamb gradAveraging(boolean gradAveraging) { return with(Hyper.GRAD_AVERAGING, gradAveraging); }

  /**
   * Sets bias_correction: see {@code dlopt_correction_form}.
   *
   * @param biasCorrection default {@link CorrectionForm#MOMENTS}
   * @return this
   */
  public Lamb biasCorrection(CorrectionForm biasCorrection) { return with(Hyper.BIAS_CORRECTION, biasCorrection); }

  /**
   * Sets eps_mode: sqrt(v) + eps, or sqrt(v + eps).
   *
   * @param epsMode default {@link EpsMode#OUTSIDE}
   * @return this
   */
  public Lamb epsMode(EpsMode epsMode) { return with(Hyper.EPS_MODE, epsMode); }

  /**
   * Sets decay_place: where weight_decay acts; see {@code dlopt_decay_place}.
   *
   * @param decayPlace default {@link DecayPlace#UPDATE}
   * @return this
   */
  public Lamb decayPlace(DecayPlace decayPlace) { return with(Hyper.DECAY_PLACE, decayPlace); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Lamb maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Lamb cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Lamb nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Lamb maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Lamb clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Lamb seed(long seed) { return with(Hyper.SEED, seed); }
}
