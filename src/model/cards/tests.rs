use super::*;
use proptest::prelude::*;

fn read(bytes: &[u8], count: u32) -> Cards {
    let mut fault = None;
    let cards = Cards::decode(bytes, count, &mut fault);
    assert_eq!(fault, None);
    cards
}

fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 äß€'\"<>&/-]{0,12}"
}

fn source() -> impl Strategy<Value = CardSource> {
    let price = prop::option::of(0u32..100_000);
    (
        // Every product has a key.
        ("[a-zA-Z0-9 äß€'/-]{1,12}", text(), text(), text()),
        prop::collection::vec("[A-Z0-9]{1,6}", 0..3),
        price.clone(),
        price,
        (text(), text(), any::<bool>()),
    )
        .prop_map(
            |((key, title, url, image), variants, price, compare_at, (kind, vendor, available))| CardSource {
                key,
                title,
                url,
                image,
                variants,
                price,
                compare_at,
                kind,
                vendor,
                available,
            },
        )
}

proptest! {
    #[test]
    fn cards_come_back(products in prop::collection::vec(source(), 0..20)) {
        let bytes = Cards::encode(&products);
        let cards = read(&bytes, products.len() as u32);
        for (row, product) in products.iter().enumerate() {
            let card = cards.get(row as u32).unwrap();
            prop_assert_eq!(card.key, &product.key);
            prop_assert_eq!(card.title, &product.title);
            prop_assert_eq!(card.variants, product.variants.join("\t"));
            prop_assert_eq!(card.price, product.price);
            let before = product.compare_at.filter(|c| product.price.is_some_and(|p| *c > p));
            prop_assert_eq!(card.compare_at, before);
            prop_assert_eq!(card.kind, &product.kind);
            prop_assert_eq!(card.vendor, &product.vendor);
            prop_assert_eq!(card.available, product.available);
            if product.image != "-" {
                prop_assert_eq!(card.image.concat(), product.image.clone());
            }
        }
        prop_assert!(cards.get(products.len() as u32).is_none());
    }
}

#[test]
fn keys_that_follow_from_titles_are_left_out_of_entries() {
    let card =
        |key: &str, title: &str| CardSource { key: key.into(), title: title.into(), ..CardSource::default() };
    let products = [
        card("childrens-mug-small", "Children's  Mug (small)"),
        card("childrens-mug-small-2", "Children's Mug (small)"),
        card("tasse-grün", "Tasse grün"),
        card("10002", "10002"),
        card("plain", "!?"),
    ];
    let (whole, entry) = (Cards::encode(&products), Cards::encode_entry(&products, &[]));
    assert_eq!(whole.len() - entry.len(), "childrens-mug-small".len() + "10002".len());
    for bytes in [&whole, &entry] {
        let cards = read(bytes, products.len() as u32);
        for (row, product) in (0u32..).zip(&products) {
            assert_eq!(cards.key(row), Some(product.key.as_str()));
            assert_eq!(cards.get(row).map(|card| card.key), Some(product.key.as_str()));
        }
    }
}

#[test]
fn addresses_that_follow_a_pattern_are_stored_once() {
    let product = |key: &str| CardSource {
        key: key.into(),
        url: format!("/products/{key}"),
        image: format!("/pictures/{key}.svg"),
        ..CardSource::default()
    };
    let products =
        [product("red-mug"), product("blue-mug"), CardSource { url: "/special".into(), ..product("tin") }];
    let bytes = Cards::encode(&products);
    let cards = read(&bytes, 3);
    assert_eq!(cards.get(0).unwrap().url.concat(), "/products/red-mug");
    assert_eq!(cards.get(1).unwrap().image.concat(), "/pictures/blue-mug.svg");
    assert_eq!(cards.get(2).unwrap().url.concat(), "/special");
    assert_eq!(bytes.windows(10).filter(|w| w == b"/products/").count(), 1);
}

#[test]
fn a_line_feed_inside_a_title_does_not_shift_the_others() {
    let products = [
        CardSource { title: "a\nb".into(), ..CardSource::default() },
        CardSource { title: "c".into(), ..CardSource::default() },
    ];
    let cards = read(&Cards::encode(&products), 2);
    assert_eq!(cards.get(0).unwrap().title, "a b");
    assert_eq!(cards.get(1).unwrap().title, "c");
}
