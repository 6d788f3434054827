package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.function.Executable;

/** What tests expect of calls, and what they are made of. */
final class Expect {
  private Expect() {}

  /** A call that fails with a status and a sentence that has these words. */
  static DloptException refused(Status status, String words, Executable call) {
    DloptException refusal = assertThrows(DloptException.class, call);
    assertEquals(status, refusal.status(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(words), () -> "'" + refusal.getMessage() + "' does not name " + words);
    return refusal;
  }

  static FloatBuffer floats(float... numbers) { return Tensor.floats(numbers.length).put(numbers).flip(); }

  static Tensor tensor(float... numbers) { return Tensor.of(floats(numbers)); }

  static Tensor[] list(Tensor... tensors) { return tensors; }

  static void holds(FloatBuffer buffer, float... wanted) {
    float[] got = new float[buffer.limit()];
    buffer.get(0, got);
    assertArrayEquals(wanted, got);
  }

  /** SGD whose step subtracts the gradient. */
  static Optimizer subtracting(Runtime runtime) {
    Optimizer made = Optimizer.create(runtime, Rule.SGD);
    made.set(Hyper.LR, 1);
    return made;
  }

  static Optimizer subtracting() { return subtracting(null); }
}
