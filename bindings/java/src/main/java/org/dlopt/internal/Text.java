package org.dlopt.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.dlopt.DloptException;
import org.dlopt.Status;

/** Texts of C: UTF-8 with a zero at the end. */
public final class Text {
  private Text() {}

  /** What C tells; null for null. */
  public static String of(byte[] bytes) { return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8); }

  /** What C is told; null for null. */
  public static byte[] bytes(String argument, String text) {
    if (text == null) return null;
    if (text.indexOf('\0') >= 0) {
      throw new DloptException(Status.INVALID_ARGUMENT, argument + ": got a text with a zero in it, wanted one without");
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] ended = new byte[bytes.remaining() + 1];
      bytes.get(ended, 0, ended.length - 1);
      return ended;
    } catch (CharacterCodingException malformed) {
      throw new DloptException(Status.INVALID_ARGUMENT, argument + ": got half of a surrogate pair, wanted a text that UTF-8 can hold");
    }
  }

  /** A text for a field of a structure, which has its address: as long as it is used, the buffer must be reachable. */
  public static ByteBuffer direct(String argument, String text) {
    byte[] bytes = bytes(argument, text);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
