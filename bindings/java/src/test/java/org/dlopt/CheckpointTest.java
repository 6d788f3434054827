package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dlopt.rules.AdamW;
import org.dlopt.wrappers.Ema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded goes on as what was saved; streams, files and memory hold the same bytes. */
final class CheckpointTest {
  private static final int N = 300_000; // more than a piece of a stream

  private final Optimizer opt = AdamW.builder().lr(0.01).build();
  private final Optimizer other = AdamW.builder().build();
  private final FloatBuffer w = Tensor.floats(N);
  private byte[] bytes;

  @TempDir Path folder;

  @BeforeEach
  void train() {
    opt.add(Param.of(N).name("w"));
    opt.wrap(Ema.builder().start(1_000_000));
    for (int i = 0; i < 5; i++) take(opt, w, i);
    bytes = Checkpoint.toBytes(opt);
  }

  @AfterEach
  void close() {
    opt.close();
    other.close();
  }

  private static void take(Optimizer opt, FloatBuffer w, int step) {
    FloatBuffer g = Tensor.floats(N);
    for (int i = 0; i < N; i++) g.put(i, (i % 7 - 3) * 0.25f + step);
    opt.step(new Tensor[] {Tensor.of(w)}, new Tensor[] {Tensor.of(g)}, Step.options().averages(Tensor.of(Tensor.floats(N))));
  }

  /** The one that was loaded, and the next step of both. */
  private void goesOn() {
    assertEquals(5, other.steps());
    assertEquals(Monitor.stateHash(opt), Monitor.stateHash(other));
    FloatBuffer copy = Tensor.floats(N).put(w.duplicate()).flip();
    take(opt, w, 5);
    take(other, copy, 5); // with the average of the wrapper that was loaded
    assertEquals(w, copy);
    assertEquals(Monitor.stateHash(opt, Tensor.of(w)), Monitor.stateHash(other, Tensor.of(copy)));
  }

  @Test
  void files() throws IOException {
    Path path = folder.resolve("größe.safetensors");
    Checkpoint.save(opt, path);
    assertArrayEquals(bytes, Files.readAllBytes(path));
    other.add(Param.of(N).name("w"));
    other.wrap(Ema.builder());
    Checkpoint.load(other, path);
    goesOn();
  }

  @Test
  void arrays() {
    assertEquals(bytes.length, Checkpoint.size(opt, Save.options()));
    Checkpoint.load(other, bytes, Load.options().declare());
    goesOn();
  }

  @Test
  void streams() throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    Checkpoint.save(opt, to, Save.options());
    assertArrayEquals(bytes, to.toByteArray());
    Checkpoint.load(other, new ByteArrayInputStream(bytes), Load.options().declare());
    goesOn();
  }

  @Test
  void blocks() {
    ByteBuffer block = ByteBuffer.allocateDirect(bytes.length + 8).position(3);
    Checkpoint.save(opt, block, Save.options());
    assertEquals(bytes.length + 3, block.position());
    Checkpoint.load(other, block.flip().position(3), Load.options().declare());
    assertEquals(3, block.position());
    goesOn();
  }

  @Test
  void anotherName() {
    other.add(Param.of(N).name("weight"));
    Checkpoint.load(other, bytes, Load.options().rename("w", "weight"));
    assertEquals(5, other.steps());
    assertEquals(1, other.paramCount());
  }

  @Test
  void rowsGoElsewhere() {
    FloatBuffer matrix = Tensor.floats(6);
    FloatBuffer grad = Tensor.floats(6);
    for (int i = 0; i < 6; i++) grad.put(i, i + 1);
    try (Optimizer whole = AdamW.builder().build(); Optimizer parts = AdamW.builder().build()) {
      whole.add(Param.of(3, 2).name("matrix"));
      whole.step(new Tensor[] {Tensor.of(matrix, 3, 2)}, new Tensor[] {Tensor.of(grad, 3, 2)});
      parts.add(Param.of(1, 2).name("first"));
      parts.add(Param.of(2, 2).name("größere"));
      byte[] saved = Checkpoint.toBytes(whole);
      Load cut = Load.options().piece("matrix", "größere", 0, 1, 1).piece("matrix", "größere", 2, 0, 1).piece("matrix", "first", 1, 0, 1);
      Checkpoint.load(parts, saved, cut);
      FloatBuffer mean = whole.state(0, "exp_avg").floats();
      assertEquals(mean.slice(2, 2), parts.state(0, "exp_avg").floats());
      assertEquals(mean.slice(4, 2), parts.state(1, "exp_avg").floats().limit(2));
      assertEquals(mean.slice(0, 2), parts.state(1, "exp_avg").floats().position(2));
      assertEquals(1, parts.steps(1));
    }
  }

  @Test
  void whatIsSetHereMayStay() {
    other.set(Hyper.LR, 0.5);
    Checkpoint.load(other, bytes, Load.options().declare().keepConfiguration());
    assertEquals(0.5, other.get(Hyper.LR));
    Checkpoint.load(other, bytes, Load.options());
    assertEquals(0.01, other.get(Hyper.LR));
  }

  @Test
  void onlyAPartMayBeThere() {
    other.add(Param.of(N).name("w"));
    other.add(Param.of(2).name("new"));
    Checkpoint.load(other, bytes, Load.options().partial());
    assertEquals(5, other.steps());
    try (Optimizer none = AdamW.builder().build()) {
      Checkpoint.load(none, bytes, Load.options().extra());
      assertEquals(0, none.paramCount());
    }
  }

  @Test
  void numbersThatAreNone() {
    FloatBuffer g = Tensor.floats(N).put(0, Float.NaN);
    opt.step(new Tensor[] {Tensor.of(w)}, new Tensor[] {Tensor.of(g)}, Step.options().averages(Tensor.of(Tensor.floats(N))));
    byte[] diverged = Checkpoint.toBytes(opt);
    Expect.refused(Status.OUT_OF_RANGE, "w", () -> Checkpoint.load(other, diverged, Load.options().declare()));
    Checkpoint.load(other, diverged, Load.options().declare().nonfinite());
    assertEquals(6, other.steps());
  }

  @Test
  void scalersAndProgressGoAlong() {
    long[] seen = new long[2];
    try (Scaler saved = ScalerOptions.builder().initScale(8).build(); Scaler loaded = ScalerOptions.builder().build()) {
      byte[] both = Checkpoint.toBytes(opt, Save.options().scaler(saved).progress((done, total) -> (seen[0] = done) <= total));
      assertEquals(both.length, seen[0]);
      assertNotEquals(bytes.length, both.length);
      Checkpoint.load(other, both, Load.options().declare().scaler(loaded).progress((done, total) -> (seen[1] = total) > 0));
      assertEquals(8, loaded.scale());
      assertEquals(both.length, seen[1]);
    }
  }
}
