package org.dlopt;

import static org.dlopt.Expect.floats;
import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** Steps of some rows, and rows that come and go. */
final class RowsTest {
  private final FloatBuffer w = floats(1, 1, 2, 2, 3, 3);

  private void step(Tensor grad, Rows rows) {
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(3, 2));
      opt.step(list(Tensor.of(w, 3, 2)), list(grad), Step.options().rows(rows));
    }
  }

  private static Tensor whole() { return Tensor.of(floats(1, 1, 0, 0, 1, 1), 3, 2); }

  private static ByteBuffer direct(int... bytes) {
    ByteBuffer made = ByteBuffer.allocateDirect(bytes.length);
    for (int b : bytes) made.put((byte)b);
    return made.flip();
  }

  @Test
  void namedByNumber() {
    step(Tensor.of(floats(1, 2), 1, 2), Rows.compact(1));
    holds(w, 1, 1, 1, 0, 3, 3);
    step(whole(), Rows.whole(0, 1));
    holds(w, 0, 0, 1, 0, 3, 3);
    step(whole(), Rows.all());
    holds(w, -1, -1, 1, 0, 2, 2);
    refused(Status.INVALID_ARGUMENT, "strictly increasing", () -> step(whole(), Rows.whole(1, 0)));
    refused(Status.OUT_OF_RANGE, "", () -> step(whole(), Rows.whole(3)));
  }

  @Test
  void namedByMask() {
    step(whole(), Rows.masked(direct(9, 9, 0, 0, 1).position(2)));
    holds(w, 1, 1, 2, 2, 2, 2);
    step(whole(), Rows.maskedBits(direct(0b001)));
    holds(w, 0, 0, 2, 2, 2, 2);
    refused(Status.SHAPE, "rows[0].mask: got marks for 2 rows, wanted 3", () -> step(whole(), Rows.masked(direct(1, 1))));
    refused(Status.SHAPE, "rows[0].mask: got marks for 0 rows", () -> step(whole(), Rows.maskedBits(direct())));
    refused(Status.INVALID_ARGUMENT, "mask: got a buffer that is on the heap", () -> step(whole(), Rows.masked(ByteBuffer.allocate(3))));
  }

  @Test
  void rowsOfZeros() {
    ByteBuffer moved = direct(0);
    step(whole(), Rows.all().zeroSkips(moved));
    assertEquals(0b101, moved.get(0));
    refused(Status.SHAPE, "rows[0].moved", () -> step(whole(), Rows.all().zeroSkips(direct())));
    refused(Status.INVALID_ARGUMENT, "read-only", () -> step(whole(), Rows.all().zeroSkips(moved.asReadOnlyBuffer())));
  }

  @Test
  void otherRowsAndTheirMoments() {
    try (Optimizer opt = Optimizer.create(null, Rule.ADAMW)) {
      opt.set(Hyper.BETA1, 0.5);
      opt.add(Param.of(2, 1));
      Tensor[] params = list(Tensor.of(floats(1, 1), 2, 1));
      Tensor[] grads = list(Tensor.of(floats(2, 2), 2, 1));
      opt.step(params, grads);
      opt.step(params, grads, Step.options().rows(Rows.whole(0).mode(RowsMode.DECAY_MOMENTS)));
      holds(opt.state(0, "exp_avg").floats(), 1.5f, 0.5f);
      opt.step(params, grads, Step.options().rows(Rows.whole(0).mode(RowsMode.SKIP)));
      holds(opt.state(0, "exp_avg").floats(), 1.75f, 0.5f);
    }
  }

  @Test
  void edits() {
    try (Optimizer opt = Optimizer.create(null, Rule.ADAMW)) {
      opt.set(Hyper.BETA1, 0.5);
      int slot = opt.add(Param.of(2, 1).rowAges());
      opt.step(list(Tensor.of(floats(1, 1), 2, 1)), list(Tensor.of(floats(2, 4), 2, 1)));
      opt.reserveRows(8, slot);
      opt.editRows(new long[] {1, -1, 1}, slot);
      holds(opt.state(slot, "exp_avg").floats(), 2, 0, 2);
      assertEquals(1, opt.state(slot, "row_age").bytes().asIntBuffer().get(2));
      opt.resetRows(new long[] {2}, slot);
      holds(opt.state(slot, "exp_avg").floats(), 2, 0, 0);
      refused(Status.OUT_OF_RANGE, "", () -> opt.editRows(new long[] {3}, slot));
      refused(Status.INVALID_ARGUMENT, "", () -> opt.resetRows(new long[] {0}, slot, slot));
    }
    FloatBuffer moved = Tensor.floats(6);
    SparseRows.apply(new long[] {2, -1, 0}, Tensor.of(w, 3, 2), Tensor.of(moved, 3, 2));
    holds(moved, 3, 3, 0, 0, 1, 1);
    refused(Status.INVALID_ARGUMENT, "to[0]: got a buffer that is read-only",
            () -> SparseRows.apply(new long[] {0}, Tensor.of(w, 3, 2), Tensor.of(moved.asReadOnlyBuffer().limit(2), 1, 2)));
  }

  @Test
  void sumsOfRows() {
    FloatBuffer sums = Tensor.floats(6);
    long[] unique = SparseRows.coalesce(new long[] {5, 2, 5}, Tensor.of(w, 3, 2), Tensor.of(sums, 3, 2));
    assertArrayEquals(new long[] {2, 5}, unique);
    holds(sums, 2, 2, 4, 4, 0, 0);
    refused(Status.INVALID_ARGUMENT, "indices: got 2, wanted 3",
            () -> SparseRows.coalesce(new long[2], Tensor.of(w, 3, 2), Tensor.of(sums, 3, 2)));
    refused(Status.OUT_OF_RANGE, "", () -> SparseRows.coalesce(new long[] {-1, 0, 1}, Tensor.of(w, 3, 2), Tensor.of(sums, 3, 2)));
  }
}
