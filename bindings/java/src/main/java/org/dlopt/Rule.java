// Written by bindings/generate.
package org.dlopt;

/** An update rule. */
public enum Rule implements Numbered {
  /** sgd */
  SGD(1),
  /** adagrad */
  ADAGRAD(2),
  /** rmsprop */
  RMSPROP(3),
  /** adam */
  ADAM(4),
  /** adamw */
  ADAMW(5),
  /** lion */
  LION(6),
  /** sgld */
  SGLD(7),
  /** psgld */
  PSGLD(8),
  /** adabelief */
  ADABELIEF(9),
  /** yogi */
  YOGI(10),
  /** adan */
  ADAN(11),
  /** adopt */
  ADOPT(12),
  /** ademamix */
  ADEMAMIX(13),
  /** laprop */
  LAPROP(14),
  /** lars */
  LARS(15),
  /** lamb */
  LAMB(16),
  /** novograd */
  NOVOGRAD(17),
  /** prodigy */
  PRODIGY(18),
  /** adadelta */
  ADADELTA(19),
  /** adamax */
  ADAMAX(20),
  /** signsgd */
  SIGNSGD(21),
  /** asgd */
  ASGD(22),
  /** radam */
  RADAM(23),
  /** nadam */
  NADAM(24),
  /** nadamw */
  NADAMW(25),
  /** rprop */
  RPROP(26),
  /** quickprop */
  QUICKPROP(27),
  /** schedulefree sgd */
  SCHEDULEFREE_SGD(28),
  /** schedulefree adamw */
  SCHEDULEFREE_ADAMW(29),
  /** sophia */
  SOPHIA(30),
  /** sparse adam */
  SPARSE_ADAM(31),
  /** adafactor */
  ADAFACTOR(32),
  /** came */
  CAME(33),
  /** sm3 */
  SM3(34),
  /** swats */
  SWATS(35);

  private final int number;

  Rule(int number) { this.number = number; }

  @Override
  public int number() {
    return number;
  }

  /**
   * Finds the constant of a number.
   *
   * @param number as {@link #number} gives it
   * @return the constant
   * @throws DloptException (UNSUPPORTED) where there is none: a newer library may have more
   */
  public static Rule of(int number) { return Numbered.find(Rule.class, number); }
}
