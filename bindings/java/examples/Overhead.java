import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.dlopt.Optimizer;
import org.dlopt.Param;
import org.dlopt.Rule;
import org.dlopt.Tensor;

/** What steps take through these classes, in nanoseconds: to be compared with the same in C. */
public final class Overhead {
  private static final int LISTED = 100;
  private static final int LINE = 64;

  private Overhead() {}

  /** Nanoseconds of a call: the best of many rounds. */
  private static double best(Runnable call) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 500; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) call.run();
      best = Math.min(best, (System.nanoTime() - start) / 200.0);
    }
    return best;
  }

  /** Room at the start of a cache line, as the C program has it: where buffers lie makes a difference, too. */
  private static FloatBuffer floats(int n) {
    return ByteBuffer.allocateDirect(4 * n + 2 * LINE).alignedSlice(LINE).order(ByteOrder.nativeOrder()).asFloatBuffer().limit(n);
  }

  private static void flat(int n) {
    FloatBuffer w = floats(n);
    FloatBuffer g = floats(n);
    try (Optimizer opt = Optimizer.create(null, Rule.SGD)) {
      System.out.printf("flat %d %.1f%n", n, best(() -> opt.step(w, g)));
    }
  }

  private static void listed() {
    Tensor[] params = new Tensor[LISTED];
    Tensor[] grads = new Tensor[LISTED];
    try (Optimizer opt = Optimizer.create(null, Rule.SGD)) {
      for (int i = 0; i < LISTED; i++) {
        opt.add(Param.of(1));
        params[i] = Tensor.of(Tensor.floats(1));
        grads[i] = Tensor.of(Tensor.floats(1));
      }
      System.out.printf("listed %d %.1f%n", LISTED, best(() -> opt.step(params, grads)));
    }
  }

  public static void main(String[] args) {
    for (int n : new int[] {1, 16, 256, 4096}) flat(n);
    listed();
  }
}
