package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.nio.ByteBuffer;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** Looking inside a training: statistics, and a hash of all that decides the next steps. A watch over norms: {@link NormWatch}. */
public final class Monitor {
  private Monitor() {}

  /**
   * Measures one parameter, its gradient and its state.
   *
   * @param optimizer whose it is
   * @param slot which one
   * @param param the parameter, or {@link Tensor#none}
   * @param grad its gradient, or {@link Tensor#none}
   * @return what is known of it
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, STATE)
   */
  public static Stats stats(Optimizer optimizer, int slot, Tensor param, Tensor grad) {
    TensorList shown = TensorList.of("param", param);
    TensorList gradient = TensorList.of("grad", grad);
    Struct stats = new Struct(SIZEOF_STATS);
    Arguments.given("optimizer", optimizer)
        .use(() -> Native.optimizerStats(optimizer.raw(), slot, given(param, shown), given(grad, gradient), stats.bytes()));
    shown.keep();
    gradient.keep();
    return Stats.of(stats);
  }

  private static ByteBuffer given(Tensor tensor, TensorList list) { return tensor.isNone() ? null : list.block(); }

  /**
   * Measures parameters, gradients and states together; each buffer is read once.
   *
   * @param optimizer whose they are
   * @param what which, and where they are
   * @return what is known of them
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE, OUT_OF_RANGE, STATE)
   */
  public static Stats measure(Optimizer optimizer, Measure what) {
    Stats[] stats = new Stats[1];
    Arguments.given("optimizer", optimizer).use(() -> stats[0] = Arguments.given("what", what).of(optimizer));
    return stats[0];
  }

  /**
   * Hashes all that decides the next steps: two optimizers with the same hash take the same steps to the same bits.
   *
   * @param optimizer which one
   * @return the hash, the same everywhere
   */
  public static long stateHash(Optimizer optimizer) {
    long[] hash = new long[1];
    Arguments.given("optimizer", optimizer).use(() -> Native.optimizerStateHash(optimizer.raw(), null, 0, hash));
    return hash[0];
  }

  /**
   * Hashes the parameters, too.
   *
   * @param optimizer which one
   * @param params in slot order; {@link Tensor#none} is not hashed
   * @return the hash
   * @throws DloptException (INVALID_ARGUMENT, SHAPE, DTYPE)
   */
  public static long stateHash(Optimizer optimizer, Tensor... params) {
    TensorList shown = TensorList.of("params", params);
    long[] hash = new long[1];
    Arguments.given("optimizer", optimizer).use(() -> Native.optimizerStateHash(optimizer.raw(), shown.block(), shown.count(), hash));
    shown.keep();
    return hash[0];
  }
}
