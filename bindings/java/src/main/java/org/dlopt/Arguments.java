package org.dlopt;

/** Checks of what Java alone can get wrong. */
final class Arguments {
  private Arguments() {}

  /** What was given, which must not be null. */
  static <T> T given(String name, T value) {
    if (value == null) throw new DloptException(Status.INVALID_ARGUMENT, name + ": got null");
    return value;
  }

  /** The number of a constant. */
  static int number(String name, Numbered constant) { return given(name, constant).number(); }

  /** Refuses arrays of unequal length, of which C is told one number. */
  static void sameCount(String name, int got, int wanted) {
    if (got != wanted) throw new DloptException(Status.INVALID_ARGUMENT, name + ": got " + got + ", wanted " + wanted);
  }
}
