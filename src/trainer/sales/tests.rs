use super::*;
use crate::trainer::progress::Silent;

fn book(text: &str) -> SalesBook {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders");
    std::fs::write(&path, text).unwrap();
    read(&[path], DEFAULT_KEY, &Silent).unwrap()
}

const SHOPIFY: &str = "Name,Email,Financial Status,Currency,Subtotal,Created at,Cancelled at,Note Attributes,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
#1,A@x.com,paid,GBP,20.00,2026-01-05 10:00:00 +0000,,\"gift: yes
pairwell_arm: shown\",2,Mug,5.00,MUG
#1,,,,,,,,1,Pot,12.00,POT
#2,b@x.com,paid,EUR,7.00,2026-01-06 10:00:00 +0000,,pairwell_arm: held-out,1,Mug,7.00,MUG
#3,b@x.com,voided,GBP,7.00,2026-01-06 10:00:00 +0000,2026-01-07 10:00:00 +0000,pairwell_arm: held-out,1,Mug,7.00,MUG
#4,c@x.com,paid,GBP,oops,2026-01-07 10:00:00 +0000,,pairwell_arm: perhaps,1,Mug,7.00,MUG
";

#[test]
fn shopify_orders_keep_value_customer_and_arm() {
    let book = book(SHOPIFY);
    let first = &book.sales[0];
    assert_eq!((first.value, first.items(), first.customer.as_str()), (20.0, 3.0, "a@x.com"));
    assert_eq!((first.arm, first.lines.len(), first.currency.as_str()), (Some(Arm::Shown), 2, "GBP"));
    assert_eq!(book.sales[1].arm, Some(Arm::HeldOut));
    assert_eq!(book.left_out(), [(LeftOut::Cancelled, 1)]);
    assert_eq!(book.odd_arms, Some(("perhaps".to_owned(), 1)));
    // A subtotal that cannot be read is the sum of the lines, and is listed.
    assert_eq!((book.sales[3].value, book.rejects.total()), (7.0, 1));
}

#[test]
fn woocommerce_orders_of_both_forms_say_the_same() {
    let table = book(
        "order_id,order_date,status,order_currency,customer_email,meta:pairwell_arm,line_item_1,line_item_2
77,2026-01-05 10:00:00,completed,EUR,A@x.com,shown,name:Mug|product_id:5|sku:MUG|quantity:2|total:10.00,name:Pot|product_id:6|sku:|quantity:1|total:12.00
78,2026-01-05 11:00:00,wc-failed,EUR,b@x.com,held-out,name:Mug|product_id:5|sku:MUG|quantity:1|total:5.00,
",
    );
    let json = book(
        r#"[{"id":77,"number":"77","date_created_gmt":"2026-01-05T10:00:00","status":"completed","currency":"EUR","customer_id":3,
"billing":{"email":"A@x.com"},"meta_data":[{"key":"other","value":{"a":1}},{"key":"pairwell_arm","value":"shown"}],
"line_items":[{"product_id":5,"sku":"MUG","name":"Mug","quantity":2,"total":"10.00","price":5},{"product_id":6,"sku":"","name":"Pot","quantity":1,"total":"12.00"}]},
{"id":78,"date_created_gmt":"2026-01-05T11:00:00","status":"failed","currency":"EUR","billing":{"email":"b@x.com"},
"meta_data":[{"key":"pairwell_arm","value":"held-out"}],"line_items":[{"product_id":5,"sku":"MUG","name":"Mug","quantity":1,"total":"5.00"}]},
{"number":"no id"}]"#,
    );
    assert_eq!(table.sales, json.sales);
    assert_eq!(table.sales[0].value, 22.0);
    assert_eq!(table.sales[0].lines[1].id, "6", "without a SKU the product's id");
    assert_eq!(table.sales[1].left_out, Some(LeftOut::Cancelled));
    assert_eq!(json.rejects.total(), 1);
}

#[test]
fn an_order_in_two_exports_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    let text = "order_id,timestamp,product_id,quantity,unit_price,arm,currency
1,2026-01-05,mug,2,4.00,on,GBP
2,2026-01-06,mug,1,4.00,off,GBP
1,2026-01-05,pot,1,9.00,,
3,2026-01-06,mug,-1,4.00,off,GBP
";
    let paths: Vec<PathBuf> = ["a.csv", "b.csv"].iter().map(|name| dir.path().join(name)).collect();
    paths.iter().for_each(|path| std::fs::write(path, text).unwrap());
    let book = read(&paths, DEFAULT_KEY, &Silent).unwrap();
    assert_eq!(book.sales.len(), 3);
    assert_eq!((book.sales[0].value, book.sales[0].lines.len()), (17.0, 2));
    assert_eq!(book.counted().count(), 2, "an order of returns alone does not count");
}

#[test]
fn broken_json_is_named_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.json");
    std::fs::write(&path, "[{\"id\": 1},\n{\"id\": ").unwrap();
    let error = read(&[path], DEFAULT_KEY, &Silent).unwrap_err().to_string();
    assert!(error.contains("orders.json:2: column") && error.contains("not JSON"), "{error}");
}

mod any_bytes {
    use super::*;
    use proptest::prelude::*;

    /// Cells as exports have them, and as they should not be.
    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("1".to_owned()),
            Just("1e999".to_owned()),
            Just("-5".to_owned()),
            Just("2026-01-05".to_owned()),
            Just("9999-12-31".to_owned()),
            Just("\"pairwell_arm: shown\nx\"".to_owned()),
            Just("held-out".to_owned()),
            Just("name:A|sku:B|quantity:1e300|total:1e300".to_owned()),
            Just("\"".to_owned()),
            "\\PC{0,12}",
        ]
    }

    const HEADERS: [&str; 3] = [
        "Name,Email,Currency,Subtotal,Created at,Note Attributes,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku",
        "order_id,email,currency,order_value,timestamp,arm,quantity,product_id,unit_price,title",
        "order_id,customer_email,order_currency,status,order_date,meta:pairwell_arm,line_item_1,line_item_2,line_item_3,x",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn are_read_and_reported_on_without_panic(
            header in 0usize..3,
            rows in prop::collection::vec(prop::collection::vec(cell(), 10), 0..12),
            tail in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("orders.csv");
            let rows: String = rows.iter().map(|row| row.join(",") + "\n").collect();
            let text = format!("{}\n{rows}", HEADERS[header]);
            std::fs::write(&path, [text.as_bytes(), &tail].concat()).unwrap();
            if let Ok(book) = read(&[path], DEFAULT_KEY, &Silent) {
                prop_assert!(book.sales.iter().all(|sale| sale.value.is_finite() && sale.value >= 0.0));
                let options = crate::trainer::report::Options { draws: 200, ..Default::default() };
                if let Ok(report) = crate::trainer::report::report(&book, None, None, &options) {
                    crate::trainer::report::page::html(&report).unwrap();
                }
            }
        }
    }
}
