package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;
import org.dlopt.internal.Text;

/** What a parameter is; {@link Optimizer#add} declares it. */
public final class Param {
  private final Struct desc = Struct.of(SIZEOF_PARAM_DESC, Native::paramDescInit);
  private final ByteBuffer shape;
  private ByteBuffer name;

  private Param(long[] sizes) {
    shape = ByteBuffer.allocateDirect(Arguments.given("shape", sizes).length * Long.BYTES).order(ByteOrder.nativeOrder());
    shape.asLongBuffer().put(sizes);
    desc.set(PARAM_DESC_NDIM, sizes.length).set(PARAM_DESC_SHAPE, Native.address(shape));
  }

  /**
   * Begins with a parameter of F32 in the first group.
   *
   * @param shape its sizes; none: one element
   * @return what it is so far
   */
  public static Param of(long... shape) { return new Param(shape); }

  /**
   * Sets the type of its elements.
   *
   * @param dtype F32 (default), F64, BF16 or F16
   * @return this
   */
  public Param dtype(DType dtype) { return with(PARAM_DESC_DTYPE, Arguments.number("dtype", dtype)); }

  /**
   * Sets its name.
   *
   * @param name 1 .. 1023 bytes without control characters, unique; default "param_" and the slot's number
   * @return this
   */
  public Param name(String name) {
    this.name = Text.direct("name", Arguments.given("name", name));
    desc.set(PARAM_DESC_NAME, Native.address(this.name));
    return this;
  }

  /**
   * Sets the group whose hyper-parameters it has.
   *
   * @param group default the first
   * @return this
   */
  public Param group(Group group) { return with(PARAM_DESC_GROUP, Arguments.given("group", group).index()); }

  /**
   * Sets what it is to its model.
   *
   * @param role default a weight
   * @return this
   */
  public Param role(Role role) { return with(PARAM_DESC_ROLE, Arguments.number("role", role)); }

  /**
   * Sets the factor of its learning rate.
   *
   * @param scale 0 .. 1e6, default 1
   * @return this
   */
  public Param lrScale(double scale) {
    desc.set(PARAM_DESC_LR_SCALE, scale);
    return this;
  }

  /**
   * Sets the factor of its weight decay.
   *
   * @param scale 0 .. 1e6, default 1
   * @return this
   */
  public Param decayScale(double scale) {
    desc.set(PARAM_DESC_DECAY_SCALE, scale);
    return this;
  }

  /**
   * Sets what is kept beside a parameter of 16 bits.
   *
   * @param master default nothing
   * @return this
   */
  public Param master(Master master) { return with(PARAM_DESC_MASTER, Arguments.number("master", master)); }

  /**
   * Sets how its moments are kept.
   *
   * @param form default full
   * @return this
   */
  public Param stateForm(StateForm form) { return with(PARAM_DESC_STATE_FORM, Arguments.number("form", form)); }

  /**
   * Has each row count the steps that it takes, as a parameter of its own would.
   *
   * @return this
   */
  public Param rowAges() { return with(PARAM_DESC_ROW_AGES, 1); }

  private Param with(int field, int value) {
    desc.set(field, value);
    return this;
  }

  int addTo(long optimizer) {
    int[] slot = new int[1];
    Native.optimizerParamAdd(optimizer, desc.bytes(), slot);
    Reference.reachabilityFence(this);
    return slot[0];
  }
}
