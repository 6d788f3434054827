// Written by bindings/generate.
package org.dlopt;

import org.dlopt.choices.AtMinimum;

/** What a {@link Scaler} does. */
public final class ScalerOptions extends ScalerBuilder<ScalerOptions> {
  private ScalerOptions() {}

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static ScalerOptions builder() { return new ScalerOptions(); }

  /**
   * Sets init_scale: the scale to begin with; setting it begins anew.
   *
   * @param initScale 1e-30 .. 1e+30, default 65536
   * @return this
   */
  public ScalerOptions initScale(double initScale) { return with(ScalerField.INIT_SCALE, initScale); }

  /**
   * Sets growth_factor: what the scale is multiplied by when it grows.
   *
   * @param growthFactor 1 .. 1e+30, default 2
   * @return this
   */
  public ScalerOptions growthFactor(double growthFactor) { return with(ScalerField.GROWTH_FACTOR, growthFactor); }

  /**
   * Sets backoff_factor: what it is multiplied by after an overflow.
   *
   * @param backoffFactor 1e-30 .. 1, default 0.5
   * @return this
   */
  public ScalerOptions backoffFactor(double backoffFactor) { return with(ScalerField.BACKOFF_FACTOR, backoffFactor); }

  /**
   * Sets growth_interval: finite updates in a row before it grows.
   *
   * @param growthInterval 1 .. 2^53, default 2000
   * @return this
   */
  public ScalerOptions growthInterval(long growthInterval) { return with(ScalerField.GROWTH_INTERVAL, growthInterval); }

  /**
   * Sets min_scale: it does not fall below this.
   *
   * @param minScale 1e-30 .. 1e+30, default 1e-30
   * @return this
   */
  public ScalerOptions minScale(double minScale) { return with(ScalerField.MIN_SCALE, minScale); }

  /**
   * Sets max_scale: it does not grow beyond this.
   *
   * @param maxScale 1e-30 .. 1e+30, default 1e+30
   * @return this
   */
  public ScalerOptions maxScale(double maxScale) { return with(ScalerField.MAX_SCALE, maxScale); }

  /**
   * Sets hysteresis: the scale falls at this overflow, those before only use it up.
   *
   * @param hysteresis 1 .. 2^53, default 1
   * @return this
   */
  public ScalerOptions hysteresis(long hysteresis) { return with(ScalerField.HYSTERESIS, hysteresis); }

  /**
   * Sets consecutive_hysteresis: every finite update restores hysteresis.
   *
   * @param consecutiveHysteresis default false
   * @return this
   */
  public ScalerOptions consecutiveHysteresis(boolean consecutiveHysteresis) {
    return with(ScalerField.CONSECUTIVE_HYSTERESIS, consecutiveHysteresis);
  }

  /**
   * Sets dynamic: 0 keeps the scale as it is.
   *
   * @param dynamic default true
   * @return this
   */
  public ScalerOptions dynamic(boolean dynamic) { return with(ScalerField.DYNAMIC, dynamic); }

  /**
   * Sets at_minimum: what an overflow does there; see {@code dlopt_at_minimum}.
   *
   * @param atMinimum default {@link AtMinimum#STAY}
   * @return this
   */
  public ScalerOptions atMinimum(AtMinimum atMinimum) { return with(ScalerField.AT_MINIMUM, atMinimum); }

  /**
   * Sets single: the scale is rounded to f32 at each change.
   *
   * @param single default true
   * @return this
   */
  public ScalerOptions single(boolean single) { return with(ScalerField.SINGLE, single); }

  /**
   * Sets deferred: steps only note what they find, for {@code dlopt_scaler_update}.
   *
   * @param deferred default false
   * @return this
   */
  public ScalerOptions deferred(boolean deferred) { return with(ScalerField.DEFERRED, deferred); }

  /**
   * Sets growth_delay: finite updates after an overflow that do not count.
   *
   * @param growthDelay 0 .. 2^53, default 0
   * @return this
   */
  public ScalerOptions growthDelay(long growthDelay) { return with(ScalerField.GROWTH_DELAY, growthDelay); }
}
