// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.SignForm;
import org.dlopt.choices.ZeroGrad;

/** Lion: the sign of an interpolated momentum. Paper and departures: src/rules/lion.h of the library. Presets: optax, timm, bnb. */
public final class Lion extends RuleBuilder<Lion> {
  private Lion() { super(Rule.LION); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Lion builder() { return new Lion(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.0001
   * @return this
   */
  public Lion lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: weight of the momentum in the sign.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public Lion beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the momentum stays.
   *
   * @param beta2 0 .. below 1, default 0.99
   * @return this
   */
  public Lion beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets sign_form: what the step is made of; see {@code dlopt_sign_form}.
   *
   * @param signForm default {@link SignForm#HARD}
   * @return this
   */
  public Lion signForm(SignForm signForm) { return with(Hyper.SIGN_FORM, signForm); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Lion weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public Lion decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Lion maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Lion cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Lion nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Lion maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Lion clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Lion seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Lion zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Lion decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Lion decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
