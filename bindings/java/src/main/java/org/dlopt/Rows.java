package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** Which rows of a parameter, along its first dimension, a step is for. Masks are read, and marks written, where they are. */
public final class Rows {
  private static final int COMPACT = 0;
  private static final int WHOLE = 1;
  private static final int BYTES = 0;
  private static final int BITS = 1;

  private int form = COMPACT;
  private RowsMode mode = RowsMode.SKIP;
  private LongBuffer indices;
  private ByteBuffer mask;
  private int maskForm = BYTES;
  private ByteBuffer moved;

  private Rows() {}

  /**
   * Names all rows.
   *
   * @return these
   */
  public static Rows all() { return new Rows(); }

  /**
   * Names rows by number; the gradient has these alone, one after the other.
   *
   * @param indices strictly increasing; copied
   * @return these
   */
  public static Rows compact(long... indices) {
    Rows made = new Rows();
    made.indices = direct(indices);
    return made;
  }

  /**
   * Names rows by number, of a gradient that has all of the parameter's.
   *
   * @param indices strictly increasing; copied
   * @return these
   */
  public static Rows whole(long... indices) {
    Rows made = compact(indices);
    made.form = WHOLE;
    return made;
  }

  /**
   * Names rows by a byte for each; the gradient has all.
   *
   * @param mask direct; not 0: named
   * @return these
   */
  public static Rows masked(ByteBuffer mask) {
    Rows made = new Rows();
    made.mask = Arguments.given("mask", mask).slice();
    return made;
  }

  /**
   * Names rows by a bit for each, the least significant of a byte first; the gradient has all.
   *
   * @param mask direct
   * @return these
   */
  public static Rows maskedBits(ByteBuffer mask) {
    Rows made = masked(mask);
    made.maskForm = BITS;
    return made;
  }

  /**
   * Sets what becomes of the other rows.
   *
   * @param mode they keep every bit (default), or their moments decay
   * @return this
   */
  public Rows mode(RowsMode mode) {
    this.mode = Arguments.given("mode", mode);
    return this;
  }

  /**
   * Skips rows whose gradient is all zeros, too.
   *
   * @param moved direct; receives which rows the step named: a bit for each, in whole bytes
   * @return this
   */
  public Rows zeroSkips(ByteBuffer moved) {
    mode = RowsMode.ZERO_SKIPS;
    this.moved = Arguments.given("moved", moved).slice();
    return this;
  }

  private static LongBuffer direct(long[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(Arguments.given("indices", numbers).length, Long.BYTES));
    return bytes.order(ByteOrder.nativeOrder()).asLongBuffer().put(numbers).flip();
  }

  /** Refuses masks with fewer marks than there are rows, which C takes as given. */
  void fit(int slot, Tensor param) {
    fit("rows[" + slot + "].mask", mask, maskForm == BITS ? Byte.SIZE : 1, param);
    fit("rows[" + slot + "].moved", moved, Byte.SIZE, param);
    if (moved != null) Buffers.writable("rows[" + slot + "].moved", moved);
  }

  private static void fit(String name, ByteBuffer marks, long each, Tensor param) {
    if (marks == null || !param.isNone() && marks.remaining() * each >= param.rows()) return;
    String wanted = param.isNone() ? "a parameter" : "" + param.rows();
    throw new DloptException(Status.SHAPE, name + ": got marks for " + marks.remaining() * each + " rows, wanted " + wanted);
  }

  /** Writes the structure of C, whose buffers live as long as this. */
  void write(ByteBuffer to, int at) {
    to.putInt(at, SIZEOF_ROWS);
    to.putLong(at + ROWS_COUNT, indices == null ? 0 : indices.remaining());
    to.putLong(at + ROWS_INDICES, indices == null ? 0 : Buffers.address("indices", indices, Long.BYTES));
    to.putLong(at + ROWS_MASK, mask == null ? 0 : Buffers.address("mask", mask, 1));
    to.putInt(at + ROWS_MASK_FORM, maskForm);
    to.putInt(at + ROWS_FORM, form);
    to.putInt(at + ROWS_MODE, mode.number());
    to.putLong(at + ROWS_MOVED, moved == null ? 0 : Buffers.address("moved", moved, 1));
  }
}
