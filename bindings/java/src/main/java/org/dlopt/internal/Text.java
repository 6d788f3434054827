package org.dlopt.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.dlopt.DloptException;
import org.dlopt.Status;

/** Texts of C: UTF-8 with a zero at the end. */
public final class Text {
  private Text() {}

  /** What C tells; null for null. */
  public static String of(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** What C is told; null for null. */
  public static byte[] bytes(String argument, String text) {
    if (text == null) return null;
    if (text.indexOf('\0') >= 0) {
      throw new DloptException(Status.INVALID_ARGUMENT, argument + ": got a text with a zero in it, wanted one without");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return java.util.Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** A text for a field of a structure, which has its address: as long as it is used, the buffer must be reachable. */
  public static ByteBuffer direct(String argument, String text) {
    byte[] bytes = bytes(argument, text);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
