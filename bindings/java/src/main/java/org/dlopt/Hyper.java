// Written by bindings/generate.
package org.dlopt;

/** A hyper-parameter; it means the same in every rule that has it. */
public enum Hyper implements Numbered {
  /** learning rate */
  LR(1),
  /** decay of the parameters; see decay_mode */
  WEIGHT_DECAY(2),
  /** how much of the momentum buffer stays */
  MOMENTUM(3),
  /** how much of the gradient the momentum buffer refuses */
  DAMPENING(4),
  /** flag: look ahead along the momentum */
  NESTEROV(5),
  /** how much of the first moment stays */
  BETA1(6),
  /** how much of the second moment stays */
  BETA2(7),
  /** added to the denominator; see eps_mode */
  EPS(8),
  /** how much of the mean square stays */
  ALPHA(9),
  /** flag: never let the second moment shrink */
  AMSGRAD(10),
  /** flag: use the variance in place of the mean square */
  CENTERED(11),
  /** flag: climb instead of descend; decay still pulls towards zero */
  MAXIMIZE(12),
  /** lr / (1 + (t - 1) lr_decay) at step t */
  LR_DECAY(13),
  /** what the sum or mean of squares starts from */
  INITIAL_ACCUMULATOR_VALUE(14),
  /** flag: divide the moments by 1 - beta^t (LAMB: choice: {@code dlopt_correction_form}) */
  BIAS_CORRECTION(15),
  /** choice: {@code dlopt_momentum_form} */
  MOMENTUM_FORM(16),
  /** choice: {@code dlopt_first_step} */
  FIRST_STEP(17),
  /** choice: {@code dlopt_decay_mode} */
  DECAY_MODE(18),
  /** choice: {@code dlopt_decay_order} */
  DECAY_ORDER(19),
  /** choice: {@code dlopt_eps_mode} */
  EPS_MODE(20),
  /** choice: {@code dlopt_amsgrad_form} */
  AMSGRAD_FORM(21),
  /** choice: {@code dlopt_lr_place} */
  LR_PLACE(22),
  /** learning rate that decay_mode independent and corrected compare lr with; 0: lr as it was set */
  DECAY_LR(23),
  /** how much of a third average stays */
  BETA3(24),
  /** how much of the mean squares stays */
  RHO(25),
  /** choice: {@code dlopt_cautious} */
  CAUTIOUS(26),
  /** choice: {@code dlopt_zero_grad} */
  ZERO_GRAD(27),
  /** choice: {@code dlopt_null_grad} */
  NULL_GRAD(28),
  /** limit of the common norm of all gradients; of the whole optimizer */
  MAX_NORM(29),
  /** ASGD's own decay, which also slows its rate */
  LAMBD(30),
  /** ASGD's alpha: the power by which its rate falls */
  RATE_POWER(31),
  /** the step after which averaging starts */
  T0(32),
  /** length of RAdam's average that its rectification waits for */
  THRESHOLD(33),
  /** choice: {@code dlopt_rectify} */
  RECTIFY(34),
  /** choice: {@code dlopt_unrectified} */
  UNRECTIFIED(35),
  /** choice: {@code dlopt_nesterov_form} */
  NESTEROV_FORM(36),
  /** how fast NAdam's momentum rises to beta1 */
  MOMENTUM_DECAY(37),
  /** choice: {@code dlopt_rate_lr} */
  RATE_LR(38),
  /** choice: {@code dlopt_accumulator_form} */
  ACCUMULATOR_FORM(39),
  /** added to the second moment, beside eps */
  EPS_ROOT(40),
  /** choice: {@code dlopt_eps_root_form} */
  EPS_ROOT_FORM(41),
  /** flag: rectify the step as RAdam does */
  RECTIFIED(42),
  /** choice: {@code dlopt_diff_form} */
  DIFF_FORM(43),
  /** power of the number of steps that limits ADOPT's scaled gradients */
  CLIP_EXP(44),
  /** choice: {@code dlopt_clip_base} */
  CLIP_BASE(45),
  /** AdEMAMix's alpha: how often its slow mean counts */
  SLOW_WEIGHT(46),
  /** steps over which that rises to its value; 0: none */
  T_ALPHA(47),
  /** steps over which beta3 rises to its value; 0: none */
  T_BETA3(48),
  /** choice: {@code dlopt_sign_form} */
  SIGN_FORM(49),
  /** factor of a step size that was too large */
  ETAMINUS(50),
  /** factor of a step size that may grow */
  ETAPLUS(51),
  /** smallest step size of a weight */
  STEP_SIZE_MIN(52),
  /** largest step size of a weight */
  STEP_SIZE_MAX(53),
  /** choice: {@code dlopt_rprop_form} */
  RPROP_FORM(54),
  /** how many times the last step a step may be */
  MU(55),
  /** last steps up to this size count as none */
  STEP_THRESHOLD(56),
  /** weights are kept in [-this, this]; 0: they are not */
  WEIGHT_LIMIT(57),
  /** steps over which lr rises linearly to its value */
  WARMUP_STEPS(58),
  /** step t counts t^r times in an average */
  R(59),
  /** what the trust ratio is multiplied by */
  TRUST_COEFFICIENT(60),
  /** choice: {@code dlopt_trust_ratio} */
  TRUST_RATIO(61),
  /** flag: the smaller of lr and the trust ratio in place of their product: LARC */
  TRUST_CLIP(62),
  /** choice: {@code dlopt_trust_form} */
  TRUST_FORM(63),
  /** the trust ratio is at least this */
  TRUST_MIN(64),
  /** the trust ratio is at most this; 0: no limit */
  TRUST_MAX(65),
  /** added to the norm that the trust ratio divides by */
  TRUST_EPS(66),
  /** in the trust ratio a parameter's norm counts as this at most; 0: no limit */
  NORM_MAX(67),
  /** flag: gradients enter the first moment times 1 - beta1 (NovoGrad: choice: {@code dlopt_grad_averaging}) */
  GRAD_AVERAGING(68),
  /** choice: {@code dlopt_decay_place} */
  DECAY_PLACE(69),
  /** 1 - t^this of Adafactor's second moment stays at step t */
  BETA2_DECAY(70),
  /** first eps of a factored rule: that of its second moment */
  EPS1(71),
  /** second eps of a factored rule: of Adafactor the least RMS of a parameter, of CAME that of its confidence */
  EPS2(72),
  /** choice: {@code dlopt_eps_form} */
  EPS_FORM(73),
  /** limit of the RMS of a parameter's update, before lr */
  D(74),
  /** choice: {@code dlopt_relative_step} */
  RELATIVE_STEP(75),
  /** flag: multiply the step by the RMS of its parameter */
  SCALE_PARAMETER(76),
  /** choice: {@code dlopt_factored} */
  FACTORED(77),
  /** dimensions of fewer elements are not factored */
  MIN_DIM_SIZE_TO_FACTOR(78),
  /** choice: {@code dlopt_decay_by} */
  DECAY_BY(79),
  /** examples in the data; the gradient is of their mean loss */
  DATA_SIZE(80),
  /** of the noise: its variance is multiplied by it */
  TEMPERATURE(81),
  /** steps without noise at the beginning */
  BURN_IN(82),
  /** of the noise, and of parameters that are rounded stochastically ({@code DLOPT_MASTER_STOCHASTIC}) */
  SEED(83),
  /** limit of each gradient element; of the whole optimizer */
  CLIP_VALUE(84),
  /** first estimate of the distance to the solution */
  D0(86),
  /** what the estimate is multiplied by */
  D_COEF(87),
  /** the estimate grows by this factor a step at most */
  GROWTH_RATE(88),
  /** flag: keep lr out of the estimate's denominator */
  SAFEGUARD_WARMUP(89),
  /** power of the largest lr so far in the weight of a step in an average */
  WEIGHT_LR_POWER(90),
  /** multiplies the diagonal of the Hessian */
  GAMMA(91),
  /** largest magnitude of an element's quotient, before lr */
  CLIP_THRESHOLD(92),
  /** SWATS goes over to SGD once its learned rate is settled within this ... */
  SWITCH_ATOL(93),
  /** ... plus this times the rate */
  SWITCH_RTOL(94);

  private final int number;

  Hyper(int number) { this.number = number; }

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
  public static Hyper of(int number) { return Numbered.find(Hyper.class, number); }
}
