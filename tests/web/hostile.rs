use super::stage::*;
use pairwell::model::CardSource;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_title_is_text_whatever_it_says() {
    let mut shop = products();
    let title = "<img src=x onerror=alert(1)><script>1</script>\u{202e}";
    shop[1].title = title.into();
    let stage = Stage::of(shop);
    let block = stage.block(r#"{"limit":"1","product":"mug"}"#);
    stage.settle();
    assert_eq!(shown(&block, "[part=title] bdi", ""), title);
    assert_eq!(shown(&block, "script, [onerror]", ""), "");
}

#[wasm_bindgen_test]
fn only_web_addresses_are_shown() {
    for url in [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "\u{1} javascript:1",
        "data:text/html,1",
        "vbscript:1",
        "http://[",
    ] {
        let mut shop = products();
        shop[1] = CardSource { url: url.into(), ..product("tin", 200) };
        shop[2] = CardSource { image: url.into(), ..product("jug", 300) };
        let stage = Stage::of(shop);
        let block = stage.block(r#"{"limit":"2","product":"mug"}"#);
        stage.settle();
        assert_eq!(suggested(&block), "jug", "{url:?}");
        assert_eq!(shown(&block, "img", "src"), "", "{url:?}");
    }
}

#[wasm_bindgen_test]
fn odd_calls_do_nothing() {
    let stage = Stage::new();
    for call in hostile_calls().iter() {
        stage.core.borrow_mut().push(&call);
    }
    stage.settle();
    assert_eq!(stage.history(), "");
}

#[wasm_bindgen_test]
fn polluted_prototypes_are_not_read() {
    let stage = Stage::new();
    let block = stage.block(r#"{"limit":"1"}"#);
    while_polluted(&mut || {
        json("{}");
        stage.push(r#"["view","mug"]"#);
        stage.settle();
    });
    assert_eq!(suggested(&block), "tin");
    assert_eq!(stage.history(), "view mug");
}

#[wasm_bindgen_test]
fn json_that_is_none_or_too_long_is_not_read() {
    for text in ["{", "7", "null", &format!(r#"{{"product":"mug","x":"{}"}}"#, "x".repeat(70_000))] {
        let stage = Stage::new();
        json(text);
        stage.settle();
        assert_eq!(stage.history(), "");
    }
}

#[wasm_bindgen_test]
fn a_damaged_model_and_one_of_another_version_are_told_apart() {
    let mut bytes = model(products());
    let half = bytes.len() / 2;
    let stage = Stage::bare();
    let error = stage.core.borrow_mut().add(&bytes[..half]).unwrap_err();
    assert!(error.as_string().unwrap().contains("damaged"));
    bytes[4] += 1;
    let error = stage.core.borrow_mut().add(&bytes).unwrap_err();
    assert!(error.as_string().unwrap().contains("versions"));
    // And the page goes on.
    let block = stage.block(r#"{"product":"mug"}"#);
    stage.settle();
    assert!(themed(&block));
}
