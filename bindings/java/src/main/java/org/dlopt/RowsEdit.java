package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** An edit of rows as C is given it. */
final class RowsEdit {
  private final Struct edit = new Struct(SIZEOF_ROWS_EDIT);
  private final ByteBuffer source;

  RowsEdit(long[] rows) {
    source =
        ByteBuffer.allocateDirect(Math.multiplyExact(Arguments.given("source", rows).length, Long.BYTES)).order(ByteOrder.nativeOrder());
    source.asLongBuffer().put(rows);
    edit.set(ROWS_EDIT_COUNT, (long)rows.length).set(ROWS_EDIT_SOURCE, Native.address(source));
  }

  ByteBuffer structure() { return edit.bytes(); }

  /** To be called after the call that was given the structure. */
  void keep() { Reference.reachabilityFence(this); }
}
