package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import org.dlopt.internal.Native;

/**
 * A table with a step, a wall time and some named numbers in each row: what a training went through, as CSV, or as an event file for
 * TensorBoard.
 */
public final class History extends Handle {
  private final List<String> columns;

  private History(Runtime runtime, List<String> columns) {
    super(runtime, create(runtime, columns), Native::historyDestroy);
    this.columns = columns;
  }

  /**
   * Makes an empty history.
   *
   * @param columns names, such as "loss" and "lr/group_0": each once, none of them "step" or "wall_time"
   * @return the history, to be closed
   * @throws DloptException (INVALID_ARGUMENT) for a name
   */
  public static History of(String... columns) { return of(null, columns); }

  /**
   * Makes an empty history with memory from a runtime.
   *
   * @param runtime must outlive the history; null: the default runtime
   * @param columns names
   * @return the history, to be closed
   * @throws DloptException (INVALID_ARGUMENT) for a name
   */
  public static History of(Runtime runtime, String... columns) {
    for (int i = 0; i < Arguments.given("columns", columns).length; i++) Arguments.given("columns[" + i + "]", columns[i]);
    return new History(runtime, List.of(columns));
  }

  private static long create(Runtime runtime, List<String> columns) {
    Texts names = new Texts("columns", columns);
    try {
      return made(runtime, (from, handle) -> Native.historyCreate(from, names.addresses(), columns.size(), handle));
    } finally {
      Reference.reachabilityFence(names);
    }
  }

  /**
   * Names its columns.
   *
   * @return the names in their order
   */
  public List<String> columns() { return columns; }

  /**
   * Appends a row.
   *
   * @param step whatever number the program counts by
   * @param wallTime seconds since 1970 for the time axis of TensorBoard, or 0
   * @param values a number for each column; NaN and infinities are kept as they are
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE) and nothing is changed
   */
  public void append(long step, double wallTime, double... values) {
    use(() -> Native.historyAppend(raw(), step, wallTime, values, Arguments.given("values", values).length));
  }

  /**
   * Counts its rows.
   *
   * @return how many there are
   */
  public long rows() {
    long[] rows = new long[1];
    use(() -> rows[0] = Native.historyRows(raw()));
    return rows[0];
  }

  /**
   * Reads a row.
   *
   * @param index from 0 on
   * @return the row
   * @throws DloptException (OUT_OF_RANGE)
   */
  public HistoryRow row(long index) {
    long[] step = new long[1];
    double[] wallTime = new double[1];
    double[] values = new double[columns.size()];
    use(() -> Native.historyRow(raw(), index, step, wallTime, values, values.length));
    return new HistoryRow(step[0], wallTime[0], values);
  }

  /**
   * Writes rows to a stream: a whole file from row 0 on, what it grows by from the number of rows written before.
   *
   * @param format as what
   * @param first the first row
   * @param to is not closed; may have received some of it after an error
   * @throws IOException of the stream
   * @throws DloptException (OUT_OF_RANGE) for the first row
   */
  public void write(HistoryFormat format, long first, OutputStream to) throws IOException {
    int number = Arguments.number("format", format);
    use(() -> Lent.to(Streams.writer(to), user -> Native.historyWrite(raw(), number, first, CALLBACK_HISTORY, user)));
  }

  /**
   * Writes the whole history to a file, in place of one that is there: whenever all ends, there is the old file or the new one.
   *
   * @param format as what
   * @param path in a folder that exists
   * @throws DloptException (IO); a file that was there is as it was
   */
  public void save(HistoryFormat format, Path path) {
    int number = Arguments.number("format", format);
    String name = Arguments.given("path", path).toString();
    use(() -> Native.historySave(raw(), number, name));
  }
}
