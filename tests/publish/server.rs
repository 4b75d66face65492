//! A real S3 server: moto, as `tools/install-python.sh` brings it. Each test has a bucket of its own; as a server keeps one
//! core busy, there are two, and a bucket's number says which has it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::http::{self, Answer};

static SERVERS: [OnceLock<(u16, ChildStdin)>; 2] = [const { OnceLock::new() }; 2];
static BUCKETS: AtomicUsize = AtomicUsize::new(0);

/// The port of the server that has the bucket of this path, `/shop-NUMBER/…`.
pub fn port(path: &str) -> u16 {
    let number: Option<usize> =
        path.trim_start_matches("/shop-").split(['/', '?']).next().and_then(|n| n.parse().ok());
    SERVERS[number.unwrap_or(0) % SERVERS.len()].get_or_init(start).0
}

fn start() -> (u16, ChildStdin) {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let installed = Command::new(top.join("tools/install-python.sh")).arg("publish").status().unwrap();
    assert!(installed.success(), "tools/install-python.sh publish failed");
    // The server ends with these tests, however they end: their end closes the pipe that `cat` reads.
    let script = "\"$0\" -H 127.0.0.1 -p 0 2>&1 & server=$!; cat >&2; kill $server";
    let mut child = Command::new("bash")
        .args(["-c", script])
        .arg(top.join(".tools/python/bin/moto_server"))
        .env("PYTHONUNBUFFERED", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mark = "Running on http://127.0.0.1:";
    let port = lines
        .by_ref()
        .map(Result::unwrap)
        .find_map(|line| line.split_once(mark).map(|(_, port)| port.trim().parse().unwrap()));
    let input = child.stdin.take().unwrap();
    // A full pipe would stop it: its log is read to its end.
    std::thread::spawn(move || {
        lines.for_each(drop);
        child.wait()
    });
    (port.expect("the S3 server says where it listens"), input)
}

/// A new bucket.
pub fn bucket() -> String {
    let name = format!("shop-{}", BUCKETS.fetch_add(1, Ordering::Relaxed));
    let made = ask("PUT", &format!("/{name}"));
    assert_eq!(made.status, 200, "{}", String::from_utf8_lossy(&made.body));
    name
}

/// A request past any proxy.
pub fn ask(method: &str, path: &str) -> Answer {
    http::ask(port(path), method, path)
}

/// Puts an object past any program of ours.
pub fn put(path: &str, body: &[u8]) {
    assert_eq!(http::send(port(path), "PUT", path, body).status, 200);
}
