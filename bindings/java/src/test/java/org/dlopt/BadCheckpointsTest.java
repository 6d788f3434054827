package org.dlopt;

import static org.dlopt.Status.BUSY;
import static org.dlopt.Status.CORRUPT;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.IO;
import static org.dlopt.Status.STATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.dlopt.rules.AdamW;
import org.dlopt.rules.Sgd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints, files and streams that must be refused, with nothing changed; numbers are those of the requirements. */
final class BadCheckpointsTest {
  private final Subject s = new Subject();
  private final byte[] bytes = Checkpoint.toBytes(s.opt);

  @TempDir Path folder;

  @AfterEach
  void close() {
    s.close();
  }

  private void refusesToLoad(Status status, String word, byte[] bad) { s.refuses(status, word, () -> Checkpoint.load(s.opt, bad)); }

  @Test void damage() { // 79
    for (int length = 0; length < bytes.length; length += 1 + bytes.length / 97) refusesToLoad(CORRUPT, "", Arrays.copyOf(bytes, length));
    refusesToLoad(CORRUPT, "", Arrays.copyOf(bytes, bytes.length + 1));
    for (int at = bytes.length - 1; at > bytes.length - 8 * 22; at -= 13) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 4;
      refusesToLoad(CORRUPT, "", flipped);
    }
    s.refuses(INVALID_ARGUMENT, "bytes", () -> Checkpoint.load(s.opt, (byte[])null));
  }

  @Test void othersThanTheOptimizers() { // 80
    try (Optimizer sgd = Sgd.builder().build(); Optimizer fresh = AdamW.builder().build(); Optimizer shaped = AdamW.builder().build()) {
      shaped.add(Param.of(3, 5).name("matrix"));
      shaped.add(Param.of(7).name("vector"));
      long[] before = {Monitor.stateHash(sgd), Monitor.stateHash(fresh), Monitor.stateHash(shaped)};
      Expect.refused(STATE, "adamw", () -> Checkpoint.load(sgd, bytes, Load.options().declare()));
      Expect.refused(STATE, "matrix", () -> Checkpoint.load(fresh, bytes));
      Expect.refused(Status.SHAPE, "matrix", () -> Checkpoint.load(shaped, bytes));
      assertEquals(Arrays.toString(before),
                   Arrays.toString(new long[] {Monitor.stateHash(sgd), Monitor.stateHash(fresh), Monitor.stateHash(shaped)}));
    }
    s.refuses(STATE, "nobody", () -> Checkpoint.load(s.opt, bytes, Load.options().rename("vector", "nobody")));
    s.refuses(INVALID_ARGUMENT, "nobody", () -> Checkpoint.load(s.opt, bytes, Load.options().rename("nobody", "vector")));
    s.refuses(INVALID_ARGUMENT, "nobody", () -> Checkpoint.load(s.opt, bytes, Load.options().piece("nobody", "vector", 0, 0, 7)));
    s.refuses(INVALID_ARGUMENT, "vector", () -> Checkpoint.load(s.opt, bytes, Load.options().piece("vector", "vector", 0, 0, 6)));
    s.refuses(Status.OUT_OF_RANGE, "pieces[0]", () -> Checkpoint.load(s.opt, bytes, Load.options().piece("vector", "vector", 0, 1, 7)));
    s.refuses(INVALID_ARGUMENT, "to", () -> Load.options().piece("vector", null, 0, 0, 7));
    s.opt.add(Param.of(1).name("further"));
    Expect.refused(STATE, "further", () -> Checkpoint.load(s.opt, bytes));
  }

  @Test void paths() throws IOException { // 81
    Path inside = Files.createDirectories(folder.resolve("folder"));
    for (Path bad : new Path[] {inside, folder.resolve("nowhere/at/all"), folder.resolve("x".repeat(5000))}) {
      s.refuses(IO, "", () -> Checkpoint.save(s.opt, bad));
      s.refuses(IO, "", () -> Checkpoint.load(s.opt, bad));
    }
    s.refuses(INVALID_ARGUMENT, "path", () -> Checkpoint.save(s.opt, Path.of("")));
    s.refuses(INVALID_ARGUMENT, "path", () -> Checkpoint.load(s.opt, (Path)null));
    try (var left = Files.list(folder)) {
      assertEquals(1, left.count()); // nothing but the folder
    }
  }

  private static OutputStream to(Callable<Void> written) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte)b}, 0, 1);
      }

      @Override
      public void write(byte[] some, int from, int count) throws IOException {
        call(written);
      }
    };
  }

  private static InputStream from(Callable<Void> read) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        call(read);
        return 0;
      }

      @Override
      public int read(byte[] to, int from, int count) throws IOException {
        return read();
      }
    };
  }

  private static void call(Callable<Void> call) throws IOException {
    try {
      call.call();
    } catch (IOException | RuntimeException | Error thrown) {
      throw thrown;
    } catch (Exception other) {
      throw new AssertionError(other);
    }
  }

  @Test void streamsThatFailAreHeard() { // 82
    Callable<Void> broken = () -> { throw new IOException("the cable is out"); };
    Callable<Void> wrong = () -> { throw new ArithmeticException("a bug"); };
    long before = Monitor.stateHash(s.opt);
    for (int i = 0; i < 3; i++) {
      assertEquals("the cable is out",
                   assertThrows(IOException.class, () -> Checkpoint.save(s.opt, to(broken), Save.options())).getMessage());
      assertEquals("the cable is out",
                   assertThrows(IOException.class, () -> Checkpoint.load(s.opt, from(broken), Load.options())).getMessage());
      assertEquals("a bug", assertThrows(ArithmeticException.class, () -> Checkpoint.save(s.opt, to(wrong), Save.options())).getMessage());
      assertEquals("a bug",
                   assertThrows(ArithmeticException.class, () -> Checkpoint.load(s.opt, from(wrong), Load.options())).getMessage());
    }
    assertEquals(before, Monitor.stateHash(s.opt));
  }

  @Test void nobodyUsesTheOptimizerMeanwhile() { // 82
    Callable<Void> step = () -> {
      s.opt.step(s.params, s.grads);
      return null;
    };
    Callable<Void> end = () -> {
      s.opt.close();
      return null;
    };
    for (Callable<Void> inside : List.of(step, end)) {
      s.refuses(BUSY, "Optimizer", () -> Checkpoint.save(s.opt, to(inside), Save.options()));
      s.refuses(BUSY, "Optimizer", () -> Checkpoint.load(s.opt, from(inside), Load.options()));
    }
    s.opt.step(s.params, s.grads);
  }

  @Test
  void callingOff() {
    s.refuses(IO, "", () -> Checkpoint.toBytes(s.opt, Save.options().progress((done, total) -> false)));
    s.refuses(IO, "", () -> Checkpoint.load(s.opt, bytes, Load.options().progress((done, total) -> false)));
    Progress wrong = (done, total) -> { throw new ArithmeticException("a bug"); };
    assertThrows(ArithmeticException.class, () -> Checkpoint.save(s.opt, new ByteArrayOutputStream(), Save.options().progress(wrong)));
  }

  @Test
  void blocks() {
    s.refuses(Status.OUT_OF_RANGE, "bytes", () -> Checkpoint.save(s.opt, ByteBuffer.allocateDirect(16), Save.options()));
    s.refuses(INVALID_ARGUMENT, "direct", () -> Checkpoint.save(s.opt, ByteBuffer.allocate(1 << 16), Save.options()));
    s.refuses(INVALID_ARGUMENT, "written",
              () -> Checkpoint.save(s.opt, ByteBuffer.allocateDirect(1 << 16).asReadOnlyBuffer(), Save.options()));
    s.refuses(INVALID_ARGUMENT, "from", () -> Load.options().rename(null, "a"));
  }

  @Test
  void closedOnes() {
    s.opt.close();
    s.opt.close();
    assertThrows(ClosedException.class, () -> Checkpoint.toBytes(s.opt));
    assertThrows(ClosedException.class, () -> Checkpoint.load(s.opt, bytes));
    assertThrows(ClosedException.class, () -> Monitor.stateHash(s.opt));
    Scaler scaler = ScalerOptions.builder().build();
    scaler.close();
    assertThrows(ClosedException.class, scaler::scale);
    try (Optimizer open = AdamW.builder().build()) {
      assertThrows(ClosedException.class, () -> Checkpoint.toBytes(open, Save.options().scaler(scaler)));
      assertThrows(ClosedException.class, () -> open.step(s.params, s.grads, Step.options().scaler(scaler)));
    }
  }
}
