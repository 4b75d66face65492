//! The command line tool: parse, dispatch, turn errors into exit codes.

mod args;
mod bar;
mod evaluate;
mod frontier;
mod inspect;
mod recommend;
mod settings;
mod train;
mod words;

use std::process::ExitCode;

use clap::Parser;

use args::{Command, Pairwell};

fn main() -> ExitCode {
    let outcome = match Pairwell::parse().command {
        Command::Train(args) => train::run(&args),
        Command::Recommend(args) => recommend::run(&args),
        Command::Explain(args) => recommend::run(&args::RecommendArgs { explain: true, ..args }),
        Command::Frontier(args) => frontier::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A reader that has seen enough (`pairwell … | head`) is no failure.
fn broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
