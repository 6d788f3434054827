package org.dlopt;

/**
 * A group of parameters with hyper-parameters of its own.
 *
 * @param index 0, 1, ... in the order of {@link Optimizer#addGroup}
 */
public record Group(int index) {
  /** The group that every optimizer begins with. */
  public static final Group FIRST = new Group(0);
}
