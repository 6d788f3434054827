package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlopt.internal.Native;

/**
 * A rule and its hyper-parameters, ready to update any buffers: for programs that have states, threads and a step count of their own.
 * Nothing is to be closed. Any number of threads may apply one while nobody sets it.
 */
public final class Kernel {
  /**
   * A state of a kernel's rule.
   *
   * @param kept whether it must be given, with as many elements as its parameter
   * @param initial what each of its elements starts from
   */
  public record Slot(boolean kept, double initial) {}

  private final int rule;
  private final Map<Integer, Double> values = new LinkedHashMap<>();
  private ByteBuffer hypers = ByteBuffer.allocateDirect(0);

  private Kernel(int rule) { this.rule = rule; }

  /**
   * Begins with the default hyper-parameters of a rule.
   *
   * @param rule how it updates
   * @return a kernel to be set
   */
  public static Kernel of(Rule rule) { return new Kernel(Arguments.number("rule", rule)); }

  /**
   * Sets a hyper-parameter, which the next call checks.
   *
   * @param hyper which one
   * @param value within its bounds; flags are 0 or 1, choices their numbers
   * @return this
   */
  public Kernel set(Hyper hyper, double value) {
    values.put(Arguments.number("hyper", hyper), value);
    ByteBuffer written = ByteBuffer.allocateDirect(values.size() * SIZEOF_HYPER_VALUE).order(ByteOrder.nativeOrder());
    int at = 0;
    for (Map.Entry<Integer, Double> each : values.entrySet()) {
      written.putInt(at, SIZEOF_HYPER_VALUE)
          .putInt(at + HYPER_VALUE_HYPER, each.getKey())
          .putDouble(at + HYPER_VALUE_VALUE, each.getValue());
      at += SIZEOF_HYPER_VALUE;
    }
    hypers = written;
    return this;
  }

  /**
   * Tells which states the rule keeps with these hyper-parameters.
   *
   * @return one for each state of the rule, in its order
   * @throws DloptException (UNKNOWN_HYPER, OUT_OF_RANGE, UNSUPPORTED)
   */
  public List<Slot> states() {
    int[] kept = new int[1];
    double[] initial = new double[Native.ruleStateCount(rule)];
    Native.kernelStates(rule, hypers, values.size(), kept, initial);
    List<Slot> states = new ArrayList<>();
    for (int i = 0; i < initial.length; i++) states.add(new Slot((kept[0] >> i & 1) != 0, initial[i]));
    return states;
  }

  /**
   * Updates a whole parameter and its states, as an optimizer's step does.
   *
   * @param step 1 for the first
   * @param buffers what is updated
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE, UNKNOWN_HYPER, SHAPE, DTYPE, UNSUPPORTED) and nothing is changed
   */
  public void apply(long step, KernelBuffers buffers) { apply(step, Arguments.given("buffers", buffers), 0, buffers.count()); }

  /**
   * Updates some of its elements. However a parameter is cut into ranges, on any threads, the bits are the same; ranges that are updated at
   * once must have no element in common.
   *
   * @param step 1 for the first; counted once for all ranges
   * @param buffers what is updated
   * @param first the first element
   * @param past the element after the last
   * @throws DloptException as {@link #apply(long, KernelBuffers)}
   */
  public void apply(long step, KernelBuffers buffers, long first, long past) {
    Native.kernelApply(0, rule, hypers, values.size(), step, Arguments.given("buffers", buffers).structure(), first, past, 0);
    buffers.keep();
  }
}
