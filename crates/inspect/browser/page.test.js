// What a person sees and does on the live page, in a real browser.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch } from "./chromium.js";
import { Example } from "./example.js";

const LONG = 30_000; // to wait longer is to fail

let browser;
let example;
let context;
let page;
let complaints;

before(async () => {
  browser = await launch();
  example = await Example.start();
});

after(async () => {
  await browser?.close();
  await example?.stop();
});

beforeEach(() => open({ viewport: { width: 1280, height: 900 }, colorScheme: "light" }));

afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, [], "the page complained");
});

async function open(options, prepared) {
  await context?.close();
  context = await browser.newContext(options);
  context.setDefaultTimeout(LONG);
  page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A server that is gone is what one of the tests is about.
    if (message.type() === "error" && !message.text().includes("net::ERR_")) complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== example.url && protocol !== "data:") complaints.push(`asked for ${request.url()}`);
  });
  if (prepared) await page.route("**/events", (route) => route.fulfill({ contentType: "text/event-stream", body: frame(prepared) }));
  await page.goto(example.url);
  await page.waitForSelector(prepared ? ".pipeline" : "[data-connection=live] .stage");
}

const frame = (stages) =>
  `data: ${JSON.stringify({ run: 1, pipelines: [{ version: 1, pipeline: "prepared", at_ms: 1000, bottleneck: null, stages }] })}\n\n`;

const prepare = (id, name, upstream, more = {}) => ({
  id, name, upstream, state: "ok", requested: null, outstanding: null, in: null, out: 5, per_second: 1, depth: null,
  capacity: null, dropped: {}, oldest_ms: null, wait_ms: null, blocked_ratio: 0, lag: null, sink: false, warnings: [], ...more,
});

const stage = (name) => page.locator(".stage", { has: page.getByText(name, { exact: true }) });
const edge = async (name) => page.locator(`.edge[data-from="${await stage(name).getAttribute("data-stage")}"]`);

async function stateOf(name, state) {
  const id = await stage(name).getAttribute("data-stage");
  await page.waitForFunction(([id, state]) => {
    const edges = [...document.querySelectorAll(`.edge[data-from="${id}"]`)];
    const words = document.querySelector(`.words[data-from="${id}"]`);
    return edges.length > 0 && edges.every((edge) => edge.dataset.state === state)
      && words.dataset.state === state && words.querySelector(".pressure").textContent === state;
  }, [id, state]);
}

// How the edge that leads away from a stage looks in a state, as soon as it is in it.
async function look(name, state) {
  const id = await stage(name).getAttribute("data-stage");
  const handle = await page.waitForFunction(([id, state]) => {
    const edge = document.querySelector(`.edge[data-from="${id}"][data-state="${state}"]`);
    if (edge === null) return null;
    const [pipe, flow] = [...edge.children].map((path) => getComputedStyle(path));
    return { colour: pipe.stroke, pattern: [pipe.strokeDasharray, pipe.strokeWidth, flow.display, flow.strokeDasharray].join() };
  }, [id, state]);
  return handle.jsonValue();
}

// All that says so at one time, for a stage is the bottleneck of a moment.
async function bottleneck(name) {
  await page.waitForFunction((name) => {
    const marked = [...document.querySelectorAll(".stage[data-bottleneck]")];
    return document.querySelector(`.pipeline[data-bottleneck="${name}"]`) !== null
      && document.querySelector(".verdict").textContent === `The bottleneck is ${name}`
      && marked.length === 1
      && marked[0].querySelector(".name span").textContent === name
      && marked[0].getAttribute("aria-label").startsWith(`${name}, the bottleneck, `);
  }, name);
}

async function noBottleneck() {
  await page.waitForFunction(() => document.querySelector("[data-bottleneck]") === null
    && document.querySelector(".verdict").textContent === "No bottleneck");
}

const style = (selector, property) =>
  page.locator(selector).first().evaluate((node, name) => getComputedStyle(node)[name], property);

const box = (locator) => locator.evaluate((node) => node.getBoundingClientRect().toJSON());

