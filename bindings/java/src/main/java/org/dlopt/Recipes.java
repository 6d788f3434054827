package org.dlopt;

import org.dlopt.internal.Native;

/** Optimizers as well-known trainings set them up, whole: rule, hyper-parameters, schedule, clipping, roles without decay. */
public final class Recipes {
  private Recipes() {}

  /**
   * Makes an optimizer as a recipe says, without parameters. It is an ordinary one: whatever the recipe has set can be set again.
   *
   * @param recipe which one
   * @param stepsPerEpoch read by recipes that say so; else 0 or more
   * @param totalSteps read by recipes that say so; else 0 or more
   * @return the optimizer, to be closed
   * @throws DloptException (OUT_OF_RANGE) for a length that does not fit the recipe
   */
  public static Optimizer create(Recipe recipe, long stepsPerEpoch, long totalSteps) {
    return create(null, recipe, stepsPerEpoch, totalSteps);
  }

  /**
   * As {@link #create(Recipe, long, long)}, with memory and threads of a runtime.
   *
   * @param runtime must outlive the optimizer; null: the default runtime
   * @param recipe which one
   * @param stepsPerEpoch read by recipes that say so
   * @param totalSteps read by recipes that say so
   * @return the optimizer, to be closed
   */
  public static Optimizer create(Runtime runtime, Recipe recipe, long stepsPerEpoch, long totalSteps) {
    int number = Arguments.number("recipe", recipe);
    return Optimizer.of(runtime, (from, handle) -> Native.recipeCreate(from, number, stepsPerEpoch, totalSteps, handle));
  }
}
