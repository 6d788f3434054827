//! Pictures of digits: lines of 64 pixels (0 .. 16) and the digit.

use super::network::Network;
use super::random::Random;
use std::error::Error;

pub const PIXELS: usize = 64;
pub const CLASSES: usize = 10;

#[derive(Default)]
pub struct Digits {
    pixels: Vec<f32>,
    pub labels: Vec<usize>,
}

impl Digits {
    pub fn load(path: &str) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        let mut digits = Digits::default();
        for (number, line) in text.lines().enumerate() {
            let cells: Vec<u8> = line
                .split(',')
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map_err(|error| format!("{path}: line {}: {error}", number + 1))?;
            match cells.split_last() {
                Some((&label, pixels)) if pixels.len() == PIXELS && usize::from(label) < CLASSES => {
                    digits.pixels.extend(pixels.iter().map(|&ink| f32::from(ink) / 16.0));
                    digits.labels.push(label.into());
                }
                _ => return Err(format!("{path}: line {}: wanted {PIXELS} pixels and a digit", number + 1).into()),
            }
        }
        Ok(digits)
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }

    pub fn picture(&self, i: usize) -> &[f32] {
        &self.pixels[i * PIXELS..][..PIXELS]
    }

    /// Every fifth of each class, in random order, is for the test.
    pub fn split(&self, random: &mut Random) -> (Digits, Digits) {
        let (mut train, mut test, mut seen) = (Digits::default(), Digits::default(), [0; CLASSES]);
        for i in random.order(self.len()) {
            let label = self.labels[i];
            seen[label] += 1;
            let part = if seen[label] % 5 == 0 { &mut test } else { &mut train };
            part.pixels.extend(self.picture(i));
            part.labels.push(label);
        }
        (train, test)
    }

    pub fn accuracy(&self, net: &mut Network) -> f64 {
        let right = (0..self.len())
            .filter(|&i| net.predict(self.picture(i)) == self.labels[i])
            .count();
        100.0 * right as f64 / self.len() as f64
    }
}
