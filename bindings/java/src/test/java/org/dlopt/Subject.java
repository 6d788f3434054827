package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dlopt.rules.AdamW;
import org.junit.jupiter.api.function.Executable;

/** An AdamW of two parameters, three steps old, what a next step needs, and what a refused call must leave alone. */
final class Subject implements AutoCloseable {
  final Optimizer opt = AdamW.builder().build();
  final FloatBuffer w = numbers(15, 0.5f);
  final FloatBuffer b = numbers(7, 0.5f);
  final FloatBuffer gw = numbers(15, 0.25f);
  final FloatBuffer gb = numbers(7, 0.25f);
  final Tensor[] params = {Tensor.of(w, 5, 3), Tensor.of(b, 7)};
  final Tensor[] grads = {Tensor.of(gw, 5, 3), Tensor.of(gb, 7)};

  Subject() {
    opt.add(Param.of(5, 3).name("matrix"));
    opt.add(Param.of(7).name("vector"));
    for (int i = 0; i < 3; i++) opt.step(params, grads);
  }

  private static FloatBuffer numbers(int count, float scale) {
    FloatBuffer made = Tensor.floats(count);
    for (int i = 0; i < count; i++) made.put(i, scale * (i - 3));
    return made;
  }

  private List<Object> bits() {
    List<Object> bits = new ArrayList<>(List.of(Monitor.stateHash(opt, params), opt.steps(), opt.paramCount()));
    for (FloatBuffer buffer : List.of(w, b, gw, gb)) {
      bits.add(List.of(buffer.position(), buffer.limit()));
      for (int i = 0; i < buffer.capacity(); i++) bits.add(Float.floatToRawIntBits(buffer.get(i)));
    }
    return bits;
  }

  /** Makes a call that must be refused: with which status, and what its sentence must name. */
  void refuses(Status status, String word, Executable call) {
    List<Object> before = bits();
    String message = Expect.refused(status, word, call).getMessage();
    assertEquals(before, bits(), message);
  }

  @Override
  public void close() {
    opt.close();
  }
}
