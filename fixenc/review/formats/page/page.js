"use strict";
// Everything that comes from files is put on the page as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const get = (id) => document.getElementById(id);
const STEP = 60; // changes put on the page at a time
const number = (n) => n.toLocaleString("en");

const changes = [];
data.files.forEach((file, at) => {
  for (const change of file.changes) {
    const { look } = change;
    const kind = JSON.stringify([change.rules, change.safety, look.old, look.new]);
    const words = `${file.shown} ${look.left}${look.old} ${look.new}${look.right} ${change.rules}`;
    changes.push({ id: changes.length, at, file, change, look, kind, words: words.toLowerCase() });
  }
});
const kinds = new Map();
for (const item of changes) {
  if (!kinds.has(item.kind)) kinds.set(item.kind, []);
  kinds.get(item.kind).push(item);
}

// Decisions: by the number of a change, {decision, new}; kept in this browser for this very review.
const place = "fixenc " + data.files.map((file) => file.digest + file.changes.length).join(" ");
let decisions = new Map();
const past = [];
try {
  decisions = new Map(JSON.parse(localStorage.getItem(place) || "[]"));
} catch {
  decisions = new Map(); // storage can be forbidden or full: the review works without it
}
function keep() {
  try {
    localStorage.setItem(place, JSON.stringify([...decisions]));
  } catch {
    get("count").textContent += " (this browser does not keep decisions: save them)";
  }
}

let shown = []; // entries of the list: an item, or the first of a group
let alike = new Map(); // the changes that match the filters, by kind
let drawn = 0;
let current = 0;
let onlyFile = -1;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function members(item) {
  return get("group").checked ? alike.get(item.kind) ?? [item] : [item];
}

function matching() {
  const text = get("text").value.toLowerCase();
  const rule = get("rule").value;
  const safety = get("safety").value;
  const state = get("state").value;
  return changes.filter((item) =>
    (onlyFile < 0 || item.at === onlyFile) &&
    (!rule || item.change.rules.includes(rule)) &&
    (!safety || item.change.safety === safety) &&
    (!state || (decisions.get(item.id)?.decision ?? "open") === state) &&
    (!text || item.words.includes(text)));
}

function refresh() {
  const found = matching();
  shown = found;
  if (get("group").checked) {
    alike = new Map();
    for (const item of found) {
      if (!alike.has(item.kind)) alike.set(item.kind, []);
      alike.get(item.kind).push(item);
    }
    shown = [...alike.values()].sort((a, b) => b.length - a.length).map((items) => items[0]);
  }
  get("shown").textContent = get("group").checked
    ? `${number(found.length)} changes of ${number(shown.length)} kinds`
    : `${number(found.length)} changes`;
  get("list").replaceChildren();
  drawn = 0;
  current = Math.min(current, Math.max(shown.length - 1, 0));
  if (!shown.length) get("list").append(element("li", "empty", "Nothing here."));
  draw(STEP);
}

function draw(until) {
  const list = get("list");
  const stop = Math.min(until, shown.length);
  for (; drawn < stop; drawn++) list.append(card(shown[drawn]));
}

function card(item) {
  const { change, look, file } = item;
  const made = element("li", "change");
  made.tabIndex = -1;
  made.dataset.id = item.id;
  const where = element("div", "where");
  where.append(element("b", "", `${file.shown}:${change.line}:${change.column}`));
  where.append(element("span", "", change.rules.join(", ")));
  where.append(element("span", `badge ${change.safety}`, change.safety));
  if (get("group").checked) {
    const all = members(item);
    const files = new Set(all.map((other) => other.at)).size;
    where.append(element("span", "", `×${number(all.length)} in ${number(files)} files`));
  }
  made.append(where, diff(item), element("p", "why", look.why), choices(item));
  mark(made, item);
  return made;
}

function diff(item) {
  const { change, look } = item;
  const chosen = decisions.get(item.id);
  const typed = chosen?.new !== undefined && chosen.new !== change.new;
  const now = typed ? chosen.new : look.new;
  const flag = change.new === null && !typed;
  const sides = get("sides").checked;
  const box = element("div", sides ? "diff sides" : "diff");
  const line = (parts) => {
    const made = element("div");
    made.append(...parts);
    return made;
  };
  const gone = element("del", "", look.old);
  const come = element("ins", "", now);
  if (sides) {
    box.append(line([look.left, gone, look.right]));
    box.append(line(flag ? [] : [look.left, come, look.right]));
  } else {
    box.append(line([look.left, gone, ...(flag ? [] : [come]), look.right]));
  }
  return box;
}

function choices(item) {
  const box = element("div", "choose");
  const button = (className, text, act) => {
    const made = element("button", className, text);
    made.addEventListener("click", act);
    box.append(made);
    return made;
  };
  if (item.change.new !== null) {
    button("yes", "Accept", () => decide(members(item), "accept"));
  }
  button("no", "Refuse", () => decide(members(item), "refuse"));
  for (const [other, look] of item.look.others) {
    button("", look || "(nothing)", () => decide(members(item), "accept", other));
  }
  button("other", "Other…", () => ask(item, box));
  return box;
}

function ask(item, box) {
  if (box.querySelector("input")) return;
  const input = element("input");
  input.setAttribute("aria-label", "Replacement");
  input.value = decisions.get(item.id)?.new ?? item.change.new ?? item.change.old;
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") decide(members(item), "accept", input.value);
    if (event.key === "Escape") { input.remove(); focus(current); }
  });
  box.append(input);
  input.focus();
  input.select();
}

