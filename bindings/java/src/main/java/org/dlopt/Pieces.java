package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/**
 * A step in pieces, for programs that can spare only a part of each frame. It has the bits of the whole step, however it is cut.
 *
 * <p>Closed before its end it is given up, as if it had not been, if nothing of it is applied yet; else what is left of it is done, so that
 * no parameter stays half updated. Forgotten it leaves the optimizer with nothing to do but to be closed.
 */
public final class Pieces implements AutoCloseable {
  private final Optimizer optimizer;

  /** Keeps all buffers alive. */
  private final StepCall call;

  private boolean open = true;

  Pieces(Optimizer optimizer, StepCall call) {
    this.optimizer = optimizer;
    this.call = call;
  }

  /**
   * Does a part of the step.
   *
   * @param maxElements about how many to go over, 1 or more; each pass over them counts
   * @return whether nothing is left but {@link #end}
   * @throws DloptException (OUT_OF_RANGE, STATE) and the step is as it was; (NONFINITE, INTERNAL) and it is over
   */
  public boolean part(long maxElements) {
    int[] done = new int[1];
    try {
      optimizer.use(() -> call.run(() -> Native.optimizerStepPart(optimizer.raw(), maxElements, done)));
    } catch (DloptException refused) {
      if (refused.status() == Status.NONFINITE || refused.status() == Status.INTERNAL) open = false;
      throw refused;
    }
    return done[0] != 0;
  }

  /**
   * Does what is left, and ends the step: counts it and updates its scaler.
   *
   * @return what it found
   * @throws DloptException as {@link #part}
   */
  public StepReport end() {
    part(Long.MAX_VALUE);
    Struct desc = Struct.of(SIZEOF_STEP_DESC, Native::stepDescInit);
    optimizer.use(() -> call.run(() -> Native.optimizerStepEnd(optimizer.raw(), desc.bytes())));
    open = false;
    return StepCall.report(desc);
  }

  /**
   * Gives the step up.
   *
   * @throws DloptException (STATE) when parts of it are applied already, and it goes on
   */
  public void abort() {
    optimizer.use(() -> Native.optimizerStepAbort(optimizer.raw()));
    open = false;
  }

  @Override
  public void close() {
    if (!open || optimizer.isClosed()) return;
    try {
      abort();
    } catch (DloptException applied) {
      if (applied.status() != Status.STATE) throw applied;
      end();
    }
  }
}
