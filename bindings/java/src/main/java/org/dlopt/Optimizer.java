package org.dlopt;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.dlopt.internal.Native;

/**
 * One rule with its groups, its parameters' state, and a count of applied steps. Parameters and gradients stay the program's: they are read
 * and written where they are. It is made by the builder of its rule, in {@link org.dlopt.rules}.
 *
 * <p>It may be used by any thread, but by one at a time: others throw a {@link DloptException} (BUSY). The buffers of its last step stay
 * reachable until the next, or until it is closed.
 */
public final class Optimizer extends OptimizerWrappers {
  private final Runtime runtime;
  private final FlatBuffer param = new FlatBuffer("param", true);
  private final FlatBuffer grad = new FlatBuffer("grad", false);
  private final StepCall call = new StepCall();

  private Optimizer(Runtime runtime, Object needed, long address) {
    super(needed, address, Native::optimizerDestroy);
    this.runtime = runtime;
  }

  /**
   * Makes an optimizer of a rule that is only known when the program runs, with its default hyper-parameters.
   *
   * @param runtime whose memory and threads it uses; null: the default one
   * @param rule how it steps
   * @return to be closed before the runtime
   * @throws DloptException (OUT_OF_MEMORY)
   */
  public static Optimizer create(Runtime runtime, Rule rule) {
    int number = Arguments.number("rule", rule);
    return of(runtime, (from, handle) -> Native.optimizerCreate(from, number, handle));
  }

  /** Makes one that is set up as any other, but has no memory for its states: for {@link #place}. */
  static Optimizer createOutline(Runtime runtime, Rule rule) {
    int number = Arguments.number("rule", rule);
    return of(runtime, (from, handle) -> Native.optimizerOutline(from, number, handle));
  }

  /** Takes over what a call of C makes. */
  static Optimizer of(Runtime runtime, Maker maker) { return new Optimizer(runtime, runtime, made(runtime, maker)); }

  /**
   * Makes an independent copy, with memory of its own. Both then take the same steps to the same bits.
   *
   * @return the copy
   * @throws DloptException (OUT_OF_MEMORY)
   */
  public Optimizer copy() { return copied(runtime, handle -> Native.optimizerClone(raw(), handle)); }

  /**
   * Makes an independent copy wholly inside one block of the program's. From then on it allocates nothing; what would need more memory is
   * OUT_OF_MEMORY and changes nothing. Of an outline, whose states have no memory yet, nothing exists twice.
   *
   * @param block direct, with {@link #size} bytes; nothing else may use it until the copy is closed
   * @return the copy
   * @throws DloptException (OUT_OF_RANGE, OUT_OF_MEMORY) and the block is not written
   */
  public Optimizer place(ByteBuffer block) {
    long address = Buffers.address("block", block, 1);
    Buffers.writable("block", block);
    return copied(new Object[] {runtime, block}, handle -> Native.optimizerPlace(raw(), address, block.remaining(), handle));
  }

  private Optimizer copied(Object needed, Consumer<long[]> maker) {
    long[] handle = new long[1];
    use(() -> maker.accept(handle));
    return new Optimizer(runtime, needed, handle[0]);
  }

  /**
   * Takes one step on one flat buffer. The first call on an optimizer without parameters declares one, and allocates its state; later calls
   * are checked against it.
   *
   * @param params from position to limit, direct and in native order
   * @param grads as many; only read
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, STATE, ...) and nothing is changed
   */
  public void step(FloatBuffer params, FloatBuffer grads) {
    enter();
    try {
      long written = param.address(params, Float.BYTES);
      long read = grad.address(grads, Float.BYTES);
      int count = sameLength(params.remaining(), grads.remaining());
      Native.optimizerStepF32(raw(), written, read, count);
    } finally {
      exit();
    }
  }

  /**
   * Takes one step on one flat buffer of F64.
   *
   * @param params from position to limit, direct and in native order
   * @param grads as many; only read
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, STATE, ...) and nothing is changed
   */
  public void step(DoubleBuffer params, DoubleBuffer grads) {
    enter();
    try {
      long written = param.address(params, Double.BYTES);
      long read = grad.address(grads, Double.BYTES);
      int count = sameLength(params.remaining(), grads.remaining());
      Native.optimizerStepF64(raw(), written, read, count);
    } finally {
      exit();
    }
  }

