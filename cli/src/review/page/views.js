
// The head of the open document, its other views, and the verdict on a block.

const VIEWS = { blocks: "Blocks", text: "Text", markdown: "Markdown", metadata: "Metadata" };

/** Elements of the library's HTML. Others become their contents. */
const ELEMENTS = new Set(["a", "b", "blockquote", "br", "caption", "code", "dd", "del", "dl", "dt",
  "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "mark", "ol", "p", "pre", "q",
  "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u",
  "ul"]);

/** Returns nodes built anew from a parsed fragment: known elements, without attributes. */
function rebuilt(nodes) {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      fragment.append(textNodes(node.data));
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const name = node.localName;
      const isKnown = ELEMENTS.has(name);
      if (!isKnown && ["script", "style", "template", "iframe", "object"].includes(name)) {
        continue;
      }
      // Links have no target here, so that a click cannot leave the page.
      const copy = isKnown ? element(name === "a" ? "u" : name) : document.createDocumentFragment();
      copy.append(rebuilt(node.childNodes));
      fragment.append(copy);
    }
  }
  return fragment;
}

/** Returns the rendered content and, folded, its Markdown source. */
function markdownView({ html, markdown }) {
  // A parsed document that is not shown runs no script and loads nothing.
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const rendered = element("div", { class: "rendered" });
  rendered.append(rebuilt(parsed.body.childNodes));
  return [rendered, element("details", {}, element("summary", {}, "Markdown source"),
    element("pre", { dir: "auto", tabindex: 0 }, markdown))];
}

/** Returns the metadata as a table, with the origin of each value. */
function metadataView({ metadata }) {
  const { origins = {}, ...fields } = metadata;
  const rows = Object.entries(fields).map(([name, value]) => element("tr", {},
    element("th", { scope: "row" }, name.replaceAll("_", " ")),
    element("td", { dir: "auto" }, Array.isArray(value) ? value.join(", ") : String(value)),
    element("td", { class: "origin" }, origins[name] ?? "")));
  const heads = ["Field", "Value", "Origin"].map((name) => element("th", { scope: "col" }, name));
  return [element("table", { class: "metadata" }, element("thead", {},
    element("tr", {}, ...heads)), element("tbody", {}, ...rows))];
}

/** Returns the kept text. */
function textView({ text }) {
  return text.trim() === ""
    ? [element("p", { class: "cut" }, "Nothing was kept.")]
    : [element("pre", { class: "prose", dir: "auto" }, text)];
}

/** Draws the chosen view of the open document. */
function drawView() {
  const isBlocks = state.view === "blocks";
  byId("view-blocks").hidden = !isBlocks;
  const other = byId("view-other");
  other.hidden = isBlocks;
  for (const tab of byId("tabs").children) {
    const isChosen = tab.id === `tab-${state.view}`;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
  }
  if (isBlocks) {
    drawBlocks();
    return;
  }
  const views = { text: textView, markdown: markdownView, metadata: metadataView };
  other.setAttribute("aria-labelledby", `tab-${state.view}`);
  other.setAttribute("dir", state.view === "metadata" ? "ltr" : directionOf(state.current));
  other.setAttribute("lang", state.view === "metadata" ? "en" : state.current.language);
  other.replaceChildren(...views[state.view](state.details));
  other.scrollTop = 0;
}

/** Makes the tabs. The arrow keys move between them. */
function makeTabs() {
  const names = Object.keys(VIEWS);
  const show = (name) => {
    state.view = name;
    drawView();
    byId(`tab-${name}`).focus();
  };
  byId("tabs").append(...names.map((name, number) => element("button", {
    type: "button", role: "tab", id: `tab-${name}`,
    "aria-controls": name === "blocks" ? "view-blocks" : "view-other",
    onclick: () => show(name),
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.preventDefault();
        show(names[(number + step + names.length) % names.length]);
      }
    },
  }, VIEWS[name])));
}

