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
 * Stochastic gradient Langevin dynamics: a step of gradient descent and as much noise as makes the parameters a sample. Paper and
 * departures: src/rules/sgld.h of the library. Presets: tfp.
 */
public final class Sgld extends RuleBuilder<Sgld> {
  private Sgld() { super(Rule.SGLD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Sgld builder() { return new Sgld(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.001
   * @return this
   */
  public Sgld lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets data_size: examples in the data, N.
   *
   * @param dataSize 1 .. 1e+30, default 1
   * @return this
   */
  public Sgld dataSize(double dataSize) { return with(Hyper.DATA_SIZE, dataSize); }

  /**
   * Sets temperature: the noise has variance lr temperature.
   *
   * @param temperature 0 .. 1e+30, default 1
   * @return this
   */
  public Sgld temperature(double temperature) { return with(Hyper.TEMPERATURE, temperature); }

  /**
   * Sets burn_in: steps without noise at the beginning.
   *
   * @param burnIn 0 .. 2^53, default 0
   * @return this
   */
  public Sgld burnIn(long burnIn) { return with(Hyper.BURN_IN, burnIn); }

  /**
   * Sets seed: of the noise, and of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public Sgld seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public Sgld weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets decay_mode: how weight_decay acts; see {@code dlopt_decay_mode}.
   *
   * @param decayMode default {@link DecayMode#L2}
   * @return this
   */
  public Sgld decayMode(DecayMode decayMode) { return with(Hyper.DECAY_MODE, decayMode); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public Sgld maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets cautious: take only steps that agree with their gradients; see {@code dlopt_cautious}.
   *
   * @param cautious default {@link Cautious#OFF}
   * @return this
   */
  public Sgld cautious(Cautious cautious) { return with(Hyper.CAUTIOUS, cautious); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public Sgld nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public Sgld maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public Sgld clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public Sgld zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }

  /**
   * Sets decay_order: decay beside the update: before or after it.
   *
   * @param decayOrder default {@link DecayOrder#BEFORE}
   * @return this
   */
  public Sgld decayOrder(DecayOrder decayOrder) { return with(Hyper.DECAY_ORDER, decayOrder); }

  /**
   * Sets decay_lr: lr0 of decay_mode independent and corrected; 0: lr as it was set.
   *
   * @param decayLr 0 .. 1e+30, default 0
   * @return this
   */
  public Sgld decayLr(double decayLr) { return with(Hyper.DECAY_LR, decayLr); }
}
