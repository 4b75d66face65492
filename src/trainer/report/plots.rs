//! The report's pictures, as SVG.

use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::run::{Report, Week};
use super::weeks;

const SIZE: (u32, u32) = (920, 360);
const WORDS: (&str, u32) = ("system-ui, sans-serif", 14);
const GRID: RGBColor = RGBColor(232, 235, 239);
const AXIS: RGBColor = RGBColor(138, 146, 155);
const SHOWN: RGBColor = RGBColor(190, 60, 30);
const HELD: RGBColor = RGBColor(40, 90, 160);
const ALL: RGBColor = RGBColor(90, 90, 90);

/// A line's name, colour and points.
type Series = (&'static str, RGBColor, Vec<(f64, f64)>);

/// Average order value week by week, an arm a line, with the launch marked.
///
/// # Errors
///
/// When it cannot be drawn.
pub fn order_values(report: &Report) -> Result<String, String> {
    let whole: Vec<(f64, &Week)> =
        report.weeks.iter().enumerate().filter(|(_, w)| !w.partial).map(|(at, w)| (at as f64, w)).collect();
    let line = |of: &dyn Fn(&Week) -> Option<f64>| -> Vec<(f64, f64)> {
        whole.iter().filter_map(|(at, week)| Some((*at, of(week)?))).collect()
    };
    let series: Vec<Series> = if report.experiment.is_some() {
        vec![
            ("shown", SHOWN, line(&|w| w.shown.order_value)),
            ("held out", HELD, line(&|w| w.held_out.order_value)),
        ]
    } else {
        vec![("all orders", ALL, line(&|w| w.all.order_value))]
    };
    let top = series.iter().flat_map(|(.., points)| points).map(|p| p.1).fold(1e-9, f64::max) * 1.1;
    let mut svg = String::new();
    let mut draw = || -> Result<(), Box<dyn std::error::Error>> {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let mut chart = by_week(
            &root,
            report,
            0.0..top,
            "week from",
            &format!("average order value, {}", report.currency),
        )?;
        if let Some(at) = report.launch.as_ref().and_then(|(day, ..)| place(report, day)) {
            let style = BLACK.stroke_width(1);
            chart
                .draw_series(LineSeries::new([(at, 0.0), (at, top)], style))?
                .label("launch")
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style));
        }
        for (name, colour, points) in &series {
            let style = colour.stroke_width(2);
            chart
                .draw_series(LineSeries::new(points.iter().copied(), style))?
                .label(*name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style));
            chart.draw_series(points.iter().map(|point| Circle::new(*point, 3, colour.filled())))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerLeft)
            .label_font(WORDS)
            .background_style(WHITE.mix(0.8))
            .border_style(WHITE)
            .draw()?;
        root.present()?;
        Ok(())
    };
    draw().map_err(|error| error.to_string())?;
    Ok(svg)
}

/// The lift of the average order value up to each week, with its interval.
///
/// # Errors
///
/// When it cannot be drawn.
pub fn lifts(report: &Report) -> Result<String, String> {
    let points: Vec<(f64, [f64; 3])> = report
        .weeks
        .iter()
        .enumerate()
        .filter_map(|(at, week)| {
            let lift = week.so_far?;
            Some((at as f64, [lift.low, lift.lift, lift.high].map(|x| x * 100.0)))
        })
        .collect();
    // The first weeks' intervals are so wide that they would flatten the rest.
    let reach =
        points.last().map_or(10.0, |(_, [low, _, high])| 3.0 * low.abs().max(high.abs())).clamp(5.0, 300.0);
    let mut svg = String::new();
    let mut draw = || -> Result<(), Box<dyn std::error::Error>> {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let mut chart = by_week(
            &root,
            report,
            -reach..reach,
            "up to the end of the week from",
            "lift of the average order value, %",
        )?;
        chart.draw_series(LineSeries::new([(0.0, 0.0), (last_week(report), 0.0)], BLACK.stroke_width(1)))?;
        for (at, [low, middle, high]) in &points {
            let ends = [low.clamp(-reach, reach), high.clamp(-reach, reach)].map(|y| (*at, y));
            chart.draw_series(LineSeries::new(ends, SHOWN.mix(0.5).stroke_width(3)))?;
            chart.draw_series([Circle::new((*at, middle.clamp(-reach, reach)), 4, SHOWN.filled())])?;
        }
        root.present()?;
        Ok(())
    };
    draw().map_err(|error| error.to_string())?;
    Ok(svg)
}

type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// An empty plot whose bottom axis has the report's weeks.
fn by_week<'a>(
    root: &DrawingArea<SVGBackend<'a>, Shift>,
    report: &Report,
    heights: Range<f64>,
    bottom: &str,
    left: &str,
) -> Result<Chart<'a>, String> {
    root.fill(&WHITE).map_err(|error| error.to_string())?;
    let mut chart = ChartBuilder::on(root)
        .margin(10)
        .margin_right(48)
        .x_label_area_size(50)
        .y_label_area_size(70)
        .build_cartesian_2d(0.0..last_week(report), heights)
        .map_err(|error| error.to_string())?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .bold_line_style(GRID)
        .axis_style(AXIS)
        .label_style(WORDS)
        .axis_desc_style(WORDS)
        .x_labels(8)
        .x_desc(bottom)
        .y_desc(left)
        .x_label_formatter(&|at| label(report, *at))
        .y_label_formatter(&|y| axis(*y))
        .draw()
        .map_err(|error| error.to_string())?;
    Ok(chart)
}

/// Where the last week stands on the bottom axis, which is never a point.
fn last_week(report: &Report) -> f64 {
    report.weeks.len().max(2) as f64 - 1.0
}

/// A number of an axis: a digit after the point only where there is something to say with it.
fn axis(at: f64) -> String {
    let tenths = (at * 10.0).round();
    // Adding 0.0 makes 0 of -0.
    let digits = if tenths % 10.0 == 0.0 { 0 } else { 1 };
    format!("{:.digits$}", tenths / 10.0 + 0.0).replace('-', "−")
}

fn label(report: &Report, at: f64) -> String {
    if at.fract().abs() > 1e-6 {
        return String::new();
    }
    report.weeks.get(at as usize).map_or_else(String::new, |week| week.starts.clone())
}

/// Where a day stands among the weeks; `None` after the last.
fn place(report: &Report, day: &str) -> Option<f64> {
    let week = weeks::parse(day).ok()?;
    let at = report.weeks.iter().position(|w| weeks::parse(&w.starts).is_ok_and(|own| own >= week))?;
    Some(at as f64)
}

#[cfg(test)]
mod tests {
    use super::axis;

    #[test]
    fn an_axis_has_no_digits_that_say_nothing() {
        assert_eq!([60.0, -20.0, 0.5, -0.0, 1_000.0].map(axis), ["60", "−20", "0.5", "0", "1000"]);
    }
}
