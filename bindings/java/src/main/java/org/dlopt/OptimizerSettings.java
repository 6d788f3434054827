package org.dlopt;

import org.dlopt.internal.Native;
import org.dlopt.internal.Resource;

/** Hyper-parameters of an {@link Optimizer}, by group. A change takes effect with the next step. */
public abstract sealed class OptimizerSettings extends Handle permits OptimizerParams {
  private static final int ALL_GROUPS = -1;

  OptimizerSettings(Object needed, long address, Resource.Destroy destroy) { super(needed, address, destroy); }

  /**
   * Sets a hyper-parameter in every group. One that decides which state is kept allocates it here.
   *
   * @param hyper which one
   * @param value within its bounds; flags are 0 or 1, choices their numbers
   * @throws DloptException (UNKNOWN_HYPER, OUT_OF_RANGE, OUT_OF_MEMORY) and nothing is changed
   */
  public final void set(Hyper hyper, double value) { put(Arguments.number("hyper", hyper), value); }

  final void put(int hyper, double value) { use(() -> Native.optimizerSet(raw(), hyper, value)); }

  /**
   * Reads a hyper-parameter of the first group: as set, or what its schedule gives for the next step.
   *
   * @param hyper which one
   * @return its value; flags are 0 or 1, choices their numbers
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public final double get(Hyper hyper) {
    int number = Arguments.number("hyper", hyper);
    return number(value -> Native.optimizerGet(raw(), number, value));
  }

  /**
   * Adds a group, a copy of what the first one has now, schedules included.
   *
   * @return the group
   * @throws DloptException (OUT_OF_MEMORY)
   */
  public final Group addGroup() {
    int[] group = new int[1];
    use(() -> Native.optimizerGroupAdd(raw(), group));
    return new Group(group[0]);
  }

  /**
   * Sets a hyper-parameter of one group.
   *
   * @param group which group
   * @param hyper which one
   * @param value as of {@link #set(Hyper, double)}
   * @throws DloptException (UNKNOWN_HYPER, OUT_OF_RANGE, OUT_OF_MEMORY) and nothing is changed
   */
  public final void set(Group group, Hyper hyper, double value) {
    int index = Arguments.given("group", group).index();
    int number = Arguments.number("hyper", hyper);
    use(() -> Native.optimizerGroupSet(raw(), index, number, value));
  }

  /**
   * Reads a hyper-parameter of one group.
   *
   * @param group which group
   * @param hyper which one
   * @return its value
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public final double get(Group group, Hyper hyper) {
    int index = Arguments.given("group", group).index();
    int number = Arguments.number("hyper", hyper);
    return number(value -> Native.optimizerGroupGet(raw(), index, number, value));
  }

  /**
   * Sets, in every group, the conventions of a peer; learning rates, betas and other amounts stay.
   *
   * @param name such as "torch" or "optax"
   * @throws DloptException (INVALID_ARGUMENT) which lists the names that the rule has
   */
  public final void preset(String name) {
    Arguments.given("name", name);
    use(() -> Native.optimizerPreset(raw(), name));
  }

  /**
   * Lets a hyper-parameter of every group follow a schedule: its value at the number of steps applied so far.
   *
   * @param hyper which one
   * @param schedule is copied
   * @throws DloptException (UNKNOWN_HYPER, INVALID_ARGUMENT, OUT_OF_MEMORY) and nothing is changed
   */
  public final void follow(Hyper hyper, Schedule schedule) { follow(ALL_GROUPS, hyper, Arguments.given("schedule", schedule)); }

  /**
   * Lets a hyper-parameter of one group follow a schedule.
   *
   * @param group which group
   * @param hyper which one
   * @param schedule is copied
   * @throws DloptException (UNKNOWN_HYPER, INVALID_ARGUMENT, OUT_OF_MEMORY) and nothing is changed
   */
  public final void follow(Group group, Hyper hyper, Schedule schedule) {
    follow(Arguments.given("group", group).index(), hyper, Arguments.given("schedule", schedule));
  }

  /**
   * Ends that a hyper-parameter follows a schedule, in every group: the value set before holds again.
   *
   * @param hyper which one
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public final void unfollow(Hyper hyper) { follow(ALL_GROUPS, hyper, null); }

  /**
   * Ends that a hyper-parameter of one group follows a schedule.
   *
   * @param group which group
   * @param hyper which one
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public final void unfollow(Group group, Hyper hyper) { follow(Arguments.given("group", group).index(), hyper, null); }

  private void follow(int group, Hyper hyper, Schedule schedule) {
    int number = Arguments.number("hyper", hyper);
    if (schedule == null) {
      use(() -> Native.optimizerSchedule(raw(), group, number, 0));
    } else {
      schedule.share(() -> use(() -> Native.optimizerSchedule(raw(), group, number, schedule.raw())));
    }
  }

  /**
   * Tells every plateau schedule that groups follow the metric that it watches.
   *
   * @param metric such as the loss of an epoch
   * @throws DloptException (NONFINITE)
   */
  public final void report(double metric) { use(() -> Native.optimizerReport(raw(), metric)); }
}
