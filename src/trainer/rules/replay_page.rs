//! A replay as one HTML page. Nothing in it is fetched from anywhere.

use super::replay::{Compared, Exposure, Replay};
use crate::trainer::page::{escape, whole, wide};

/// Products named on each side.
const NAMED: usize = 25;

/// The page.
pub fn html(replay: &Replay) -> String {
    let mut body = format!(
        "<p>A: {}. B: {}. {:.1} % of the places go to other products under B ({} places filled under A, {} under B).</p>",
        escape(&replay.a),
        escape(&replay.b),
        replay.moved * 100.0,
        replay.places.0,
        replay.places.1
    );
    body.push_str("<h2>Quality on the same later orders</h2>");
    for block in &replay.blocks {
        body.push_str(&format!(
            "<h3>{}</h3><p>{} cases ({}), {} lists differ; empty lists: {} under A, {} under B.</p>",
            block.kind, block.cases, block.protocol, block.changed, block.empty.0, block.empty.1
        ));
        let rows: String = block.quality.iter().map(quality).collect();
        let head = "<tr><th>figure</th><th>A</th><th>B</th><th>B minus A (95 % interval)</th></tr>";
        body.push_str(&wide(block.kind, &format!("<table>{head}{rows}</table>")));
    }
    for (heading, gains) in [("Products that gain places", true), ("Products that lose places", false)] {
        let some = replay.exposure.iter().filter(|one| (one.b > one.a) == gains).take(NAMED);
        let rows: String = some.map(row).collect();
        let head = "<tr><th>product</th><th>share under A</th><th>under B</th><th>difference</th></tr>";
        body.push_str(&format!(
            "<h2>{heading}</h2>{}",
            wide(heading, &format!("<table>{head}{rows}</table>"))
        ));
    }
    whole("Pairwell: replay", "What the rules change", &body)
}

fn quality(figure: &Compared) -> String {
    let judged = |(mean, (low, high)): (f64, (f64, f64))| format!("{mean:.4} ({low:.4} … {high:.4})");
    let (mean, (low, high)) = figure.difference;
    format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{mean:+.4} ({low:+.4} … {high:+.4})</td></tr>",
        figure.name,
        judged(figure.a),
        judged(figure.b)
    )
}

fn row(one: &Exposure) -> String {
    format!(
        "<tr><td>{} {}</td><td>{:.2} %</td><td>{:.2} %</td><td>{:+.2} %</td></tr>",
        escape(&one.key),
        escape(&one.title),
        one.a * 100.0,
        one.b * 100.0,
        (one.b - one.a) * 100.0
    )
}
