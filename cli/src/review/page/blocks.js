
// The blocks of a document: what was kept and dropped, and the labels that a person gives.

/** Returns the shape of a block for the style: heading, item, code and so on. */
function shapeClass(shape) {
  return shape.replace(/^(td|li)\d*$/, "$1");
}

/** Returns the difference of a block to the older run as a class and words. */
function changeOf(block) {
  if (state.current.changes === null || state.current.changes.state === "added") {
    return null;
  }
  if (block.kind === "blank") {
    return null;
  }
  if (block.old === null) {
    return ["gained", "new block"];
  }
  const [kind, keep] = block.old;
  if (keep !== block.keep) {
    return block.keep ? ["gained", "now kept"] : ["lost", "now dropped"];
  }
  return kind !== null && kind !== block.kind ? ["retyped", `was ${kind}`] : null;
}

/** Returns true if the legend shows a block. */
function isShown(block, verdict) {
  const { legend } = state;
  const verdicts = ["kept", "dropped", "changed"].filter((name) => legend.has(name));
  const is = {
    kept: verdict.keep,
    dropped: !verdict.keep,
    changed: verdict.isChanged || changeOf(block) !== null,
  };
  const kinds = legend.size - verdicts.length;
  return (verdicts.length === 0 || verdicts.some((name) => is[name]))
    && (kinds === 0 || legend.has(verdict.kind ?? "unknown"));
}

/** Returns the element of a block. */
function blockElement(block, number) {
  const verdict = verdictOf(state.current.index, number, block);
  if (block.kind === "blank") {
    return element("div", { class: "blank", role: "presentation", "data-number": number });
  }
  const change = changeOf(block);
  const kind = verdict.kind ?? "unknown";
  const level = /^li(\d+)$/.exec(block.shape);
  const node = element("div", {
    role: "option", id: `block-${number}`, "data-number": number,
    tabindex: number === state.block ? 0 : -1,
    class: ["block", `shape-${shapeClass(block.shape)}`, verdict.keep ? "kept" : "dropped",
      verdict.isChanged ? "edited" : "", change ? change[0] : ""].join(" "),
    "aria-selected": String(verdict.keep),
    hidden: !isShown(block, verdict),
  },
  element("span", { class: "margin" },
    element("span", { class: "kind", title: "Set the kind (m)" }, kind),
    element("span", { class: "score" }, share(block.score)),
    verdict.isChanged ? element("span", { class: "mark" }, "✎ label") : "",
    change ? element("span", { class: "mark" }, change[1]) : ""),
  element("div", { class: "text", dir: "auto" }, block.text,
    block.hidden > 0 ? element("em", {}, ` … ${count(block.hidden)} more bytes`) : ""));
  if (level) {
    node.style.setProperty("--depth", Math.min(6, Number(level[1]) - 1));
  }
  return colour(node, kind);
}

/** Draws the legend: the kinds of the document with their number of blocks. */
function drawLegend() {
  const counts = new Map();
  const add = (name) => counts.set(name, (counts.get(name) ?? 0) + 1);
  let changed = 0;
  state.details.blocks.forEach((block, number) => {
    if (block.kind !== "blank") {
      const verdict = verdictOf(state.current.index, number, block);
      add(verdict.keep ? "kept" : "dropped");
      add(verdict.kind ?? "unknown");
      changed += verdict.isChanged || changeOf(block) !== null ? 1 : 0;
    }
  });
  const verdicts = ["kept", "dropped"].filter((name) => counts.has(name));
  const kinds = [...counts.keys()].filter((name) => !["kept", "dropped"].includes(name));
  kinds.sort((a, b) => counts.get(b) - counts.get(a));
  if (changed > 0) {
    counts.set("changed", changed);
    verdicts.push("changed");
  }
  const button = (name) => colour(element("button", {
    type: "button", class: verdicts.includes(name) ? "verdict" : "swatch", "data-name": name,
    "aria-pressed": String(state.legend.has(name)),
    onclick: () => {
      if (!state.legend.delete(name)) {
        state.legend.add(name);
      }
      drawBlocks();
      document.querySelector(`#legend [data-name="${name}"]`)?.focus();
    },
  }, `${name} ${count(counts.get(name))}`), name);
  byId("legend").replaceChildren(...[...verdicts, ...kinds].map(button));
}

/** Draws all blocks of the open document. */
function drawBlocks() {
  const nodes = state.details.blocks.map(blockElement);
  const { omitted } = state.details;
  if (omitted > 0) {
    nodes.push(element("p", { class: "cut" }, `${count(omitted)} more blocks are not shown.`));
  }
  const blocks = byId("blocks");
  blocks.setAttribute("dir", directionOf(state.current));
  blocks.setAttribute("lang", state.current.language);
  blocks.replaceChildren(...nodes);
  drawLegend();
}

