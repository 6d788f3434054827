package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import org.dlopt.internal.Native;
import org.dlopt.internal.Resource;
import org.dlopt.internal.Struct;

/** States of an {@link Optimizer} and their rows, and the memory that they take. */
public abstract sealed class OptimizerState extends OptimizerParams permits OptimizerExchange {
  OptimizerState(Object needed, long address, Resource.Destroy destroy) { super(needed, address, destroy); }

  /**
   * Copies one state array as it is kept.
   *
   * @param slot which parameter; {@link #ALL_SLOTS}: of a number that all share, such as "d" of prodigy
   * @param name such as "exp_avg"
   * @return the copy
   * @throws DloptException (INVALID_ARGUMENT, which lists the names; STATE)
   */
  public final State state(int slot, String name) {
    State[] state = new State[1];
    Arguments.given("name", name);
    use(() -> state[0] = State.copy(raw(), slot, name));
    return state[0];
  }

  /**
   * Writes over one state array, and nothing else: whether it has seen a gradient stays as it is. What another training has left is brought
   * in by {@link Optimizer#setState(int, String, Tensor)}.
   *
   * @param slot as of {@link #state}
   * @param name such as "exp_avg"
   * @param state of the same type and shape
   * @throws DloptException (INVALID_ARGUMENT, STATE, DTYPE, SHAPE) and nothing is changed
   */
  public final void restoreState(int slot, String name, State state) {
    Arguments.given("name", name);
    Arguments.given("state", state);
    use(() -> state.write(raw(), slot, name));
  }

  /**
   * Tells how much memory the optimizer holds.
   *
   * @return bytes by kind
   */
  public final Memory memory() {
    Struct memory = new Struct(SIZEOF_MEMORY);
    use(() -> Native.optimizerMemoryQuery(raw(), memory.bytes()));
    return new Memory(memory.getLong(MEMORY_STATE), memory.getLong(MEMORY_SCRATCH), memory.getLong(MEMORY_HANDLE));
  }

  /**
   * Tells how much memory {@link Optimizer#place} takes.
   *
   * @return bytes of all that it consists of
   * @throws DloptException (OUT_OF_MEMORY)
   */
  public final long size() {
    long[] bytes = new long[1];
    use(() -> Native.optimizerSize(raw(), bytes));
    return bytes[0];
  }

  /**
   * Makes room for rows, so that edits up to that many of them allocate nothing.
   *
   * @param rows 0 or more
   * @param slots which parameters, each once
   * @throws DloptException (OUT_OF_RANGE; as {@link #editRows}) and nothing is changed
   */
  public final void reserveRows(long rows, int... slots) {
    int[] numbers = Arguments.given("slots", slots);
    use(() -> Native.optimizerRowsReserve(raw(), numbers, numbers.length, rows));
  }

  /**
   * Edits the rows of some parameters at once: new row i takes all that is kept of row source[i], or starts afresh with -1. The parameters
   * themselves are the program's to move: {@link SparseRows#apply}.
   *
   * @param source a row for each that there is afterwards
   * @param slots which parameters, each once
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE, SHAPE, STATE, UNSUPPORTED, OUT_OF_MEMORY) and nothing is changed
   */
  public final void editRows(long[] source, int... slots) {
    int[] numbers = Arguments.given("slots", slots);
    RowsEdit edit = new RowsEdit(source);
    use(() -> Native.optimizerRowsEdit(raw(), numbers, numbers.length, edit.structure()));
    edit.keep();
  }

  /**
   * Makes the states of some rows of some parameters those of fresh rows.
   *
   * @param rows numbers of rows
   * @param slots which parameters, each once
   * @throws DloptException as {@link #editRows}
   */
  public final void resetRows(long[] rows, int... slots) {
    int[] numbers = Arguments.given("slots", slots);
    long[] which = Arguments.given("rows", rows);
    use(() -> Native.optimizerRowsReset(raw(), numbers, numbers.length, which, which.length));
  }
}
