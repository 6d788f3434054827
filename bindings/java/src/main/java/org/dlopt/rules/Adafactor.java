// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayBy;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.EpsForm;
import org.dlopt.choices.Factored;
import org.dlopt.choices.LrPlace;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.RelativeStep;

/**
 * Adafactor: gradients divided by a root mean square of which only the means of rows and columns are kept. Paper and departures:
 * src/rules/adafactor.h of the library. Presets: torch, optax, timm, pytorch_optimizer, big_vision.
 */
public final class Adafactor extends RuleBuilder<Adafactor> {
  private Adafactor() { super(Rule.ADAFACTOR); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Adafactor builder() { return new Adafactor(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.01
   * @return this
   */
  public Adafactor lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta2_decay: 1 - t^this of the second moment stays at step t.
   *
   * @param beta2Decay -100 .. 0, default -0.8
   * @return this
   */
  public Adafactor beta2Decay(double beta2Decay) { return with(Hyper.BETA2_DECAY, beta2Decay); }

  /**
   * Sets beta2: at most this much of the second moment stays.
   *
   * @param beta2 0 .. 1, default 1
   * @return this
   */
  public Adafactor beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets beta1: how much of the mean update stays; 0: there is none.
   *
   * @param beta1 0 .. below 1, default 0
   * @return this
   */
  public Adafactor beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets eps1: keeps the second moment from zero.
   *
   * @param eps1 0 .. 1e+30, default 1e-30
   * @return this
   */
  public Adafactor eps1(double eps1) { return with(Hyper.EPS1, eps1); }

  /**
   * Sets eps2: the RMS of a parameter counts as this at least.
   *
   * @param eps2 0 .. 1e+30, default 0.001
   * @return this
   */
  public Adafactor eps2(double eps2) { return with(Hyper.EPS2, eps2); }

  /**
   * Sets d: limit of the RMS of a parameter's update, before lr.
   *
   * @param d 1e-30 .. infinity, default 1
   * @return this
   */
  public Adafactor d(double d) { return with(Hyper.D, d); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Adafactor weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets eps_form: where eps1 acts; see {@code dlopt_eps_form}.
   *
   * @param epsForm default {@link EpsForm#MACHINE}
   * @return this
   */
  public Adafactor epsForm(EpsForm epsForm) { return with(Hyper.EPS_FORM, epsForm); }

  /**
   * Sets relative_step: lr at a step; see {@code dlopt_relative_step}.
   *
   * @param relativeStep default {@link RelativeStep#ON}
   * @return this
   */
  public Adafactor relativeStep(RelativeStep relativeStep) { return with(Hyper.RELATIVE_STEP, relativeStep); }

  /**
   * Sets scale_parameter: multiply the step by the RMS of its parameter.
   *
   * @param scaleParameter default true
   * @return this
   */
  public Adafactor scaleParameter(boolean scaleParameter) { return with(Hyper.SCALE_PARAMETER, scaleParameter); }

  /**
   * Sets factored: which dimensions; see {@code dlopt_factored}.
   *
   * @param factored default {@link Factored#LAST}
   * @return this
   */
  public Adafactor factored(Factored factored) { return with(Hyper.FACTORED, factored); }

  /**
   * Sets min_dim_size_to_factor: dimensions of fewer elements are not factored.
   *
   * @param minDimSizeToFactor 0 .. 2^53, default 0
   * @return this
   */
  public Adafactor minDimSizeToFactor(long minDimSizeToFactor) { return with(Hyper.MIN_DIM_SIZE_TO_FACTOR, minDimSizeToFactor); }

  /**
   * Sets lr_place: lr outside or inside the mean update.
   *
   * @param lrPlace default {@link LrPlace#INSIDE}
   * @return this
   */
  public Adafactor lrPlace(LrPlace lrPlace) { return with(Hyper.LR_PLACE, lrPlace); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#DECOUPLED}
   * @return this
   */
  public Adafactor decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets decay_by: what decay takes for lr; see {@code dlopt_decay_by}.
   *
   * @param decayBy default {@link DecayBy#LR}
   * @return this
   */
  public Adafactor decayBy(DecayBy decayBy) { return with(Hyper.DECAY_BY, decayBy); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Adafactor maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Adafactor cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Adafactor nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Adafactor maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Adafactor clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Adafactor seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Adafactor decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Adafactor decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
