
// Keys, buttons, and the start of the page.

const KEYS = {
  "j, k": "next or previous document",
  "n, p": "next or previous block",
  "space, Enter": "keep or drop the block",
  m: "set the kind of the block",
  u: "remove the label of the block",
  c: "mark the document as checked",
  "1 to 4": "blocks, text, Markdown, metadata",
  "/": "search",
  e: "export labels",
  "?": "this list",
};

/** Updates what shows labels, after they have changed. */
function labelsChanged() {
  const rows = labels.size + foreignRows.length;
  byId("export").textContent = rows === 0 ? "Export labels" : `Export labels (${count(rows)})`;
  drawList(false);
  if (state.current && state.details) {
    drawHead();
  }
}

/** Marks the open document as checked, or takes the mark back. */
function toggleChecked() {
  const label = labelsOf(state.current.index);
  label.checked = !label.checked;
  saveLabels(state.current);
  labelsChanged();
}

/** Shows the list or the document, if there is room for one only. */
function showPane(name) {
  document.body.dataset.pane = name;
}

/** Writes how the documents were chosen. */
function writeFacts() {
  const { sample } = INDEX;
  const facts = [`${count(DOCUMENTS.length)} of ${count(sample.documents)} documents`];
  if (sample.conditions !== "") {
    facts.push(`${count(sample.matching)} with ${sample.conditions}`);
  }
  if (DOCUMENTS.length < sample.matching) {
    facts.push(`sample with seed ${sample.seed}`);
  }
  if (sample.cut > 0) {
    facts.push(`${count(sample.cut)} left out, because a page has at most 20 MB`);
  }
  if (sample.failed > 0) {
    facts.push(`${count(sample.failed)} could not be read`);
  }
  if (sample.against !== null) {
    const changed = DOCUMENTS.filter((d) => changeSize(d) > 0).length;
    facts.push(`${count(changed)} differ from ${sample.against}`);
    if (sample.only_old > 0) {
      facts.push(`${count(sample.only_old)} are only there`);
    }
  }
  facts.push(`dechrome ${INDEX.version}`);
  byId("facts").replaceChildren(textNodes(facts.join(" · ")));
}

/** Handles keys that work everywhere, except where text is written. */
function pageKey(event) {
  const isWriting = event.target.matches?.("input, select, textarea");
  if (isWriting || byId("keys").open || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const views = Object.keys(VIEWS);
  const actions = {
    j: () => stepDocument(1),
    k: () => stepDocument(-1),
    n: () => stepBlock(1),
    p: () => stepBlock(-1),
    c: toggleChecked,
    e: exportLabels,
    "/": () => byId("search").focus(),
    "?": () => byId("keys").showModal(),
  };
  views.forEach((view, number) => {
    actions[number + 1] = () => byId(`tab-${view}`).click();
  });
  const needsDocument = !["/", "?", "e", "j", "k"].includes(event.key);
  if (actions[event.key] && !event.defaultPrevented && (state.details || !needsDocument)) {
    event.preventDefault();
    actions[event.key]();
  }
}

/** Connects the search field, the order and the list. */
function connectList() {
  const search = byId("search");
  let waiting = 0;
  search.addEventListener("input", () => {
    state.query = search.value;
    applyFilters();
    clearTimeout(waiting);
    waiting = setTimeout(searchTexts, 150);
  });
  const hasOld = INDEX.sample.against !== null;
  const orders = Object.entries(ORDERS).filter(([name]) => name !== "changes" || hasOld);
  state.order = hasOld ? "changes" : "confidence";
  const sort = byId("sort");
  sort.append(...orders.map(([name, [title]]) => element("option", { value: name }, title)));
  sort.value = state.order;
  sort.addEventListener("change", () => {
    state.order = sort.value;
    applyFilters();
  });
  byId("clear").addEventListener("click", () => {
    search.value = "";
    state.query = "";
    state.bars.clear();
    applyFilters();
    search.focus();
  });
  const list = byId("list");
  let isWaiting = false;
  list.addEventListener("scroll", () => {
    if (!isWaiting) {
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        drawList(false);
      });
    }
  }, { passive: true });
  list.addEventListener("keydown", listKey);
  list.addEventListener("click", () => showPane("document"));
  addEventListener("resize", () => drawList(false));
}

/** Connects the blocks and the buttons. */
function connectDocument() {
  const blocks = byId("blocks");
  blocks.addEventListener("click", blockClick);
  blocks.addEventListener("keydown", blockKey);
  blocks.addEventListener("focusin", (event) => inspect(blockNumber(event.target)));
  blocks.addEventListener("mouseover", (event) => inspect(blockNumber(event.target)));
  blocks.addEventListener("mouseleave", () => inspect(state.block));
  byId("back").addEventListener("click", () => {
    showPane("list");
    byId("list").focus();
  });
  byId("checked").addEventListener("click", toggleChecked);
  byId("export").addEventListener("click", exportLabels);
  byId("import").addEventListener("click", () => byId("import-file").click());
  byId("import-file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) {
      await importText(await file.text());
      event.target.value = "";
      if (state.details && state.view === "blocks") {
        drawBlocks();
      }
    }
  });
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("toggle-pictures").addEventListener("click", (event) => {
    const pictures = byId("pictures");
    pictures.hidden = !pictures.hidden;
    event.target.setAttribute("aria-expanded", String(!pictures.hidden));
    drawList(false);
  });
  addEventListener("keydown", pageKey);
}

/** Starts the page. */
function start() {
  const isSingle = DOCUMENTS.length < 2;
  const isExplanation = INDEX.sample.is_explanation;
  document.body.classList.toggle("single", isSingle);
  byId("pictures").hidden = isSingle || isExplanation || innerWidth < 700;
  byId("toggle-pictures").setAttribute("aria-expanded", String(!byId("pictures").hidden));
  byId("keys-list").append(...Object.entries(KEYS).flatMap(([key, action]) =>
    [element("dt", {}, element("kbd", {}, key)), element("dd", {}, action)]));
  showPane(isSingle ? "document" : "list");
  makeTabs();
  writeFacts();
  loadLabels();
  findRowNames();
  connectList();
  connectDocument();
  applyFilters();
  labelsChanged();
  if (state.shown.length > 0) {
    openDocument(state.shown[0]);
  }
}

start();
