package org.dlopt.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A structure of C in memory of its own, which goes when this does. Offsets are those of {@link NativeConstants}. Calls take {@link
 * #bytes}, so that it lives as long as they run; who gives away its address keeps it reachable.
 */
public final class Struct {
  private final ByteBuffer bytes;

  /** A structure of zeros that knows its size, as all of dlopt do in their first field. */
  public Struct(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    bytes.putInt(0, size);
  }

  /** Fills a structure with the defaults of C. */
  public interface Init {
    void init(ByteBuffer structure, long size);
  }

  /** A structure as its init function fills it. */
  public static Struct of(int size, Init init) {
    Struct made = new Struct(size);
    init.init(made.bytes, size);
    return made;
  }

  public ByteBuffer bytes() { return bytes; }

  public long address() { return Native.address(bytes); }

  public Struct set(int offset, int value) {
    bytes.putInt(offset, value);
    return this;
  }

  public Struct set(int offset, long value) {
    bytes.putLong(offset, value);
    return this;
  }

  public Struct set(int offset, double value) {
    bytes.putDouble(offset, value);
    return this;
  }

  public int getInt(int offset) { return bytes.getInt(offset); }

  public long getLong(int offset) { return bytes.getLong(offset); }

  public double getDouble(int offset) { return bytes.getDouble(offset); }

  /** The text that a field points to; null where it points nowhere. */
  public String getText(int offset) { return Native.text(bytes.getLong(offset)); }
}
