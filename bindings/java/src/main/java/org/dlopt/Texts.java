package org.dlopt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.dlopt.internal.Native;
import org.dlopt.internal.Text;

/** Texts for C, which are there as long as this can be reached. */
final class Texts {
  private final List<ByteBuffer> texts;
  private final ByteBuffer pointers;

  Texts(String argument, List<String> of) {
    texts = IntStream.range(0, of.size()).mapToObj(i -> direct(argument + "[" + i + "]", of.get(i))).toList();
    pointers = ByteBuffer.allocateDirect(of.size() * Long.BYTES).order(ByteOrder.nativeOrder());
    pointers.asLongBuffer().put(addresses());
  }

  private static ByteBuffer direct(String argument, String text) { return Text.direct(argument, Arguments.given(argument, text)); }

  long[] addresses() { return texts.stream().mapToLong(Native::address).toArray(); }

  /** Where C finds the addresses of all. */
  long pointers() { return Native.address(pointers); }
}
