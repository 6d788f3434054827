// Written by bindings/generate.
package org.dlopt;

/** A whole set-up of a known training. */
public enum Recipe implements Numbered {
  /**
   * Image classification: SGD, lr 0.1, momentum 0.9, weight decay 1e-4 (L2, of all parameters), lr times 0.1 every 30 epochs. Reads
   * steps_per_epoch. Source: He et al. 2016, "Deep residual learning for image recognition", section 3.4, with the epochs of PyTorch's
   * ImageNet example. For batches of 256: see {@code dlopt_lr_scale} for others. To the caller: warm-up for large batches.
   */
  RESNET(1),
  /**
   * Pre-training of a language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-6, weight decay 0.01 but for biases and norms (by role),
   * a common norm of gradients of at most 1, lr linear from 0 in 10000 steps and then linear to 0 at total_steps. Reads total_steps.
   * Source: Devlin et al. 2019, "BERT", appendix A.2; eps and clip as in its authors' code. Departs: that code has no bias correction (set
   * bias_correction to 0), and its lr falls from step 0 on, with a jump where the warm-up ends. To the caller: roles, batches of 256, mixed
   * precision.
   */
  BERT(2),
  /**
   * A small language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01 of all parameters, a common norm of gradients
   * of at most 1, lr along a cosine to 0 at total_steps, where it stays. Reads total_steps. Source: the training set-up that goes with
   * small GPTs in tutorials: torch.optim.AdamW, CosineAnnealingLR (T_max 1000), clip_grad_norm_. Departs: past its end PyTorch's cosine
   * climbs again. To the caller: warm-up, which there is none of.
   */
  MINIGPT(3),
  /**
   * Reinforcement learning by policy gradients: Adam, lr 3e-4, betas 0.9 and 0.999, eps 1e-8, a common norm of gradients of at most 0.5.
   * Reads no length. Source: Schulman et al. 2017, "Proximal policy optimization algorithms", table 3; the clip as in OpenAI's baselines.
   * Departs: baselines have eps 1e-5. To the caller: an lr that falls, where one is wanted; everything about rollouts and losses.
   */
  PPO(4),
  /**
   * Adversarial networks: Adam, lr 2e-4, beta1 0.5, beta2 0.999, eps 1e-8. One optimizer for each of the two networks. Reads no length.
   * Source: Radford, Metz and Chintala 2016, "Unsupervised representation learning with deep convolutional generative adversarial
   * networks", section 4. To the caller: how often each of them steps; penalties of gradients.
   */
  GAN(5);

  private final int number;

  Recipe(int number) { this.number = number; }

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
  public static Recipe of(int number) { return Numbered.find(Recipe.class, number); }
}
