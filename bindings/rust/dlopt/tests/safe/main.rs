//! The safe crate against the library.

mod checkpoints;
mod exchange;
mod exports;
mod hooks;
mod monitoring;
mod numbers;
mod parameters;
mod refusals;
mod settings;
mod training;
