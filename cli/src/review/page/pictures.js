
// Pictures of the sample. A bar is a button that limits the list to its documents. Bars show all
// documents in a pale colour, and those that meet the other filters in a strong one.

const BARS_HEIGHT = 84;
const PICTURE_HEIGHT = 108;
const PICTURE_WIDTH = 224;
const ROW_HEIGHT = 12;

/** Rows of a picture of names, such as languages. The rest is in the last row. */
const MAX_ROWS = 9;

const REST = "others";

const TENTHS = [...Array(10).keys()];

/** The pictures: title, and for histograms the names of their bars. */
const PICTURES = {
  confidence: { title: "Confidence", bars: TENTHS.map(tenthName) },
  kept: { title: "Kept share of words", bars: TENTHS.map(tenthName) },
  length: { title: "Kept words", bars: INDEX.word_edges.map(edgeName) },
  kinds: { title: "Words by kind" },
  languages: { title: "Languages" },
};

/** Names that have their own row in a picture, the most frequent first. */
const rowNames = { kinds: [], languages: [] };

function tenthName(tenth) {
  return `${(tenth / 10).toFixed(1)} to ${((tenth + 1) / 10).toFixed(1)}`;
}

function edgeName(edge, number) {
  const next = INDEX.word_edges[number + 1];
  if (next === undefined) {
    return `${count(edge)} or more`;
  }
  return next - edge === 1 ? count(edge) : `${count(edge)} to ${count(next - 1)}`;
}

function lengthBar(words) {
  return PICTURES.length.bars[INDEX.word_edges.findLastIndex((edge) => edge <= words)];
}

/** Returns the bars of a picture that a document is in. */
function barsOf(picture, summary) {
  const tenth = (number) => (number === null || number === undefined
    ? [] : [PICTURES.kept.bars[Math.min(9, Math.floor(number * 10 + 1e-9))]]);
  const named = (name) => (rowNames[picture].includes(name) ? name : REST);
  switch (picture) {
    case "confidence":
      return tenth(summary.confidence);
    case "kept":
      return tenth(summary.kept_share);
    case "length":
      return [lengthBar(summary.words)];
    case "kinds":
      return [...new Set(Object.keys(summary.kinds ?? {}).map(named))];
    case "languages":
      return [named(summary.language)];
    default:
      return (summary.changes?.kinds ?? []).map(([before, after]) => `${before} → ${after}`);
  }
}

/** Returns the size of each bar over some documents: `{all, kept}`. */
function sizesOf(picture, documents) {
  const sizes = new Map();
  const add = (bar, all, kept) => {
    const size = sizes.get(bar) ?? { all: 0, kept: 0 };
    sizes.set(bar, { all: size.all + all, kept: size.kept + kept });
  };
  for (const summary of documents) {
    if (picture === "kinds") {
      for (const [name, kind] of Object.entries(summary.kinds ?? {})) {
        const bar = rowNames.kinds.includes(name) ? name : REST;
        add(bar, kind.kept + kind.dropped, kind.kept);
      }
    } else if (picture === "changes") {
      for (const [before, after, blocks] of summary.changes?.kinds ?? []) {
        add(`${before} → ${after}`, blocks, 0);
      }
    } else {
      barsOf(picture, summary).forEach((bar) => add(bar, 1, 0));
    }
  }
  return sizes;
}

/** Finds the names that get a row. */
function findRowNames() {
  for (const picture of Object.keys(rowNames)) {
    rowNames[picture] = [];
    const names = picture === "kinds"
      ? DOCUMENTS.flatMap((d) => Object.entries(d.kinds ?? {})
        .map(([name, kind]) => [name, kind.kept + kind.dropped]))
      : DOCUMENTS.map((d) => [d.language, 1]);
    const totals = new Map();
    names.forEach(([name, size]) => totals.set(name, (totals.get(name) ?? 0) + size));
    const sorted = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    rowNames[picture] = sorted.slice(0, sorted.length > MAX_ROWS ? MAX_ROWS - 1 : MAX_ROWS);
    PICTURES[picture].bars = [...rowNames[picture], ...(sorted.length > MAX_ROWS ? [REST] : [])];
  }
}

/** Chooses a bar, or takes the choice back. */
function toggleBar(picture, bar) {
  const bars = state.bars.get(picture) ?? new Set();
  if (!bars.delete(bar)) {
    bars.add(bar);
  }
  state.bars.set(picture, bars);
  applyFilters();
}

/**
 * Returns the button around a bar. Its title is also its name. The arrow keys move between the bars
 * of a picture.
 */
function barButton(picture, bar, label, isFirst, ...children) {
  return svg("g", {
    role: "button", class: "bar", "data-bar": bar,
    tabindex: isFirst ? 0 : -1,
    "aria-pressed": String(state.bars.get(picture)?.has(bar) ?? false),
    onclick: () => toggleBar(picture, bar),
    onkeydown: (event) => barKey(event, picture, bar),
  }, svg("title", { text: label }), ...children);
}

/** Handles a key on a bar. */
function barKey(event, picture, bar) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    toggleBar(picture, bar);
    focusBar(picture, bar);
  } else if (event.key in steps) {
    event.preventDefault();
    const bars = PICTURES[picture].bars;
    focusBar(picture, bars[bars.indexOf(bar) + steps[event.key]]);
  }
}

