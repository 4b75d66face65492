//! The command line tool: parse, dispatch, turn errors into exit codes.

mod args;
mod bar;
mod busy;
mod counts;
mod diff;
mod entries;
mod evaluate;
mod feed;
mod frontier;
mod goal;
mod inspect;
mod lint;
mod private;
mod publish;
mod recommend;
mod refusal;
mod replay;
mod report;
mod rules;
mod segments;
mod settings;
mod simulate;
mod stale;
mod train;
mod words;

use std::process::ExitCode;

use clap::Parser;

use args::{Command, Pairwell};

fn main() -> ExitCode {
    let outcome = match Pairwell::parse().command {
        Command::Train(args) => train::run(&args),
        Command::Counts(args) => counts::run(&args),
        Command::Recommend(args) => recommend::run(&args),
        Command::Explain(args) => recommend::run(&args::RecommendArgs { explain: true, ..args }),
        Command::Frontier(args) => frontier::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Feed(args) => feed::run(&args),
        Command::Segments(args) => segments::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Publish(args) => publish::publish(&args),
        Command::Rollback(args) => publish::rollback(&args),
        Command::Prune(args) => publish::prune(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<refusal::Refusal>() => {
            eprintln!("refused: {error:#}");
            ExitCode::from(refusal::EXIT)
        }
        Err(error) if error.is::<busy::Busy>() => {
            eprintln!("busy: {error:#}");
            ExitCode::from(busy::EXIT)
        }
        Err(error) if error.is::<publish::Lost>() => {
            eprintln!("lost: {error:#}");
            ExitCode::from(publish::EXIT_LOST)
        }
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
