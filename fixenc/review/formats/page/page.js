// The page: which cards are listed, which change is asked about, and keys and buttons.
const STEP = 40; // cards put on the page at a time

let listed = []; // entries: {card, item}, where item is the change that is asked about
let alike = new Map(); // the items that match the filters, by kind
let drawn = 0;
let current = 0;
let onlyFile = -1;

function members(item) {
  return get("group").checked ? alike.get(item.kind) ?? [item] : [item];
}

function entryOf(card) {
  return listed.find((entry) => entry.card === card);
}

function matching() {
  const text = get("text").value.toLowerCase();
  const rule = get("rule").value;
  const safety = get("safety").value;
  const state = get("state").value;
  return items.filter((item) =>
    (onlyFile < 0 || item.at === onlyFile) &&
    (!rule || item.rules.includes(rule)) &&
    (!safety || item.safety === safety) &&
    (!state || (decisions.get(item.id)?.decision ?? "open") === state) &&
    (!text || item.card.words.includes(text)));
}

function refresh() {
  const found = matching();
  if (get("group").checked) {
    alike = new Map();
    for (const item of found) {
      if (!alike.has(item.kind)) alike.set(item.kind, []);
      alike.get(item.kind).push(item);
    }
    listed = [...alike.values()].sort((a, b) => b.length - a.length)
      .map(([item]) => ({ card: item.card, item }));
    get("listed").textContent = `${plural(found.length, "change")} of ${plural(listed.length, "kind")}`;
  } else {
    const firsts = new Map();
    for (const item of found) {
      const entry = firsts.get(item.card);
      if (!entry) firsts.set(item.card, { card: item.card, item });
      else if (decisions.has(entry.item.id) && !decisions.has(item.id)) entry.item = item;
    }
    listed = [...firsts.values()];
    get("listed").textContent = `${plural(found.length, "change")} in ${plural(listed.length, "paragraph")}`;
  }
  get("list").replaceChildren();
  drawn = 0;
  current = Math.min(current, Math.max(listed.length - 1, 0));
  if (!listed.length) get("list").append(element("li", "empty", "Nothing here."));
  draw(STEP);
}

function draw(until) {
  const list = get("list");
  const stop = Math.min(until, listed.length);
  for (; drawn < stop; drawn++) {
    const { card } = listed[drawn];
    const before = listed[drawn - 1]?.card;
    if (!get("group").checked && before?.at !== card.at) list.append(fileElement(card.file, card.at));
    const made = cardElement(listed[drawn]);
    listed[drawn].element = made;
    list.append(made);
  }
  tellFiles();
}

// Draw again what is on the page of these cards, and keep the focus where it was.
function redraw(some) {
  const wanted = new Set(some);
  const files = new Set(some.map((card) => card.file));
  for (const entry of listed.slice(0, drawn)) {
    const isNear = entry.card.more && files.has(entry.card.file);
    if (!wanted.has(entry.card) && !isNear) continue;
    const had = entry.element.contains(document.activeElement);
    fill(entry.element, entry);
    if (had) entry.element.focus({ preventScroll: true });
  }
}

function decide(some, decision, extra = {}) {
  const list = able(some, decision, extra.new);
  if (!list.length) {
    say("Nothing is proposed here: e types a replacement, n leaves it.");
    return;
  }
  record(list, decision, extra);
  say(`${plural(list.length, "change")} ${decision === "accept" ? "accepted" : "refused"}`);
  changed(list);
}

function undo() {
  if (!past.length) return;
  const list = takeBack();
  const entry = listed.find((each) => each.card === list[0].card);
  if (entry && !get("group").checked) entry.item = list[0];
  changed(list);
  say(`Taken back: ${plural(list.length, "change")}${list.length === 1 ? `, ${list[0].look.old} at line ${list[0].records[0].line}` : ""}`);
  if (entry) focus(listed.indexOf(entry));
}

function changed(list) {
  redraw([...new Set(list.map((item) => item.card))]);
  tell();
  keep();
}

function say(text) {
  get("said").textContent = text;
}

function tell() {
  get("bar").max = Math.max(items.length, 1);
  get("bar").value = decisions.size;
  const lost = isKept ? "" : " (this browser does not keep decisions: save them)";
  get("count").textContent = `${number(decisions.size)} of ${number(items.length)} decided${lost}`;
  get("undo").disabled = !past.length;
  const open = items.length - decisions.size;
  get("left").textContent = open
    ? `${plural(open, "change")} ${open === 1 ? "is" : "are"} still open and will be left as ${open === 1 ? "it is" : "they are"}.`
    : "Everything is decided.";
  tellFiles();
}

function tellFiles() {
  for (const made of get("files").querySelectorAll("button")) {
    const at = Number(made.dataset.at);
    const total = at < 0 ? items.length : data.files[at].items.length;
    const ready = at < 0 ? decisions.size : perFile[at];
    const text = `${number(ready)}/${number(total)}`;
    if (made.lastChild.textContent !== text) made.lastChild.textContent = text;
    made.setAttribute("aria-pressed", String(at === onlyFile));
  }
  for (const made of get("list").querySelectorAll("li.file")) {
    const file = data.files[made.dataset.file];
    const ready = perFile[made.dataset.file];
    made.querySelector(".state").textContent =
      `${number(ready)} of ${plural(file.items.length, "change")} decided`;
  }
}

