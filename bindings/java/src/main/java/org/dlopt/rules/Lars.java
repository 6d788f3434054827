// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.FirstStep;
import org.dlopt.choices.LrPlace;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.TrustForm;
import org.dlopt.choices.TrustRatio;

/**
 * LARS: SGD with momentum whose gradient is scaled to each tensor's norm; LARC, which clips that scale. Paper and departures:
 * src/rules/lars.h of the library. Presets: timm, optax, apex.
 */
public final class Lars extends RuleBuilder<Lars> {
  private Lars() { super(Rule.LARS); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Lars builder() { return new Lars(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 1
   * @return this
   */
  public Lars lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets momentum: how much of the momentum buffer stays; 0: no buffer.
   *
   * @param momentum 0 .. below 1, default 0
   * @return this
   */
  public Lars momentum(double momentum) { return with(Hyper.MOMENTUM, momentum); }

  /**
   * Sets dampening: how much of the scaled gradient the buffer refuses.
   *
   * @param dampening 0 .. 1, default 0
   * @return this
   */
  public Lars dampening(double dampening) { return with(Hyper.DAMPENING, dampening); }

  /**
   * Sets nesterov: step with gradient and buffer; needs momentum and no dampening.
   *
   * @param nesterov default false
   * @return this
   */
  public Lars nesterov(boolean nesterov) { return with(Hyper.NESTEROV, nesterov); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Lars weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets trust_coefficient: what the trust ratio is multiplied by.
   *
   * @param trustCoefficient 0 .. 1e+30, default 0.001
   * @return this
   */
  public Lars trustCoefficient(double trustCoefficient) { return with(Hyper.TRUST_COEFFICIENT, trustCoefficient); }

  /**
   * Sets eps: added to the norm that the trust ratio divides by.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public Lars eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets trust_ratio: which tensors are scaled: none, those with weight decay, all.
   *
   * @param trustRatio default {@link TrustRatio#DECAYED}
   * @return this
   */
  public Lars trustRatio(TrustRatio trustRatio) { return with(Hyper.TRUST_RATIO, trustRatio); }

  /**
   * Sets trust_form: how the ratio is made; see {@code dlopt_trust_form}.
   *
   * @param trustForm default {@link TrustForm#SEPARATE}
   * @return this
   */
  public Lars trustForm(TrustForm trustForm) { return with(Hyper.TRUST_FORM, trustForm); }

  /**
   * Sets trust_clip: the smaller of lr and the ratio in place of their product.
   *
   * @param trustClip default false
   * @return this
   */
  public Lars trustClip(boolean trustClip) { return with(Hyper.TRUST_CLIP, trustClip); }

  /**
   * Sets lr_place: lr outside or inside the momentum buffer.
   *
   * @param lrPlace default {@link LrPlace#OUTSIDE}
   * @return this
   */
  public Lars lrPlace(LrPlace lrPlace) { return with(Hyper.LR_PLACE, lrPlace); }

  /**
   * Sets first_step: what the buffer holds after its first gradient.
   *
   * @param firstStep default {@link FirstStep#GRADIENT}
   * @return this
   */
  public Lars firstStep(FirstStep firstStep) { return with(Hyper.FIRST_STEP, firstStep); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Lars maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Lars cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Lars nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Lars maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Lars clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Lars seed(long seed) { return with(Hyper.SEED, seed); }
}