/** Draws one block again, after its label has changed. */
function redrawBlock(number) {
  const before = byId(`block-${number}`);
  const hadFocus = before === document.activeElement;
  const after = blockElement(state.details.blocks[number], number);
  before.replaceWith(after);
  if (hadFocus) {
    after.focus();
  }
  drawLegend();
  inspect(number);
}

/** Returns the number of the block that contains an element, or -1. */
function blockNumber(node) {
  return Number(node.closest?.(".block")?.dataset.number ?? -1);
}

/** Moves the focus to a block. */
function focusBlock(number) {
  const next = byId(`block-${number}`);
  if (next) {
    byId(`block-${state.block}`)?.setAttribute("tabindex", -1);
    state.block = number;
    next.setAttribute("tabindex", 0);
    next.focus();
    inspect(number);
  }
}

/** Moves the focus to the next block that is shown, forwards or backwards. */
function stepBlock(step) {
  const isStart = blockNumber(document.activeElement) < 0;
  let next = isStart ? state.block : state.block + step;
  const { blocks } = state.details;
  while (blocks[next] && (!byId(`block-${next}`) || byId(`block-${next}`).hidden)) {
    next += step;
  }
  if (blocks[next]) {
    focusBlock(next);
  }
}

/** Flips the verdict on a block. */
function flip(number) {
  flipBlock(state.current.index, number, state.details.blocks[number]);
  saveLabels(state.current);
  redrawBlock(number);
  labelsChanged();
}

/** Handles a click on a block: its kind opens the menu, its text flips the verdict. */
function blockClick(event) {
  const number = blockNumber(event.target);
  // Selecting text to copy it is not a label.
  if (number < 0 || !getSelection().isCollapsed) {
    return;
  }
  focusBlock(number);
  if (event.target.classList.contains("kind")) {
    openMenu(number);
  } else {
    flip(number);
  }
}

/** Handles a key on the blocks. */
function blockKey(event) {
  const number = blockNumber(event.target);
  if (number < 0) {
    return;
  }
  const actions = {
    ArrowDown: () => stepBlock(1),
    ArrowUp: () => stepBlock(-1),
    " ": () => flip(number),
    Enter: () => flip(number),
    m: () => openMenu(number),
    u: () => {
      unsetBlock(state.current.index, number);
      saveLabels(state.current);
      redrawBlock(number);
      labelsChanged();
    },
  };
  if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    actions[event.key]();
  }
}

/** Opens the menu of kinds beside a block. */
function openMenu(number) {
  closeMenu();
  const block = state.details.blocks[number];
  const { kind } = verdictOf(state.current.index, number, block);
  const names = [...KINDS.keys()].filter((name) => name !== "blank");
  const items = names.map((name) => colour(element("button", {
    type: "button", role: "menuitemradio", "aria-checked": String(name === kind), tabindex: -1,
    onclick: () => {
      setKind(state.current.index, number, block, name);
      saveLabels(state.current);
      closeMenu();
      redrawBlock(number);
      focusBlock(number);
      labelsChanged();
    },
  }, name), name));
  const menu = element("div", { id: "menu", role: "menu", "aria-label": "Kind of the block",
    onkeydown: (event) => menuKey(event, items, number),
    onfocusout: (event) => {
      if (!menu.contains(event.relatedTarget)) {
        closeMenu();
      }
    } }, ...items);
  document.body.append(menu);
  const place = byId(`block-${number}`).querySelector(".kind").getBoundingClientRect();
  const room = { x: innerWidth - menu.offsetWidth - 8, y: innerHeight - menu.offsetHeight - 8 };
  menu.style.left = `${Math.max(8, Math.min(place.left, room.x))}px`;
  menu.style.top = `${Math.max(8, Math.min(place.bottom + 4, room.y))}px`;
  items[Math.max(0, names.indexOf(kind))].focus();
}

function closeMenu() {
  const menu = byId("menu");
  if (menu) {
    // Removing it moves the focus, which asks to close it again.
    menu.removeAttribute("id");
    menu.remove();
  }
}

/** Handles a key in the menu. A letter goes to the next kind that begins with it. */
function menuKey(event, items, number) {
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  event.stopPropagation();
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    closeMenu();
    focusBlock(number);
  } else if (event.key in steps) {
    event.preventDefault();
    items[(at + steps[event.key] + items.length) % items.length].focus();
  } else if (/^[a-z]$/.test(event.key)) {
    const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    order.find((item) => item.textContent.startsWith(event.key))?.focus();
  }
}