function focus(at) {
  if (!listed.length) return;
  current = Math.max(0, Math.min(at, listed.length - 1));
  if (current >= drawn) draw(current + STEP);
  const made = listed[current].element;
  made.focus({ preventScroll: true });
  (made.querySelector(".mark.current") ?? made).scrollIntoView({ block: "nearest" });
  made.scrollIntoView({ block: "nearest" });
}

function select(entry, item) {
  entry.item = item;
  fill(entry.element, entry);
  focus(listed.indexOf(entry));
  say(describe(item, decisions.get(item.id)));
}

// The next change in the paragraph, or the first of the next one.
function step(by) {
  const entry = listed[current];
  const list = entry.card.items;
  const next = list[list.indexOf(entry.item) + by];
  if (next && !get("group").checked) select(entry, next);
  else if (listed[current + by]) {
    const other = listed[current + by];
    if (current + by >= drawn) draw(current + by + STEP);
    current += by;
    select(other, get("group").checked ? other.item : other.card.items.at(by > 0 ? 0 : -1));
  }
}

// After a decision: the next that is open in the paragraph, or else the next paragraph.
function advance(entry) {
  const list = entry.card.items;
  const at = list.indexOf(entry.item);
  const open = get("group").checked ? undefined
    : [...list.slice(at + 1), ...list.slice(0, at)].find((item) => !decisions.has(item.id));
  if (open) select(entry, open);
  else {
    const after = listed.slice(listed.indexOf(entry) + 1);
    const next = after.find((each) => isOpen(each)) ?? after[0];
    if (!next) { focus(listed.indexOf(entry)); return; }
    focus(listed.indexOf(next));
    if (get("group").checked) return;
    const first = next.card.items.find((item) => !decisions.has(item.id)) ?? next.card.items[0];
    if (next.item !== first) select(next, first);
  }
}

function isOpen(entry) {
  const list = get("group").checked ? members(entry.item) : entry.card.items;
  return list.some((item) => !decisions.has(item.id));
}

function ask(entry) {
  const { item, card } = entry;
  if (card.look) return;
  const box = entry.element.querySelector(".detail .choose");
  if (box.querySelector("input")) return;
  const input = element("input");
  input.setAttribute("aria-label", "Replacement");
  const whole = item.records[0];
  input.value = decisions.get(item.id)?.new ?? item.look.whole?.new ?? whole.new ?? whole.old;
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") {
      decide(members(item), "accept", { new: input.value });
      advance(entry);
    }
    if (event.key === "Escape") { input.remove(); focus(listed.indexOf(entry)); }
  });
  box.append(input);
  input.focus();
  input.select();
}

function toFile(by) {
  const at = listed[current]?.card.at ?? 0;
  const found = by > 0
    ? listed.findIndex((entry) => entry.card.at > at)
    : listed.findIndex((entry) => entry.card.at === listed.findLast((e) => e.card.at < at)?.card.at);
  if (found >= 0) focus(found);
}

// Of several, those that are open and the one that is asked about: what was decided stays, unless
// everything was.
function openOf(list, asked) {
  const open = list.filter((item) => item === asked || !decisions.has(item.id));
  return open.some((item) => !decisions.has(item.id)) ? open : list;
}

const decisionKeys = {
  y: (entry) => [members(entry.item), "accept"],
  n: (entry) => [members(entry.item), "refuse"],
  p: (entry) => [entry.card.items, "accept"],
  P: (entry) => [entry.card.items, "refuse"],
  f: (entry) => [entry.card.file.items, "accept"],
  F: (entry) => [entry.card.file.items, "refuse"],
  k: (entry) => [kinds.get(entry.item.kind), "accept"],
  K: (entry) => [kinds.get(entry.item.kind), "refuse"],
};
const aliases = { a: "y", r: "n", A: "k", R: "K", j: "s" };

// Do what a key says about a card.
function act(key, entry) {
  current = listed.indexOf(entry);
  if (decisionKeys[key]) {
    const had = past.length;
    const [list, decision] = decisionKeys[key](entry);
    decide("yn".includes(key) ? list : openOf(list, entry.item), decision);
    if (past.length > had) advance(entry);
  } else if (key === "e") ask(entry);
  else if (key === "m" || key === "M") {
    entry.card.more = key === "M" ? entry.card.file.blocks.length : entry.card.more * 2 + 2;
    redraw([entry.card]);
    focus(current);
  } else {
    const other = entry.item.look.others?.[Number(key) - 1];
    if (!other) return;
    decide(members(entry.item), "accept", { new: other[0] });
    advance(entry);
  }
}

const pageKeys = {
  s: () => step(document.activeElement.closest?.("li.change") ? 1 : 0),
  b: () => step(-1),
  u: undo,
  "]": () => toFile(1),
  "[": () => toFile(-1),
  "/": () => { get("filterbox").open = true; get("text").focus(); },
  "?": () => get("keys").showModal(),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), select, dialog");
  if (event.key === "Escape" && event.target === get("text")) focus(current);
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = aliases[event.key] ?? event.key;
  const onMark = event.target.closest(".mark");
  if (onMark && (key === "Enter" || key === " ")) { event.preventDefault(); onMark.click(); return; }
  if (pageKeys[key] && (listed.length || !"sb][".includes(key))) {
    event.preventDefault();
    pageKeys[key]();
  } else if ((decisionKeys[key] || /^[emM1-9]$/.test(key)) && listed.length) {
    event.preventDefault();
    act(key, listed[current]);
  }
});
