"""What tests/vectors/generate.py is made of: gradients, cases, oracles, schedules, clipping, and the writer."""

import jax
import torch

jax.config.update("jax_enable_x64", True)  # optax must compute in f64 as the others do
torch.set_default_dtype(torch.float64)  # of the numbers that optimizers keep beside arrays