/** Draws the head of the open document. */
function drawHead() {
  const summary = state.current;
  const kept = Object.values(summary.kinds ?? {}).reduce((sum, kind) => sum + kind.kept, 0);
  const all = Object.values(summary.kinds ?? {})
    .reduce((sum, kind) => sum + kind.kept + kind.dropped, 0);
  byId("document-title").replaceChildren(element("bdi", {}, summary.title || summary.id));
  const facts = [summary.id, summary.language, summary.page_type ?? summary.source,
    `confidence ${share(summary.confidence)}`,
    `${count(kept)} of ${count(all)} words kept`];
  if (summary.degraded) {
    facts.push(`degraded: ${summary.degraded}`);
  }
  if (summary.no_content) {
    facts.push(`no content: ${summary.no_content}`);
  }
  if (state.details.is_cut) {
    facts.push("long texts are cut");
  }
  const nodes = facts.map((fact) => element("bdi", {}, fact));
  if (/^https?:\/\//i.test(summary.url ?? "")) {
    nodes.push(element("a", { href: summary.url, target: "_blank", rel: "noopener noreferrer" },
      "open the page"));
  }
  byId("document-facts").replaceChildren(...nodes);
  byId("checked").setAttribute("aria-pressed", String(labels.get(summary.index)?.checked ?? false));
}

/** Opens a document. */
async function openDocument(summary) {
  closeMenu();
  state.current = summary;
  drawList(false);
  const details = await detailsOf(summary.index);
  // Another document was opened while this one was unpacked.
  if (state.current !== summary) {
    return;
  }
  state.details = details;
  state.block = Math.max(0, details.blocks.findIndex((block) => block.kind !== "blank"));
  drawHead();
  drawView();
  inspect(state.block);
  byId("view-blocks").scrollTop = 0;
  byId("document").scrollTop = 0;
  if (changeSize(summary) > 0) {
    document.querySelector(".gained, .lost, .retyped")?.scrollIntoView({ block: "center" });
  }
}

/** Returns the picture of a score from 0 to 1, with the lowest score that was kept. */
function scoreScale(score, threshold) {
  const scale = element("div", { class: "scale", role: "img",
    "aria-label": `Score ${share(score)} of 1` });
  scale.style.setProperty("--score", score);
  if (threshold !== null) {
    scale.classList.add("has-threshold");
    scale.style.setProperty("--threshold", threshold);
  }
  return scale;
}

/** Shows the verdict on a block. */
function inspect(number) {
  const block = state.details?.blocks[number];
  const pane = byId("inspector");
  if (!block || block.kind === "blank") {
    pane.replaceChildren();
    return;
  }
  const verdict = verdictOf(state.current.index, number, block);
  const { threshold } = state.details;
  const term = (name, value) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value));
  const reasons = block.reasons === "" ? ["the score alone"] : block.reasons.split(", ");
  const [oldKind, oldKeep] = block.old ?? [];
  pane.replaceChildren(
    colour(element("h3", {}, element("span", { class: "kind" }, block.kind),
      element("span", { class: "verdict" }, block.keep ? "kept" : "dropped")), block.kind),
    scoreScale(block.score, threshold),
    element("dl", {},
      term("Score", `${share(block.score)}, the probability of content`),
      term("Threshold", threshold === null
        ? "no block was kept for its score" : `kept by score from ${share(threshold)} on`),
      term("Reasons", element("ul", {}, ...reasons.map((text) => element("li", {}, text)))),
      term("Shape", block.shape),
      term("Bytes", `${count(block.start)} to ${count(block.end)}`),
      ...(block.old ? [term("Before", `${oldKeep ? "kept" : "dropped"}${
        oldKind === null ? "" : `, ${oldKind}`}`)] : []),
      ...(verdict.isChanged ? [term("Your label", `${verdict.keep ? "keep" : "drop"}${
        verdict.kind ? `, ${verdict.kind}` : ""}`)] : [])),
    element("p", { class: "hint" }, "Click or space: flip. m: kind. u: undo."));
}
