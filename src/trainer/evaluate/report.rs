//! The evaluation as one HTML page, its plots inside.

use plotters::prelude::*;

use super::metrics::FIGURES;
use super::run::{Evaluation, MethodResult};
use super::search::Trial;
use crate::trainer::page::{self, whole, wide};

const SIZE: (u32, u32) = (720, 380);

/// The page; `frontier` may be empty, and `goal` is what was said of one, a line after the other. Nothing in it is fetched
/// from anywhere.
///
/// # Errors
///
/// When a plot cannot be drawn.
pub fn html(evaluations: &[Evaluation], frontier: &[Trial], goal: &str) -> Result<String, String> {
    let mut body = String::new();
    if !goal.is_empty() {
        let said = wide("The goal", &format!("<pre>{}</pre>", page::escape(goal)));
        body.push_str(&format!("<h2>The goal: what is given and what is got</h2>{said}"));
    }
    if !frontier.is_empty() {
        body.push_str(&page::figure("What bytes buy", &frontier_svg(frontier)?));
    }
    for evaluation in evaluations {
        body.push_str(&format!(
            "<h2>{}</h2><p>{} orders and {} products fitted on, {} cases from later orders.</p>",
            evaluation.protocol, evaluation.fit_orders, evaluation.catalog, evaluation.cases
        ));
        body.push_str(&table(evaluation));
        let by_cart = |m: &MethodResult| -> Vec<(f64, f64)> {
            m.by_cart.iter().map(|(least, _, share)| ((*least as f64).log2(), *share)).collect()
        };
        if evaluation.methods.first().is_some_and(|m| m.by_cart.len() > 1) {
            let ticks = |x: &f64| format!("{:.0}", x.exp2());
            body.push_str(&figure(
                "Hit rate at 10 by size of the cart",
                "products in the cart",
                evaluation,
                &by_cart,
                &ticks,
            )?);
        }
        if evaluation.methods.first().is_some_and(|m| m.by_history.len() > 1) {
            let by_history = |m: &MethodResult| -> Vec<(f64, f64)> {
                m.by_history.iter().map(|(least, _, share)| ((*least as f64 + 1.0).log2(), *share)).collect()
            };
            let ticks = |x: &f64| format!("{:.0}", x.exp2() - 1.0);
            let title = "Hit rate at 10 by what is known of the customer";
            body.push_str(&figure(
                title,
                "earlier purchases of the customer",
                evaluation,
                &by_history,
                &ticks,
            )?);
        }
        let by_popularity = |m: &MethodResult| -> Vec<(f64, f64)> {
            m.by_popularity
                .iter()
                .zip(1u32..)
                .filter(|((n, _), _)| *n > 0)
                .map(|((_, share), d)| (f64::from(d), *share))
                .collect()
        };
        let ticks = |x: &f64| format!("{x:.0}");
        let title = "Hit rate at 10 by how popular the hidden product is";
        body.push_str(&figure(
            title,
            "popularity decile of the least bought answer (10: most bought)",
            evaluation,
            &by_popularity,
            &ticks,
        )?);
    }
    Ok(whole("Pairwell: evaluation", "How good the model is", &body))
}

fn table(evaluation: &Evaluation) -> String {
    let mut out = String::from("<table><tr><th>method</th>");
    FIGURES.iter().for_each(|name| out.push_str(&format!("<th>{name}</th>")));
    out.push_str("<th>coverage</th><th>bytes</th><th>HR@10: ours minus it</th></tr>");
    for (n, method) in evaluation.methods.iter().enumerate() {
        let class = if n == 0 { " class=\"first\"" } else { "" };
        out.push_str(&format!("<tr{class}><td>{}</td>", method.name));
        for figure in &method.figures {
            let (low, high) = figure.interval;
            out.push_str(&format!("<td title=\"{low:.4} to {high:.4}\">{:.4}</td>", figure.mean));
        }
        let bytes = method.bytes.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let hit = method.figures.iter().find(|f| f.name == "HR@10").and_then(|f| f.ours_minus);
        let difference =
            hit.map_or_else(String::new, |(m, (low, high))| format!("{m:+.3} ({low:+.3} to {high:+.3})"));
        out.push_str(&format!("<td>{:.3}</td><td>{bytes}</td><td>{difference}</td></tr>", method.coverage));
    }
    out.push_str("</table>");
    wide(evaluation.protocol, &out)
}

/// Bytes against quality as an SVG picture: one line for each protocol.
///
/// # Errors
///
/// When it cannot be drawn.
pub fn frontier_svg(trials: &[Trial]) -> Result<String, String> {
    let points = |of: &dyn Fn(&Trial) -> f64| -> Vec<(f64, f64)> {
        trials.iter().map(|t| (t.bytes_per_product, of(t))).collect()
    };
    let series = [
        ("product page: hit rate at 10", points(&|t| t.product)),
        ("basket: recall at 10", points(&|t| t.basket)),
    ];
    let right = trials.iter().map(|t| t.bytes_per_product).fold(1.0, f64::max);
    let mut svg = String::new();
    let x_name = "bytes a product on the wire (keys, edges, popularity)";
    draw(&mut svg, x_name, &series, (0.0, right, 0.85), &|x| format!("{x:.0}")).map_err(|e| e.to_string())?;
    Ok(svg)
}

/// One line a method; `points` gives x and share.
fn figure(
    title: &str,
    x_name: &str,
    evaluation: &Evaluation,
    points: &dyn Fn(&MethodResult) -> Vec<(f64, f64)>,
    ticks: &dyn Fn(&f64) -> String,
) -> Result<String, String> {
    let series: Vec<(&str, Vec<(f64, f64)>)> =
        evaluation.methods.iter().map(|m| (m.name.as_str(), points(m))).collect();
    let all = || series.iter().flat_map(|(_, points)| points);
    let right = all().map(|p| p.0).fold(1.0, f64::max);
    let left = all().map(|p| p.0).fold(right, f64::min);
    let top = all().map(|p| p.1).fold(0.05, f64::max) * 1.05;
    let mut svg = String::new();
    draw(&mut svg, x_name, &series, (left, right, top), ticks).map_err(|error| error.to_string())?;
    Ok(page::figure(title, &svg))
}

fn draw(
    svg: &mut String,
    x_name: &str,
    series: &[(&str, Vec<(f64, f64)>)],
    (left, right, top): (f64, f64, f64),
    ticks: &dyn Fn(&f64) -> String,
) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    // A ground of its own, so that the words can be read on a dark page too.
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(50)
        .build_cartesian_2d(left..right, 0.0..top)?;
    chart.configure_mesh().light_line_style(WHITE).x_desc(x_name).x_label_formatter(&|x| ticks(x)).draw()?;
    for (n, (name, points)) in series.iter().enumerate() {
        let palette = Palette99::pick(n).to_rgba();
        let colour = if n == 0 { RGBColor(190, 60, 30) } else { RGBColor(palette.0, palette.1, palette.2) };
        let width = if n == 0 { 3 } else { 1 };
        chart
            .draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(width)))?
            .label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(width)));
        chart.draw_series(points.iter().map(|point| Circle::new(*point, width + 1, colour.filled())))?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .border_style(WHITE)
        .draw()?;
    root.present()?;
    Ok(())
}
