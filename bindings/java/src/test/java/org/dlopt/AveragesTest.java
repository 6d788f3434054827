package org.dlopt;

import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.dlopt.wrappers.Accumulate;
import org.dlopt.wrappers.Ema;
import org.dlopt.wrappers.Swa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step knows how many averages its wrappers keep, whatever has added them. */
final class AveragesTest {
  private final Optimizer opt = subtracting();

  @BeforeEach
  void wrap() {
    opt.add(Param.of(2));
    opt.wrap(Accumulate.builder());
    opt.wrap(Ema.builder().decay(0.5));
  }

  @AfterEach
  void close() {
    opt.close();
  }

  private static Tensor[] averages(int count) {
    Tensor[] made = new Tensor[count];
    for (int i = 0; i < count; i++) made[i] = Tensor.of(Tensor.floats(2));
    return made;
  }

  private static void step(Optimizer optimizer, int count) {
    optimizer.step(averages(1), averages(1), Step.options().averages(averages(count)));
  }

  private static void keeps(Optimizer optimizer, int count) {
    step(optimizer, count);
    refused(Status.INVALID_ARGUMENT, "wanted " + count, () -> step(optimizer, count + 1));
  }

  @Test
  void ofWrappersThatComeLater() {
    keeps(opt, 1);
    opt.wrap(Swa.builder());
    keeps(opt, 2);
    opt.add(Param.of(2));
    refused(Status.INVALID_ARGUMENT, "wanted 4", () -> opt.step(averages(2), averages(2), Step.options().averages(averages(2))));
  }

  @Test
  void ofWrappersThatAreLoaded() {
    try (Optimizer other = subtracting()) {
      other.add(Param.of(2));
      other.wrap(Accumulate.builder());
      keeps(other, 0);
      Checkpoint.load(other, Checkpoint.toBytes(opt));
      keeps(other, 1);
    }
  }

  @Test
  void ofCopies() {
    keeps(opt, 1);
    try (Optimizer copy = opt.copy(); Optimizer placed = opt.place(ByteBuffer.allocateDirect((int)opt.size()))) {
      copy.wrap(Ema.builder());
      keeps(copy, 2);
      keeps(placed, 1);
    }
    keeps(opt, 1);
  }

  /** The report, and what the call is wrapped in: wrappers are not asked again, whose answers would be exceptions. */
  @Test
  void areCountedOnce() {
    FloatBuffer mean = Tensor.floats(2);
    Tensor[] params = list(Tensor.of(Expect.floats(1, 2)));
    Tensor[] grads = list(Tensor.of(Expect.floats(0, 0)));
    Step options = Step.options().averages(Tensor.of(mean));
    ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 100; i++) opt.step(params, grads, options);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) opt.step(params, grads, options);
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
    assertTrue(each <= 256, () -> each + " bytes for each step");
    holds(mean, 1, 2);
  }
}
