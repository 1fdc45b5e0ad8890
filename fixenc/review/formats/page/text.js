// Paragraphs as text with marks in it. Everything that comes from files is put on the page as
// text, never as markup.
const get = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// A paragraph of a file as it reads with what was decided.
function paragraph(file, block, current) {
  const made = element("div", file.prose ? "text prose" : "text code");
  if (block.rtl) made.dir = "rtl";
  if (!file.prose) made.append(lineNumber(block.line));
  const body = element("span", "body");
  body.append(...pieces(file, block.parts, current));
  made.append(body);
  return made;
}

function lineNumber(line) {
  const made = element("span", "number", String(line));
  made.setAttribute("aria-hidden", "true");
  return made;
}

function pieces(file, parts, current) {
  return parts.flatMap((part) => {
    if (typeof part === "string") return [document.createTextNode(part)];
    const item = file.byMark[part[0]];
    const made = markElement(file, item, part.slice(1), current);
    // A replacement that was typed stands for all that the mark spans.
    const [head, tail] = decisions.get(item.id)?.new === undefined ? item.look.ends ?? [] : [];
    return [head ?? "", made, tail ?? ""];
  });
}

function markElement(file, item, inner, current) {
  const chosen = decisions.get(item.id);
  const made = element("span", `mark ${item.safety}`);
  made.dataset.item = item.id;
  made.tabIndex = -1;
  made.setAttribute("role", "button");
  made.setAttribute("aria-label", describe(item, chosen));
  if (item.id === current) {
    made.classList.add("current");
    made.setAttribute("aria-current", "true");
    made.tabIndex = 0;
  }
  const state = chosen?.decision ?? "open";
  made.classList.add(state);
  const now = chosen?.new ?? item.look.new;
  if (state === "accept") {
    made.append(textOrNothing("ins", now));
  } else if (state === "refuse" || now === null) {
    const kept = element("span", item.flag ? "flagged" : "kept");
    kept.append(...pieces(file, inner, current));
    made.append(kept);
  } else {
    const gone = element("del");
    gone.dir = "auto";
    gone.append(...pieces(file, inner, current));
    made.append(gone, textOrNothing("ins", now));
  }
  return made;
}

// What is taken away leaves a place that can be seen and clicked.
function textOrNothing(tag, text) {
  const made = element(tag, text ? "" : "nothing", text);
  made.dir = "auto";
  if (!text) made.title = "nothing stands here any more";
  return made;
}

function describe(item, chosen) {
  const now = chosen?.new ?? item.look.new;
  const what = now === null ? `flagged: ${item.look.old}`
    : `${item.look.old || "nothing"} becomes ${now || "nothing"}`;
  const state = { accept: "accepted", refuse: "refused" }[chosen?.decision] ?? "open";
  return `${what}, ${item.safety}, ${state}`;
}

// The paragraphs before and after that of a card, as many as were asked for.
function around(card) {
  const { blocks } = card.file;
  const before = [];
  const after = [];
  for (let at = card.block - 1; at >= Math.max(0, card.block - card.more); at--) {
    before.unshift(contextBlock(card.file, blocks[at]));
    if (!blocks[at]) break;
  }
  for (let at = card.block + 1; at <= Math.min(blocks.length - 1, card.block + card.more); at++) {
    after.push(contextBlock(card.file, blocks[at]));
    if (!blocks[at]) break;
  }
  return [before, after];
}

function contextBlock(file, block) {
  if (!block) return element("div", "gap", "… more of this file is not on this page");
  const made = paragraph(file, block, -1);
  made.classList.add("context");
  return made;
}

function hasMore(card) {
  const { blocks } = card.file;
  const [lo, hi] = [card.block - card.more - 1, card.block + card.more + 1];
  let up = card.block - 1;
  while (up > lo && blocks[up]) up--;
  let down = card.block + 1;
  while (down < hi && blocks[down]) down++;
  return Boolean((lo >= 0 && up === lo && blocks[lo])
    || (hi < blocks.length && down === hi && blocks[hi]));
}
