package org.dlopt;

import org.dlopt.internal.Native;

/**
 * Something that accompanies an optimizer and acts within its steps; see {@link org.dlopt.wrappers}, which has a builder for each.
 *
 * @param <B> the builder
 */
public abstract class Wrapper<B extends Wrapper<B>> extends Settings<B> {
  private final WrapperKind kind;

  /**
   * Begins with the defaults.
   *
   * @param kind which wrapper it is
   */
  protected Wrapper(WrapperKind kind) { this.kind = kind; }

  /**
   * Adds it to an optimizer, and allocates what it keeps of the parameters declared so far.
   *
   * @param optimizer to be accompanied
   * @return the wrapper, which ends with the optimizer
   * @throws DloptException (OUT_OF_RANGE) where a field is outside its bounds, (STATE) where the optimizer has it already, or eight of them; nothing is changed
   */
  public final Wrapped addTo(Optimizer optimizer) {
    Arguments.given("optimizer", optimizer);
    try (Optimizer trial = Optimizer.create(null, Rule.SGD)) {
      wrap(trial); // a wrapper cannot be taken off again, so that its fields are tried before
    }
    return wrap(optimizer);
  }

  private Wrapped wrap(Optimizer optimizer) {
    int[] index = new int[1];
    optimizer.use(() -> {
      Native.optimizerWrap(optimizer.raw(), kind.number(), index);
      optimizer.countAverages();
      eachNumber((field, value) -> Native.optimizerWrapSet(optimizer.raw(), index[0], field, value));
    });
    return new Wrapped(optimizer, index[0]);
  }
}
