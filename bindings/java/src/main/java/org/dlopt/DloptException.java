package org.dlopt;

import java.util.Objects;

/** A call that failed. Its message names the argument, what it got and what it wanted; whatever was to be changed is as it was. */
public class DloptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  private final Status status;

  /**
   * Makes one.
   *
   * @param status why the call failed
   * @param message what it got and what it wanted
   */
  public DloptException(Status status, String message) {
    super(message);
    this.status = Objects.requireNonNull(status);
  }

  /**
   * Tells why the call failed.
   *
   * @return what kind of error it is
   */
  public Status status() { return status; }
}
