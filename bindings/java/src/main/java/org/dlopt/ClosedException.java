package org.dlopt;

/** A call on an object that was closed. */
public class ClosedException extends DloptException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message what was closed
   */
  public ClosedException(String message) { super(Status.STATE, message); }
}
