// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.FirstStep;
import org.dlopt.choices.MomentumForm;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/** SGD with momentum. Paper and departures: src/rules/sgd.h of the library. Presets: torch, optax, sutskever, tf, timm, apex, bnb. */
public final class Sgd extends RuleBuilder<Sgd> {
  private Sgd() { super(Rule.SGD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Sgd builder() { return new Sgd(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public Sgd lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets momentum: how much of the momentum buffer stays; 0: no buffer.
   *
   * @param momentum 0 .. below 1, default 0
   * @return this
   */
  public Sgd momentum(double momentum) { return with(Hyper.MOMENTUM, momentum); }

  /**
   * Sets dampening: how much of the gradient the buffer refuses (momentum_form torch).
   *
   * @param dampening 0 .. 1, default 0
   * @return this
   */
  public Sgd dampening(double dampening) { return with(Hyper.DAMPENING, dampening); }

  /**
   * Sets nesterov: step with gradient and buffer; needs momentum and no dampening.
   *
   * @param nesterov default false
   * @return this
   */
  public Sgd nesterov(boolean nesterov) { return with(Hyper.NESTEROV, nesterov); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Sgd weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets momentum_form: how the buffer is kept.
   *
   * @param momentumForm default {@link MomentumForm#TORCH}
   * @return this
   */
  public Sgd momentumForm(MomentumForm momentumForm) { return with(Hyper.MOMENTUM_FORM, momentumForm); }

  /**
   * Sets first_step: what the buffer holds after its first gradient.
   *
   * @param firstStep default {@link FirstStep#GRADIENT}
   * @return this
   */
  public Sgd firstStep(FirstStep firstStep) { return with(Hyper.FIRST_STEP, firstStep); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Sgd decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Sgd maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Sgd cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Sgd nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Sgd maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Sgd clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Sgd seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Sgd zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Sgd decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Sgd decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
