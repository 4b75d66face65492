//! `pairwell report` on exports as shops have them, by the real binary.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::Shop;
use serde_json::Value;

const HEAD: &str = "Name,Email,Financial Status,Currency,Subtotal,Created at,Cancelled at,Note Attributes,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n";

/// Six weeks of orders; of every `every`-th visitor's the blocks were held out, all others spend `factor`
/// times as much. Values wander evenly between 20 and 60.
fn experiment(orders: usize, every: usize, factor: f64) -> String {
    let mut out = HEAD.to_owned();
    for n in 0..orders {
        let held = n % every == 0;
        let (arm, factor) = if held { ("held-out", 1.0) } else { ("shown", factor) };
        let value = (20.0 + (n * 7919 % 401) as f64 / 10.0) * factor;
        let at = 1_767_571_200 + (n * 42 * 86_400 / orders) as i64; // Monday, 2026-01-05
        let created = format!("{at}");
        out.push_str(&format!(
            "#{n},c{n}@x.com,paid,GBP,{value:.2},{created},,\"gift: no\npairwell_arm: {arm}\",1,Mug,{value:.2},mug\n#{n},,,,,,,,1,Pot,0.00,pot\n"
        ));
    }
    out
}

fn json(shop: &Shop) -> Value {
    serde_json::from_str(&shop.read("report/report.json")).unwrap()
}

#[test]
fn a_lift_is_found_and_written_down_in_three_forms() {
    let shop = Shop::new();
    shop.file("orders.csv", experiment(3000, 2, 1.1));
    let said = shop.pairwell(&["report", "orders.csv", "--share", "50"]).ok().stdout();
    for words in [
        "3,000 orders from 2026-01-05 to 2026-02-15, in GBP.",
        "1,500 orders shown, 1,500 held out.",
        "Recommendations raised the average order value by +",
        "The split is as it should be: 50.0 % of customers held out, 50.0 % asked for (p = 1.00).",
        "Order values count buyers only.",
        "orders a month with 50 % held out you will see a 5 % lift",
    ] {
        assert!(said.contains(words), "missing {words:?} in:\n{said}");
    }
    let report = json(&shop);
    let lift = &report["experiment"]["comparisons"][0]["lift"];
    assert!((lift["lift"].as_f64().unwrap() - 0.1).abs() < 0.03, "{lift}");
    assert!(lift["low"].as_f64().unwrap() > 0.0 && lift["high"].as_f64().unwrap() < 0.2, "{lift}");
    assert_eq!(report["weeks"].as_array().unwrap().len(), 6);
    let page = shop.read("report/report.html");
    assert_eq!(page.matches("<svg").count(), 2);
    assert!(!page.contains("http://") || page.contains("http://www.w3.org/2000/svg"), "nothing is fetched");
    let table = shop.read("report/report.csv");
    assert!(table.contains("\n2026-01-05,shown,250,") && table.contains("\ntotal,held-out,1500,"), "{table}");

    let first = shop.read("report/report.json");
    shop.pairwell(&["report", "orders.csv", "--share", "50"]).ok();
    assert_eq!(shop.read("report/report.json"), first, "the same orders give the same report");
}

#[test]
fn a_broken_split_ends_every_conclusion() {
    let shop = Shop::new();
    shop.file("orders.csv", experiment(3000, 3, 1.1));
    let said = shop.pairwell(&["report", "orders.csv", "--share", "50"]).ok().stdout();
    assert!(said.contains("No conclusion: the arms do not have the sizes they should have"), "{said}");
    assert!(said.contains("give the visitors of each arm"), "{said}");
    assert!(!said.contains("raised"), "{said}");
    let said = shop.pairwell(&["report", "orders.csv"]).ok().stdout();
    assert!(said.contains("was not checked: say what share"), "{said}");
    let said = shop.pairwell(&["report", "orders.csv", "--share", "150"]).failed().stderr();
    assert!(said.contains("--share"), "{said}");
}

