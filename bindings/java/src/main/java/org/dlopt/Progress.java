package org.dlopt;

/** Is told how far a save or a load has come. What it throws ends the call, and comes out of it. */
@FunctionalInterface
public interface Progress {
  /**
   * Called every few megabytes.
   *
   * @param done bytes that are done
   * @param total bytes in all
   * @return false calls off: the call throws (IO)
   */
  boolean told(long done, long total);
}
