//! What all pages of the command line share: one file, its pictures inside, nothing fetched from anywhere.

/// Plain and wide enough for tables. What is wider than a telephone scrolls by itself, never the page.
const STYLE: &str = "\
:root{color-scheme:light}*{box-sizing:border-box}\
body{font:1rem/1.55 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem;color:#1d2126;background:#fff}\
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.01em}h2{font-size:1.2rem;margin:2.75rem 0 .75rem}h3{font-size:1rem;margin:1.75rem 0 .5rem}\
p{margin:.5rem 0}ul{padding-left:1.2rem;margin:1rem 0}li{margin:.4rem 0}\
.quiet{color:#5c6570}\
.wide{overflow-x:auto;margin:.75rem 0}.wide:focus-visible{outline:2px solid #285aa0;outline-offset:2px}\
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}\
th,td{padding:.45rem .5rem;text-align:right;border-bottom:1px solid #e3e6ea;white-space:nowrap}\
th{font-weight:600;color:#5c6570}pre{font-size:.85rem;margin:0}th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal;min-width:8.5rem}td:last-child,th:last-child{padding-right:0}\
tr.first td{font-weight:600}tr.part td{color:#6b7480}\
.weeks th{white-space:normal;vertical-align:bottom}.weeks th:first-child,.weeks td:first-child{min-width:0;white-space:nowrap}\
@media(max-width:40rem){.compared th,.compared td{white-space:normal;padding:.45rem .3rem}.compared th:first-child,.compared td:first-child{min-width:0}}\
figure{margin:2.5rem 0 0}figcaption{font-weight:600;margin-bottom:.5rem}svg{display:block;width:100%;min-width:40rem;height:auto}\
.answer{font-size:1.2rem;line-height:1.4;font-weight:600;margin:1.5rem 0;padding:.9rem 1.1rem;border-left:.3rem solid #8a929b;background:#f5f6f8}\
.answer.good{border-color:#1f7a4d;background:#eef7f2}.answer.bad{border-color:#b3261e;background:#fdf1f0}\
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.75rem;margin:1.5rem 0;padding:0;list-style:none}\
.tiles li{margin:0;padding:.75rem 1rem;border:1px solid #e3e6ea;border-radius:.5rem}\
.tiles b{display:block;font-size:1.5rem;line-height:1.25;font-variant-numeric:tabular-nums}.tiles span{color:#5c6570;font-size:.85rem}";

/// A page with this title and heading; `body` is HTML.
pub fn whole(title: &str, heading: &str, body: &str) -> String {
    // A number and its sign stay on one line.
    let body = body.replace(" %", "\u{a0}%");
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head>\
         <body><h1>{}</h1>{body}</body></html>\n",
        escape(title),
        escape(heading)
    )
}

/// `content`, a table or a picture called `name`, in a frame of its own that scrolls sideways where it is wider than
/// the page, by the keyboard, too.
pub fn wide(name: &str, content: &str) -> String {
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">{content}</div>",
        escape(name)
    )
}

/// A picture with its title; `svg` is drawn by us.
pub fn figure(title: &str, svg: &str) -> String {
    let svg = svg.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{}\" ", escape(title)), 1);
    format!("<figure><figcaption>{}</figcaption>{}</figure>", escape(title), wide(title, &svg))
}

/// A row of cells, all of them text.
pub fn cells(row: &[String]) -> String {
    let cells: String = row.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect();
    format!("<tr>{cells}</tr>")
}

/// Text for a page.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// 1234567 as "1,234,567".
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
