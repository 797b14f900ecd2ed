// Looks at the checklist page of a project like a user, and prints what it saw as JSON:
// node look.mjs BROWSER URL LOGIN PASSWORD PROJECT [SCREENSHOT]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [browserPath, url, login, password, project, screenshot] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const seen = { errors: [], foreign: [] };
try {
  // The server's own policy would refuse axe-core; what it says about the page is asked before.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.request.post(`${url}/api/authentication/login`, { form: { login, password } });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && /pyreview|Content Security/.test(message.text() + message.location().url)) {
      seen.errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("request", (request) => {
    if (request.url().includes("/pyreview/") && !request.url().startsWith(url)) {
      seen.foreign.push(request.url());
    }
  });
  await page.goto(`${url}/project/extension/pyreview/checklist?id=${project}`);
  await page.locator(".pyreview h1").waitFor({ timeout: 120_000 });
  seen.notices = await page.locator(".pyreview [role=alert]").allInnerTexts();
  seen.verdicts = Object.fromEntries(
    await page.locator("[data-point]").evaluateAll((items) =>
      items.map((item) => [item.dataset.point, item.dataset.verdict]),
    ),
  );
  seen.sections = await page.locator(".pyreview h2").count();
  if (seen.sections > 0) {
    seen.overall = await page.locator(".pyreview-overall strong").innerText();
    await page.getByRole("combobox", { name: "Answer" }).selectOption("failed");
    seen.failed = await page.locator("[data-point]").count();
    await page.getByRole("combobox", { name: "Answer" }).selectOption("");
    await page.getByRole("combobox", { name: "Framework" }).selectOption("django");
    seen.django = await page
      .locator("[data-point]")
      .evaluateAll((items) => items.map((item) => item.dataset.point));
    await page.getByRole("combobox", { name: "Framework" }).selectOption("");
    if (screenshot) {
      await page.screenshot({ path: screenshot });
    }
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    seen.markdown = await page.getByLabel("The checklist as Markdown").inputValue();
    seen.links = Object.fromEntries(
      await page.locator("[data-point]:has(a)").evaluateAll((items) =>
        items.map((item) => [item.dataset.point, item.querySelector("a").getAttribute("href")]),
      ),
    );
  }
  await page.evaluate(axe);
  const report = await page.evaluate(() => window.axe.run(".pyreview"));
  seen.violations = report.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes[0].html}`);
  const first = Object.keys(seen.links ?? {})[0];
  if (first) {
    await page.locator(`[data-point="${first}"] a`).click();
    await page.waitForURL(/project\/issues/, { timeout: 60_000 });
    seen.issuesAddress = page.url();
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
