use super::stage::*;
use wasm_bindgen_test::wasm_bindgen_test;

async fn cart_block(stage: &Stage) -> wasm_bindgen::JsValue {
    wait(load_parts()).await;
    let block = stage.block(r#"{"kind":"cart","limit":"2"}"#);
    stage.push(r#"["cart",["mug"]]"#);
    stage.settle();
    assert_eq!(suggested(&block), "tin|jug");
    block
}

#[wasm_bindgen_test]
async fn one_press_adds_once_and_the_block_moves_on() {
    let stage = Stage::new();
    let block = cart_block(&stage).await;
    let theme = Theme::new(&block);
    focus(&block, "[part=add]");
    click(&block, "[part=add]");
    click(&block, "[part=add]");
    wait(turn()).await;
    assert_eq!((theme.count(), theme.products(0).as_str()), (1, "tin"));
    assert_eq!(shown(&block, "[part=add]", "aria-busy"), "true|");
    // The theme tells of the new cart before it answers: the card stays until the answer.
    stage.push(r#"["cart",["mug","tin"]]"#);
    stage.settle();
    assert_eq!(suggested(&block), "tin|jug");
    theme.accept();
    wait(turn()).await;
    assert!(shown(&block, "[part=add]", "").starts_with("Added"));
    assert_eq!(shown(&block, "[role=status]", ""), "TIN added to your cart");
    wait(next(&block, "ready")).await;
    assert_eq!(suggested(&block), "jug|pot");
    assert_eq!(focused(&block), "link", "the next press of the key must not buy something else");
}

#[wasm_bindgen_test]
async fn a_refusal_is_shown_and_the_button_can_be_pressed_again() {
    let stage = Stage::new();
    let block = cart_block(&stage).await;
    let theme = Theme::new(&block);
    click(&block, "[part=add]");
    let told = next(&block, "error");
    wait(turn()).await;
    theme.refuse("Only <b>two</b> left");
    let told = text(&wait(told).await);
    assert!(told.contains(r#""message":"Only <b>two</b> left""#), "{told}");
    assert_eq!(shown(&block, "[role=alert]", ""), "Only <b>two</b> left");
    assert_eq!(shown(&block, "[part=add]", "aria-busy"), "|");
    click(&block, "[part=add]");
    wait(turn()).await;
    assert_eq!(theme.count(), 2);
    assert_eq!(shown(&block, "[role=alert]", ""), "");
}

#[wasm_bindgen_test]
async fn a_bundle_is_added_as_one() {
    wait(load_parts()).await;
    let stage = Stage::new();
    let block = stage.block(r#"{"kind":"bought-together","limit":"2","product":"mug"}"#);
    stage.settle();
    let theme = Theme::new(&block);
    click(&block, "[part=card] input");
    click(&block, "button");
    wait(turn()).await;
    assert_eq!(theme.products(0), "mug|jug");
    theme.refuse("The jug has sold out");
    wait(turn()).await;
    assert_eq!(shown(&block, "[part=bundle] [role=alert]", ""), "The jug has sold out");
    assert_eq!(shown(&block, "button", ""), "Add 2 to cart");
}

#[wasm_bindgen_test]
async fn a_theme_that_cancels_has_taken_over() {
    let stage = Stage::new();
    let block = cart_block(&stage).await;
    cancel_adding(&block);
    click(&block, "[part=add]");
    wait(turn()).await;
    assert_eq!(shown(&block, "[part=add]", "aria-busy"), "|");
}
