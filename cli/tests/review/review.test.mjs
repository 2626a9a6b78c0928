// Tests of review pages in Chromium: list, filters, labels, and the comparison of two runs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";

import * as h from "./harness.mjs";

const ARTICLE = "news--english-harbour-dredging";
const SCRAPE = "news-raw--english";

after(h.closeBrowser);

/** The number of documents in the corpus. */
const ALL = h.corpusRecords().length;

const CORPUS_PAGE = h.review("corpus.html", h.INPUTS);

/** The corpus as batch records without the folder's last part, as `review` names them. */
const id = (name) => `${name}/input`;

test("the list shows, sorts and filters documents", async () => {
  const { page, problems } = await h.open(CORPUS_PAGE);
  assert.match(await page.textContent("#facts"), new RegExp(`^${ALL} of ${ALL} documents`));
  assert.equal(await page.textContent("#count"), `${ALL} documents`);
  const confidences = await page.locator("#list .meter:first-of-type").allTextContents();
  const numbers = confidences.map((text) => Number(/[\d.]+$/.exec(text)[0]));
  assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));

  await page.fill("#search", "language=de source=text");
  assert.match(await page.textContent("#count"), new RegExp(`^\\d+ of ${ALL} documents$`));
  const languages = await page.locator("#list .language").allTextContents();
  assert.ok(languages.length > 0 && languages.every((language) => language === "de"));

  // Words are found in the texts, too, after these were read.
  await page.fill("#search", "dredging");
  await page.waitForFunction(() => document.querySelector("#list .row"));
  assert.ok((await h.listed(page)).includes(id(ARTICLE)));
  await page.fill("#search", "");
  await page.selectOption("#sort", "id");
  const ids = await h.listed(page);
  assert.deepEqual(ids, [...ids].sort());
  assert.deepEqual(problems, []);
});

test("j and k step through documents", async () => {
  const { page, problems } = await h.open(CORPUS_PAGE);
  const selected = () => page.getAttribute("#list .row[aria-selected=true]", "aria-posinset");
  assert.equal(await selected(), "1");
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press("j");
  }
  assert.equal(await selected(), "31");
  await page.keyboard.press("k");
  assert.equal(await selected(), "30");
  await page.focus("#search");
  await page.keyboard.type("j");
  assert.equal(await page.inputValue("#search"), "j");
  assert.deepEqual(problems, []);
});

test("a click on a bar filters the list, and the pictures agree with stats", async () => {
  const { page, problems } = await h.open(CORPUS_PAGE);
  const rows = h.workFile("corpus-rows.jsonl");
  const paths = h.corpusRecords().map((record) =>
    `${h.CORPUS}/${record.id}/input.${record.html === undefined ? "txt" : "html"}`);
  const stats = JSON.parse(h.dechrome("stats", "--json", h.workFile("corpus-json.jsonl",
    h.dechrome("--json", ...paths))));
  h.dechrome("batch", h.INPUTS, "--quiet", "--output", rows);
  const fromBatch = JSON.parse(h.dechrome("stats", "--json", rows));
  assert.deepEqual(fromBatch.confidence, stats.confidence);
  assert.deepEqual(fromBatch.languages, stats.languages);

  const counts = async (picture) => {
    const labels = await page.locator(`#picture-${picture} .bar title`).allTextContents();
    return labels.map((label) => Number(/: ([\d,]+)/.exec(label)[1].replaceAll(",", "")));
  };
  assert.deepEqual(await counts("confidence"), stats.confidence);
  assert.deepEqual(await counts("kept"), stats.kept_share);
  assert.deepEqual(await counts("length"), stats.words);
  const kinds = Object.values(stats.kinds).map((kind) => kind.kept + kind.dropped);
  assert.equal((await counts("kinds")).reduce((a, b) => a + b), kinds.reduce((a, b) => a + b));

  const bar = page.locator("#picture-confidence .bar", { hasText: "0.9 to 1.0" });
  await bar.click();
  assert.equal(await page.textContent("#count"), `${stats.confidence[9]} of ${ALL} documents`);
  assert.equal(await bar.getAttribute("aria-pressed"), "true");
  await page.locator("#picture-languages .bar", { hasText: /^en: / }).click();
  const both = Number(/^\d+/.exec(await page.textContent("#count"))[0]);
  assert.ok(both > 0 && both < stats.confidence[9]);
  await page.click("#clear");
  assert.equal(await page.textContent("#count"), `${ALL} documents`);
  assert.deepEqual(problems, []);
});

