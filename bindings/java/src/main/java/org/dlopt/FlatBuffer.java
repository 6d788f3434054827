package org.dlopt;

import java.nio.Buffer;

/** The buffer of the last flat step, so that the same one is not looked into again. It stays reachable until there is another. */
final class FlatBuffer {
  private final String name;
  private final boolean written;
  private Buffer buffer;
  private int position;
  private long address;

  FlatBuffer(String name, boolean written) {
    this.name = name;
    this.written = written;
  }

  /** Where its elements lie. Of a buffer only position and limit ever change. */
  long address(Buffer next, int elementSize) {
    if (next != buffer || next.position() != position) look(next, elementSize);
    return address;
  }

  private void look(Buffer next, int elementSize) {
    long found = Buffers.address(name, next, elementSize);
    if (written) Buffers.writable(name, next);
    address = found;
    position = next.position();
    buffer = next;
  }
}
