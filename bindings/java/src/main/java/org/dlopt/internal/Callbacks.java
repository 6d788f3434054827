package org.dlopt.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What C may call: objects of these interfaces, held by {@link Native#hold}. What one throws ends the call of dlopt that it happened in,
 * and is what that call throws.
 */
public final class Callbacks {
  private Callbacks() {}

  /** Receives a line of a log. */
  public interface Log {
    void log(int level, String text);
  }

  /**
   * Takes bytes: at least one of a checkpoint, all of a history, and tells how many; anything else ends the call. The buffer is valid
   * during the call alone.
   */
  public interface Write {
    int write(ByteBuffer bytes) throws IOException;
  }

  /** Gives bytes, and tells how many; 0 at the end. The buffer is valid during the call alone. */
  public interface Read {
    int read(ByteBuffer room) throws IOException;
  }

  /** Is told how far a call has come; false calls it off. */
  public interface Progress {
    boolean progress(long done, long total);
  }

  /** Is told of a norm far beyond those before it. */
  public interface Explosion {
    void explosion(long step, double norm, double median);
  }

  static void log(Object user, int level, byte[] text) { ((Log)user).log(level, Text.of(text)); }

  static int write(Object user, ByteBuffer bytes) throws IOException { return ((Write)user).write(bytes.asReadOnlyBuffer()); }

  static int read(Object user, ByteBuffer room) throws IOException { return ((Read)user).read(room); }

  static boolean progress(Object user, long done, long total) { return ((Progress)user).progress(done, total); }

  static void explosion(Object user, long step, double norm, double median) { ((Explosion)user).explosion(step, norm, median); }
}
