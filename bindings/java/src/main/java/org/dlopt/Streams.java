package org.dlopt;

import java.io.InputStream;
import java.io.OutputStream;
import org.dlopt.internal.Callbacks;

/** Streams of Java as C writes and reads them: what they throw ends its call, and comes out of it. */
final class Streams {
  private static final int PIECE = 1 << 16;

  private Streams() {}

  static Callbacks.Write writer(OutputStream to) {
    Arguments.given("to", to);
    byte[] piece = new byte[PIECE];
    return bytes -> {
      int count = Math.min(bytes.remaining(), PIECE);
      bytes.get(piece, 0, count);
      to.write(piece, 0, count);
      return count;
    };
  }

  static Callbacks.Read reader(InputStream from) {
    Arguments.given("from", from);
    byte[] piece = new byte[PIECE];
    return room -> {
      int count = from.readNBytes(piece, 0, Math.min(room.remaining(), PIECE));
      room.put(piece, 0, count);
      return count;
    };
  }
}
