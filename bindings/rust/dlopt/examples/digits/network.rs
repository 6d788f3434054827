//! A multi-layer perceptron with one hidden layer (ReLU, softmax, cross-entropy) and its gradient by hand: the arithmetic of
//! `examples/digits/network.c`, operation by operation.

use super::random::Random;
use dlopt::ViewMut;

/// An array of numbers to be trained, and its gradient.
pub struct Trained {
    pub name: &'static str,
    pub shape: Vec<i64>, // weights: inputs x outputs
    value: Vec<f32>,
    gradient: Vec<f32>,
}

pub struct Network {
    pub params: [Trained; 4],
    activity: Vec<f32>,
    probability: Vec<f32>,
}

impl Trained {
    fn new(name: &'static str, shape: &[usize]) -> Self {
        let count = shape.iter().product();
        let shape = shape.iter().map(|&size| size as i64).collect();
        Trained {
            name,
            shape,
            value: vec![0.0; count],
            gradient: vec![0.0; count],
        }
    }

    /// Uniform, with the variance of He et al. 2015.
    fn draw(&mut self, random: &mut Random) {
        let limit = (6.0 / self.shape[0] as f32).sqrt();
        self.value.iter_mut().for_each(|w| *w = limit * random.symmetric());
    }
}

fn add_scaled(y: &mut [f32], a: f32, x: &[f32]) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y += a * x);
}

/// y = x W + b.
fn linear(x: &[f32], weight: &Trained, bias: &Trained, y: &mut [f32]) {
    y.copy_from_slice(&bias.value);
    for (&x, row) in x.iter().zip(weight.value.chunks(y.len())) {
        if x != 0.0 {
            add_scaled(y, x, row);
        }
    }
}

/// The gradient of `linear` by W and b, for the derivative dy of the loss by y.
fn linear_gradient(x: &[f32], dy: &[f32], weight: &mut Trained, bias: &mut Trained) {
    add_scaled(&mut bias.gradient, 1.0, dy);
    for (&x, row) in x.iter().zip(weight.gradient.chunks_mut(dy.len())) {
        if x != 0.0 {
            add_scaled(row, x, dy);
        }
    }
}

/// Turns scores into probabilities; returns log(sum(exp(score))).
fn softmax(score: &mut [f32]) -> f32 {
    let top = score
        .iter()
        .copied()
        .fold(score[0], |top, s| if s > top { s } else { top });
    let mut sum = 0.0;
    for s in score.iter_mut() {
        *s = (*s - top).exp();
        sum += *s;
    }
    score.iter_mut().for_each(|s| *s /= sum);
    sum.ln() + top
}

impl Network {
    pub fn new(inputs: usize, hidden: usize, outputs: usize, random: &mut Random) -> Self {
        let mut params = [
            Trained::new("hidden.weight", &[inputs, hidden]),
            Trained::new("hidden.bias", &[hidden]),
            Trained::new("output.weight", &[hidden, outputs]),
            Trained::new("output.bias", &[outputs]),
        ];
        params[0].draw(random);
        params[2].draw(random);
        Network {
            params,
            activity: vec![0.0; hidden],
            probability: vec![0.0; outputs],
        }
    }

    fn forward(&mut self, input: &[f32]) {
        let [hidden, hidden_bias, output, output_bias] = &self.params;
        linear(input, hidden, hidden_bias, &mut self.activity);
        self.activity.iter_mut().filter(|a| **a < 0.0).for_each(|a| *a = 0.0);
        linear(&self.activity, output, output_bias, &mut self.probability);
    }

    /// The loss of one sample; adds its gradient to what the gradients hold.
    pub fn backward(&mut self, input: &[f32], label: usize) -> f64 {
        self.forward(input);
        let score = self.probability[label];
        let loss = softmax(&mut self.probability) - score;
        self.probability[label] -= 1.0; // softmax and cross-entropy together

        let [hidden, hidden_bias, output, output_bias] = &mut self.params;
        let delta = &self.probability;
        let dot = |row: &[f32]| row.iter().zip(delta).fold(0.0, |sum, (w, d)| sum + w * d);
        let rows = self.activity.iter().zip(output.value.chunks(delta.len()));
        let sensitivity: Vec<f32> = rows.map(|(&a, row)| if a > 0.0 { dot(row) } else { 0.0 }).collect();
        linear_gradient(&self.activity, delta, output, output_bias);
        linear_gradient(input, &sensitivity, hidden, hidden_bias);
        f64::from(loss)
    }

    /// The most probable class.
    pub fn predict(&mut self, input: &[f32]) -> usize {
        self.forward(input);
        let p = &self.probability;
        (1..p.len()).fold(0, |best, k| if p[k] > p[best] { k } else { best })
    }

    /// The buffers of all parameters, and of all gradients.
    pub fn views(&mut self) -> dlopt::Result<(Vec<ViewMut<'_>>, Vec<ViewMut<'_>>)> {
        let (mut values, mut gradients) = (Vec::new(), Vec::new());
        for Trained {
            shape, value, gradient, ..
        } in &mut self.params
        {
            values.push(ViewMut::new(value, shape)?);
            gradients.push(ViewMut::new(gradient, shape)?);
        }
        Ok((values, gradients))
    }

    /// The bits of all parameters in one number (FNV-1a).
    pub fn bits(&self) -> u64 {
        let bytes = self
            .params
            .iter()
            .flat_map(|param| &param.value)
            .flat_map(|w| w.to_le_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        })
    }
}
