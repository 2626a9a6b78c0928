// Writes the picture of the README, docs/review.webp: a review page of corpus/.
//
//     cli/tests/review/run DECHROME --picture

import { writeFileSync } from "node:fs";

import * as h from "./harness.mjs";

/** Quality of WebP, 0 to 1. The text is sharp from here on. */
const QUALITY = 0.82;

const { page } = await h.open(h.review("picture.html", h.INPUTS),
  { viewport: { width: 1280, height: 800 }, colorScheme: "light" });
await h.openDocument(page, "news--english-harbour-dredging/input");
// English documents, because fonts for all scripts are not everywhere.
await page.fill("#search", "language=en kept<.6");
await page.selectOption("#sort", "kept");
await page.evaluate(() => document.activeElement.blur());
await page.locator("#blocks .kept").nth(1).evaluate((block) =>
  block.scrollIntoView({ block: "center" }));
await page.locator("#blocks .kept + .dropped").nth(1).hover();
await page.waitForTimeout(300);
const png = (await page.screenshot()).toString("base64");
// The policy of a review page forbids images.
const converter = await page.context().newPage();
const webp = await converter.evaluate(async ([png, quality]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}, [png, QUALITY]);
writeFileSync("docs/review.webp", Buffer.from(webp, "base64"));
await h.closeBrowser();
