package org.dlopt;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dlopt.choices.WarmupKind;
import org.dlopt.internal.Native;

/**
 * A function from the step number to a value, in closed form: any step, any order, the same bits on every machine. A plateau alone has a
 * past.
 *
 * <p>Builders: {@link org.dlopt.schedules}. Optimizers and compositions hold copies, so that a schedule may be closed as soon as it was
 * handed over. Many threads may read one while nobody changes it.
 */
public final class Schedule extends Handle {
  private final Runtime runtime;

  private Schedule(Runtime runtime, long handle) {
    super(runtime, handle, Native::scheduleDestroy);
    this.runtime = runtime;
  }

  static Schedule create(Runtime runtime, ScheduleKind kind) {
    return new Schedule(runtime, made(runtime, (from, handle) -> Native.scheduleCreate(from, kind.number(), handle)));
  }

  /**
   * Tells the value at a step.
   *
   * @param step from 0 on
   * @return the value
   * @throws DloptException (OUT_OF_RANGE) for a negative step, fields that contradict each other, a value beyond the doubles
   */
  public double value(long step) { return read(value -> Native.scheduleValue(raw(), step, value)); }

  /**
   * Sets a field that is one number: a flag is 0 or 1, a choice its number.
   *
   * @param field which one
   * @param value within its bounds
   * @throws DloptException (UNKNOWN_HYPER, OUT_OF_RANGE) and nothing is changed
   */
  public void set(ScheduleField field, double value) { put(Arguments.number("field", field), value); }

  /**
   * Sets a field that is a list, which is copied.
   *
   * @param field which one
   * @param values milestones are whole and do not fall
   * @throws DloptException (UNKNOWN_HYPER, OUT_OF_RANGE) and nothing is changed
   */
  public void setList(ScheduleField field, double... values) {
    putList(Arguments.number("field", field), Arguments.given("values", values));
  }

  private double read(Consumer<double[]> call) {
    double[] value = new double[1];
    share(() -> call.accept(value));
    return value[0];
  }

  void put(int field, double value) { use(() -> Native.scheduleSet(raw(), field, value)); }

  void putList(int field, double[] values) { use(() -> Native.scheduleSetList(raw(), field, values, values.length)); }

  /**
   * Reads a field that is one number.
   *
   * @param field which one
   * @return its value
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public double get(ScheduleField field) { return read(value -> Native.scheduleGet(raw(), Arguments.number("field", field), value)); }

  /**
   * Reads a field that is a list.
   *
   * @param field which one
   * @return a copy
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public double[] getList(ScheduleField field) {
    long[] first = new long[1];
    long[] count = new long[1];
    double[][] values = new double[1][];
    share(() -> {
      Native.scheduleGetList(raw(), Arguments.number("field", field), first, count);
      values[0] = new double[(int)count[0]]; // at most 2^24
      if (count[0] > 0) Native.view(first[0], count[0] * Double.BYTES).order(ByteOrder.nativeOrder()).asDoubleBuffer().get(values[0]);
    });
    return values[0];
  }

  /**
   * Tells a plateau, or every one within a composition, the metric that it watches. An optimizer follows a copy, which its own report
   * reaches.
   *
   * @param metric any number; NaN is never better
   * @throws DloptException (INVALID_ARGUMENT) where there is no plateau
   */
  public void report(double metric) { use(() -> Native.scheduleReport(raw(), metric)); }

  /**
   * Runs several one after another, each on a clock of its own: child i from step {@code milestones[i - 1]} on.
   *
   * @param children copied; memory is from the runtime of the first
   * @param milestones one less than there are children: positive, and not falling
   * @return the sequence, to be closed
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE)
   */
  public static Schedule sequence(List<Schedule> children, long... milestones) {
    if (!Arguments.given("children", children).isEmpty()) {
      Arguments.sameCount("milestones", Arguments.given("milestones", milestones).length, children.size() - 1);
    }
    return composed(children, (from, raws, handle) -> Native.scheduleSequence(from, raws, raws.length, milestones, handle));
  }

  /**
   * The product of the values of several.
   *
   * @param children copied; memory is from the runtime of the first
   * @return the product, to be closed
   * @throws DloptException (INVALID_ARGUMENT)
   */
  public static Schedule product(Schedule... children) {
    return composed(Arrays.asList(Arguments.given("children", children)),
                    (from, raws, handle) -> Native.scheduleProduct(from, raws, raws.length, handle));
  }

  /**
   * Applies several one after another: the value of each is the base of the next.
   *
   * @param children copied; memory is from the runtime of the first
   * @return the chain, to be closed
   * @throws DloptException (INVALID_ARGUMENT)
   */
  public static Schedule chain(Schedule... children) {
    return composed(Arrays.asList(Arguments.given("children", children)),
                    (from, raws, handle) -> Native.scheduleChain(from, raws, raws.length, handle));
  }

  /**
   * Puts a warm-up before it, from 0 to its first value.
   *
   * @param steps length of the warm-up
   * @param kind how it rises: LINEAR, LINEAR_FROM_ONE or LOG
   * @return the sequence of both, to be closed
   * @throws DloptException (OUT_OF_RANGE, UNSUPPORTED)
   */
  public Schedule warmup(long steps, WarmupKind kind) {
    return composed(List.of(this),
                    (from, raws, handle) -> Native.scheduleWarmup(from, raws[0], steps, Arguments.number("kind", kind), handle));
  }

  /** Makes one of others. */
  private interface Composer {
    void compose(long runtime, long[] children, long[] handle);
  }

  private static Schedule composed(List<Schedule> children, Composer composer) {
    Runtime runtime = children.isEmpty() ? null : Arguments.given("children[0]", children.get(0)).runtime;
    long[] addresses = new long[children.size()];
    int shared = 0;
    try {
      for (; shared < addresses.length; shared++)
        addresses[shared] = Arguments.given("children[" + shared + "]", children.get(shared)).shared();
      return new Schedule(runtime, made(runtime, (from, handle) -> composer.compose(from, addresses, handle)));
    } finally {
      children.subList(0, shared).forEach(Handle::unshare);
    }
  }
}
