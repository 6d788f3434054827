package org.dlopt;

import org.dlopt.internal.Native;
import org.dlopt.internal.Resource;

/**
 * Parameters of an {@link Optimizer}, which it knows by their slots: 0, 1, ... in the order of declaration, as in lists of parameters and
 * gradients.
 */
public abstract sealed class OptimizerParams extends OptimizerSettings permits OptimizerState {
  /** In place of a slot, where a method says so: what all parameters share. */
  public static final int ALL_SLOTS = -1;

  OptimizerParams(Object needed, long address, Resource.Destroy destroy) { super(needed, address, destroy); }

  /**
   * Declares a parameter and allocates its state, so that no step allocates.
   *
   * @param param what it is; it may be used again
   * @return its slot
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, OUT_OF_RANGE, UNSUPPORTED, OUT_OF_MEMORY) and nothing is changed
   */
  public final int add(Param param) {
    int[] slot = new int[1];
    Arguments.given("param", param);
    use(() -> slot[0] = param.addTo(raw()));
    return slot[0];
  }

  /**
   * Tells how a parameter is declared, also by a checkpoint or a flat step.
   *
   * @param slot which one
   * @return what holds now: as it was set last, its rows as they were edited
   * @throws DloptException (INVALID_ARGUMENT, STATE)
   */
  public final Declaration declaration(int slot) {
    Declaration[] declaration = new Declaration[1];
    use(() -> declaration[0] = Declaration.read(raw(), slot));
    return declaration[0];
  }

  /**
   * Tells how long lists of parameters and gradients are.
   *
   * @return the number of slots ever declared, removed ones included
   */
  public final int paramCount() {
    int[] count = new int[1];
    share(() -> count[0] = Native.optimizerParamCount(raw()));
    return count[0];
  }

  /**
   * Removes a parameter and frees its state. Its slot stays empty: hand over {@link Tensor#none} there.
   *
   * @param slot which one
   * @throws DloptException (INVALID_ARGUMENT, STATE)
   */
  public final void remove(int slot) { use(() -> Native.optimizerParamRemove(raw(), slot)); }

  /**
   * Freezes a parameter or lets it move again.
   *
   * @param slot which one
   * @param frozen whether it stays as it is
   * @throws DloptException (INVALID_ARGUMENT, STATE)
   */
  public final void freeze(int slot, boolean frozen) { use(() -> Native.optimizerParamFreeze(raw(), slot, frozen ? 1 : 0)); }

  /**
   * Sets the factors that multiply learning rate and weight decay for one parameter.
   *
   * @param slot which one
   * @param lr 0 .. 1e6
   * @param decay 0 .. 1e6
   * @throws DloptException (INVALID_ARGUMENT, STATE, OUT_OF_RANGE)
   */
  public final void scale(int slot, double lr, double decay) { use(() -> Native.optimizerParamScale(raw(), slot, lr, decay)); }

  /**
   * Sets factors for every parameter of some roles, those declared later too. "No decay on biases and norms" is {@code scaleRoles(1, 0,
   * Role.BIAS, Role.NORM)}.
   *
   * @param lr 0 .. 1e6
   * @param decay 0 .. 1e6
   * @param roles which parameters
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE)
   */
  public final void scaleRoles(double lr, double decay, Role... roles) {
    long bits = 0;
    for (Role role : Arguments.given("roles", roles)) bits |= 1L << Arguments.number("roles", role);
    long all = bits;
    use(() -> Native.optimizerRoleScale(raw(), all, lr, decay));
  }

  /**
   * Sets factors of learning rate and weight decay for each element of a parameter, or each column. They are copied.
   *
   * @param slot which one
   * @param lr null: 1 for every element
   * @param decay null: 1 for every element
   * @throws DloptException (INVALID_ARGUMENT, STATE, SHAPE, DTYPE, OUT_OF_RANGE, UNSUPPORTED, OUT_OF_MEMORY)
   */
  public final void scaleElements(int slot, Tensor lr, Tensor decay) {
    TensorList rates = lr == null ? TensorList.of("lr") : TensorList.of("lr", lr);
    TensorList decays = decay == null ? TensorList.of("decay") : TensorList.of("decay", decay);
    use(() -> Native.optimizerParamScales(raw(), slot, lr == null ? null : rates.block(), decay == null ? null : decays.block()));
    rates.keep();
    decays.keep();
  }

  /**
   * Keeps a parameter within limits after each step: each element within them, and then each run of elements of the last dimension at
   * norm 1. Infinite limits and 0 end it.
   *
   * @param slot which one
   * @param lower at most upper
   * @param upper at least lower
   * @param unit length of a run, 2 .. 64; 0: none
   * @throws DloptException (INVALID_ARGUMENT, STATE, OUT_OF_RANGE, SHAPE, OUT_OF_MEMORY)
   */
  public final void project(int slot, double lower, double upper, int unit) {
    use(() -> Native.optimizerParamProject(raw(), slot, lower, upper, unit));
  }
}
