package org.dlopt;

import java.util.function.LongConsumer;
import org.dlopt.internal.Native;

/** An object of Java that C knows for the length of a call. */
final class Lent {
  private Lent() {}

  static void to(Object object, LongConsumer call) {
    long held = Native.hold(object);
    try {
      call.accept(held);
    } finally {
      Native.release(held);
    }
  }
}
