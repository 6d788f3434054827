// Written by bindings/generate.
package org.dlopt.rules;

import org.dlopt.Hyper;
import org.dlopt.Rule;
import org.dlopt.RuleBuilder;
import org.dlopt.choices.NullGrad;
import org.dlopt.choices.ZeroGrad;

/**
 * Schedule-Free AdamW: as schedulefree_sgd, with gradients divided by the root of their second moment. Paper and departures:
 * src/rules/schedulefree_adamw.h of the library. Presets: schedulefree.
 */
public final class ScheduleFreeAdamW extends RuleBuilder<ScheduleFreeAdamW> {
  private ScheduleFreeAdamW() { super(Rule.SCHEDULEFREE_ADAMW); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static ScheduleFreeAdamW builder() { return new ScheduleFreeAdamW(); }

  /**
   * Sets lr: learning rate.
   *
   * @param lr 0 .. 1e+30, default 0.0025
   * @return this
   */
  public ScheduleFreeAdamW lr(double lr) { return with(Hyper.LR, lr); }

  /**
   * Sets beta1: how far y stands from z towards the average x.
   *
   * @param beta1 0.001 .. below 1, default 0.9
   * @return this
   */
  public ScheduleFreeAdamW beta1(double beta1) { return with(Hyper.BETA1, beta1); }

  /**
   * Sets beta2: how much of the second moment stays.
   *
   * @param beta2 0 .. below 1, default 0.999
   * @return this
   */
  public ScheduleFreeAdamW beta2(double beta2) { return with(Hyper.BETA2, beta2); }

  /**
   * Sets eps: keeps the denominator from zero.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public ScheduleFreeAdamW eps(double eps) { return with(Hyper.EPS, eps); }

  /**
   * Sets weight_decay: pull of the parameters towards zero.
   *
   * @param weightDecay 0 .. 1e+30, default 0
   * @return this
   */
  public ScheduleFreeAdamW weightDecay(double weightDecay) { return with(Hyper.WEIGHT_DECAY, weightDecay); }

  /**
   * Sets warmup_steps: steps over which lr rises linearly to its value.
   *
   * @param warmupSteps 0 .. 2^53, default 0
   * @return this
   */
  public ScheduleFreeAdamW warmupSteps(long warmupSteps) { return with(Hyper.WARMUP_STEPS, warmupSteps); }

  /**
   * Sets r: step t counts t^r times in the average.
   *
   * @param r 0 .. 10, default 0
   * @return this
   */
  public ScheduleFreeAdamW r(double r) { return with(Hyper.R, r); }

  /**
   * Sets weight_lr_power: and the largest lr so far to this power.
   *
   * @param weightLrPower 0 .. 10, default 2
   * @return this
   */
  public ScheduleFreeAdamW weightLrPower(double weightLrPower) { return with(Hyper.WEIGHT_LR_POWER, weightLrPower); }

  /**
   * Sets maximize: climb instead of descend.
   *
   * @param maximize default false
   * @return this
   */
  public ScheduleFreeAdamW maximize(boolean maximize) { return with(Hyper.MAXIMIZE, maximize); }

  /**
   * Sets null_grad: a parameter without a gradient is left out, or steps with zeros.
   *
   * @param nullGrad default {@link NullGrad#SKIP}
   * @return this
   */
  public ScheduleFreeAdamW nullGrad(NullGrad nullGrad) { return with(Hyper.NULL_GRAD, nullGrad); }

  /**
   * Sets max_norm: limit of the common norm of all gradients, where a step gives none; the same in every group.
   *
   * @param maxNorm 0 .. infinity, default infinity
   * @return this
   */
  public ScheduleFreeAdamW maxNorm(double maxNorm) { return with(Hyper.MAX_NORM, maxNorm); }

  /**
   * Sets clip_value: limit of each gradient element, where a step gives none; the same in every group.
   *
   * @param clipValue 0 .. infinity, default infinity
   * @return this
   */
  public ScheduleFreeAdamW clipValue(double clipValue) { return with(Hyper.CLIP_VALUE, clipValue); }

  /**
   * Sets seed: of parameters that are rounded stochastically.
   *
   * @param seed 0 .. 2^53, default 0
   * @return this
   */
  public ScheduleFreeAdamW seed(long seed) { return with(Hyper.SEED, seed); }

  /**
   * Sets zero_grad: an element with gradient 0 steps as any other, or stays with its state.
   *
   * @param zeroGrad default {@link ZeroGrad#STEP}
   * @return this
   */
  public ScheduleFreeAdamW zeroGrad(ZeroGrad zeroGrad) { return with(Hyper.ZERO_GRAD, zeroGrad); }
}
