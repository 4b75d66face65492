//! Stands before the S3 server, counts and notes requests, and does to them what a test asks for.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::http::split;
use crate::server;

/// A request as it passed.
#[derive(Clone, Debug)]
pub struct Seen {
    pub number: usize,
    pub method: String,
    /// Without the query.
    pub path: String,
    pub copies: bool,
}

impl Seen {
    pub fn writes(&self) -> bool {
        // Many are deleted at once by a POST.
        matches!(self.method.as_str(), "PUT" | "DELETE" | "POST")
    }

    /// An upload of a body, not a copy.
    pub fn uploads(&self) -> bool {
        self.method == "PUT" && !self.copies
    }
}

/// What is done to a request.
pub enum Step {
    Forward,
    /// The client dies and the server never hears of it.
    KillBefore(u32),
    /// The server does it and the client dies before it hears so.
    KillAfter(u32),
}

/// Stores compare and write in one step; this server does it in two, on a thread for each request, and of two at the same
/// moment it would take both.
static CONDITIONAL: Mutex<()> = Mutex::new(());

type Hook = dyn Fn(&Seen) -> Step + Send + Sync;

pub struct Proxy {
    pub port: u16,
    log: Arc<Mutex<Vec<Seen>>>,
    number: Arc<AtomicUsize>,
    hook: Arc<Mutex<Arc<Hook>>>,
}

impl Proxy {
    pub fn new() -> Self {
        Self::start(false)
    }

    /// A store whose ETags are not MD5, as with Azure, Google, or KMS keys.
    pub fn with_other_e_tags() -> Self {
        Self::start(true)
    }

    fn start(other_e_tags: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let number = Arc::new(AtomicUsize::new(0));
        let hook: Arc<Mutex<Arc<Hook>>> = Arc::new(Mutex::new(Arc::new(|_: &Seen| Step::Forward)));
        let (to_log, to_count, to_hook) = (log.clone(), number.clone(), hook.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, number, hook) = (to_log.clone(), to_count.clone(), to_hook.clone());
                // A client that was killed leaves broken connections: that is what it is for.
                std::thread::spawn(move || serve(stream, &log, &number, &hook, other_e_tags).ok());
            }
        });
        Self { port, log, number, hook }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn on(&self, hook: impl Fn(&Seen) -> Step + Send + Sync + 'static) {
        *self.hook.lock().unwrap() = Arc::new(hook);
    }

    /// The requests since the last call; numbers begin anew.
    pub fn take(&self) -> Vec<Seen> {
        self.number.store(0, Ordering::SeqCst);
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}

fn serve(
    mut client: TcpStream,
    log: &Mutex<Vec<Seen>>,
    number: &AtomicUsize,
    hook: &Mutex<Arc<Hook>>,
    other_e_tags: bool,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let (head, body_at) = loop {
        let mut part = [0; 16_384];
        let n = client.read(&mut part)?;
        if n == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&part[..n]);
        if let Some((head, body)) = split(&bytes) {
            let at = bytes.len() - body.len();
            break (head, at);
        }
    };
    let header = |name: &str| {
        head.lines().filter_map(|line| line.split_once(':')).find(|(one, _)| one.eq_ignore_ascii_case(name))
    };
    let length: usize = header("content-length").map_or(0, |(_, value)| value.trim().parse().unwrap());
    assert!(header("transfer-encoding").is_none(), "bodies have a length");
    let mut body = bytes.split_off(body_at);
    let have = body.len();
    body.resize(length, 0);
    client.read_exact(&mut body[have..])?;

    let mut first = head.lines().next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default().to_owned(), first.next().unwrap_or_default());
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let seen = Seen {
        number: number.fetch_add(1, Ordering::SeqCst) + 1,
        copies: header("x-amz-copy-source").is_some(),
        method,
        path: path.to_owned(),
    };
    // The lock is not held while a hook waits for another request.
    let hook = hook.lock().unwrap().clone();
    let step = hook(&seen);
    if let Step::KillBefore(pid) = step {
        kill(pid);
        return client.shutdown(Shutdown::Both);
    }
    let mut server = TcpStream::connect(("127.0.0.1", server::port(&seen.path)))?;
    log.lock().unwrap().push(seen);
    let mut request = String::new();
    for line in head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:")) {
        let line = if other_e_tags && line.to_ascii_lowercase().starts_with("if-match:") {
            line.replace("0x", "")
        } else {
            line.to_owned()
        };
        request.push_str(&line);
        request.push_str("\r\n");
    }
    request.push_str("connection: close\r\n\r\n");
    let conditional = header("if-match").is_some() || header("if-none-match").is_some();
    let one_by_one = conditional.then(|| CONDITIONAL.lock().unwrap());
    server.write_all(request.as_bytes())?;
    server.write_all(&body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    drop(one_by_one);
    if other_e_tags {
        answer = with_other_e_tags(answer);
    }
    if let Step::KillAfter(pid) = step {
        kill(pid);
        return client.shutdown(Shutdown::Both);
    }
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Both)
}

/// `"900150983cd24fb0d6963f7d28e17f72"` becomes `"0x900150…"`, in headers and listings.
fn with_other_e_tags(answer: Vec<u8>) -> Vec<u8> {
    let Some((head, body)) = split(&answer) else { return answer };
    let xml = body.starts_with(b"<?xml");
    let body = if xml {
        String::from_utf8(body.to_vec()).unwrap().replace("<ETag>\"", "<ETag>\"0x").into_bytes()
    } else {
        body.to_vec()
    };
    let mut out = String::new();
    for line in head.lines() {
        let small = line.to_ascii_lowercase();
        if small.starts_with("etag: \"") {
            out.push_str(&line.replacen('"', "\"0x", 1));
        } else if small.starts_with("content-length:") && xml {
            out.push_str(&format!("Content-Length: {}", body.len()));
        } else {
            out.push_str(line);
        }
        out.push_str("\r\n");
    }
    out.push_str("\r\n");
    [out.into_bytes(), body].concat()
}

/// As if the power went.
fn kill(pid: u32) {
    std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap();
}