test("blocks show kind, score, threshold and reasons, and the legend filters them", async () => {
  const { page, problems } = await h.open(CORPUS_PAGE);
  await h.openDocument(page, id(SCRAPE));
  const blocks = page.locator("#blocks .block:visible");
  const all = await blocks.count();
  const dropped = page.locator("#blocks .dropped:visible");
  assert.ok(all > 5 && await dropped.count() > 2);
  const style = await dropped.first().locator(".text").evaluate((node) =>
    getComputedStyle(node).textDecorationLine);
  assert.equal(style, "line-through");

  await dropped.first().hover();
  const verdict = await page.textContent("#inspector");
  for (const part of ["dropped", "Score", "Threshold", "Reasons"]) {
    assert.ok(verdict.includes(part), verdict);
  }
  await page.locator("#legend [data-name=body]").click();
  const kinds = await page.locator("#blocks .block:visible .kind").allTextContents();
  assert.ok(kinds.length > 0 && kinds.every((kind) => kind === "body"));
  await page.locator("#legend [data-name=body]").click();
  assert.equal(await blocks.count(), all);
  await page.locator("#legend [data-name=dropped]").click();
  assert.equal(await page.locator("#blocks .kept:visible").count(), 0);
  assert.deepEqual(problems, []);
});

test("the other views show text, rendered Markdown and metadata", async () => {
  const { page, problems } = await h.open(CORPUS_PAGE);
  await h.openDocument(page, id(ARTICLE));
  const path = `${h.CORPUS}/${ARTICLE}/input.html`;
  await page.keyboard.press("2");
  assert.equal(await page.textContent(".prose"), h.dechrome(path));
  await page.keyboard.press("3");
  assert.ok(await page.locator(".rendered p").count() > 3);
  assert.equal(await page.textContent("#view-other pre"),
    h.dechrome("--markdown", path));
  await page.keyboard.press("4");
  const { metadata } = JSON.parse(h.dechrome("--json", path));
  assert.ok((await page.textContent(".metadata")).includes(metadata.title));
  await page.keyboard.press("1");
  assert.ok(await page.locator("#blocks .block:visible").count() > 5);
  assert.deepEqual(problems, []);
});

test("labels are kept, exported, scored and imported again", async () => {
  const { page, context, problems } = await h.open(CORPUS_PAGE);
  await h.openDocument(page, id(SCRAPE));
  const dropped = page.locator("#blocks .block.dropped").first();
  const number = await dropped.getAttribute("data-number");
  const block = page.locator(`#block-${number}`);
  const text = (await block.locator(".text").textContent());
  await block.locator(".text").click();
  assert.equal(await block.getAttribute("aria-selected"), "true");
  assert.match(await block.getAttribute("class"), /edited/);

  // Keys: the next block becomes an advertisement by the menu.
  await page.keyboard.press("n");
  const second = await page.evaluate(() => document.activeElement.dataset.number);
  await page.keyboard.press("m");
  await page.getByRole("menuitemradio", { name: "ad", exact: true }).click();
  const kind = page.locator(`#block-${second} .kind`);
  assert.equal(await kind.textContent(), "ad");
  await h.openDocument(page, id(ARTICLE));
  await page.keyboard.press("c");
  assert.equal(await page.getAttribute("#checked", "aria-pressed"), "true");
  assert.equal(await page.textContent("#export"), "Export labels (2)");

  await page.reload();
  assert.equal(await page.textContent("#export"), "Export labels (2)");
  const exported = await h.download(page, "#export");
  const rows = exported.trim().split("\n").map((line) => JSON.parse(line));
  const scrape = rows.find((row) => row.id === id(SCRAPE));
  const at = scrape.lines.indexOf(text);
  assert.deepEqual([scrape.labels[at], scrape.kinds[at], scrape.conf[at]], ["body", "body", 1]);
  assert.deepEqual([scrape.labels[second], scrape.kinds[second]], ["chrome", "ad"]);
  assert.ok(scrape.conf.includes(0.5) && scrape.lines.length === scrape.labels.length);
  const article = rows.find((row) => row.id === id(ARTICLE));
  assert.ok(article.checked && article.conf.every((conf) => conf === 1));

  const gold = h.workFile("labels.jsonl", exported);
  const scores = h.dechrome("eval", "--gold", gold, h.CORPUS);
  assert.match(scores, /^all +2 pages {2}f1 /m);
  assert.match(scores, /^kind ad +\d/m);

  // Another browser continues with the file.
  await context.close();
  const other = await h.open(CORPUS_PAGE);
  assert.equal(await other.page.textContent("#export"), "Export labels");
  const foreign = { id: "elsewhere", lines: ["a"], labels: ["body"], kinds: [null], conf: [1] };
  await other.page.setInputFiles("#import-file", h.workFile("labels-more.jsonl",
    `${exported}${JSON.stringify(foreign)}\n{"no": "label"}\n`));
  await other.page.waitForFunction(() => document.querySelector("#notice").textContent !== "");
  assert.match(await other.page.textContent("#notice"), /2 documents imported.*1 are not.*1 lines/);
  assert.equal(await h.download(other.page, "#export"), `${exported}${JSON.stringify(foreign)}\n`);
  assert.deepEqual([...problems, ...other.problems], []);
});