#[test]
fn with_visits_the_question_is_revenue_per_visitor() {
    let shop = Shop::new();
    shop.file("orders.csv", experiment(3000, 2, 1.0));
    // As many orders of half as many visitors: worth twice as much a visitor.
    let mut visits = String::from("week,arm,visitors\n");
    for week in 2..=7 {
        visits.push_str(&format!("2026-W{week:02},shown,5000\n2026-W{week:02},held-out,10000\n"));
    }
    visits.push_str("2026-W08,shown,many\n");
    shop.file("visits.csv", visits);
    let run = shop.pairwell(&["report", "orders.csv", "--visits", "visits.csv"]).ok();
    let said = run.stdout();
    assert!(said.contains("Recommendations raised the revenue per visitor by +"), "{said}");
    assert!(!said.contains("Order values count buyers only"), "{said}");
    assert!(run.stderr().contains("visits.csv:14: \"many\" is not a number"), "{}", run.stderr());
    let report = json(&shop);
    let first = &report["experiment"]["comparisons"][0];
    assert_eq!(first["figure"], "revenue per visitor");
    assert!((first["lift"]["lift"].as_f64().unwrap() - 1.0).abs() < 0.05, "{first}");
    // The page has them week by week, both arms in a cell: 250 orders of 5,000 and of 10,000 visitors.
    let page = shop.read("report/report.html");
    let weeks = page.split("Week by week</h2>").nth(1).unwrap();
    for cell in ["<th>revenue per visitor</th>", "<td>2026-01-05</td><td>250 / 250</td>"] {
        assert!(weeks.contains(cell), "missing {cell:?} in:\n{weeks}");
    }
    let own = report["weeks"][0]["shown"]["visitor_value"].as_f64().unwrap();
    let other = report["weeks"][0]["held_out"]["visitor_value"].as_f64().unwrap();
    assert!(weeks.contains(&format!("<td>{own:.3} / {other:.3}</td>")), "{own} {other} in:\n{weeks}");
    assert!(!weeks.contains("recommended pair"), "no column for what is not known: {weeks}");
    // Visitors of no arm answer no question about arms.
    shop.file("whole.csv", "week,visitors\n2026-01-05,1000\n");
    let run = shop.pairwell(&["report", "orders.csv", "--visits", "whole.csv"]).ok();
    assert!(run.stderr().contains("no week of the visits has both arms"), "{}", run.stderr());
    assert!(!run.stdout().contains("revenue per visitor "), "{}", run.stdout());
    // Had half the visitors been asked for, the split would be broken.
    let said =
        shop.pairwell(&["report", "orders.csv", "--visits", "visits.csv", "--share", "50"]).ok().stdout();
    assert!(said.contains("No conclusion") && !said.contains("Only customers were counted"), "{said}");
}

