use super::stage::*;
use pairwell::model::CardSource;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_block_lists_what_goes_with_the_page() {
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"also-bought","limit":"3"}"#);
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    assert_eq!(suggested(&block), "tin|jug|pot");
    assert_eq!(shown(&block, "h2", ""), "Customers also bought");
    assert_eq!(shown(&block, "[part=title]", ""), "TIN|JUG|POT");
    assert_eq!(shown(&block, "[part=price]", ""), "£2.00|£3.00|£4.00");
    assert_eq!(shown(&block, "ul", "role"), "list");
    assert_eq!(shown(&block, "section", "aria-labelledby"), shown(&block, "h2", "id"));
    assert!(shown(&block, "img", "src").starts_with("http"));
    assert_eq!(shown(&block, "img", "loading"), "lazy|lazy|lazy");
    // On the product's own page nobody needs to be told that they look at it.
    assert_eq!(shown(&block, "[part=because]", ""), "");
}

#[wasm_bindgen_test]
fn the_theme_keeps_its_place_until_there_is_a_list_and_its_height_after() {
    let stage = Stage::new();
    // A kind without a fallback: the shopper has looked at nothing yet.
    let block = stage.block(r#"{"kind":"recently-viewed"}"#);
    stage.settle();
    assert!(themed(&block));
    let before = height(&block);
    stage.push(r#"["view","mug"]"#);
    stage.push(r#"["view","tin"]"#);
    stage.settle();
    assert!(!themed(&block));
    assert!(height(&block) >= before);
    stage.push(r#"["forget"]"#);
    stage.settle();
    assert!(themed(&block));
}

#[wasm_bindgen_test]
fn what_stands_in_is_shown_as_what_it_is() {
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"cart","limit":"2"}"#);
    stage.settle();
    assert_eq!(shown(&block, "h2", ""), "Best sellers", "nothing is in the cart that anything could go with");
    stage.push(r#"["cart",["mug"]]"#);
    stage.settle();
    assert_eq!(shown(&block, "h2", ""), "Goes with what is in your cart");
}

#[wasm_bindgen_test]
fn an_unknown_kind_leaves_the_theme_its_markup() {
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"telepathy","product":"mug"}"#);
    stage.settle();
    assert!(themed(&block));
}

#[wasm_bindgen_test]
fn nothing_is_shown_twice_nor_from_the_cart_nor_sold_out() {
    let mut shop = products();
    shop[1].available = false;
    let stage = Stage::of(shop);
    let (first, second) = (stage.block(r#"{"limit":"2"}"#), stage.block(r#"{"limit":"2"}"#));
    stage.push(r#"["view","mug"]"#);
    stage.push(r#"["cart",["jug"]]"#);
    stage.settle();
    assert_eq!(suggested(&first), "pot|cup");
    assert_eq!(suggested(&second), "lid");
}

#[wasm_bindgen_test]
fn blocks_say_which_product_in_the_cart_speaks_for_what() {
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"cart","limit":"2"}"#);
    stage.push(r#"["cart",["mug"]]"#);
    stage.settle();
    assert_eq!(
        shown(&block, "[part=because]", ""),
        "because you have MUG in your cart|because you have MUG in your cart"
    );
    stage.push(r#"["cart",["mug","tin"]]"#);
    stage.settle();
    assert!(!suggested(&block).contains("tin"));
}

#[wasm_bindgen_test]
async fn a_bundle_adds_up_what_is_ticked() {
    wait(load_parts()).await;
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"bought-together","limit":"2"}"#);
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    assert_eq!(shown(&block, "[part=own] [part=title]", ""), "This item: MUG");
    assert_eq!(suggested(&block), "tin|jug");
    assert_eq!(shown(&block, "[part=total]", ""), "Total: £6.00");
    assert_eq!(shown(&block, "button", ""), "Add all 3 to cart");
    click(&block, "[part=card] input");
    assert_eq!(shown(&block, "[part=total]", ""), "Total: £4.00");
    assert_eq!(shown(&block, "button", ""), "Add 2 to cart");
    // What is ticked stays ticked when something else changes.
    stage.push(r#"["cart",["lid"]]"#);
    stage.settle();
    assert_eq!(shown(&block, "button", ""), "Add 2 to cart");
}

#[wasm_bindgen_test]
fn reduced_prices_are_said_as_well_as_struck_through() {
    let mut shop = products();
    shop[1] = CardSource { compare_at: Some(350), ..product("tin", 200) };
    let stage = Stage::of(shop);
    let block = stage.block(r#"{"limit":"1","product":"mug"}"#);
    stage.settle();
    assert_eq!(shown(&block, "[part=prices]", ""), "Was £3.50Now £2.00");
    assert_eq!(shown(&block, "s", ""), "Was £3.50");
}

#[wasm_bindgen_test]
fn attributes_come_before_what_the_page_says() {
    let stage = Stage::new();
    json(r#"{"product":"mug","cart":["tin"]}"#);
    let page_wide = stage.block(r#"{"limit":"1"}"#);
    let own = stage.block(r#"{"limit":"1","product":"lid","cart":"cup","heading":"Lids go with"}"#);
    stage.settle();
    assert_eq!(suggested(&page_wide), "jug");
    assert_eq!(suggested(&own), "pot");
    assert_eq!(shown(&own, "h2", ""), "Lids go with");
}

#[wasm_bindgen_test]
fn a_card_that_stays_keeps_the_focus() {
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"cart","limit":"2"}"#);
    stage.push(r#"["cart",["pot"]]"#);
    stage.settle();
    assert_eq!(suggested(&block), "jug|cup");
    focus(&block, "li:last-child button");
    stage.push(r#"["cart",["pot","jug"]]"#);
    stage.settle();
    assert!(suggested(&block).contains("tin"), "{}", suggested(&block));
    focus(&block, "li:last-child button");
    assert_eq!(focused(&block), "add");
}

#[wasm_bindgen_test]
fn lists_can_be_had_without_a_block() {
    let stage = Stage::new();
    let list = stage.core.borrow().recommend(&value(r#"{"product":"mug","limit":1}"#));
    let list = text(&list);
    for part in
        [r#""product":"tin""#, r#""price":2"#, r#""currency":"GBP""#, r#""variant":"tin-1""#, r#""share":1"#]
    {
        assert!(list.contains(part), "{part} in {list}");
    }
    assert_eq!(text(&stage.core.borrow().recommend(&value(r#"{"kind":"telepathy"}"#))), "[]");
}
