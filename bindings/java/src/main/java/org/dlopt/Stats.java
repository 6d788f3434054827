package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.dlopt.internal.Struct;

/**
 * What is known of one parameter, or of several together. Norms are 2-norms.
 *
 * @param numel elements
 * @param steps steps applied to it: its age; of several the largest
 * @param effectiveLr learning rate of the next step: schedule and scale included, bias correction not; NaN where several differ
 * @param effectiveWeightDecay weight decay of the next step, scale included; NaN where several differ
 * @param param of the parameter; null where it was not shown
 * @param grad of the gradient; null where it was not shown
 * @param updateNorm norm of what the parameter has moved by; NaN where it was not shown as it was before
 * @param updateRatio that beside the norm of the parameter: about 1e-3 in a healthy training
 * @param stateNonfinite elements of all states that are NaN or infinite
 * @param stateNorms norm of each state in the order of {@link Introspection#states}; NaN for one that is not kept
 */
public record Stats(long numel, long steps, double effectiveLr, double effectiveWeightDecay, NumberStats param, NumberStats grad,
                    double updateNorm, double updateRatio, long stateNonfinite, List<Double> stateNorms) {
  private static final int BINS = 64;

  static Stats of(Struct stats) {
    NumberStats param = numbers(stats, STATS_PARAM_NORM, STATS_PARAM_NONFINITE, STATS_PARAM_MEASURED, STATS_PARAM_MAGNITUDES);
    NumberStats grad = numbers(stats, STATS_GRAD_NORM, STATS_GRAD_NONFINITE, STATS_GRAD_MEASURED, STATS_GRAD_MAGNITUDES);
    DoubleStream norms =
        IntStream.range(0, stats.getInt(STATS_STATE_COUNT)).mapToDouble(i -> stats.getDouble(STATS_STATE_NORM + i * Double.BYTES));
    return new Stats(stats.getLong(STATS_NUMEL), stats.getLong(STATS_STEPS), stats.getDouble(STATS_EFFECTIVE_LR),
                     stats.getDouble(STATS_EFFECTIVE_WEIGHT_DECAY), param, grad, stats.getDouble(STATS_UPDATE_NORM),
                     stats.getDouble(STATS_UPDATE_RATIO), stats.getLong(STATS_STATE_NONFINITE), norms.boxed().toList());
  }

  /** Behind `measured` come the counts of its kinds, in the order of {@link NumberStats}. */
  private static NumberStats numbers(Struct stats, int norm, int nonfinite, int measured, int magnitudes) {
    if (stats.getLong(nonfinite) < 0) return null;
    long[] counts = IntStream.range(0, 5).mapToLong(i -> stats.getLong(measured + i * Long.BYTES)).toArray();
    LongStream bins = IntStream.range(0, BINS).mapToLong(i -> stats.getLong(magnitudes + i * Long.BYTES));
    return new NumberStats(stats.getDouble(norm), stats.getLong(nonfinite), counts[0], counts[1], counts[2], counts[3], counts[4],
                           bins.boxed().toList());
  }
}
