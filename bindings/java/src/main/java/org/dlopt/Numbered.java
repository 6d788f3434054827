package org.dlopt;

/** What stands for a number of the C API: a constant of every enumeration here. */
public interface Numbered {
  /**
   * Its number in C, which never changes.
   *
   * @return the number
   */
  int number();

  /**
   * Finds the constant of a number.
   *
   * @param <E> an enumeration
   * @param type its class
   * @param number as {@link #number} gives it
   * @return the constant
   * @throws DloptException (UNSUPPORTED) where there is none: a newer library may have more
   */
  static <E extends Enum<E> & Numbered> E find(Class<E> type, int number) {
    for (E constant : type.getEnumConstants()) {
      if (constant.number() == number) return constant;
    }
    throw new DloptException(Status.UNSUPPORTED, type.getSimpleName() + ": got " + number + ", which these classes do not know");
  }
}