  private static int sameLength(int params, int grads) {
    if (params == grads) return params;
    throw new DloptException(Status.SHAPE, "grad: got " + grads + " elements, wanted " + params + " as param has");
  }

  /**
   * Takes one step on every parameter.
   *
   * @param params one for each slot, written in place
   * @param grads one for each slot, {@link Tensor#none} where there is none; null: those that were {@link #accumulate accumulated}
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, STATE, ...) and nothing is changed
   */
  public void step(Tensor[] params, Tensor[] grads) {
    use(() -> {
      call.fill(params, grads);
      Native.optimizerStep(raw(), call.params(), call.grads(), call.count(), null);
    });
  }

  /**
   * Takes one step with options: divides, clips, updates, copies, zeroes in one pass, a second one for a norm.
   *
   * @param params one for each slot, written in place
   * @param grads as of {@link #step(Tensor[], Tensor[])}
   * @param options what else is to be done
   * @return what it found
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, STATE, OUT_OF_RANGE, UNSUPPORTED, NONFINITE) and nothing is changed
   */
  public StepReport step(Tensor[] params, Tensor[] grads, Step options) {
    enter();
    try {
      call.fill(params, grads, options, this::averages)
          .run(() -> Native.optimizerStep(raw(), call.params(), call.grads(), call.count(), call.desc()));
      return call.report();
    } finally {
      exit();
    }
  }

  /**
   * Begins a step in pieces: checks everything that {@link #step(Tensor[], Tensor[], Step)} does, and changes nothing. Until it is over,
   * all buffers are its own, and the optimizer refuses everything else with STATE.
   *
   * @param params one for each slot, written in place
   * @param grads as of {@link #step(Tensor[], Tensor[])}
   * @param options what else is to be done
   * @return the step, to be closed
   * @throws DloptException as the whole step
   */
  public Pieces begin(Tensor[] params, Tensor[] grads, Step options) {
    StepCall pieces = new StepCall();
    use(()
            -> pieces.fill(params, grads, options, this::averages)
                   .run(() -> Native.optimizerStepBegin(raw(), pieces.params(), pieces.grads(), pieces.count(), pieces.desc())));
    return new Pieces(this, pieces);
  }

  /**
   * Measures one gradient before the step, while it is still in the cache. It must not change until then.
   *
   * @param slot which parameter
   * @param grad the tensor that the step then gets; {@link Tensor#none}: forgets what was observed
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, UNSUPPORTED, STATE)
   */
  public void observe(int slot, Tensor grad) {
    TensorList observed = TensorList.of("grad", grad);
    use(() -> Native.optimizerObserve(raw(), slot, observed.block()));
    observed.keep();
  }

  /**
   * Turns the parameters of schedule-free rules, in place, into those of training or of evaluation. For all other rules this changes
   * nothing.
   *
   * @param mode a new optimizer is in training
   * @param params one for each slot
   * @throws DloptException (STATE, INVALID_ARGUMENT, SHAPE, DTYPE, UNSUPPORTED) and nothing is changed
   */
  public void mode(Mode mode, Tensor... params) {
    int number = Arguments.number("mode", mode);
    TensorList turned = new TensorList("params").fillWritten(params);
    use(() -> Native.optimizerMode(raw(), number, turned.block(), turned.count()));
    turned.keep();
  }

  /**
   * Hands estimates of the Hessian's diagonal to rules that use them.
   *
   * @param hessians one for each slot; only read
   * @throws DloptException (UNSUPPORTED, STATE, INVALID_ARGUMENT, SHAPE, DTYPE) and nothing is changed
   */
  public void hessian(Tensor... hessians) {
    TensorList estimates = TensorList.of("hessians", hessians);
    use(() -> Native.optimizerHessian(raw(), estimates.block(), estimates.count()));
    estimates.keep();
  }

  /**
   * Tells how many steps were applied; those held back do not count.
   *
   * @return how many
   */
  public long steps() {
    long[] steps = new long[1];
    share(() -> steps[0] = Native.optimizerSteps(raw()));
    return steps[0];
  }
}