function focusBar(picture, bar) {
  const bars = [...document.querySelectorAll(`#picture-${picture} .bar`)];
  const next = bars.find((node) => node.dataset.bar === bar);
  if (next) {
    bars.forEach((node) => node.setAttribute("tabindex", node === next ? 0 : -1));
    next.focus();
  }
}

/** Returns the picture of a histogram. */
function histogram(picture, all, chosen) {
  const { bars } = PICTURES[picture];
  const width = PICTURE_WIDTH / bars.length;
  const highest = Math.max(1, ...bars.map((bar) => all.get(bar)?.all ?? 0));
  const rect = (number, size, name) => {
    // A bar of few documents stays visible beside one of many.
    const height = size === 0 ? 0 : Math.max(2, (size / highest) * (BARS_HEIGHT - 4));
    return svg("rect", { class: name, x: number * width + 1, width: width - 2, rx: 1.5,
      y: BARS_HEIGHT - height, height });
  };
  const nodes = bars.map((bar, number) => {
    const [total, now] = [all.get(bar)?.all ?? 0, chosen.get(bar)?.all ?? 0];
    const label = `${PICTURES[picture].title} ${bar}: ${count(total)} documents`;
    const area = { class: "area", x: number * width, width, y: 0, height: BARS_HEIGHT };
    return barButton(picture, bar, label, number === 0,
      svg("rect", area), rect(number, total, "all"), rect(number, now, "now"));
  });
  const edges = picture === "length" ? INDEX.word_edges.map((edge) => count(edge)) : null;
  const ticks = edges ? [0, 3, 6, 9] : [0, 5, 10];
  nodes.push(...ticks.map((tick) => svg("text", {
    class: "tick", y: BARS_HEIGHT + 14, x: Math.min(PICTURE_WIDTH, Math.max(0, tick * width)),
    "text-anchor": tick === 0 ? "start" : tick === 10 ? "end" : "middle",
    text: edges ? edges[tick] : (tick / 10).toString(),
  })));
  nodes.push(svg("line", { class: "axis", x1: 0, x2: PICTURE_WIDTH, y1: BARS_HEIGHT,
    y2: BARS_HEIGHT }));
  return nodes;
}

/** Returns the picture of names with a horizontal bar each. Kept words are the strong part. */
function rowPicture(picture, all, chosen) {
  const { bars } = PICTURES[picture];
  const [left, right] = [84, 36];
  const longest = Math.max(1, ...bars.map((bar) => all.get(bar)?.all ?? 0));
  const length = (size) => (size / longest) * (PICTURE_WIDTH - left - right);
  return bars.map((bar, number) => {
    const total = all.get(bar) ?? { all: 0, kept: 0 };
    const now = chosen.get(bar) ?? { all: 0, kept: 0 };
    const y = number * ROW_HEIGHT;
    const unit = picture === "kinds" ? `words, ${count(total.kept)} kept` : "documents";
    const label = `${bar}: ${count(total.all)} ${unit}`;
    const shape = { x: left, y: y + 2, height: ROW_HEIGHT - 4, rx: 1.5 };
    const strong = picture === "kinds" ? now.kept : now.all;
    return barButton(picture, bar, label, number === 0,
      svg("rect", { class: "area", x: 0, width: PICTURE_WIDTH, y, height: ROW_HEIGHT }),
      svg("text", { class: "name", x: left - 6, y: y + 9.5, "text-anchor": "end", text: bar }),
      svg("rect", { ...shape, class: "all", width: length(total.all) }),
      svg("rect", { ...shape, class: "now", width: length(strong) }),
      svg("text", { class: "tick", x: left + length(total.all) + 4, y: y + 9.5,
        text: Intl.NumberFormat("en", { notation: "compact" }).format(total.all) }));
  });
}

/** Returns the table of kinds that differ from the older run, if any do. */
function changesTable() {
  const sizes = [...sizesOf("changes", DOCUMENTS)].sort((a, b) => b[1].all - a[1].all);
  if (sizes.length === 0) {
    return [];
  }
  const rows = sizes.map(([bar, { all }]) => element("tr", {},
    element("td", {}, element("button", {
      type: "button", class: "link", "aria-pressed": String(state.bars.get("changes")?.has(bar)
        ?? false), onclick: () => toggleBar("changes", bar),
    }, bar)),
    element("td", { class: "number" }, count(all))));
  const head = element("tr", {}, element("th", { scope: "col" }, "Kind before → now"),
    element("th", { scope: "col", class: "number" }, "Blocks"));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return [element("div", {
    class: "picture changes", role: "group", "aria-label": "Changed kinds", tabindex: 0,
  }, table)];
}

/** Draws all pictures. `matching` are the documents that meet the query. */
function drawPictures(matching) {
  const cards = Object.entries(PICTURES).map(([picture, { title, bars }]) => {
    const all = sizesOf(picture, DOCUMENTS);
    const chosen = sizesOf(picture, matching.filter((d) => meetsBars(d, picture)));
    const draw = rowNames[picture] ? rowPicture : histogram;
    return element("div", { class: "picture", id: `picture-${picture}`, role: "group",
      "aria-label": `${title}, ${bars.length} bars` },
    element("h2", {}, title),
    svg("svg", { viewBox: `0 0 ${PICTURE_WIDTH} ${PICTURE_HEIGHT}`, height: PICTURE_HEIGHT,
      width: PICTURE_WIDTH }, ...draw(picture, all, chosen)));
  });
  if (INDEX.sample.against !== null) {
    cards.push(...changesTable());
  }
  byId("pictures").replaceChildren(...cards);
}
