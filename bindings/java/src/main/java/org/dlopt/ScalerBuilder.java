package org.dlopt;

/**
 * Builds a loss scale: {@link ScalerOptions}.
 *
 * @param <B> the builder
 */
public abstract class ScalerBuilder<B extends ScalerBuilder<B>> extends HandleBuilder<B> {
  private String preset;

  ScalerBuilder() {}

  /**
   * Has all as a framework has it, where nothing else is set here.
   *
   * @param name "torch" (the default), "deepspeed" or "static"
   * @return this
   */
  public final B preset(String name) {
    preset = Arguments.given("preset", name);
    return self();
  }

  /**
   * Makes the scaler.
   *
   * @return the scaler, to be closed
   * @throws DloptException (OUT_OF_RANGE) where a field is outside its bounds, (INVALID_ARGUMENT) where there is no such preset
   */
  public final Scaler build() {
    return set(Scaler.create(runtime()), made -> {
      if (preset != null) made.preset(preset);
      eachNumber(made::put);
    });
  }
}
