package org.dlopt.internal;

import org.dlopt.DloptException;
import org.dlopt.Status;

/** Makes exceptions of what C tells. */
final class Failure {
  private Failure() {}

  /** Called by C. */
  static RuntimeException of(int status, byte[] text) { return new DloptException(Status.of(status), Text.of(text)); }
}
