
// Labels: the verdicts that a person has changed or confirmed. The browser stores them. They are
// exported as gold rows, which `dechrome eval --gold` and the training read.

const STORE_PREFIX = "dechrome.labels:";
const FOREIGN_KEY = "dechrome.foreign-labels";

/** Confidence in a label that a person gave, and in a verdict that a person has not changed. */
const SURE = 1;
const UNCHANGED = 0.5;

/** Labels of documents by index: `{checked, blocks}`, with the changed blocks by index. */
const labels = new Map();

/** Rows of imported files whose documents are not in this page. They are exported again. */
let foreignRows = [];

/** Returns the key of a document's labels. Other blocks make another key. */
function storeKey(summary) {
  return `${STORE_PREFIX}${summary.fingerprint}:${summary.id}`;
}

/** Reads the labels that the browser has for the documents of this page. */
function loadLabels() {
  try {
    for (const summary of DOCUMENTS) {
      const stored = localStorage.getItem(storeKey(summary));
      if (stored) {
        labels.set(summary.index, JSON.parse(stored));
      }
    }
    foreignRows = JSON.parse(localStorage.getItem(FOREIGN_KEY) ?? "[]");
  } catch {
    notify("This browser does not store labels. Export them before you close the page.");
  }
}

/** Stores the labels of a document. */
function saveLabels(summary) {
  const label = labels.get(summary.index);
  const isEmpty = !label || (!label.checked && Object.keys(label.blocks).length === 0);
  if (isEmpty) {
    labels.delete(summary.index);
  }
  try {
    if (isEmpty) {
      localStorage.removeItem(storeKey(summary));
    } else {
      localStorage.setItem(storeKey(summary), JSON.stringify(label));
    }
  } catch {
    notify("This browser could not store the label. Export labels before you close the page.");
  }
}

/** Returns the labels of a document, to change them. */
function labelsOf(index) {
  if (!labels.has(index)) {
    labels.set(index, { checked: false, blocks: {} });
  }
  return labels.get(index);
}

/** Returns the verdict on a block after a person's changes. */
function verdictOf(index, number, block) {
  const changed = labels.get(index)?.blocks[number];
  return changed
    ? { keep: changed.keep, kind: changed.kind, isChanged: true }
    : { keep: block.keep, kind: block.kind, isChanged: false };
}

/** Returns true if a verdict and a kind agree. Headlines and captions may be kept or dropped. */
function agrees(keep, kind) {
  return ["title", "caption"].includes(kind) || KINDS.get(kind)?.isContent === keep;
}

/** Keeps a dropped block, or drops a kept one. A second flip is an undo. */
function flipBlock(index, number, block) {
  const blocks = labelsOf(index).blocks;
  const { keep } = verdictOf(index, number, block);
  if (keep !== block.keep) {
    delete blocks[number];
  } else if (agrees(!keep, block.kind)) {
    blocks[number] = { keep: !keep, kind: block.kind };
  } else {
    blocks[number] = { keep: !keep, kind: keep ? null : "body" };
  }
}

/** Sets the kind of a block. The kind decides whether it is kept. */
function setKind(index, number, block, kind) {
  const isNeutral = ["title", "caption"].includes(kind);
  const keep = isNeutral ? block.keep : KINDS.get(kind).isContent;
  labelsOf(index).blocks[number] = { keep, kind };
}

/** Removes the label of a block. */
function unsetBlock(index, number) {
  delete labelsOf(index).blocks[number];
}

/** Returns the label and the kind of a block, as gold rows have them. */
function goldLabel({ keep, kind, isChanged }) {
  if (kind === "blank") {
    return ["blank", "blank"];
  }
  const goldKind = kind && agrees(keep, kind) ? kind : null;
  if (!isChanged && kind === "title") {
    return ["title", kind];
  }
  if (!isChanged && kind === "caption") {
    return ["unk", kind];
  }
  return [keep ? "body" : "chrome", goldKind];
}

