// Written by bindings/generate.
package org.dlopt.wrappers;

import org.dlopt.Wrapper;
import org.dlopt.WrapperField;
import org.dlopt.WrapperKind;
import org.dlopt.choices.EmaWarmup;

/** exponential moving average of the parameters, in buffers of the caller. */
public final class Ema extends Wrapper<Ema> {
  private Ema() { super(WrapperKind.EMA); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Ema builder() { return new Ema(); }

  /**
   * Sets decay: how much of the average stays at an update.
   *
   * @param decay 0 .. below 1, default 0.999
   * @return this
   */
  public Ema decay(double decay) { return with(WrapperField.DECAY, decay); }

  /**
   * Sets warmup: how decay grows at first; see {@code dlopt_ema_warmup}.
   *
   * @param warmup default {@link EmaWarmup#NONE}
   * @return this
   */
  public Ema warmup(EmaWarmup warmup) { return with(WrapperField.WARMUP, warmup); }

  /**
   * Sets gamma: warmup power: updates are divided by it.
   *
   * @param gamma 1e-30 .. 1e+30, default 1
   * @return this
   */
  public Ema gamma(double gamma) { return with(WrapperField.GAMMA, gamma); }

  /**
   * Sets power: warmup power: its exponent.
   *
   * @param power 0 .. 1e+30, default 0.666667
   * @return this
   */
  public Ema power(double power) { return with(WrapperField.POWER, power); }

  /**
   * Sets min_decay: a warm-up does not go below it.
   *
   * @param minDecay 0 .. below 1, default 0
   * @return this
   */
  public Ema minDecay(double minDecay) { return with(WrapperField.MIN_DECAY, minDecay); }

  /**
   * Sets debias: average as if from zero, corrected as Adam corrects its moments.
   *
   * @param debias default false
   * @return this
   */
  public Ema debias(boolean debias) { return with(WrapperField.DEBIAS, debias); }

  /**
   * Sets start: steps of the optimizer before the average begins.
   *
   * @param start 0 .. 2^53, default 0
   * @return this
   */
  public Ema start(long start) { return with(WrapperField.START, start); }

  /**
   * Sets every: steps from one update of the average to the next.
   *
   * @param every 1 .. 2^53, default 1
   * @return this
   */
  public Ema every(long every) { return with(WrapperField.EVERY, every); }
}
