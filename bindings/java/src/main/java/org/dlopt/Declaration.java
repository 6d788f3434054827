package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.util.Arrays;
import java.util.List;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/**
 * How a parameter is declared; {@link #param} declares another one like it.
 *
 * @param name its name, also where it was given none
 * @param shape its sizes
 * @param dtype the type of its elements
 * @param group the group whose hyper-parameters it has
 * @param role what it is to its model
 * @param lrScale factor of its learning rate
 * @param decayScale factor of its weight decay
 * @param master what is kept beside it
 * @param stateForm how its moments are kept: full where it is too small for few bits
 * @param rowAges whether each row counts its steps
 */
public record Declaration(String name, List<Long> shape, DType dtype, Group group, Role role, double lrScale, double decayScale,
                          Master master, StateForm stateForm, boolean rowAges) {
  /** Asks for it while nothing else uses the optimizer, whose memory name and shape are in. */
  static Declaration read(long optimizer, int slot) {
    Struct desc = new Struct(SIZEOF_PARAM_DESC);
    Native.optimizerParamInfo(optimizer, slot, desc.bytes());
    long[] shape = Extent.read(desc.getLong(PARAM_DESC_SHAPE), desc.getInt(PARAM_DESC_NDIM));
    return new Declaration(desc.getText(PARAM_DESC_NAME), Arrays.stream(shape).boxed().toList(), DType.of(desc.getInt(PARAM_DESC_DTYPE)),
                           new Group(desc.getInt(PARAM_DESC_GROUP)), Role.of(desc.getInt(PARAM_DESC_ROLE)),
                           desc.getDouble(PARAM_DESC_LR_SCALE), desc.getDouble(PARAM_DESC_DECAY_SCALE),
                           Master.of(desc.getInt(PARAM_DESC_MASTER)), StateForm.of(desc.getInt(PARAM_DESC_STATE_FORM)),
                           desc.getInt(PARAM_DESC_ROW_AGES) != 0);
  }

  /**
   * Describes a parameter like this one.
   *
   * @return what {@link Optimizer#add} takes, to be changed or not
   */
  public Param param() {
    Param param = Param.of(shape.stream().mapToLong(Long::longValue).toArray()).name(name).dtype(dtype).group(group).role(role);
    param.lrScale(lrScale).decayScale(decayScale).master(master).stateForm(stateForm);
    return rowAges ? param.rowAges() : param;
  }
}
