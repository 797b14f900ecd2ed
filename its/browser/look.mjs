// Looks at the checklist page of a project like a user, and prints what it saw as JSON. What to look
// at comes as JSON too: node look.mjs '{"browser", "url", "login", "password", "project", "theme"?,
// "screenshot"?}'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const wanted = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: wanted.browser, args: ["--no-sandbox"] });
const seen = { errors: [], foreign: [] };
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { login, password } = wanted;
  await context.request.post(`${wanted.url}/api/authentication/login`, { form: { login, password } });
  if (wanted.theme) {
    // Where SonarQube keeps what a user chose under My Account > Appearance.
    await context.addInitScript(
      (theme) => window.localStorage.setItem("sonarqube.theme_mode", JSON.stringify(theme)),
      wanted.theme,
    );
  }
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && /pyreview|Content Security/.test(message.text() + message.location().url)) {
      seen.errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("request", (request) => {
    if (request.url().includes("/pyreview/") && !request.url().startsWith(wanted.url)) {
      seen.foreign.push(request.url());
    }
  });
  await page.goto(`${wanted.url}/project/extension/pyreview/checklist?id=${wanted.project}`);
  const heading = page.locator(".pyreview h1");
  const refusal = page.getByText("not authorized", { exact: false });
  await heading.or(refusal).first().waitFor({ timeout: 120_000 });
  if (await refusal.isVisible()) {
    seen.refusal = await refusal.first().innerText();
    seen.points = await page.locator("[data-point]").count();
  } else {
    await lookAt(page);
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

async function lookAt(page) {
  // An advertisement of the server lies over the page.
  const dismiss = page.getByRole("button", { name: "Dismiss" });
  if (await dismiss.isVisible()) {
    await dismiss.click();
  }
  seen.notices = await page.locator(".pyreview [role=alert]").allInnerTexts();
  seen.theme = await page.evaluate(() => document.documentElement.dataset.echoesTheme);
  // The text against what is painted behind it: the nearest element with a colour of its own.
  seen.colours = await page.locator(".pyreview h1").evaluate((title) => {
    let behind = title;
    const painted = (each) => getComputedStyle(each).backgroundColor;
    while (behind.parentElement && painted(behind) === "rgba(0, 0, 0, 0)") {
      behind = behind.parentElement;
    }
    return { text: getComputedStyle(title).color, behind: painted(behind) };
  });
  seen.verdicts = Object.fromEntries(
    await page.locator("[data-point]").evaluateAll((items) =>
      items.map((item) => [item.dataset.point, item.dataset.verdict]),
    ),
  );
  seen.sections = await page.locator(".pyreview h2").count();
  if (seen.sections > 0) {
    await lookAtPoints(page);
  }
  // All of it on the screen: axe-core can't judge what is half below its edge.
  await page.setViewportSize({ width: 1280, height: 30_000 });
  // After all that the server's own policy would refuse.
  await page.evaluate(axe);
  const report = await page.evaluate(() => window.axe.run(".pyreview"));
  seen.violations = report.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes[0].html}`);
  const first = Object.keys(seen.links ?? {})[0];
  if (first) {
    await followByKeyboard(page, first);
  }
}

async function lookAtPoints(page) {
  seen.overall = await page.locator(".pyreview-overall strong").innerText();
  seen.trend = await page.locator(".pyreview-trend figcaption").innerText();
  const plot = page.locator(".pyreview-trend svg");
  seen.plot = (await plot.count()) === 0 ? "" : await plot.getAttribute("aria-label");
  await page.getByRole("combobox", { name: "Answer" }).selectOption("failed");
  seen.failed = await page.locator("[data-point]").count();
  await page.getByRole("combobox", { name: "Answer" }).selectOption("");
  seen.byFramework = {};
  for (const framework of ["django", "flask", "fastapi"]) {
    await page.getByRole("combobox", { name: "Framework" }).selectOption(framework);
    seen.byFramework[framework] = await page
      .locator("[data-point]")
      .evaluateAll((items) => items.map((item) => item.dataset.point));
  }
  await page.getByRole("combobox", { name: "Framework" }).selectOption("");
  if (wanted.screenshot) {
    await page.screenshot({ path: wanted.screenshot });
  }
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  seen.markdown = await page.getByLabel("The checklist as Markdown").inputValue();
  seen.links = await linksTo(page, "/project/issues");
  seen.hotspots = await linksTo(page, "/security_hotspots");
  seen.evidence = {};
  for (const details of await page.locator("[data-point] details").all()) {
    const point = await details.locator("xpath=ancestor::li").getAttribute("data-point");
    seen.evidence[point] = await details.locator("summary").innerText();
  }
  const opened = page.locator("[data-point] details").first();
  await opened.locator("summary").click();
  await opened.locator("li").first().waitFor();
  seen.opened = await opened.locator("li").allInnerTexts();
}

/** The links of points to a page of the server, and the numbers they show. */
async function linksTo(page, address) {
  const items = await page.locator("[data-point]").evaluateAll(
    (all, target) =>
      all.flatMap((item) => {
        const link = item.querySelector(`.pyreview-point a[href^="${target}"]`);
        return link === null
          ? []
          : [[item.dataset.point, { href: link.getAttribute("href"), issues: parseInt(link.textContent) }]];
      }),
    address,
  );
  return Object.fromEntries(items);
}

/** Reaches the controls and a link with the tabulator key alone, and opens the link. */
async function followByKeyboard(page, point) {
  const link = page.locator(`[data-point="${point}"] .pyreview-point a[href^="/project/issues"]`);
  await page.getByRole("combobox", { name: "Answer" }).focus();
  seen.tabs = [];
  for (let presses = 0; presses < 400; presses++) {
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      return { name: at.tagName, outline: getComputedStyle(at).outlineStyle };
    });
    seen.tabs.push(focused);
    if (await link.evaluate((each) => each === document.activeElement)) {
      break;
    }
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/project\/issues/, { timeout: 60_000 });
  seen.followed = { point, address: page.url() };
  const total = page.getByTestId("page-counter-total");
  await total.waitFor({ timeout: 60_000 });
  seen.followed.total = parseInt(await total.innerText());
}
