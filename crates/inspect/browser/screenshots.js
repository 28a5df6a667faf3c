// Pictures of a live page: screenshots.js FOLDER [URL]. Without a URL it is that of the example, when a calm is over.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./chromium.js";
import { Example } from "./example.js";

const DESK = { viewport: { width: 1280, height: 560 }, deviceScaleFactor: 2 };
const PICTURES = [
  { name: "light", ...DESK, colorScheme: "light" },
  { name: "dark", ...DESK, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: "light", isMobile: true, hasTouch: true },
];
const SAMPLES = 50; // of depth, half a second apart: enough to see a shape

const [folder, url] = process.argv.slice(2);
if (!folder) throw new Error("usage: screenshots.js FOLDER [URL]");
await mkdir(folder, { recursive: true });
const example = url ? null : await Example.start();
const browser = await launch();
try {
  const pages = await Promise.all(PICTURES.map(open));
  if (example) {
    example.phase("calm");
    await Promise.all(pages.map(({ page }) => samples(page, SAMPLES / 4)));
    example.phase("rush");
  }
  for (const { name, page } of pages) {
    await samples(page, SAMPLES);
    const isDesk = name !== "phone";
    await take(page, name, { fullPage: isDesk });
    if (isDesk) continue;
    await (await worth(page)).tap();
    await page.getByRole("dialog").waitFor();
    await take(page, "phone-detail", {});
  }
} finally {
  await browser.close();
  await example?.stop();
}

async function open({ name, ...options }) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const answer = await page.goto(url ?? example.url);
  if (!answer.ok()) throw new Error(`${answer.url()} answers ${answer.status()}`);
  await page.waitForSelector("[data-connection=live] .stage");
  return { name, page };
}

// A stage whose detail is worth a picture.
async function worth(page) {
  const [warned, bottleneck, any] = [".stage:has(.warned:not(:empty))", ".stage[data-bottleneck]", ".stage"].map((stages) => page.locator(stages).first());
  if (await warned.count()) return warned;
  return (await bottleneck.count()) ? bottleneck : any;
}

// Waits until each buffer shows so many; there may be none that does.
function samples(page, least) {
  return page.waitForFunction(
    (least) => [...document.querySelectorAll(".top-line")].every((line) => line.getAttribute("d").split("L").length >= least),
    least);
}

async function take(page, name, options) {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled", ...options });
  console.log(path);
}