function mark(made, item) {
  const decision = decisions.get(item.id)?.decision;
  made.classList.toggle("accept", decision === "accept");
  made.classList.toggle("refuse", decision === "refuse");
  for (const [name, value] of [["yes", "accept"], ["no", "refuse"]]) {
    made.querySelector(`.${name}`)?.setAttribute("aria-pressed", String(decision === value));
  }
}

function decide(items, decision, replacement) {
  const able = items.filter((item) =>
    decision === "refuse" || replacement !== undefined || item.change.new !== null);
  if (!able.length) return;
  past.push(able.map((item) => [item.id, decisions.get(item.id)]));
  for (const item of able) {
    const made = { decision };
    if (replacement !== undefined) made.new = replacement;
    decisions.set(item.id, made);
  }
  changed(able);
}

function undo() {
  const last = past.pop();
  if (!last) return;
  for (const [id, before] of last) {
    if (before) decisions.set(id, before);
    else decisions.delete(id);
  }
  changed(last.map(([id]) => changes[id]));
}

function changed(items) {
  const ids = new Set(items.map((item) => item.id));
  for (const made of get("list").children) {
    const id = Number(made.dataset.id);
    if (!ids.has(id)) continue;
    const item = changes[id];
    made.querySelector(".diff")?.replaceWith(diff(item));
    made.querySelector("input")?.remove();
    mark(made, item);
  }
  tell();
  keep();
}

function tell() {
  get("bar").max = Math.max(changes.length, 1);
  get("bar").value = decisions.size;
  get("count").textContent = `${number(decisions.size)} of ${number(changes.length)} decided`;
  get("undo").disabled = !past.length;
  const done = new Map();
  for (const id of decisions.keys()) {
    const at = changes[id]?.at;
    done.set(at, (done.get(at) ?? 0) + 1);
  }
  for (const button of get("files").querySelectorAll("button")) {
    const at = Number(button.dataset.at);
    const total = at < 0 ? changes.length : data.files[at].changes.length;
    const ready = at < 0 ? decisions.size : done.get(at) ?? 0;
    button.lastChild.textContent = `${number(ready)}/${number(total)}`;
    button.setAttribute("aria-pressed", String(at === onlyFile));
  }
}

function focus(at) {
  if (!shown.length) return;
  current = Math.max(0, Math.min(at, shown.length - 1));
  if (current >= drawn) draw(current + STEP);
  const made = get("list").children[current];
  made.focus({ preventScroll: true });
  made.scrollIntoView({ block: "nearest" });
}

function save() {
  const files = data.files.map((file, at) => ({
    path: file.path,
    digest: file.digest,
    encoding: file.encoding,
    changes: changes.filter((item) => item.at === at && decisions.has(item.id)).map((item) => {
      const { look, ...kept } = item.change;
      return { ...kept, ...decisions.get(item.id) };
    }),
  })).filter((file) => file.changes.length);
  const content = JSON.stringify({ version: data.version, files }, null, 1) + "\n";
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = "decisions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function fileButton(at, name) {
  const made = element("button");
  made.dataset.at = at;
  made.append(element("span", "", name), element("span"));
  made.addEventListener("click", () => {
    onlyFile = at;
    current = 0;
    refresh();
    tell();
  });
  const line = element("li");
  line.append(made);
  return line;
}

const keys = {
  j: () => focus(current + (document.activeElement.closest?.("li.change") ? 1 : 0)),
  k: () => focus(current - 1),
  a: () => { decide(members(shown[current]), "accept"); focus(current + 1); },
  r: () => { decide(members(shown[current]), "refuse"); focus(current + 1); },
  A: () => { decide(kinds.get(shown[current].kind), "accept"); focus(current + 1); },
  R: () => { decide(kinds.get(shown[current].kind), "refuse"); focus(current + 1); },
  e: () => { focus(current); get("list").children[current].querySelector(".other").click(); },
  u: undo,
  "/": () => get("text").focus(),
  "?": () => get("keys").showModal(),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, dialog");
  if (event.key === "Escape" && event.target === get("text")) focus(current);
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  if ("jkarARe".includes(event.key) && !shown.length) return;
  event.preventDefault();
  keys[event.key]();
});
get("list").addEventListener("focusin", (event) => {
  const made = event.target.closest("li.change");
  if (made) current = [...get("list").children].indexOf(made);
});
for (const id of ["rule", "safety", "state", "group", "sides"]) {
  get(id).addEventListener("change", refresh);
}
get("text").addEventListener("input", refresh);
get("undo").addEventListener("click", undo);
get("help").addEventListener("click", () => get("keys").showModal());
get("export").addEventListener("click", save);
get("acceptall").addEventListener("click", () => decide(matching(), "accept"));
get("refuseall").addEventListener("click", () => decide(matching(), "refuse"));
for (const rule of [...new Set(changes.flatMap((item) => item.change.rules))].sort()) {
  get("rule").append(element("option", "", rule));
}
get("files").append(fileButton(-1, "All files"));
data.files.forEach((file, at) => get("files").append(fileButton(at, file.shown)));
new IntersectionObserver((seen) => {
  if (seen.some((entry) => entry.isIntersecting)) draw(drawn + STEP);
}, { rootMargin: "1500px" }).observe(get("more"));
// On a phone the changes come first, and the filters when they are asked for.
if (matchMedia("(max-width: 50rem)").matches) {
  for (const id of ["filterbox", "filebox"]) get(id).open = false;
}
refresh();
tell();
