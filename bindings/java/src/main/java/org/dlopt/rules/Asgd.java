// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.Cautious;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.RateLr;
import org.dlopt.choices.ZeroGrad;

/**
 * Averaged SGD: plain steps, and the mean of the parameters that they pass. Paper and departures: src/rules/asgd.h of the library. Presets:
 * torch.
 */
public final class Asgd extends RuleBuilder<Asgd> {
  private Asgd() { super(Rule.ASGD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Asgd builder() { return new Asgd(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.01
   * @return this
   */
  public Asgd lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets lambd: decay of the parameters that also slows the rate.
   *
   * @param lambd 0 .. 1e+30, default 0.0001
   * @return this
   */
  public Asgd lambd(double lambd) { return with(Hyper.LAMBD, lambd); }

  /**
   * Sets alpha: the rate falls as lr / (1 + lambd lr t)^alpha.
   *
   * @param alpha 0 .. 1e+30, default 0.75
   * @return this
   */
  public Asgd alpha(double alpha) { return with(Hyper.RATE_POWER, alpha); }

  /**
   * Sets t0: the step after which averaging starts.
   *
   * @param t0 0 .. 1e+30, default 1e+06
   * @return this
   */
  public Asgd t0(double t0) { return with(Hyper.T0, t0); }

  /**
   * Sets rate_lr: whether the rate is of the lr of the step before.
   *
   * @param rateLr default {@link RateLr#PREVIOUS}
   * @return this
   */
  public Asgd rateLr(RateLr rateLr) { return with(Hyper.RATE_LR, rateLr); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Asgd weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Asgd maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Asgd cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Asgd nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Asgd maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Asgd clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Asgd seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Asgd zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }
}