test("the graph shows every stage, and an edge from each to the next", async () => {
  const { stages } = await example.snapshot();
  const names = await page.locator(".stage .name span:first-child").allTextContents();
  assert.deepEqual(names, stages.map(({ name }) => name));
  assert.deepEqual(names.slice(0, 4), ["arrivals", "queue", "check", "store"]);
  const boxes = await Promise.all(names.map((name) => box(stage(name))));
  for (const [i, next] of boxes.slice(1).entries()) {
    assert.ok(boxes[i].right < next.left, "elements go from left to right");
    const line = await box((await edge(names[i])).locator(".pipe"));
    assert.ok(Math.abs(line.left - boxes[i].right) <= 1 && Math.abs(line.right - next.left) <= 1, "the edge joins both");
  }
});

test("pressure and bottleneck follow the pipeline", async () => {
  example.phase("rush");
  await bottleneck("store");
  await stateOf("queue", "backpressured");
  await stateOf("check", "backpressured");
  const backpressured = await look("check", "backpressured");

  example.phase("audit");
  await bottleneck("check");
  await stateOf("check", "starved");
  const starved = await look("check", "starved");

  example.phase("calm");
  await noBottleneck();
  await stateOf("check", "ok");
  const ok = await look("check", "ok");
  for (const aspect of ["colour", "pattern"]) {
    const all = new Set([backpressured, starved, ok].map((looks) => looks[aspect]));
    assert.equal(all.size, 3, `${aspect} tells the three apart`);
  }
});

test("depth over time grows, up to the line of the capacity, and drops are told by reason", async () => {
  const buffer = page.locator(".buffer", { has: page.getByRole("heading", { name: "queue" }) });
  const line = buffer.locator(".top-line");
  const first = await line.evaluate((path) => path.getBBox().width);
  await page.waitForFunction(([path, width]) => path.getBBox().width > width + 5, [await line.elementHandle(), first]);

  example.phase("rush");
  await page.waitForFunction(([path, capacity]) => path.getBBox().y <= capacity.getBBox().y + 0.5,
    [await line.elementHandle(), await buffer.locator(".capacity").elementHandle()]);
  await buffer.locator(".drops-by-reason li").first().waitFor();
  const { stages } = await example.snapshot();
  const reasons = Object.keys(stages.find(({ name }) => name === "queue").dropped);
  assert.ok(reasons.length > 0);
  const told = await buffer.locator(".drops-by-reason li").allTextContents();
  for (const reason of reasons) assert.ok(told.some((text) => text.includes(reason)), `${reason} is not in ${told}`);
  assert.match(await buffer.locator(".now").textContent(), /of 512$/);
  await page.waitForSelector(".stage .dropped:not(:empty)");
});

// Five sources, joined; one of them goes a long way as well; two ends, of which one is observed.
const BRANCHED = [
  ...[0, 1, 2, 3, 4].map((id) => prepare(id, `source ${id}`, [])),
  prepare(5, "joined", [0, 1, 2, 3, 4], { depth: 3, capacity: 4 }),
  prepare(6, "mapped", [5]),
  prepare(7, "archive", [6, 0], { state: "failed" }),
  prepare(8, "sink", [6], { sink: true }),
];

// More than fit beside each other.
const LONG_WAY = Array.from({ length: 10 }, (_, id) => prepare(id, `stage ${id}`, id === 0 ? [] : [id - 1], { sink: id === 9 }));

