package org.dlopt;

import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.dlopt.Expect.tensor;
import static org.dlopt.internal.NativeConstants.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dlopt.internal.Callbacks;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;
import org.junit.jupiter.api.Test;

/** What C calls back, and what becomes of exceptions there. */
final class CallbacksTest {
  private static final int FAILED = -1;

  private static void save(Optimizer opt, Callbacks.Write write, Callbacks.Progress progress) {
    long writer = Native.hold(write);
    long teller = progress == null ? 0 : Native.hold(progress);
    Struct sink = Struct.of(SIZEOF_SINK, Native::sinkInit).set(SINK_WRITE, CALLBACK_WRITE).set(SINK_USER, writer);
    Struct desc = Struct.of(SIZEOF_SAVE_DESC, Native::saveDescInit);
    if (progress != null) desc.set(SAVE_DESC_PROGRESS, CALLBACK_PROGRESS).set(SAVE_DESC_PROGRESS_USER, teller);
    try {
      opt.use(() -> Native.optimizerSaveBytes(opt.raw(), sink.bytes(), desc.bytes()));
    } finally {
      Native.release(writer);
      if (teller != 0) Native.release(teller);
    }
  }

  private static void load(Optimizer opt, Callbacks.Read read) {
    long reader = Native.hold(read);
    Struct source = Struct.of(SIZEOF_SOURCE, Native::sourceInit).set(SOURCE_READ, CALLBACK_READ).set(SOURCE_USER, reader);
    try {
      opt.use(() -> Native.optimizerLoadBytes(opt.raw(), source.bytes(), null));
    } finally {
      Native.release(reader);
    }
  }

  private static Optimizer stepped() {
    Optimizer made = Optimizer.create(null, Rule.ADAMW);
    made.add(Param.of(3).name("weight"));
    made.step(list(tensor(1, 2, 3)), list(tensor(3, 2, 1)));
    return made;
  }

  @Test
  void bytesThereAndBack() {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (Optimizer opt = stepped(); Optimizer other = Optimizer.create(null, Rule.ADAMW)) {
      save(opt, bytes -> {
        saved.write(bytes.get());
        return 1; // of many
      }, (done, total) -> done <= total);
      byte[] file = saved.toByteArray();
      int[] at = {0};
      other.add(Param.of(3).name("weight"));
      load(other, room -> {
        int n = Math.min(7, Math.min(room.remaining(), file.length - at[0]));
        room.put(file, at[0], n);
        at[0] += n;
        return n;
      });
      assertEquals(opt.state(0, "exp_avg").bytes(), other.state(0, "exp_avg").bytes());
      assertEquals(1, other.steps());
    }
  }

  @Test
  void exceptionsEndTheCall() {
    IOException full = new IOException("full");
    IllegalStateException enough = new IllegalStateException("enough");
    try (Optimizer opt = stepped()) {
      assertSame(full, assertThrows(IOException.class, () -> save(opt, bytes -> { throw full; }, null)));
      assertSame(enough, assertThrows(IllegalStateException.class,
                                      () -> save(opt, bytes -> bytes.remaining(), (done, total) -> { throw enough; })));
      assertSame(full, assertThrows(IOException.class, () -> load(opt, room -> { throw full; })));
      refused(Status.IO, "", () -> save(opt, bytes -> bytes.remaining(), (done, total) -> false));
      refused(Status.IO, "", () -> save(opt, bytes -> 0, null));
      refused(Status.CORRUPT, "", () -> load(opt, room -> 0));
      refused(Status.IO, "", () -> load(opt, room -> FAILED));
      refused(Status.IO, "", () -> load(opt, room -> room.remaining() + 1));
      assertEquals(1, opt.steps());
      opt.step(list(tensor(1, 2, 3)), list(tensor(3, 2, 1)));
    }
  }

  @Test
  void whatIsInUseIsRefusedInside() {
    try (Optimizer opt = stepped()) {
      save(opt, bytes -> {
        refused(Status.BUSY, "Optimizer", () -> opt.set(Hyper.LR, 1));
        return bytes.remaining();
      }, null);
    }
  }

  @Test
  void histories() {
    Callbacks.Write all = ByteBuffer::remaining;
    Callbacks.Write part = bytes -> bytes.remaining() - 1;
    try (History history = History.of("loss")) {
      history.append(1, 0, 0.5);
      refused(Status.IO, "", () -> write(history, part));
      write(history, all);
    }
  }

  private static void write(History history, Callbacks.Write write) {
    long writer = Native.hold(write);
    try {
      history.use(() -> Native.historyWrite(history.raw(), HistoryFormat.CSV.number(), 0, CALLBACK_HISTORY, writer));
    } finally {
      Native.release(writer);
    }
  }

  @Test
  void logs() {
    List<String> lines = new ArrayList<>();
    try (Runtime runtime = Runtime.create(0, (level, text) -> lines.add(level + " " + text)); Optimizer opt = subtracting(runtime)) {
      opt.add(Param.of(1).name("gr\u00f6\u00dfe"));
      opt.step(list(tensor(1)), list(tensor(Float.NaN)), Step.options().skipNonfinite());
    }
    assertEquals(2, lines.size(), lines::toString);
    assertEquals("INFO dlopt", lines.get(0).substring(0, 10));
    assertEquals("WARNING", lines.get(1).substring(0, 7));
  }

  @Test
  void logsThatThrow() {
    IllegalStateException mine = new IllegalStateException("mine");
    assertSame(mine, assertThrows(IllegalStateException.class, () -> Runtime.create(2, (level, text) -> { throw mine; })));
    Runtime.Log atWarnings = (level, text) -> {
      if (level == LogLevel.WARNING) throw mine;
    };
    try (Runtime runtime = Runtime.create(0, atWarnings); Optimizer opt = subtracting(runtime)) {
      opt.add(Param.of(1));
      Step skipping = Step.options().skipNonfinite();
      assertSame(mine, assertThrows(IllegalStateException.class, () -> opt.step(list(tensor(1)), list(tensor(Float.NaN)), skipping)));
      assertEquals(1, opt.step(list(tensor(1)), list(tensor(1)), skipping).appliedStep());
    }
  }

  @Test
  void textsInUtf8() {
    String name = "gr\u00f6\u00dfe.\ud83d\ude00"; // characters of two bytes, and of four
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (Optimizer opt = subtracting()) {
      opt.set(Hyper.MOMENTUM, 0.5);
      opt.add(Param.of(1).name(name));
      opt.step(list(tensor(1)), list(tensor(1)));
      save(opt, bytes -> {
        saved.write(bytes.get());
        return 1;
      }, null);
    }
    assertTrue(saved.toString(StandardCharsets.UTF_8).contains('"' + name + ".momentum_buffer\""));
    refused(Status.INVALID_ARGUMENT, "name: got a text with a zero in it", () -> Param.of(1).name("a\0b"));
  }
}
