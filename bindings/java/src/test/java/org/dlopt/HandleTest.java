package org.dlopt;

import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ends of handles, on purpose and by the garbage collector, and calls that meet. */
final class HandleTest {
  @Test
  void closedOnes() {
    Optimizer opt = subtracting();
    opt.close();
    opt.close();
    assertTrue(opt.isClosed());
    assertThrows(ClosedException.class, () -> opt.set(Hyper.LR, 1));
    assertThrows(ClosedException.class, opt::steps);
    assertThrows(ClosedException.class, () -> opt.step(Tensor.floats(1), Tensor.floats(1)));
    assertThrows(ClosedException.class, opt::copy);
    refused(Status.STATE, "Optimizer: got one that was closed", () -> opt.add(Param.of(1)));
    Runtime runtime = Runtime.threads(0);
    runtime.close();
    assertThrows(ClosedException.class, () -> Optimizer.create(runtime, Rule.SGD));
  }

  @Test
  void runtimesOutliveWhatIsMadeWithThem() {
    Runtime runtime = Runtime.threads(2);
    Optimizer opt = subtracting(runtime);
    refused(Status.BUSY, "runtime", runtime::close);
    assertFalse(runtime.isClosed());
    opt.step(Tensor.floats(3), Tensor.floats(3));
    opt.close();
    runtime.close();
    assertTrue(runtime.isClosed());
  }

  /** A log that holds up the step that it is called from. */
  private static final class Gate implements Runtime.Log {
    final CountDownLatch inside = new CountDownLatch(1);
    final CountDownLatch further = new CountDownLatch(1);

    @Override
    public void log(LogLevel level, String text) {
      if (level != LogLevel.WARNING) return;
      inside.countDown();
      try {
        assertTrue(further.await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void callsOfTwoThreads() throws Exception {
    Gate gate = new Gate();
    try (Runtime runtime = Runtime.create(0, gate); Optimizer opt = subtracting(runtime)) {
      opt.add(Param.of(1));
      Tensor[] params = {Expect.tensor(1)};
      Tensor[] grads = {Expect.tensor(Float.NaN)};
      CompletableFuture<StepReport> step = CompletableFuture.supplyAsync(() -> opt.step(params, grads, Step.options().skipNonfinite()));
      assertTrue(gate.inside.await(30, TimeUnit.SECONDS));
      refused(Status.BUSY, "Optimizer: got one that another call uses", () -> opt.set(Hyper.LR, 2));
      refused(Status.BUSY, "Optimizer", () -> opt.step(params, grads));
      refused(Status.BUSY, "Optimizer", opt::steps);
      refused(Status.BUSY, "Optimizer", opt::close);
      assertFalse(opt.isClosed());
      try (Optimizer other = subtracting(runtime)) { // which is shared
        other.step(Tensor.floats(1), Tensor.floats(1));
      }
      gate.further.countDown();
      assertTrue(step.get(30, TimeUnit.SECONDS).skipped());
      opt.set(Hyper.LR, 2);
      assertEquals(2, opt.get(Hyper.LR));
    }
  }

  private static void forget(Runtime runtime, int count) {
    for (int i = 0; i < count; i++) subtracting(runtime).step(Tensor.floats(8), Tensor.floats(8));
  }

  /** A runtime cannot be closed as long as one optimizer lives that was made with it. */
  @Test
  void forgottenOnesAreFreed() throws InterruptedException {
    Runtime runtime = Runtime.threads(0);
    forget(runtime, 100);
    for (int tries = 0; !runtime.isClosed() && tries < 200; tries++) {
      System.gc();
      Thread.sleep(20);
      try {
        runtime.close();
      } catch (DloptException busy) {
        assertEquals(Status.BUSY, busy.status());
      }
    }
    assertTrue(runtime.isClosed());
  }

  private static WeakReference<Runtime.Log> usedLog() {
    Runtime.Log log = new Gate();
    try (Runtime runtime = Runtime.create(0, log)) {
      assertFalse(runtime.isClosed());
    }
    return new WeakReference<>(log);
  }

  @Test
  void logsGoWithTheirRuntimes() throws InterruptedException {
    WeakReference<Runtime.Log> log = usedLog();
    for (int tries = 0; log.get() != null && tries < 200; tries++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(log.get());
  }

  private static long threads() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.count();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runtimesWhoseLogsThrowAreEnded() throws IOException {
    long before = threads();
    Runtime.Log throwing = (level, text) -> { throw new IllegalStateException(text); };
    for (int i = 0; i < 20; i++) assertThrows(IllegalStateException.class, () -> Runtime.create(8, throwing));
    assertTrue(threads() < before + 70, () -> "140 threads of 20 runtimes");
  }

  private static long residentKibibytes() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tenThousandLeaveNothing() throws IOException {
    long before = 0;
    for (int i = 0; i < 12_000; i++) {
      if (i == 2_000) before = residentKibibytes();
      try (Optimizer opt = Optimizer.create(null, Rule.ADAMW)) {
        opt.add(Param.of(4096)); // states of 32 KiB, 312 MiB of all
      }
    }
    long growth = residentKibibytes() - before;
    assertTrue(growth < 64 * 1024, growth + " KiB");
  }
}
