// Written by bindings/generate.
package org.dlopt.wrappers;

import org.dlopt.Wrapper;
import org.dlopt.WrapperField;
import org.dlopt.WrapperKind;
import org.dlopt.choices.AccumulateReduce;

/** gradients of several micro-batches for one step; state "accumulated_grad". */
public final class Accumulate extends Wrapper<Accumulate> {
  private Accumulate() { super(WrapperKind.ACCUMULATE); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Accumulate builder() { return new Accumulate(); }

  /**
   * Sets reduce: what a step takes of the gradients; see {@code dlopt_accumulate_reduce}.
   *
   * @param reduce default {@link AccumulateReduce#MEAN}
   * @return this
   */
  public Accumulate reduce(AccumulateReduce reduce) { return with(WrapperField.REDUCE, reduce); }
}
