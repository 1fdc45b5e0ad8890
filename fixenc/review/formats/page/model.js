"use strict";
// The changes, and what was decided about each. Nothing here touches the page.
const data = JSON.parse(document.getElementById("data").textContent);
const number = (n) => n.toLocaleString("en");
const plural = (n, noun) => `${number(n)} ${noun}${n === 1 ? "" : "s"}`;

// An item is one thing to decide: a mark in a paragraph, or a change of a file as a whole.
const items = [];
// A card is a paragraph with marks, or a change of a file as a whole.
const cards = [];

function kindOf(record, look) {
  return JSON.stringify([record.rules, record.safety, look.old, look.new]);
}

function textOf(file, parts) {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const [head, tail] = file.marks[part[0]].ends ?? ["", ""];
    return head + textOf(file, part.slice(1)) + tail;
  }).join("");
}

function marksOf(parts, found = []) {
  for (const part of parts) {
    if (typeof part === "string") continue;
    found.push(part[0]);
    marksOf(part.slice(1), found);
  }
  return found;
}

function addCard(file, at, look, block) {
  const card = { id: cards.length, file, at, look, block, items: [], more: 0 };
  cards.push(card);
  return card;
}

function addItem(card, look, records) {
  const item = {
    id: items.length, at: card.at, file: card.file, card, look, records,
    rules: records[0].rules, safety: records[0].safety, flag: records[0].new === null,
    kind: kindOf(records[0], look),
  };
  items.push(item);
  card.items.push(item);
  return item;
}

data.files.forEach((file, at) => {
  file.first = cards.length;
  file.items = [];
  for (const look of file.changes) {
    const card = addCard(file, at, look, -1);
    file.items.push(addItem(card, look, [look.record]));
    card.words = `${file.name} ${look.record.rules} ${look.old} ${look.new}`.toLowerCase();
  }
  file.byMark = [];
  file.blocks.forEach((block, place) => {
    const found = block ? marksOf(block.parts) : [];
    if (!found.length) return;
    const card = addCard(file, at, null, place);
    for (const mark of found) {
      const look = file.marks[mark];
      file.byMark[mark] = addItem(card, look, look.edits);
      file.items.push(file.byMark[mark]);
    }
    card.words = [file.name, textOf(file, block.parts),
      ...card.items.map((item) => `${item.look.new ?? ""} ${item.rules}`)].join(" ").toLowerCase();
  });
});
const kinds = new Map();
for (const item of items) {
  if (!kinds.has(item.kind)) kinds.set(item.kind, []);
  kinds.get(item.kind).push(item);
}

// Decisions: by the number of an item, {decision, new}; kept in this browser for this very review.
const place = "fixenc 2 " + data.files.map((file) => file.digest + file.items.length).join(" ");
let decisions = new Map();
const past = [];
let isKept = true;
try {
  decisions = new Map(JSON.parse(localStorage.getItem(place) || "[]"));
} catch {
  decisions = new Map(); // storage can be forbidden or full: the review works without it
}
const perFile = data.files.map(() => 0);
for (const id of decisions.keys()) if (items[id]) perFile[items[id].at] += 1;

const MANY = 5000;
let keeping = 0;
function keep() {
  // Thousands of decisions take a while to store: once for all that come close together.
  clearTimeout(keeping);
  if (decisions.size < MANY) keepNow();
  else keeping = setTimeout(keepNow, 150);
}
function keepNow() {
  clearTimeout(keeping);
  try {
    localStorage.setItem(place, JSON.stringify([...decisions]));
  } catch {
    isKept = false;
  }
}

function set(id, decision) {
  const before = decisions.get(id);
  if (decision) decisions.set(id, decision);
  else decisions.delete(id);
  perFile[items[id].at] += (decision ? 1 : 0) - (before ? 1 : 0);
}

// The items among these about which this can be decided: nothing is proposed for a flag.
function able(some, decision, replacement) {
  return some.filter((item) => decision === "refuse" || replacement !== undefined || !item.flag);
}

function record(some, decision, extra) {
  past.push(some.map((item) => [item.id, decisions.get(item.id)]));
  for (const item of some) set(item.id, { decision, ...extra });
}

function takeBack() {
  const last = past.pop() ?? [];
  for (const [id, before] of last) set(id, before);
  return last.map(([id]) => items[id]);
}

// A file that is read by another codec has other text: nothing in it can be decided with this one.
function encodingOf(file) {
  for (const item of file.items) {
    const codec = decisions.get(item.id)?.codec;
    if (codec) return codec;
  }
  return file.encoding;
}

function decidedRecords(file) {
  const made = [];
  const other = encodingOf(file) !== file.encoding;
  for (const item of file.items) {
    const chosen = decisions.get(item.id);
    if (!chosen || (other && !item.card.look)) continue;
    const { decision } = chosen;
    if (chosen.new !== undefined && item.look.whole) {
      made.push({ ...item.look.whole, new: chosen.new, decision });
      continue;
    }
    for (const each of item.records) {
      const kept = { ...each, decision };
      if (chosen.new !== undefined) kept.new = chosen.new;
      if (chosen.codec) kept.old = chosen.codec;
      made.push(kept);
    }
  }
  return made.sort((a, b) => a.start - b.start || a.end - b.end);
}

function decisionsFile() {
  const files = data.files.map((file) => ({
    path: file.path,
    digest: file.digest,
    encoding: encodingOf(file),
    changes: decidedRecords(file),
  })).filter((file) => file.changes.length);
  return JSON.stringify({ version: data.version, files }, null, 1) + "\n";
}
