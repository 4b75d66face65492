// The documentation's own script: the shopper's past, buttons to copy, and the theming page. Through the public face of
// Pairwell alone, as a shop's script would.

const DAY = 86_400_000;

window.pairwell = window.pairwell || [];

// Says what this page's shopper has done. Events have no dates of their own: they happen when they are said. So the clock is
// turned back while it is said what was earlier, once the core is there to hear it at once.
async function tellPast() {
  const past = JSON.parse(document.querySelector("script[data-past]").textContent);
  if (past.length === 0) return;
  await loaded();
  await window.pairwell.debug();
  const now = Date.now;
  try {
    for (const [days, call] of past) {
      Date.now = () => now() - days * DAY;
      window.pairwell.push(call);
    }
  } finally {
    Date.now = now;
  }
  document.documentElement.dataset.past = "told";
}

const loaded = () =>
  new Promise((resolve) => {
    const look = () => (window.pairwell.version ? resolve() : document.querySelector("script[data-model]").addEventListener("load", resolve, { once: true }));
    look();
  });

// Nothing is sold here: each press succeeds after a moment.
document.addEventListener("pairwell:add", ({ detail }) => detail.waitUntil(new Promise((resolve) => setTimeout(resolve, 400))));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.parentElement.querySelector("code").textContent;
  const done = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  button.textContent = done ? "Copied" : "Select the text to copy it";
});

function startPlay(form) {
  const stage = document.querySelector("[data-played]");
  const blocks = [...stage.querySelectorAll("pairwell-block")];
  const code = document.querySelector("[data-play-code]");
  const update = () => {
    const set = [...form.querySelectorAll("input[name]")].filter((input) => input.value.trim());
    for (const block of blocks) {
      block.removeAttribute("style");
      for (const { name, value } of set) block.style.setProperty(name, value);
    }
    code.textContent = `pairwell-block {\n${set.map(({ name, value }) => `  ${name}: ${value.trim()};\n`).join("")}}`;
    stage.classList.toggle("docs-dark", form.querySelector("[data-dark]").checked);
    stage.dir = form.querySelector("[data-rtl]").checked ? "rtl" : "ltr";
  };
  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
}

const form = document.querySelector("[data-play]");
if (form) startPlay(form);
tellPast();
