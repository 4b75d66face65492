//! Progress on a terminal; silence in a pipe.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use pairwell::trainer::input::BytesRead;
use pairwell::trainer::progress::Progress;

use crate::words::grouped;

/// Draws on standard error when that is a terminal.
pub struct Bar {
    present: Mutex<Option<ProgressBar>>,
}

impl Bar {
    pub fn new() -> Self {
        Self { present: Mutex::new(None) }
    }

    fn replace(&self, next: Option<ProgressBar>) {
        if let Ok(mut present) = self.present.lock() {
            if let Some(done) = present.take() {
                done.finish_and_clear();
            }
            *present = next;
        }
    }

    fn bar(length: Option<u64>, template: &str) -> ProgressBar {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(length, target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("rate", |state: &ProgressState, to: &mut dyn Write| {
                // Where it cannot be written there is nobody to read it.
                let _ = write!(to, "{}/s", grouped(state.per_sec() as u64));
            }));
        }
        bar
    }

    /// Clears what is drawn.
    pub fn finish(&self) {
        self.replace(None);
    }
}

impl Progress for Bar {
    fn reading(&self, file: &str, bytes: u64, read: &BytesRead) {
        let template = "Reading {prefix} {wide_bar} {bytes}/{total_bytes} {msg} {eta} left";
        let bar = Self::bar(Some(bytes), template).with_prefix(file.to_owned());
        // The reader only counts; a thread of our own asks it, and ends with the bar.
        if !bar.is_hidden() {
            let (drawn, read, begun) = (bar.clone(), read.clone(), Instant::now());
            std::thread::spawn(move || {
                while !drawn.is_finished() {
                    drawn.set_position(read.get());
                    let rows = read.rows_so_far();
                    let rate = rows as f64 / begun.elapsed().as_secs_f64().max(0.1);
                    drawn.set_message(format!("{} lines, {}/s", grouped(rows), grouped(rate as u64)));
                    std::thread::sleep(Duration::from_millis(100));
                }
            });
        }
        self.replace(Some(bar));
    }

    fn stage(&self, name: &str, steps: u64) {
        let bar = if steps > 0 {
            Self::bar(Some(steps), "{msg} {wide_bar} {human_pos}/{human_len} {rate} {eta} left")
        } else {
            Self::bar(None, "{spinner} {msg} …")
        };
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        self.replace(Some(bar));
    }

    fn advance(&self, steps: u64) {
        if let Ok(present) = self.present.lock()
            && let Some(bar) = present.as_ref()
        {
            bar.inc(steps);
        }
    }
}