for (const [kind, stages] of Object.entries({ branched: BRANCHED, long: LONG_WAY })) {
  for (const width of [1280, 768, 360]) {
    test(`a pipeline that is ${kind} is told apart, ${width} wide`, async () => {
      await open({ viewport: { width, height: 800 } }, stages);
      const boxes = await Promise.all(stages.map(({ name }) => box(stage(name))));
      for (const [i, a] of boxes.entries()) {
        assert.ok(a.width >= 50 && a.left >= 0 && a.right <= width, `${stages[i].name} can be seen`);
        for (const b of boxes.slice(i + 1)) {
          assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top, "no stage covers another");
        }
      }
      const edges = await page.locator(".edge").evaluateAll((edges) => edges.map((edge) => {
        const path = edge.querySelector(".pipe");
        const { x, y } = edge.ownerSVGElement.getBoundingClientRect();
        const steps = Math.ceil(path.getTotalLength() / 4);
        const points = Array.from({ length: steps + 1 }, (_, i) => path.getPointAtLength((i * path.getTotalLength()) / steps));
        return { from: Number(edge.dataset.from), points: points.map((point) => ({ x: point.x + x, y: point.y + y })) };
      }));
      for (const { id, upstream } of stages) {
        for (const from of upstream) {
          const joins = edges.filter((edge) => edge.from === from && onBorder(edge.points[0], boxes[from]) && onBorder(edge.points.at(-1), boxes[id]));
          assert.equal(joins.length, 1, `from ${stages[from].name} to ${stages[id].name}`);
        }
      }
      // Where a layer takes two lines, what comes from the first has to go below the second.
      if (kind !== "branched" || width !== 360) {
        const hidden = edges.filter(({ points }) => points.some((point) => boxes.some((box) => isInside(point, box))));
        assert.deepEqual(hidden.map(({ from }) => stages[from].name), [], "no edge goes below a stage");
      }
      const ends = stages.filter(({ id, sink }) => !sink && !stages.some(({ upstream }) => upstream.includes(id)));
      assert.equal(edges.length, stages.flatMap(({ upstream }) => upstream).length + ends.length);
      assert.equal(await page.locator(".sink").count(), ends.length);
      assert.equal(await page.locator(".words").count(), stages.filter(({ sink }) => !sink).length, "one for each stage that gives");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });
  }
}

function onBorder({ x, y }, { left, right, top, bottom }) {
  const [beside, above] = [Math.min(Math.abs(x - left), Math.abs(x - right)), Math.min(Math.abs(y - top), Math.abs(y - bottom))];
  return (beside <= 1 && y >= top && y <= bottom) || (above <= 1 && x >= left && x <= right);
}

function isInside({ x, y }, { left, right, top, bottom }) {
  return x > left + 2 && x < right - 2 && y > top + 2 && y < bottom - 2;
}

test("a name is text, whatever it says", async () => {
  const name = "<img src=x onerror=alert(1)>&amp;";
  await open({}, [prepare(0, name, [], { depth: 1, capacity: 2, dropped: { [name]: 1, too_late: 2 }, warnings: [name] })]);
  assert.equal(await page.locator(".stage .name span").first().textContent(), name);
  await page.locator(".stage").click();
  assert.equal(await page.locator("dialog h2").textContent(), name);
  assert.equal(await page.locator("dialog .warnings li").textContent(), name);
  assert.deepEqual(await page.locator(".drops-by-reason li").allTextContents(), [`dropped, ${name}: 1`, "dropped, too late: 2"]);
  assert.equal(await page.locator("img").count(), 0);
});

test("a pipeline without a stage says how to get one", async () => {
  await open({}, []);
  await page.getByText("Nothing is observed yet.").waitFor();
});

test("a click opens the detail, and it stays up to date", async () => {
  await stage("queue").click();
  const detail = page.getByRole("dialog", { name: "queue" });
  await detail.waitFor();
  assert.equal(await stage("queue").getAttribute("aria-expanded"), "true");
  const text = await detail.innerText();
  for (const figure of ["per second", "outstanding demand", "capacity", "time without demand", "p50", "p99", "max"]) {
    assert.ok(text.includes(figure), `${figure} is missing in ${text}`);
  }
  const out = detail.locator("dt", { hasText: /^out$/ }).locator("xpath=following-sibling::dd[1]");
  const before = await out.textContent();
  await page.waitForFunction(([text]) => {
    const name = [...document.querySelectorAll("dialog dt")].find((node) => node.textContent === "out");
    return name.nextElementSibling.textContent !== text;
  }, [before]);
  await stage("check").click();
  await page.getByRole("dialog", { name: "check" }).waitFor();
  assert.equal(await stage("queue").getAttribute("aria-expanded"), "false");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.ok(await stage("check").evaluate((node) => node === document.activeElement), "the focus is where it came from");
});

