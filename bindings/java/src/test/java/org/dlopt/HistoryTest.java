package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are kept, written and saved. */
final class HistoryTest {
  private static final String HEAD = "step,wall_time,loss,größe\r\n1,0,0.5,0.001\r\n";

  private final Runtime runtime = Runtime.threads(0);
  private final History history = History.of(runtime, "loss", "größe");

  @TempDir Path folder;

  @BeforeEach
  void fill() {
    history.append(1, 0, 0.5, 1e-3);
    history.append(2, 7, 0.25, Double.NaN);
  }

  @AfterEach
  void close() {
    history.close();
    runtime.close();
  }

  private String csv(long first) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    history.write(HistoryFormat.CSV, first, to);
    return to.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rowsAreRead() {
    assertEquals(2, history.rows());
    assertEquals(List.of("loss", "größe"), history.columns());
    assertEquals(new HistoryRow(1, 0, List.of(0.5, 1e-3)), history.row(0));
    assertEquals(new HistoryRow(2, 7, List.of(0.25, Double.NaN)), history.row(1));
  }

  @Test
  void rowsAreWritten() throws IOException {
    assertEquals(HEAD + "2,7,0.25,nan\r\n", csv(0));
    assertEquals("2,7,0.25,nan\r\n", csv(1));
    Path file = folder.resolve("größen.csv");
    history.save(HistoryFormat.CSV, file);
    assertEquals(csv(0), Files.readString(file));
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    history.write(HistoryFormat.EVENTS, 0, events);
    assertTrue(events.toString(StandardCharsets.ISO_8859_1).contains("brain.Event:2"));
  }

  @Test
  void streamsThatFailAreHeard() {
    OutputStream broken = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("the cable is out");
      }
    };
    assertEquals("the cable is out", assertThrows(IOException.class, () -> history.write(HistoryFormat.CSV, 0, broken)).getMessage());
    Expect.refused(Status.IO, "nowhere", () -> history.save(HistoryFormat.CSV, folder.resolve("nowhere/at/all")));
    Expect.refused(Status.INVALID_ARGUMENT, "to", () -> history.write(HistoryFormat.CSV, 0, null));
    assertEquals(2, history.rows());
  }

  @Test
  void streamsAreLetGo() throws Exception {
    WeakReference<OutputStream> stream = new WeakReference<>(written());
    for (int i = 0; i < 100 && stream.get() != null; i++) {
      System.gc();
      Thread.sleep(1);
    }
    assertNull(stream.get());
  }

  private OutputStream written() throws IOException {
    OutputStream to = new ByteArrayOutputStream();
    history.write(HistoryFormat.CSV, 0, to);
    return to;
  }
}
