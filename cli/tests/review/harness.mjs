// Makes review pages with the command, and opens them in Chromium.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { CHROMIUM, DECHROME, WORK } = process.env;
const load = createRequire(join(WORK, "package.json"));
const { chromium } = load("playwright-core");

export const AXE = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
export const CORPUS = resolve("corpus");

/** The inputs of the corpus, without the files beside them. */
export const INPUTS = join(CORPUS, "*", "input.*");
export const SCREENSHOTS = process.env.SCREENSHOTS;

/** The options of the browser: no sandbox in containers, and no requests of its own. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

mkdirSync(WORK, { recursive: true });

/** Returns the path of a file for a test. */
export function workFile(name, content) {
  const path = join(WORK, name);
  if (content !== undefined) {
    writeFileSync(path, content);
  }
  return path;
}

/** Runs the command. Returns its standard output. */
export function dechrome(...args) {
  return execFileSync(DECHROME, args, { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** Runs the command. Returns its exit code and outputs. */
export function dechromeResult(...args) {
  const { status, stdout, stderr } = spawnSync(DECHROME, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Writes a review page. Returns its path. */
export function review(name, ...args) {
  const path = workFile(name);
  dechrome("review", ...args, "--output", path, "--quiet");
  return path;
}

/** Returns the inputs of the corpus as records. */
export function corpusRecords() {
  return readdirSync(CORPUS).sort().map((id) => {
    const names = readdirSync(join(CORPUS, id));
    const isHtml = names.includes("input.html");
    const text = readFileSync(join(CORPUS, id, isHtml ? "input.html" : "input.txt"), "utf8");
    return { id, [isHtml ? "html" : "text"]: text };
  });
}

let browser = null;

/** Opens a page. Fails the test later if the page made requests, errors or dialogs. */
export async function open(path, options = {}) {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 }, acceptDownloads: true, ...options,
  });
  const page = await context.newPage();
  const problems = [];
  const url = pathToFileURL(path).href;
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("blob:")) {
      problems.push(`request: ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => problems.push(`error: ${error}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      problems.push(`console: ${message.text()}`);
    }
  });
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#blocks .block, #count:not(:empty)"));
  return { page, context, problems };
}

export async function closeBrowser() {
  await browser?.close();
  browser = null;
}

/** Returns the titles of the documents in view of the list. */
export async function listed(page) {
  return page.locator("#list .row-id").allTextContents();
}

/** Opens the document with an id. */
export async function openDocument(page, id) {
  await page.fill("#search", `id=${id.toLowerCase()}`);
  await page.locator("#list .row", { hasText: id }).first().click();
  await page.waitForFunction(
    (id) => document.querySelector("#document-facts")?.textContent.startsWith(id), id);
}

/** Clicks a button that saves a file. Returns its text. */
export async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return readFileSync(await file.path(), "utf8");
}
