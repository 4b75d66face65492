// Starts the three engines, each by its own driver. All speak W3C WebDriver, so the suites know one client only
// (selenium-webdriver): WebKitGTK has nothing else to offer, and Firefox and Chromium lose nothing by it here.
//
// Every session has a profile of its own, which the driver throws away, and a home of its own; whatever is not on this machine is
// asked for through a proxy that refuses.

import { execFileSync, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Builder, Capabilities } from "selenium-webdriver";

const top = path.join(import.meta.dirname, "..", "..");

/** What tools/find-engines.sh found: { CHROMIUM: path, … }. */
const found = Object.fromEntries(
  execFileSync(path.join(top, "tools", "find-engines.sh"), { encoding: "utf8" })
    .split("\n")
    .filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
);

const WINDOW = { width: 1280, height: 900 };

const ENGINES = {
  chromium: {
    needs: ["CHROMIUM", "CHROMEDRIVER"],
    driver: (port) => [found.CHROMEDRIVER, `--port=${port}`],
    capabilities: (proxy, calm) => ({
      browserName: "chrome",
      proxy,
      "goog:chromeOptions": {
        binary: found.CHROMIUM,
        args: [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          `--window-size=${WINDOW.width},${WINDOW.height}`,
          ...(calm ? ["--force-prefers-reduced-motion"] : []),
        ],
      },
    }),
  },
  firefox: {
    needs: ["FIREFOX", "GECKODRIVER"],
    // Its second port, for the browser's own protocol, would otherwise be one fixed number for all.
    driver: (port, other) => [found.GECKODRIVER, "--port", `${port}`, "--websocket-port", `${other}`],
    capabilities: (proxy, calm) => ({
      browserName: "firefox",
      proxy,
      "moz:firefoxOptions": {
        binary: found.FIREFOX,
        args: ["-headless", `--width=${WINDOW.width}`, `--height=${WINDOW.height}`],
        prefs: {
          "app.normandy.enabled": false,
          "browser.safebrowsing.update.enabled": false,
          "extensions.update.enabled": false,
          "network.captive-portal-service.enabled": false,
          "network.connectivity-service.enabled": false,
          "services.settings.server": "",
          "ui.prefersReducedMotion": calm ? 1 : 0,
        },
      },
    }),
  },
  webkit: {
    needs: ["WEBKIT", "WEBKITDRIVER", "XVFB"],
    driver: (port) => [found.WEBKITDRIVER, `--port=${port}`],
    display: true,
    // Without a language of its user it writes prices as nobody does.
    environment: { LANG: "en_GB.UTF-8", GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
    capabilities: (proxy) => ({
      browserName: "MiniBrowser",
      proxy: { ...proxy, noProxy: ["127.0.0.1"] },
      "webkitgtk:browserOptions": { binary: found.WEBKIT, args: ["--automation"] },
    }),
  },
};

/** The engines to test in: all three, or those that PAIRWELL_ENGINES names, with spaces between them. */
export const engineNames = (process.env.PAIRWELL_ENGINES || Object.keys(ENGINES).join(" ")).split(" ");

/** What is missing to run this engine: names as tools/find-engines.sh prints them. */
export const lacking = (name) => ENGINES[name].needs.filter((need) => !found[need]);

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A proxy that refuses everything, so that no engine reaches another machine, whatever it has in mind. */
const startWall = () =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    });
    server.listen(0, "127.0.0.1", () => {
      const address = `127.0.0.1:${server.address().port}`;
      resolve({ address, close: () => server.close() });
    });
  });

/** An engine with its driver running. `await engine.session()` is a WebDriver with a fresh profile. `calm`: its user asks for less motion. */
export async function startEngine(name, { calm = false } = {}) {
  const engine = ENGINES[name];
  const home = await mkdtemp(path.join(tmpdir(), `pairwell-${name}-`));
  const wall = await startWall();
  const children = [];
  const environment = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, ...engine.environment };

  if (engine.display) environment.DISPLAY = await startDisplay(children);
  // WebKitGTK asks the desktop's settings.
  await mkdir(path.join(home, "gtk-3.0"));
  await writeFile(path.join(home, "gtk-3.0", "settings.ini"), `[Settings]\ngtk-enable-animations=${calm ? 0 : 1}\n`);

  const port = await freePort();
  const [command, ...args] = engine.driver(port, await freePort());
  const child = spawn(command, args, { env: environment, stdio: "ignore" });
  children.push(child);
  const gone = new Promise((_, reject) => child.once("exit", (code) => reject(new Error(`${command} ended with ${code}`))));
  gone.catch(() => {});
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([driverReady(url), gone]);

  const capabilities = engine.capabilities({ proxyType: "manual", httpProxy: wall.address, sslProxy: wall.address }, calm);
  return {
    name,
    url,
    capabilities,
    session: async () => {
      const driver = await new Builder().usingServer(url).withCapabilities(new Capabilities(capabilities)).build();
      await driver.manage().setTimeouts({ script: 20_000, pageLoad: 20_000 });
      await driver.manage().window().setRect({ x: 0, y: 0, ...WINDOW });
      return driver;
    },
    close: async () => {
      await Promise.all(children.reverse().map(end));
      wall.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

// Xvfb chooses a free display and says which on the fourth file of its own.
async function startDisplay(children) {
  const child = spawn(found.XVFB, ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  children.push(child);
  const number = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    let text = "";
    child.stdio[3].on("data", (bytes) => {
      text += bytes;
      if (text.includes("\n")) resolve(text.trim());
    });
  });
  return `:${number}`;
}

async function driverReady(url) {
  for (;;) {
    const status = await fetch(`${url}/status`).then((response) => response.json()).catch(() => undefined);
    if (status?.value?.ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  return gone.then(() => clearTimeout(timer));
}
