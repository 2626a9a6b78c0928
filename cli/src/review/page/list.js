
// The list of documents. Only the rows in view exist, so that its length does not matter.

/** Height of a row in rem; `style.css` has the same. */
const ROW_REM = 4.25;

/** Rows above and below the view that exist already. */
const SPARE_ROWS = 6;

/** Returns the height of a row in pixels, which depends on the size of the font. */
function rowHeight() {
  return ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Returns a small bar for a number from 0 to 1. */
function meter(name, number) {
  const bar = element("span", { class: "meter-bar" });
  bar.style.setProperty("--share", number ?? 0);
  return element("span", { class: "meter" }, `${name} ${share(number)}`, bar);
}

/** Returns the badge for the difference to the older run. */
function changeBadge({ changes }) {
  if (!changes || changes.state === "same") {
    return "";
  }
  const text = changes.state === "added"
    ? "new" : `+${count(changes.gained_words)} −${count(changes.lost_words)}`;
  return element("span", { class: "badge change" }, text);
}

/** Returns the badge for the labels of a document. */
function labelBadge(summary) {
  const label = labels.get(summary.index);
  if (!label) {
    return "";
  }
  const changed = Object.keys(label.blocks).length;
  return element("span", { class: "badge label" },
    `${label.checked ? "✓ " : ""}${changed > 0 ? `${changed} ✎` : ""}`.trim());
}

/** Returns the row of a document. */
function listRow(summary, position) {
  const type = summary.page_type ?? (summary.source === "html" ? "page" : "text");
  const row = element("div", {
    role: "option", id: `row-${summary.index}`, class: "row",
    "aria-selected": String(summary === state.current),
    "aria-setsize": state.shown.length, "aria-posinset": position + 1,
    onclick: () => openDocument(summary),
  },
  element("div", { class: "row-title" },
    element("bdi", {}, summary.title || summary.id), changeBadge(summary), labelBadge(summary)),
  element("div", { class: "row-id" }, element("bdi", {}, summary.id)),
  element("div", { class: "row-facts" },
    element("span", { class: "language" }, summary.language),
    element("span", { class: "type" }, element("bdi", {}, type)),
    meter("conf", summary.confidence), meter("kept", summary.kept_share)));
  row.style.setProperty("--position", position);
  return row;
}

/** Draws the rows in view. `isOther` is true if the documents or their order have changed. */
function drawList(isOther) {
  const list = byId("list");
  const height = rowHeight();
  if (isOther) {
    list.scrollTop = 0;
    const position = state.shown.indexOf(state.current);
    if (position > 0) {
      list.scrollTop = Math.max(0, position * height - list.clientHeight / 2);
    }
  }
  const first = Math.max(0, Math.floor(list.scrollTop / height) - SPARE_ROWS);
  const rows = Math.ceil(list.clientHeight / height) + 2 * SPARE_ROWS;
  const shown = state.shown.slice(first, first + rows);
  const space = element("div", { class: "list-space", role: "presentation" },
    ...shown.map((summary, number) => listRow(summary, first + number)));
  space.style.setProperty("--rows", state.shown.length);
  const { scrollTop } = list;
  list.replaceChildren(space);
  list.scrollTop = scrollTop;
  const isInView = shown.includes(state.current);
  if (isInView) {
    list.setAttribute("aria-activedescendant", `row-${state.current.index}`);
  } else {
    list.removeAttribute("aria-activedescendant");
  }
}

/** Opens the document some rows after the current one. */
function stepDocument(step) {
  const position = state.shown.indexOf(state.current);
  const last = state.shown.length - 1;
  const next = position < 0 ? 0 : Math.min(last, Math.max(0, position + step));
  if (state.shown[next] && state.shown[next] !== state.current) {
    openDocument(state.shown[next]);
    scrollToCurrent();
  }
}

/** Scrolls the list until the current document is in view. */
function scrollToCurrent() {
  const list = byId("list");
  const height = rowHeight();
  const top = state.shown.indexOf(state.current) * height;
  if (top < list.scrollTop) {
    list.scrollTop = top;
  } else if (top + height > list.scrollTop + list.clientHeight) {
    list.scrollTop = top + height - list.clientHeight;
  }
  drawList(false);
}

/** Handles a key on the list. */
function listKey(event) {
  const page = Math.max(1, Math.floor(byId("list").clientHeight / rowHeight()) - 1);
  const all = state.shown.length;
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, End: all, Home: -all };
  if (event.key in steps) {
    event.preventDefault();
    stepDocument(steps[event.key]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    showPane("document");
    focusBlock(state.block);
  }
}
