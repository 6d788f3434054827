//! A neural network learns real handwritten digits, trained by dlopt: the network, the data and, to the last bit, the result are those of
//! `examples/02_digits.c`.
//!
//! usage: digits [DATA]

mod data;
mod network;
mod random;

use data::Digits;
use dlopt::{AdamW, Grads, Hyper, Optimizer, Param, Step};
use network::Network;
use random::Random;
use std::error::Error;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../examples/data/digits.csv");
const EPOCHS: usize = 40;
const BATCH: usize = 32;
const HIDDEN: usize = 128;
const SEED: u64 = 1;
const LR: f64 = 0.01;

/// AdamW, whose learning rate climbs during the first twentieth of all steps and then falls along a cosine to 0. Decay leaves biases alone.
fn make_optimizer(net: &Network, steps: i64) -> dlopt::Result<Optimizer<'static>> {
    let mut opt = AdamW::new().weight_decay(0.1).build()?;
    let lr = dlopt::schedules::WarmupCosine::new()
        .base(LR)
        .start_factor(0.05)
        .final_(0.0);
    opt.follow(Hyper::Lr, &lr.warmup_steps(steps / 20).total_steps(steps).build()?)?;
    for param in &net.params {
        let decay = if param.shape.len() == 1 { 0.0 } else { 1.0 };
        opt.add(&Param::new(&param.shape).name(param.name).decay_scale(decay))?;
    }
    Ok(opt)
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| DATA.into());
    let (train, test) = Digits::load(&path)?.split(&mut Random::new(SEED));
    let mut net = Network::new(data::PIXELS, HIDDEN, data::CLASSES, &mut Random::new(SEED));
    let mut opt = make_optimizer(&net, (EPOCHS * ((train.len() + BATCH - 1) / BATCH)) as i64)?;
    let mut random = Random::new(SEED);
    for epoch in 1..=EPOCHS {
        let mut loss = 0.0;
        for batch in random.order(train.len()).chunks(BATCH) {
            loss += batch
                .iter()
                .map(|&i| net.backward(train.picture(i), train.labels[i]))
                .sum::<f64>();
            let (mut params, mut grads) = net.views()?;
            let mut step = Step::new().max_norm(1.0).grad_scale(batch.len() as f64); // the sum over the batch becomes its mean
            opt.step_with(&mut params, Grads::zeroing(&mut grads), &mut step)?;
        }
        if epoch % 10 == 0 {
            println!(
                "  epoch {epoch:2}   loss {:.5}   test {:.2} %",
                loss / train.len() as f64,
                test.accuracy(&mut net)
            );
        }
    }
    println!("  {} steps; bits of the weights: {:016x}", opt.steps(), net.bits());
    Ok(())
}
