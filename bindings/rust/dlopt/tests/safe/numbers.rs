//! Numbers that several tests train on.

pub const N: usize = 1000;

/// Numbers of either sign that differ from step to step.
pub fn gradient(step: usize, n: usize) -> Vec<f32> {
    (0..n)
        .map(|i| ((i * 37 + step * 101) % 211) as f32 / 105.0 - 1.0)
        .collect()
}

pub fn weights(n: usize) -> Vec<f32> {
    gradient(1000, n)
}

pub fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|v| v.to_bits()).collect()
}
