package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** What C is given for a step, kept from step to step so that the same tensors are described once. */
final class StepCall {
  private final TensorList params = new TensorList("params");
  private final TensorList grads = new TensorList("grads");
  private final TensorList deltas = new TensorList("deltas");
  private final TensorList copies = new TensorList("copies");
  private final TensorList averages = new TensorList("averages");
  private final Struct desc = Struct.of(SIZEOF_STEP_DESC, Native::stepDescInit);
  private ByteBuffer rows = ByteBuffer.allocateDirect(0);
  private boolean accumulated;
  private Step options;

  /** Describes a plain step. */
  StepCall fill(Tensor[] tensors, Tensor[] gradients) {
    params.fillWritten(tensors);
    fillGrads(gradients, false);
    return this;
  }

  /** Describes a step with options, where so many wrappers keep averages, and checks the lengths of all lists, which C cannot. */
  StepCall fill(Tensor[] tensors, Tensor[] gradients, Step step, IntSupplier averaging) {
    options = Arguments.given("options", step);
    params.fillWritten(tensors);
    fillGrads(gradients, (step.flags & Step.ZERO_GRADS) != 0);
    step.write(desc);
    int count = params.count();
    desc.set(STEP_DESC_DELTAS, optional("deltas", deltas, step.deltas, count));
    desc.set(STEP_DESC_COPIES, optional("copies", copies, step.copies, count));
    int average = step.averages == null ? 0 : Math.multiplyExact(count, averaging.getAsInt());
    desc.set(STEP_DESC_AVERAGES, optional("averages", averages, step.averages, average));
    desc.set(STEP_DESC_ROWS, step.rows == null ? 0 : fillRows(step.rows));
    return this;
  }

  /** Runs a call with the scaler of the options, alone with it. */
  void run(Runnable call) {
    Scaler scaler = options.scaler;
    if (scaler == null) {
      desc.set(STEP_DESC_SCALER, 0L);
      call.run();
    } else {
      scaler.use(() -> {
        desc.set(STEP_DESC_SCALER, scaler.raw());
        call.run();
      });
    }
  }

  private void fillGrads(Tensor[] gradients, boolean zeroed) {
    accumulated = gradients == null;
    if (accumulated) return;
    Arguments.sameCount("grads", gradients.length, params.count());
    if (zeroed) {
      grads.fillWritten(gradients);
    } else {
      grads.fill(gradients);
    }
  }

  private static long optional(String name, TensorList list, Tensor[] tensors, int count) {
    if (tensors == null) return 0;
    Arguments.sameCount(name, tensors.length, count);
    return list.fillWritten(tensors).address();
  }

  private long fillRows(Rows[] list) {
    Arguments.sameCount("rows", list.length, params.count());
    if (rows.capacity() < list.length * SIZEOF_ROWS)
      rows = ByteBuffer.allocateDirect(list.length * SIZEOF_ROWS).order(ByteOrder.nativeOrder());
    for (int slot = 0; slot < list.length; slot++) {
      Arguments.given("rows[" + slot + "]", list[slot]).fit(slot, params.get(slot));
      list[slot].write(rows, slot * SIZEOF_ROWS);
    }
    return Native.address(rows);
  }

  ByteBuffer params() { return params.block(); }

  /** Null: those that were accumulated. */
  ByteBuffer grads() { return accumulated ? null : grads.block(); }

  int count() { return params.count(); }

  ByteBuffer desc() { return desc.bytes(); }

  /** To be called after a call of C that was given what this holds, unless the optimizer holds it. */
  void keep() { Reference.reachabilityFence(this); }

  StepReport report() { return report(desc); }

  static StepReport report(Struct desc) {
    return new StepReport(desc.getInt(STEP_DESC_SKIPPED) != 0, desc.getDouble(STEP_DESC_GRAD_NORM), desc.getLong(STEP_DESC_NONFINITE),
                          desc.getLong(STEP_DESC_APPLIED_STEP), desc.getInt(STEP_DESC_SKIPS));
  }
}
