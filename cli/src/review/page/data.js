"use strict";

// The data of the page, and helpers that make elements. Texts of documents become text nodes only:
// nothing of a document is ever parsed as markup in this page.

const INDEX = JSON.parse(document.getElementById("index").textContent);

/** The packed details of each document. They are unpacked when they are looked at. */
const PACKED = document.getElementById("details").textContent.trim().split("\n");

/** Degrees between the hues of two kinds: the golden angle, so that neighbours differ most. */
const HUE_STEP = 137.5;

/** Details that stay unpacked. Stepping back and forth is faster, and memory stays small. */
const CACHED_DETAILS = 50;

/** Languages that are written from right to left. */
const RTL_LANGUAGES = new Set(
  ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** Names of characters that would reorder or hide the text after them. */
const CONTROL_NAMES = {
  "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
  "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
};

const CONTROLS = /([\u202a-\u202e\u2066-\u2069]|(?![\n\r\t])\p{Cc})/u;

const KINDS = new Map(INDEX.kinds.map(([name, isContent], number) => [
  name, { name, isContent, hue: Math.round(number * HUE_STEP + 150) % 360 },
]));

const DOCUMENTS = INDEX.documents.map((summary, index) => ({ ...summary, index }));

/** What the page shows. */
const state = {
  query: "",
  order: "confidence",
  /** The chosen bars of each picture. */
  bars: new Map(),
  /** The documents that meet all filters, in their order. */
  shown: DOCUMENTS,
  /** The document that is open. */
  current: null,
  details: null,
  view: "blocks",
  /** Kinds, or `kept` and `dropped`, to which blocks are limited. */
  legend: new Set(),
  /** Index of the block that has the focus. */
  block: 0,
};

/** Returns the element with an id. */
function byId(id) {
  return document.getElementById(id);
}

/**
 * Returns a text as nodes. Characters that would reorder the text are shown by their names.
 */
function textNodes(text) {
  const fragment = document.createDocumentFragment();
  text.split(CONTROLS).forEach((part, number) => {
    if (number % 2 === 0) {
      fragment.append(part);
      return;
    }
    const code = part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    const mark = document.createElement("span");
    mark.className = "control";
    mark.title = `U+${code}`;
    mark.textContent = CONTROL_NAMES[part] ?? code;
    fragment.append(mark);
  });
  return fragment;
}

/** Sets attributes. `class`, `text` and handlers such as `onclick` are properties. */
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") {
      node.replaceChildren(textNodes(value));
    } else if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
}

/** Returns an element with attributes and children. Strings become text. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children.map((child) => (typeof child === "string" ? textNodes(child) : child)));
  return node;
}

/** Returns an SVG element. */
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

/** Gives an element the colour of a kind. */
function colour(node, kind) {
  const known = KINDS.get(kind);
  node.style.setProperty("--hue", known ? known.hue : 0);
  node.style.setProperty("--chroma", known ? 0.15 : 0);
  return node;
}

/** Formats a number with separators. */
function count(number) {
  return number.toLocaleString("en");
}

/** Formats a share or a score with two digits. */
function share(number) {
  return number === null || number === undefined ? "–" : number.toFixed(2).replace(/^0/, "");
}

const detailsCache = new Map();

/** Unpacks the details of a document: base64, raw Deflate, JSON. */
async function unpack(index) {
  const bytes = Uint8Array.from(atob(PACKED[index]), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const details = await new Response(stream).json();
  const names = ["kind", "keep", "score", "reasons", "shape", "text", "hidden", "start", "end",
    "old"];
  details.blocks = details.blocks.map((values) =>
    Object.fromEntries(names.map((name, number) => [name, values[number]])));
  return details;
}

/** Returns the details of a document. */
async function detailsOf(index) {
  if (!detailsCache.has(index)) {
    detailsCache.set(index, await unpack(index));
    if (detailsCache.size > CACHED_DETAILS) {
      detailsCache.delete(detailsCache.keys().next().value);
    }
  }
  return detailsCache.get(index);
}

/** Returns the direction in which a document is written. */
function directionOf(summary) {
  return RTL_LANGUAGES.has(summary.language) ? "rtl" : "ltr";
}

/** Shows a message, which screen readers also say. */
function notify(message) {
  byId("notice").replaceChildren(textNodes(message));
}
