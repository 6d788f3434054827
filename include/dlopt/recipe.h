/* dlopt/recipe.h - optimizers as well-known trainings set them up, whole: rule, hyper-parameters, schedule, clipping, roles without decay. */
#ifndef DLOPT_RECIPE_H
#define DLOPT_RECIPE_H

#include "optimizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A whole set-up. A number keeps its recipe for ever; so do the values, but where the source itself is found to say otherwise. */
typedef int32_t dlopt_recipe;
enum dlopt_recipe_code {
  /** Image classification: SGD, lr 0.1, momentum 0.9, weight decay 1e-4 (L2, of all parameters), lr times 0.1 every 30 epochs. Reads steps_per_epoch.
   *  Source: He et al. 2016, "Deep residual learning for image recognition", section 3.4, with the epochs of PyTorch's ImageNet example. For batches of
   *  256: see dlopt_lr_scale for others. To the caller: warm-up for large batches. */
  DLOPT_RECIPE_RESNET = 1,
  /** Pre-training of a language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-6, weight decay 0.01 but for biases and norms (by role), a common norm of
   *  gradients of at most 1, lr linear from 0 in 10000 steps and then linear to 0 at total_steps. Reads total_steps.
   *  Source: Devlin et al. 2019, "BERT", appendix A.2; eps and clip as in its authors' code. Departs: that code has no bias correction (set bias_correction to
   *  0), and its lr falls from step 0 on, with a jump where the warm-up ends. To the caller: roles, batches of 256, mixed precision. */
  DLOPT_RECIPE_BERT = 2,
  /** A small language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01 of all parameters, a common norm of gradients of at most 1, lr along a
   *  cosine to 0 at total_steps, where it stays. Reads total_steps.
   *  Source: the training set-up that goes with small GPTs in tutorials: torch.optim.AdamW, CosineAnnealingLR (T_max 1000), clip_grad_norm_. Departs: past its end
   *  PyTorch's cosine climbs again. To the caller: warm-up, which there is none of. */
  DLOPT_RECIPE_MINIGPT = 3,
  /** Reinforcement learning by policy gradients: Adam, lr 3e-4, betas 0.9 and 0.999, eps 1e-8, a common norm of gradients of at most 0.5. Reads no length.
   *  Source: Schulman et al. 2017, "Proximal policy optimization algorithms", table 3; the clip as in OpenAI's baselines. Departs: baselines have eps 1e-5. To
   *  the caller: an lr that falls, where one is wanted; everything about rollouts and losses. */
  DLOPT_RECIPE_PPO = 4,
  /** Adversarial networks: Adam, lr 2e-4, beta1 0.5, beta2 0.999, eps 1e-8. One optimizer for each of the two networks. Reads no length.
   *  Source: Radford, Metz and Chintala 2016, "Unsupervised representation learning with deep convolutional generative adversarial networks", section 4.
   *  To the caller: how often each of them steps; penalties of gradients. */
  DLOPT_RECIPE_GAN = 5
};

/** Makes an optimizer as a recipe says, with one group and no parameters. It is an ordinary one: whatever the recipe has set can be set again, and a schedule replaced or taken away
 *  (dlopt_optimizer_schedule with NULL leaves the recipe's lr). Biases and norms are known by the roles that parameters are declared with.
 *
 *  @param runtime          NULL: the default runtime.
 *  @param recipe           DLOPT_RECIPE_...
 *  @param steps_per_epoch  Steps that one pass through the data takes. A recipe that does not read it takes 0 or more.
 *  @param total_steps      Steps of the whole training. A recipe that does not read it takes 0 or more.
 *  @param optimizer        Receives the handle; NULL on failure.
 *  @source   Named at each recipe.
 *  @owns     The caller, until dlopt_optimizer_destroy. The runtime must outlive it.
 *  @threads  Any. @stream None. @repeat As the same calls one by one: dlopt_optimizer_create, _set, _schedule, _role_scale.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such recipe, dead runtime, optimizer NULL), DLOPT_ERR_OUT_OF_RANGE (steps_per_epoch or total_steps: negative, or too short or long for the recipe,
 *            such as total_steps no longer than its warm-up), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_recipe_create(dlopt_runtime *runtime, dlopt_recipe recipe, int64_t steps_per_epoch, int64_t total_steps,
                                           dlopt_optimizer **optimizer);

/** Returns the name of a recipe in lower case, such as "resnet"; NULL when there is no such recipe. Recipes are numbered from 1; NULL is past the last.
 *
 *  @threads  Any. @stream None. @owns Static text. @repeat Not applicable.
 *  @errors   None (NULL; the last error is left alone).
 *  @since    0.1 */
DLOPT_API const char *dlopt_recipe_name(dlopt_recipe recipe);

#ifdef __cplusplus
}
#endif
#endif