test("a second flip and u take labels back", async () => {
  const { page, problems } = await h.open(CORPUS_PAGE);
  await h.openDocument(page, id(SCRAPE));
  await page.keyboard.press("n");
  await page.keyboard.press(" ");
  assert.equal(await page.textContent("#export"), "Export labels (1)");
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#export"), "Export labels");
  await page.keyboard.press(" ");
  await page.keyboard.press("u");
  assert.equal(await page.textContent("#export"), "Export labels");
  assert.deepEqual(problems, []);
});

test("documents that differ from an older run come first, with their blocks marked", async () => {
  for (const [name, options] of [["text", []], ["lines", ["--lines"]]]) {
    const old = h.workFile(`old-${name}.jsonl`);
    h.dechrome("batch", h.INPUTS, "--quiet", "--recall", "--output", old, ...options);
    const { page, problems } = await h.open(
      h.review(`against-${name}.html`, h.INPUTS, "--against", old));
    const now = h.workFile(`new-${name}.jsonl`);
    h.dechrome("batch", h.INPUTS, "--quiet", "--output", now, ...options);
    const diff = h.dechromeResult("diff", "--json", old, now);
    assert.equal(diff.status, 1);
    const { documents, blocks, kinds } = JSON.parse(diff.stdout);
    assert.ok(documents.changed > 3);
    assert.match(await page.textContent("#facts"),
      new RegExp(`${documents.changed} differ from `));
    const badges = await page.locator("#list .row").evaluateAll((rows) =>
      rows.map((row) => row.querySelector(".change") !== null));
    const expected = badges.map((_, number) => number < documents.changed);
    assert.deepEqual(badges, expected);
    assert.ok(await page.locator("#blocks .lost, #blocks .gained").count() > 0);
    if (name === "lines") {
      assert.ok(blocks.lost > 0);
      const [[before, after]] = Object.entries(kinds);
      const row = `${before} → ${Object.keys(after)[0]}`;
      await page.getByRole("button", { name: row }).click();
      assert.match(await page.textContent("#count"), new RegExp(`^\\d+ of ${ALL} documents$`));
    }
    assert.deepEqual(problems, []);
    assert.equal(h.dechromeResult("diff", now, now).status, 0);
  }
});

test("explain --to html shows one document without a list", async () => {
  const path = `${h.CORPUS}/${ARTICLE}/input.html`;
  const file = h.workFile("explain.html", h.dechrome("explain", "--to", "html", path));
  const { page, problems } = await h.open(file);
  assert.ok(await page.locator("#blocks .block").count() > 5);
  assert.equal(await page.locator("#list").isVisible(), false);
  assert.deepEqual(problems, []);
});

test("a sample is the same for a seed, and --where chooses", async () => {
  const index = (path) => JSON.parse(
    /<script type="application\/json" id="index">(.*)<\/script>/.exec(readFileSync(path))[1]);
  const ids = (path) => index(path).documents.map((document) => document.id);
  const sample = (name, ...args) => ids(h.review(name, h.INPUTS, ...args));
  const first = sample("sample-1.html", "--sample", "9", "--seed", "4");
  assert.equal(first.length, 9);
  assert.deepEqual(sample("sample-2.html", "--sample", "9", "--seed", "4", "--threads", "1"), first);
  assert.notDeepEqual(sample("sample-3.html", "--sample", "9", "--seed", "5"), first);
  const unsure = index(h.review("where.html", h.INPUTS, "--where", "confidence<.8 language!=en"));
  assert.ok(unsure.documents.length > 0 && unsure.documents.length < ALL);
  assert.ok(unsure.documents.every((d) => d.confidence < 0.8 && d.language !== "en"));
  const wrong = h.dechromeResult("review", h.CORPUS, "--output", "-", "--where", "colour=red");
  assert.deepEqual([wrong.status, /the fields are/.test(wrong.stderr)], [2, true]);
});
