// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.ClipBase;
import org.dlopt.choices.DecayMode;
import org.dlopt.choices.DecayOrder;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/**
 * ADOPT: each gradient is divided by the second moment of those before it, and then averaged. Paper and departures: src/rules/adopt.h of
 * the library. Presets: optax, timm, pytorch_optimizer.
 */
public final class Adopt extends RuleBuilder<Adopt> {
  private Adopt() { super(Rule.ADOPT); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Adopt builder() { return new Adopt(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public Adopt lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how much of the mean of scaled gradients stays.
   *
   * @param beta1 0 .. below 1, default 0.9
   * @return this
   */
  public Adopt beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.9999
   * @return this
   */
  public Adopt beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: least denominator.
   *
   * @param eps 0 .. 1e+30, default 1e-06
   * @return this
   */
  public Adopt eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets clip_exp: power of the number of steps that limits a scaled gradient.
   *
   * @param clipExp 0 .. 1e+30, default 0.25
   * @return this
   */
  public Adopt clipExp(double clipExp) { return with(Hyper.CLIP_EXP, clipExp); }

  /**
   * Sets clip_base: which steps it counts; see {@code dlopt_clip_base}.
   *
   * @param clipBase default {@link ClipBase#BEFORE}
   * @return this
   */
  public Adopt clipBase(ClipBase clipBase) { return with(Hyper.CLIP_BASE, clipBase); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Adopt weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Adopt decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Adopt maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Adopt cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Adopt nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Adopt maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Adopt clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Adopt seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Adopt zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Adopt decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Adopt decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
