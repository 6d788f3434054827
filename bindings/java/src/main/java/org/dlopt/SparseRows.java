package org.dlopt;

import java.util.Arrays;
import org.dlopt.internal.Native;

/** What programs do to rows of buffers of their own. */
public final class SparseRows {
  private SparseRows() {}

  /**
   * Sorts the rows of a gradient by their numbers and sums those with the same number: what {@link Rows#compact} wants to be given.
   *
   * @param indices as many row numbers as the gradient has rows, in any order
   * @param grad only read
   * @param sums like grad, apart from it; its first rows receive the sums
   * @return the numbers in increasing order, each once; row i of sums is that of number i
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE, SHAPE, DTYPE, OUT_OF_MEMORY) and sums are unchanged
   */
  public static long[] coalesce(long[] indices, Tensor grad, Tensor sums) {
    Arguments.sameCount("indices", Arguments.given("indices", indices).length,
                        (int)Math.min(Arguments.given("grad", grad).rows(), Integer.MAX_VALUE));
    TensorList from = TensorList.of("grad", grad);
    TensorList to = new TensorList("sums").fillWritten(new Tensor[] {sums});
    long[] unique = new long[indices.length];
    long[] count = new long[1];
    Native.rowsCoalesce(0, indices, from.block(), unique, to.block(), count);
    from.keep();
    to.keep();
    return Arrays.copyOf(unique, (int)count[0]);
  }

  /**
   * Lets a buffer follow {@link Optimizer#editRows}: row i of to becomes row source[i] of from; rows that are fresh (-1) stay as they are.
   *
   * @param source a row for each of to
   * @param from without gaps
   * @param to of the same type and rows; apart from it, or at the same address where no row comes in front of a place that it was taken
   *     from
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE, SHAPE, DTYPE, UNSUPPORTED) and to is unchanged
   */
  public static void apply(long[] source, Tensor from, Tensor to) {
    RowsEdit edit = new RowsEdit(source);
    TensorList rows = TensorList.of("from", from);
    TensorList edited = new TensorList("to").fillWritten(new Tensor[] {to});
    Native.rowsApply(edit.structure(), rows.block(), edited.block());
    edit.keep();
    rows.keep();
    edited.keep();
  }
}
