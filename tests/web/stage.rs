//! A shop of a few products, a page with blocks, and a core that fills them.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use pairwell::model::pairs::{Edge as Neighbour, PairSource};
use pairwell::model::{CardSource, FileSource};
use pairwell::widget::{Edge, Lists, Memory};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type Core;
    #[wasm_bindgen(method, catch)]
    pub fn add(this: &Core, bytes: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub fn push(this: &Core, call: &JsValue);
    #[wasm_bindgen(method)]
    pub fn touch(this: &Core);
    #[wasm_bindgen(method)]
    pub fn wake(this: &Core, what: u32, event: &JsValue);
    #[wasm_bindgen(method)]
    pub fn recommend(this: &Core, options: &JsValue) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn debug(this: &Core) -> JsValue;
}

// What core.js imports, and parts that stage.js does: named here, they are there for it.
#[wasm_bindgen(module = "/src/widget/js/core.js")]
extern "C" {
    fn knows(page: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/report.js")]
extern "C" {
    fn report(core: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/browser.js")]
extern "C" {
    fn look(page: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/view.js")]
extern "C" {
    fn draw(page: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/theme.js")]
extern "C" {
    fn dress(page: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/parts/act.js")]
extern "C" {
    fn prepare(view: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/parts/kind-bought-together.js")]
extern "C" {
    fn mend(view: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/parts/lib/label.js")]
extern "C" {
    fn label(around: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/parts/lib/outcomes.js")]
extern "C" {
    fn conclude(view: &JsValue);
}
#[wasm_bindgen(module = "/src/widget/js/parts/lib/sheet.js")]
extern "C" {
    fn extend(view: &JsValue);
}

#[wasm_bindgen(module = "/tests/web/stage.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadParts)]
    pub fn load_parts() -> Promise;
    #[wasm_bindgen(js_name = newPage)]
    fn new_page(manifest: &str) -> JsValue;
    #[wasm_bindgen(js_name = newCore)]
    fn new_core(page: &JsValue, edge: &JsValue, lists: Lists, memory: Memory) -> Core;
    #[wasm_bindgen(js_name = newBlock)]
    fn new_block(page: &JsValue, attributes: &str, content: &str) -> JsValue;
    fn clear(page: &JsValue);
    pub fn json(text: &str);
    pub fn value(text: &str) -> JsValue;
    pub fn text(value: &JsValue) -> String;
    pub fn shown(block: &JsValue, selector: &str, attribute: &str) -> String;
    pub fn click(block: &JsValue, selector: &str);
    pub fn themed(block: &JsValue) -> bool;
    pub fn height(block: &JsValue) -> f64;
    pub fn focus(block: &JsValue, selector: &str);
    pub fn focused(block: &JsValue) -> String;
    pub fn next(block: &JsValue, name: &str) -> Promise;
    pub fn turn() -> Promise;
    pub fn timers() -> Promise;
    #[wasm_bindgen(js_name = cancelAdding)]
    pub fn cancel_adding(block: &JsValue);
    pub fn keys() -> String;
    pub fn put(name: &str, text: &str);
    pub fn get(name: &str) -> String;
    pub fn note() -> String;
    #[wasm_bindgen(js_name = putNote)]
    pub fn put_note(text: &str);
    #[wasm_bindgen(js_name = removedElsewhere)]
    pub fn removed_elsewhere(name: &str);
    #[wasm_bindgen(js_name = removedBefore)]
    pub fn removed_before(name: &str);
    #[wasm_bindgen(js_name = erasedUnheard)]
    pub fn erased_unheard();
    #[wasm_bindgen(js_name = whileAhead)]
    pub fn while_ahead(days: f64, work: &mut dyn FnMut());
    #[wasm_bindgen(js_name = erasedElsewhere)]
    pub fn erased_elsewhere();
    pub fn leave();
    #[wasm_bindgen(js_name = whileFull)]
    pub fn while_full(work: &mut dyn FnMut());
    #[wasm_bindgen(js_name = whileDenied)]
    pub fn while_denied(work: &mut dyn FnMut());
    #[wasm_bindgen(js_name = whilePolluted)]
    pub fn while_polluted(work: &mut dyn FnMut());
    #[wasm_bindgen(js_name = hostileCalls)]
    pub fn hostile_calls() -> js_sys::Array;

    pub type Theme;
    #[wasm_bindgen(constructor)]
    pub fn new(block: &JsValue) -> Theme;
    #[wasm_bindgen(method, getter)]
    pub fn count(this: &Theme) -> u32;
    #[wasm_bindgen(method)]
    pub fn products(this: &Theme, n: u32) -> String;
    #[wasm_bindgen(method)]
    pub fn accept(this: &Theme);
    #[wasm_bindgen(method)]
    pub fn refuse(this: &Theme, message: &str);
}

/// Waits for a promise.
pub async fn wait(promise: Promise) -> JsValue {
    js_sys::futures::JsFuture::from(promise).await.unwrap()
}

/// A product of the shop. Each is bought with all others, the more often the nearer in the list.
pub fn product(key: &str, price: u32) -> CardSource {
    CardSource {
        key: key.into(),
        title: key.to_uppercase(),
        url: format!("/products/{key}"),
        image: format!("/pictures/{key}.svg"),
        variants: vec![format!("{key}-1")],
        price: Some(price),
        available: true,
        ..CardSource::default()
    }
}

/// Mug, tin, jug, pot, cup and lid, at 1 to 6 pounds.
pub fn products() -> Vec<CardSource> {
    ["mug", "tin", "jug", "pot", "cup", "lid"]
        .iter()
        .zip(1..)
        .map(|(key, pounds)| product(key, pounds * 100))
        .collect()
}

/// A model file of these products.
pub fn model(products: Vec<CardSource>) -> Vec<u8> {
    let count = products.len() as u32;
    let row = |from: u32| {
        let others = (0..count).filter(|to| *to != from);
        others.map(|to| Neighbour { to, first: 15 - 2 * from.abs_diff(to) as u8, second: 0 }).collect()
    };
    let levels = (0u8..16).map(|level| f32::from(level) / 16.0).collect();
    let source = FileSource {
        edges: PairSource { rows: (0..count).map(row).collect(), first: levels, second: vec![0.0] },
        popularity: vec![9; products.len()],
        products,
        ..FileSource::default()
    };
    source.encode_entry(1)
}

/// A page and its core. What it stored is erased when it goes.
pub struct Stage {
    pub core: Rc<RefCell<Core>>,
    page: JsValue,
    /// What the edge calls; empty once the stage is taken down, as listeners outlive a test.
    slot: Rc<RefCell<Option<Rc<RefCell<Core>>>>>,
    _edge: Closure<dyn FnMut(u32, JsValue)>,
}

impl Stage {
    /// With the usual shop, and nothing left over from a test that failed.
    pub fn new() -> Self {
        Self::of(products())
    }

    /// The same for a shopper who has been here before.
    pub fn again() -> Self {
        let stage = Self::bare();
        stage.core.borrow_mut().add(&model(products())).unwrap();
        stage
    }

    pub fn of(products: Vec<CardSource>) -> Self {
        clear(&new_page("{}"));
        let stage = Self::bare();
        stage.core.borrow_mut().add(&model(products)).unwrap();
        stage
    }

    /// Without a model.
    pub fn bare() -> Self {
        let page = new_page(
            r#"{"version":1,"build":"b","currency":"GBP","minor_digits":2,"scoring":{"popularity":0}}"#,
        );
        let slot: Rc<RefCell<Option<Rc<RefCell<Core>>>>> = Rc::default();
        let known = slot.clone();
        let edge = Closure::<dyn FnMut(u32, JsValue)>::new(move |what, event| {
            let core = known.borrow().clone();
            if let Some(Ok(core)) = core.as_ref().map(|core| core.try_borrow_mut()) {
                core.wake(what, &event);
            }
        });
        let memory = Memory::new(&page, edge.as_ref().clone().unchecked_into::<Edge>());
        let core = Rc::new(RefCell::new(new_core(&page, edge.as_ref(), Lists::new(), memory)));
        *slot.borrow_mut() = Some(core.clone());
        Self { core, page, slot, _edge: edge }
    }

    /// Puts a block on the page, with the theme's own list in it.
    pub fn block(&self, attributes: &str) -> JsValue {
        new_block(&self.page, attributes, "<p style='height:50px;margin:0'>the theme's own</p>")
    }

    /// `pairwell.push(call)`.
    pub fn push(&self, call: &str) {
        self.core.borrow_mut().push(&value(call));
    }

    /// The page's script is done: blocks are filled, and the history is stored.
    pub fn settle(&self) {
        self.core.borrow_mut().touch();
        self.core.borrow_mut().wake(0, &JsValue::UNDEFINED);
    }

    /// Some seconds have gone by.
    pub fn wait(&self) {
        self.core.borrow_mut().wake(5, &JsValue::UNDEFINED);
    }

    /// `pairwell.debug()` as JSON.
    pub fn report(&self) -> String {
        text(&self.core.borrow().debug())
    }

    /// The remembered events: kinds and products.
    pub fn history(&self) -> String {
        let history = js_sys::Reflect::get(&self.core.borrow().debug(), &"history".into()).unwrap();
        let events = js_sys::Array::from(&history).into_iter().map(|event| {
            let field = |name: &str| js_sys::Reflect::get(&event, &name.into()).unwrap().as_string().unwrap();
            format!("{} {}", field("kind"), field("product"))
        });
        events.collect::<Vec<_>>().join("|")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.slot.take();
        clear(&self.page);
    }
}

/// The handles of the products that a block suggests.
pub fn suggested(block: &JsValue) -> String {
    shown(block, "[part=card] a", "href")
        .split('|')
        .map(|url| url.rsplit('/').next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("|")
}
