package org.dlopt;

/**
 * Builds an optimizer of one rule. Each rule has a builder of its own in {@link org.dlopt.rules}, with a method for each hyper-parameter.
 *
 * @param <B> the builder
 */
public abstract class RuleBuilder<B extends RuleBuilder<B>> extends HandleBuilder<B> {
  private final Rule rule;
  private String preset;

  /**
   * Begins with the defaults.
   *
   * @param rule which rule it is for
   */
  protected RuleBuilder(Rule rule) { this.rule = rule; }

  /**
   * Follows the conventions of a peer, such as "torch", where nothing else is set here.
   *
   * @param name as {@link Introspection#presets} has it
   * @return this
   */
  public final B preset(String name) {
    preset = Arguments.given("preset", name);
    return self();
  }

  /**
   * Makes the optimizer, without parameters.
   *
   * @return the optimizer, to be closed
   * @throws DloptException (OUT_OF_RANGE) where a value is outside its bounds, (INVALID_ARGUMENT) where there is no such preset
   */
  public final Optimizer build() { return settled(Optimizer.create(runtime(), rule)); }

  /**
   * Makes one that is set up as any other, but has no memory for its states: for {@link Optimizer#place}.
   *
   * @return the outline, to be closed
   * @throws DloptException as {@link #build}
   */
  public final Optimizer outline() { return settled(Optimizer.createOutline(runtime(), rule)); }

  /**
   * Makes a kernel: the bare update, for programs that keep states themselves.
   *
   * @return a kernel, whose first call checks the values
   * @throws DloptException (UNSUPPORTED) where a preset was named
   */
  public final Kernel kernel() {
    if (preset != null) throw new DloptException(Status.UNSUPPORTED, "preset: got \"" + preset + "\" for a kernel, which has none");
    Kernel made = Kernel.of(rule);
    eachNumber((hyper, value) -> made.set(Hyper.of(hyper), value));
    return made;
  }

  private Optimizer settled(Optimizer optimizer) {
    return set(optimizer, made -> {
      if (preset != null) made.preset(preset);
      eachNumber(made::put);
    });
  }
}
