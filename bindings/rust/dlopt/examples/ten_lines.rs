//! The whole daily use of dlopt: AdamW carries three numbers to the minimum of |w - target|^2 / 2.

fn main() -> dlopt::Result<()> {
    let target = [0.5f32, -2.0, 3.0];
    let (mut w, mut g) = ([1.0f32; 3], [0.0f32; 3]);
    let mut opt = dlopt::AdamW::new().lr(0.1).build()?;
    for _ in 0..100 {
        for k in 0..3 {
            g[k] = w[k] - target[k];
        }
        opt.step(&mut w, &g)?; // the first call declares the parameter
    }
    println!("w = ({:.3}, {:.3}, {:.3}), wanted (0.5, -2, 3)", w[0], w[1], w[2]);
    Ok(())
}
