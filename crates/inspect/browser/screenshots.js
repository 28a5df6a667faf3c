// Pictures of a live page: screenshots.js FOLDER [URL]. Without a URL it is that of the example, in a rush.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./chromium.js";
import { Example } from "./example.js";

const PICTURES = [
  { name: "light", viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true },
];
const HISTORY = 40; // samples of depth, half a second apart: enough to see a shape

const [folder, url] = process.argv.slice(2);
if (!folder) throw new Error("usage: screenshots.js FOLDER [URL]");
await mkdir(folder, { recursive: true });
const example = url ? null : await Example.start();
const browser = await launch();
try {
  await Promise.all(PICTURES.map(async ({ name, ...options }) => {
    const context = await browser.newContext({ deviceScaleFactor: 2, ...options });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(url ?? example.url);
    await page.waitForSelector("[data-connection=live] .stage");
    await page.waitForFunction(
      (least) => (document.querySelector(".top-line")?.getAttribute("d") ?? "").split("L").length >= least, HISTORY);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
    console.log(join(folder, `${name}.png`));
    if (name === "light") {
      await page.locator(".stage[data-bottleneck], .stage").first().click();
      await page.getByRole("dialog").waitFor();
      await page.screenshot({ path: join(folder, "detail.png"), animations: "disabled" });
      console.log(join(folder, "detail.png"));
    }
    await context.close();
  }));
} finally {
  await browser.close();
  await example?.stop();
}
