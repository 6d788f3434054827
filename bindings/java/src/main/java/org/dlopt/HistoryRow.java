package org.dlopt;

import java.util.Arrays;
import java.util.List;

/**
 * A row of a {@link History}.
 *
 * @param step whatever number the program counts by
 * @param wallTime seconds since 1970, or 0
 * @param values a number for each column
 */
public record HistoryRow(long step, double wallTime, List<Double> values) {
  HistoryRow(long step, double wallTime, double[] values) { this(step, wallTime, Arrays.stream(values).boxed().toList()); }
}
