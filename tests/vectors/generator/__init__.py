"""What tests/vectors/generate.py is made of: gradients, cases, oracles, schedules, clipping, and the writer."""

import jax

jax.config.update("jax_enable_x64", True)  # optax must compute in f64 as the others do
