// Written by bindings/generate.
package org.dlopt.wrappers;

import org.dlopt.Wrapper;
import org.dlopt.WrapperField;
import org.dlopt.WrapperKind;
import org.dlopt.choices.LookaheadInitial;
import org.dlopt.choices.LookaheadState;

/** slow weights that the parameters return to every K steps; state "slow_param". */
public final class Lookahead extends Wrapper<Lookahead> {
  private Lookahead() { super(WrapperKind.LOOKAHEAD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Lookahead builder() { return new Lookahead(); }

  /**
   * Sets k: steps from one synchronisation to the next.
   *
   * @param k 1 .. 2^53, default 5
   * @return this
   */
  public Lookahead k(long k) { return with(WrapperField.K, k); }

  /**
   * Sets alpha: part of the way that the slow weights go to the fast ones.
   *
   * @param alpha 0 .. 1, default 0.5
   * @return this
   */
  public Lookahead alpha(double alpha) { return with(WrapperField.ALPHA, alpha); }

  /**
   * Sets initial: when the slow weights are taken; see {@code dlopt_lookahead_initial}.
   *
   * @param initial default {@link LookaheadInitial#START}
   * @return this
   */
  public Lookahead initial(LookaheadInitial initial) { return with(WrapperField.INITIAL, initial); }

  /**
   * Sets state: what becomes of the rule's state at a synchronisation; see {@code dlopt_lookahead_state}.
   *
   * @param state default {@link LookaheadState#KEEP}
   * @return this
   */
  public Lookahead state(LookaheadState state) { return with(WrapperField.STATE, state); }
}