/** Returns the gold row of a document. */
function goldRow(summary, details) {
  const { checked } = labels.get(summary.index);
  const row = {
    id: summary.id, url: summary.url ?? undefined, lang: summary.language, source: summary.source,
    checked, lines: [], labels: [], kinds: [], conf: [],
  };
  details.blocks.forEach((block, number) => {
    const verdict = verdictOf(summary.index, number, block);
    const [label, kind] = goldLabel(verdict);
    row.lines.push(block.text);
    // Part of the text is missing, so the label would be that of another block.
    row.labels.push(block.hidden > 0 ? "unk" : label);
    row.kinds.push(kind);
    row.conf.push(checked || verdict.isChanged ? SURE : UNCHANGED);
  });
  if (details.omitted > 0) {
    row.cut = true;
  }
  return row;
}

/** Returns all labels as JSONL. */
async function exportText() {
  const rows = [];
  for (const index of [...labels.keys()].sort((a, b) => a - b)) {
    rows.push(goldRow(DOCUMENTS[index], await unpack(index)));
  }
  return [...rows, ...foreignRows].map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** Offers the labels as a file. */
async function exportLabels() {
  const url = URL.createObjectURL(new Blob([await exportText()], { type: "application/jsonl" }));
  element("a", { href: url, download: "labels.jsonl" }).click();
  URL.revokeObjectURL(url);
  const rows = labels.size + foreignRows.length;
  notify(`labels.jsonl has ${count(rows)} ${rows === 1 ? "document" : "documents"}.`);
}

/** Takes the labels of a gold row for a document. Lines are matched with blocks in order. */
function takeRow(summary, details, row) {
  const label = { checked: row.checked ?? !row.conf, blocks: {} };
  let next = 0;
  row.lines.forEach((line, at) => {
    const number = details.blocks.findIndex(
      (block, number) => number >= next && block.text.trim() === line.trim());
    if (number < 0) {
      return;
    }
    next = number + 1;
    const block = details.blocks[number];
    const [labelBefore, kindBefore] = goldLabel({ ...block, isChanged: false });
    const kind = row.kinds?.[at] ?? null;
    const isOther = row.labels[at] !== labelBefore || kind !== kindBefore;
    const isSure = (row.conf?.[at] ?? SURE) >= SURE;
    if (isSure && ["body", "chrome", "title"].includes(row.labels[at])
      && (isOther || !label.checked)) {
      const keep = row.labels[at] === "title" ? block.keep : row.labels[at] === "body";
      label.blocks[number] = { keep, kind };
    }
  });
  labels.set(summary.index, label);
  saveLabels(summary);
}

/** Returns true if a parsed line of a file is a gold row with labelled lines. */
function isGoldRow(row) {
  const isTexts = (list) => Array.isArray(list) && list.every((item) => typeof item === "string");
  return typeof row?.id === "string" && isTexts(row.lines) && isTexts(row.labels)
    && row.lines.length === row.labels.length;
}

/** Reads a file of labels. Its labels replace those of the same documents. */
async function importText(text) {
  const byDocumentId = new Map(DOCUMENTS.map((summary) => [summary.id, summary]));
  const foreign = new Map(foreignRows.map((row) => [row.id, row]));
  let [taken, other, invalid] = [0, 0, 0];
  for (const line of text.split("\n").filter((line) => line.trim() !== "")) {
    let row = null;
    try {
      row = JSON.parse(line);
    } catch {
      // Counted as invalid below.
    }
    if (!isGoldRow(row)) {
      invalid += 1;
    } else if (byDocumentId.has(row.id)) {
      const summary = byDocumentId.get(row.id);
      takeRow(summary, await unpack(summary.index), row);
      taken += 1;
    } else {
      foreign.set(row.id, row);
      other += 1;
    }
  }
  foreignRows = [...foreign.values()];
  try {
    localStorage.setItem(FOREIGN_KEY, JSON.stringify(foreignRows));
  } catch {
    notify("This browser could not store the labels of other documents.");
  }
  const parts = [`Labels of ${count(taken)} documents imported.`];
  if (other > 0) {
    parts.push(`${count(other)} are not in this page and are kept for the export.`);
  }
  if (invalid > 0) {
    parts.push(`${count(invalid)} lines are not labels.`);
  }
  notify(parts.join(" "));
  labelsChanged();
}
