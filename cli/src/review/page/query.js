
// Search, filters and order. A query has conditions, as `--where` has them, and words that the
// document has to contain.

const CONDITION = /^([a-z_]+)(<=|>=|!=|<|>|=|~)(.+)$/i;

const QUERY_FIELDS = {
  confidence: (d) => d.confidence,
  kept: (d) => d.kept_share,
  words: (d) => d.words,
  blocks: (d) => blockCount(d),
  language: (d) => d.language,
  lang: (d) => d.language,
  source: (d) => d.source,
  degraded: (d) => d.degraded,
  no_content: (d) => d.no_content,
  id: (d) => d.id,
  title: (d) => d.title,
  url: (d) => d.url,
};

const OPERATORS = {
  "<": (a, b) => Number(a) < Number(b),
  "<=": (a, b) => Number(a) <= Number(b),
  ">": (a, b) => Number(a) > Number(b),
  ">=": (a, b) => Number(a) >= Number(b),
  "=": (a, b) => (typeof a === "number" ? a === Number(b) : a.toLowerCase() === b),
  "!=": (a, b) => (typeof a === "number" ? a !== Number(b) : a.toLowerCase() !== b),
  "~": (a, b) => String(a).toLowerCase().includes(b),
};

const ORDERS = {
  changes: ["Most changed first", (a, b) => changeSize(b) - changeSize(a)],
  confidence: ["Least confident first", (a, b) => (a.confidence ?? 0) - (b.confidence ?? 0)],
  surest: ["Most confident first", (a, b) => (b.confidence ?? 0) - (a.confidence ?? 0)],
  kept: ["Least kept first", (a, b) => (a.kept_share ?? 0) - (b.kept_share ?? 0)],
  most: ["Most kept first", (a, b) => (b.kept_share ?? 0) - (a.kept_share ?? 0)],
  long: ["Longest first", (a, b) => b.words - a.words],
  language: ["By language", (a, b) => a.language.localeCompare(b.language)],
  id: ["By id", (a, b) => (a.id < b.id ? -1 : Number(a.id > b.id))],
};

/** Returns the number of blocks of a document. */
function blockCount(summary) {
  return Object.values(summary.kinds ?? {}).reduce((sum, kind) => sum + kind.blocks, 0);
}

/** Returns how much a document differs from the older run. Every difference is above 0. */
function changeSize(summary) {
  const changes = summary.changes;
  if (!changes || changes.state === "same") {
    return 0;
  }
  if (changes.state === "added") {
    return 0.5;
  }
  return 1 + changes.gained_words + changes.lost_words;
}

/** Splits a query into conditions and words. Unknown fields are words. */
function parseQuery(query) {
  const parsed = { conditions: [], words: [] };
  for (const part of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const [, field, operator, value] = CONDITION.exec(part) ?? [];
    if (field && Object.hasOwn(QUERY_FIELDS, field)) {
      parsed.conditions.push((d) => {
        const found = QUERY_FIELDS[field](d);
        const isMissing = found === null || found === undefined;
        return isMissing ? operator === "!=" : OPERATORS[operator](found, value);
      });
    } else {
      parsed.words.push(part);
    }
  }
  return parsed;
}

/** Returns true if a document has all words in its names, or in its text if that was read. */
function hasWords(summary, words) {
  if (words.length === 0) {
    return true;
  }
  const names = `${summary.id}\n${summary.title ?? ""}\n${summary.url ?? ""}`.toLowerCase();
  const text = summary.searchText ?? "";
  return words.every((word) => names.includes(word) || text.includes(word));
}

/** Returns true if a document has one of the chosen bars of every picture, except one. */
function meetsBars(summary, except) {
  for (const [picture, bars] of state.bars) {
    if (picture !== except && bars.size > 0) {
      if (!barsOf(picture, summary).some((bar) => bars.has(bar))) {
        return false;
      }
    }
  }
  return true;
}

/** Applies the query, the bars and the order, and draws the results. */
function applyFilters() {
  const { conditions, words } = parseQuery(state.query);
  const meetsQuery = (d) => conditions.every((holds) => holds(d)) && hasWords(d, words);
  const matching = DOCUMENTS.filter(meetsQuery);
  const [, compare] = ORDERS[state.order];
  state.shown = matching.filter((d) => meetsBars(d)).sort(compare);
  byId("clear").hidden = state.query === "" && ![...state.bars.values()].some((bars) => bars.size);
  byId("count").textContent = state.shown.length === DOCUMENTS.length
    ? `${count(DOCUMENTS.length)} ${DOCUMENTS.length === 1 ? "document" : "documents"}`
    : `${count(state.shown.length)} of ${count(DOCUMENTS.length)} documents`;
  drawPictures(matching);
  drawList(true);
}

/** Number of texts that are read between two updates of the list. */
const TEXTS_PER_UPDATE = 100;

/** Reads the texts of documents, so that a search finds words in them. Stops at a new query. */
async function searchTexts() {
  const query = state.query;
  if (parseQuery(query).words.length === 0) {
    return;
  }
  let read = 0;
  for (const summary of DOCUMENTS.filter((d) => d.searchText === undefined)) {
    const { blocks } = await unpack(summary.index);
    summary.searchText = blocks.map((block) => block.text).join("\n").toLowerCase();
    if (state.query !== query) {
      return;
    }
    read += 1;
    if (read % TEXTS_PER_UPDATE === 0) {
      applyFilters();
    }
  }
  applyFilters();
}
