// Written by bindings/generate.
package org.dlopt.wrappers;

import org.dlopt.Wrapper;
import org.dlopt.WrapperField;
import org.dlopt.WrapperKind;

/** plain mean of the parameters, in buffers of the caller. */
public final class Swa extends Wrapper<Swa> {
  private Swa() { super(WrapperKind.SWA); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Swa builder() { return new Swa(); }

  /**
   * Sets start: steps of the optimizer before the average begins.
   *
   * @param start 0 .. 2^53, default 0
   * @return this
   */
  public Swa start(long start) { return with(WrapperField.START, start); }

  /**
   * Sets every: steps from one update of the average to the next.
   *
   * @param every 1 .. 2^53, default 1
   * @return this
   */
  public Swa every(long every) { return with(WrapperField.EVERY, every); }
}
