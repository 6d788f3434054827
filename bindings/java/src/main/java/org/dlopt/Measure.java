package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/**
 * What {@link Monitor} measures: all parameters, unless a slot or a group is named. An optimizer keeps no pointers, so that it must be
 * shown them.
 */
public final class Measure {
  private final Struct desc = Struct.of(SIZEOF_STATS_DESC, Native::statsDescInit);
  private Tensor[] params;
  private Tensor[] grads;
  private Tensor[] before;

  private Measure() {}

  /**
   * Begins with all parameters, of which none is shown: their states.
   *
   * @return a new description
   */
  public static Measure all() { return new Measure(); }

  /**
   * Measures one parameter alone.
   *
   * @param slot which one
   * @return this
   */
  public Measure slot(int slot) {
    desc.set(STATS_DESC_SLOT, slot);
    return this;
  }

  /**
   * Measures those of one group.
   *
   * @param group which one
   * @return this
   */
  public Measure group(Group group) {
    desc.set(STATS_DESC_GROUP, Arguments.given("group", group).index());
    return this;
  }

  /**
   * Measures a sample.
   *
   * @param sample 1024 elements of every so many times as many; 1, the default: all
   * @return this
   */
  public Measure sample(int sample) {
    desc.set(STATS_DESC_SAMPLE, sample);
    return this;
  }

  /**
   * Shows the parameters.
   *
   * @param params in slot order; {@link Tensor#none} is left out
   * @return this
   */
  public Measure params(Tensor... params) {
    this.params = Arguments.given("params", params).clone();
    return this;
  }

  /**
   * Shows the gradients.
   *
   * @param grads in slot order; {@link Tensor#none} is left out
   * @return this
   */
  public Measure grads(Tensor... grads) {
    this.grads = Arguments.given("grads", grads).clone();
    return this;
  }

  /**
   * Shows the parameters as they were before the last step.
   *
   * @param before in slot order; {@link Tensor#none} is left out
   * @return this
   */
  public Measure before(Tensor... before) {
    this.before = Arguments.given("before", before).clone();
    return this;
  }

  /** Measures, by a call that is alone with the optimizer. */
  Stats of(Optimizer optimizer) {
    int count = Native.optimizerParamCount(optimizer.raw());
    TensorList[] lists = {list("params", params, count), list("grads", grads, count), list("before", before, count)};
    desc.set(STATS_DESC_PARAMS, address(lists[0])).set(STATS_DESC_GRADS, address(lists[1])).set(STATS_DESC_BEFORE, address(lists[2]));
    Struct stats = new Struct(SIZEOF_STATS);
    Native.optimizerMeasure(optimizer.raw(), desc.set(STATS_DESC_COUNT, (long)count).bytes(), stats.bytes());
    Reference.reachabilityFence(lists);
    return Stats.of(stats);
  }

  private static TensorList list(String name, Tensor[] tensors, int count) {
    if (tensors == null) return null;
    Arguments.sameCount(name, tensors.length, count);
    return TensorList.of(name, tensors);
  }

  private static long address(TensorList list) { return list == null ? 0 : list.address(); }
}
