# Everything is built, tested and shown from here. `make help` lists what there is.
# What cargo, node and the browser tests need is installed on the way: into .tools/ and node_modules/ (both ignored by git),
# and, where missing, Rust's wasm target by rustup and a browser by apt-get.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
# Cargo would take make's job slots from here and not find them; it has its own.
unexport MAKEFLAGS MFLAGS

# The demo's port; 0 takes any free one.
PORT ?= 8080

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
BIN := $(TARGET_DIR)/release/pairwell

files_in = $(shell find $(1) -type f 2>/dev/null)

WIDGET := dist/widget/pairwell.js
WIDGET_SOURCES := Cargo.toml Cargo.lock src/lib.rs tools/build-widget.sh tools/lib.sh \
  $(call files_in,src/model src/recommend src/history src/widget)

MODEL := dist/model/manifest.json
ORDERS := www/sample/orders_export.csv.gz
PRODUCTS := www/sample/products_export.csv.gz

DEMO := dist/demo/index.html
# The pictures of the README are taken of the demo: they must not make it look out of date.
DEMO_SOURCES := $(filter-out www/screenshot-%.png www/frontier.svg,$(call files_in,www))

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

##— to see and to use —————————————————————————————————————————————————————————

.PHONY: demo
demo: $(DEMO) ## build everything and serve the demo shop (PORT=8080)
	@exec node www/serve.mjs --root dist/demo --port $(PORT)

.PHONY: widget
widget: $(WIDGET) ## the files a shop serves, in dist/widget/

.PHONY: model
model: $(MODEL) ## the model trained from the shipped sample, in dist/model/

.PHONY: site
site: $(DEMO) ## the demo shop as a static site, in dist/demo/

.PHONY: screenshots
screenshots: $(DEMO) browser ## take the README's pictures of the demo shop anew
	node tools/screenshots.mjs

.PHONY: package
package: $(WIDGET) ## the npm package and the CDN folder, in dist/npm/ and dist/cdn/
	node tools/package.mjs

.PHONY: publish-cli
publish-cli: prerequisites ## the command line tool with publish, rollback and prune, as dist/bin/pairwell
	cargo build --release --locked --features publish --bin pairwell
	@mkdir -p dist/bin
	@cp $(BIN) dist/bin/pairwell.new && mv dist/bin/pairwell.new dist/bin/pairwell

##— to prove ——————————————————————————————————————————————————————————————————

.PHONY: test
test: ## every test: native, in the browser, end to end
	@tools/test.sh

.PHONY: test-engines
test-engines: $(DEMO) engines ## every storefront test in all three engines (a quarter of an hour)
	node --test --test-concurrency=2 tests/engines/*.test.mjs tests/platforms/*.test.mjs tests/platforms/*/*.test.mjs

# How long `make fuzz` searches each target, in seconds.
SECONDS ?= 60

.PHONY: fuzz
fuzz: prerequisites npm ## fuzz every target (SECONDS=60 each); needs a nightly compiler
	@PAIRWELL_FUZZ_SECONDS=$(SECONDS) tools/fuzz.sh

.PHONY: lint
lint: wasm-target npm ## formatting, clippy with warnings denied, script syntax
	@tools/lint.sh

# A group alone: make bench GROUP=scoring. What each is, and how it is run, is in tools/bench/groups.mjs.
GROUP ?=
.PHONY: bench
bench: $(DEMO) browser ## time and weigh all that figures are given of, each beside an alternative (GROUP=name)
	@node tools/bench/run.mjs "$(GROUP)"
	@$(MAKE) --no-print-directory bench-report

.PHONY: bench-report
bench-report: ## write docs/bench.md, its plots and the README's table of what bench has found
	@node tools/bench/report.mjs

# How many page loads, and which: the same seed makes the same plan.
LOADS ?= 10000
SEED ?= 1

.PHONY: soak
soak: $(DEMO) browser ## LOADS=10000 random page loads with random faults; goes on where it stopped, then writes docs/soak.md
	node tests/soak/soak.mjs --loads $(LOADS) --seed $(SEED)
	node tests/soak/soak.mjs --report docs/soak.md

.PHONY: size
size: $(WIDGET) $(MODEL) ## bytes of each built file: raw, gzip, brotli; fails over the budget
	@node tools/size.mjs

##— to set up and to clear away ———————————————————————————————————————————————

.PHONY: tools
tools: wasm-target wasm-bindgen npm ## what the builds need: wasm target, wasm-bindgen, npm packages

.PHONY: browser
browser: ## what the browser tests need: Chromium and ChromeDriver
	@tools/install-browser.sh

.PHONY: engines
engines: prerequisites browser ## what the tests in three engines need: Firefox, WebKit and their drivers
	@tools/install-engines.sh

.PHONY: python
python: ## what some tests need of Python, in .tools/python: an S3 server
	@tools/install-python.sh

.PHONY: clean
clean: ## remove what was built; the tools stay
	rm -rf dist
	cargo clean

# Each of these looks first and returns at once when nothing is to be done, so they are run every time
# and depended on by order only.
.PHONY: prerequisites wasm-target wasm-bindgen npm
prerequisites:
	@tools/check-prerequisites.sh
wasm-target: prerequisites
	@tools/install-wasm-target.sh
wasm-bindgen: prerequisites
	@tools/install-wasm-bindgen.sh
npm: prerequisites
	@tools/install-npm.sh

$(WIDGET): $(WIDGET_SOURCES) | wasm-target wasm-bindgen npm
	@tools/build-widget.sh

# Cargo knows best whether the binary is out of date; it leaves an up-to-date one untouched, and make sees that.
.PHONY: FORCE
FORCE:
$(BIN): FORCE | prerequisites
	@cargo build --release --locked --bin pairwell

# The folder is made anew, as training keeps the files of earlier models for pages that still ask for them.
$(MODEL): $(BIN) $(ORDERS) $(PRODUCTS)
	@rm -rf dist/model
	@$(BIN) train $(ORDERS) --products $(PRODUCTS) -o dist/model

$(DEMO): $(WIDGET) $(MODEL) $(DEMO_SOURCES) | npm
	node www/build.mjs
	@touch $@