#[test]
fn without_an_experiment_it_proves_nothing_and_says_so() {
    let shop = Shop::new();
    let mut text = String::from("order_id,timestamp,product_id,quantity,unit_price,currency\n");
    for n in 0..400 {
        let (day, price) = (1 + n % 28, if n % 28 < 14 { 10 } else { 12 });
        let currency = if n % 10 == 0 { "EUR" } else { "GBP" };
        text.push_str(&format!("{n},2026-02-{day:02},mug,2,{price}.00,{currency}\n"));
    }
    text.push_str("900,not a day,mug,1,5.00,GBP\n");
    shop.file("orders.csv", text);
    let said = shop.pairwell(&["report", "orders.csv", "--launched", "2026-02-15"]).ok().stdout();
    for words in [
        "360 orders from 2026-02-01 to 2026-02-28, in GBP.",
        "40  left out: in another currency than GBP",
        "1  left out: without a time that can be read",
        "was 20.00 GBP before 2026-02-15 and 24.00 GBP since (+20.0 %). This proves nothing",
        "hold the blocks out for a part of the visitors",
    ] {
        assert!(said.contains(words), "missing {words:?} in:\n{said}");
    }
    let page = shop.read("report/report.html");
    assert!(page.contains(">\nlaunch"), "the launch is marked in the plot");
    assert!(!page.contains("recommended pair"), "no column for what no model was given for: {page}");
    assert!(!shop.read("report/report.json").contains("-0.0"), "nothing is nothing");
    assert!(said.contains("At 406 orders a month"), "{said}");
    // Visitors that were counted as a whole. The first week has none, and what is far from any order counts for none.
    shop.file(
        "visits.csv",
        "week,visitors\n2026-02-02,1000\n2026-02-09,1000\n2026-02-16,1000\n2027-02-16,1000\n",
    );
    let said = shop.pairwell(&["report", "orders.csv", "--visits", "visits.csv"]).ok();
    assert!(!said.stderr().contains("no visit"), "{}", said.stderr());
    assert!(said.stdout().contains(" revenue per visitor."), "{}", said.stdout());
    let report = json(&shop);
    let weeks = report["weeks"].as_array().unwrap();
    let (mut value, mut visitors) = (0.0, 0.0);
    for week in weeks.iter().filter(|week| week["all"]["visitors"] == 1000.0) {
        let own = week["all"]["value"].as_f64().unwrap();
        assert!((week["all"]["visitor_value"].as_f64().unwrap() - own / 1000.0).abs() < 1e-9, "{week}");
        (value, visitors) = (value + own, visitors + 1000.0);
    }
    assert_eq!((visitors, report["all"]["visitors"].as_f64()), (3000.0, Some(3000.0)));
    assert!((report["all"]["visitor_value"].as_f64().unwrap() - value / visitors).abs() < 1e-9);
    assert!(shop.read("report/report.html").contains("<th>revenue per visitor</th>"));
    shop.file("arms.csv", "week,arm,visitors\n2026-02-02,shown,1000\n");
    let said = shop.pairwell(&["report", "orders.csv", "--visits", "arms.csv"]).ok().stderr();
    assert!(said.contains("no order carries an arm"), "{said}");
    let said = shop.pairwell(&["report", "orders.csv", "--currency", "eur"]).ok().stdout();
    assert!(said.contains("40 orders from") && said.contains("in EUR"), "{said}");
}

#[test]
fn recommended_pairs_are_counted_with_a_model() {
    let shop = Shop::new();
    let text = experiment(400, 2, 1.0);
    shop.file("orders.csv", &text);
    shop.pairwell(&["train", "orders.csv", "-o", "model"]).ok();
    let said = shop.pairwell(&["report", "orders.csv", "--model", "model"]).ok().stdout();
    assert!(said.contains("orders with a recommended pair") && said.contains("100.0 %"), "{said}");
    let page = shop.read("report/report.html");
    assert!(page.contains("<td>100.0\u{a0}% / 100.0\u{a0}%</td>"), "week by week, too: {page}");
}

#[test]
fn a_handful_of_orders_foretells_nothing() {
    let shop = Shop::new();
    shop.file("orders.csv", experiment(20, 2, 1.0));
    let said = shop.pairwell(&["report", "orders.csv"]).ok().stdout();
    assert!(said.contains("10 orders shown, 10 held out") && !said.contains("you will see"), "{said}");
    assert!(!shop.read("report/report.html").contains("How long to wait"));
}

#[test]
fn files_that_have_nothing_to_report_are_named() {
    let shop = Shop::new();
    shop.file("orders.csv", HEAD);
    let said = shop.pairwell(&["report", "orders.csv"]).failed().stderr();
    assert!(said.contains("no order to report on"), "{said}");
    shop.file("visits.csv", "a,b\n1,2\n");
    shop.file("good.csv", experiment(50, 2, 1.0));
    let said = shop.pairwell(&["report", "good.csv", "--visits", "visits.csv"]).failed().stderr();
    assert!(said.contains("visits.csv:1: no visits: expected CSV"), "{said}");
    assert!(!shop.path("report").exists());
}
