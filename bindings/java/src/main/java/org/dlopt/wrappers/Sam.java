// Written by bindings/generate.
package org.dlopt.wrappers;

import org.dlopt.Wrapper;
import org.dlopt.WrapperField;
import org.dlopt.WrapperKind;

/** gradients taken at the worst place nearby; state "sam_param". */
public final class Sam extends Wrapper<Sam> {
  private Sam() { super(WrapperKind.SAM); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Sam builder() { return new Sam(); }

  /**
   * Sets rho: how far the parameters are moved.
   *
   * @param rho 0 .. 1e+30, default 0.05
   * @return this
   */
  public Sam rho(double rho) { return with(WrapperField.RHO, rho); }

  /**
   * Sets eps: added to the norm.
   *
   * @param eps 0 .. 1e+30, default 1e-12
   * @return this
   */
  public Sam eps(double eps) { return with(WrapperField.EPS, eps); }

  /**
   * Sets adaptive: measure distance by the size of each element: ASAM.
   *
   * @param adaptive default false
   * @return this
   */
  public Sam adaptive(boolean adaptive) { return with(WrapperField.ADAPTIVE, adaptive); }

  /**
   * Sets eta: adaptive: added to the size of each element.
   *
   * @param eta 0 .. 1e+30, default 0.01
   * @return this
   */
  public Sam eta(double eta) { return with(WrapperField.ETA, eta); }
}