test("a keyboard does as well", async () => {
  const names = await page.locator(".stage .name span:first-child").allTextContents();
  for (const name of names) {
    await page.keyboard.press("Tab");
    assert.ok(await stage(name).evaluate((node) => node === document.activeElement), `${name} has the focus`);
    assert.notEqual(await style(":focus-visible", "outlineStyle"), "none");
  }
  for (const key of ["Enter", " "]) {
    await page.keyboard.press(key);
    await page.getByRole("dialog", { name: names.at(-1) }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "detail-name");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    assert.ok(await stage(names.at(-1)).evaluate((node) => node === document.activeElement), "the focus is back");
  }
});

test("warnings are shown at the stage and in its detail", async () => {
  example.phase("rush");
  await page.waitForSelector(".stage .warned:not(:empty)");
  await stage("queue").click();
  await page.locator("dialog .warnings li").first().waitFor();
  const { stages } = await example.snapshot();
  const { warnings } = stages.find(({ name }) => name === "queue");
  assert.equal(await page.locator("dialog .warnings li").count(), warnings.length);
});

test("a phone shows it from top to bottom, and nothing is wider than it", async () => {
  await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const boxes = await Promise.all(["arrivals", "queue", "check", "store"].map((name) => box(stage(name))));
  for (const [i, next] of boxes.slice(1).entries()) assert.ok(boxes[i].bottom < next.top);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await wide(), 360);
  await stage("queue").tap();
  await page.getByRole("dialog", { name: "queue" }).waitFor();
  assert.equal(await wide(), 360);
  const detail = await box(page.getByRole("dialog"));
  assert.ok(detail.left >= 0 && detail.right <= 360 && detail.top > 0, "it leaves something of the graph to be seen");
});

test("a change of width draws it anew, and keeps the focus", async () => {
  await stage("check").focus();
  await page.setViewportSize({ width: 400, height: 800 });
  await page.waitForFunction(() => {
    const [first, second] = [...document.querySelectorAll(".stage")].map((node) => node.getBoundingClientRect());
    return first.bottom < second.top;
  });
  assert.ok(await stage("check").evaluate((node) => node === document.activeElement));
});

test("dark is another picture, with words that can be read in both", async () => {
  const picture = async () => ({ ground: await style("body", "backgroundColor"), ink: await style("body", "color") });
  const light = await picture();
  const lightRatio = await leastContrast();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await picture();
  assert.notEqual(dark.ground, light.ground);
  assert.notEqual(dark.ink, light.ink);
  assert.ok(luminance(dark.ground) < 0.05 && luminance(light.ground) > 0.8);
  for (const ratio of [lightRatio, await leastContrast()]) assert.ok(ratio >= 4.5, `a contrast of ${ratio}`);
});

test("it says when the server is gone, and goes on when it is back", async () => {
  const connection = page.getByRole("status");
  assert.equal(await connection.textContent(), "Live");
  const { port } = example;
  await example.stop();
  await page.waitForSelector("html[data-connection=lost]");
  assert.match(await connection.textContent(), /^The server is gone/);
  assert.ok(await stage("queue").isVisible(), "what was last known stays");
  example = await Example.start(port);
  await page.waitForSelector("html[data-connection=live]");
  assert.equal(await connection.textContent(), "Live");
  example.phase("rush");
  await bottleneck("store");
});

function luminance(colour) {
  const [r, g, b] = colour.match(/[\d.]+/g).map((n) => n / 255).map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Of all colours that text has, against what it stands on.
async function leastContrast() {
  const pairs = await page.evaluate(() => {
    const colours = new Map();
    const names = ["ink", "muted", "ok", "starved", "backpressured", "over", "alarm"];
    const probe = document.body.appendChild(document.createElement("i"));
    const colour = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    for (const name of names) colours.set(name, [colour(name), colour("surface")]);
    colours.set("drops", [colour("alarm"), colour("alarm-ground")]);
    probe.remove();
    return [...colours.values()];
  });
  return Math.min(...pairs.map(([text, ground]) => {
    const [a, b] = [luminance(text), luminance(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
}
