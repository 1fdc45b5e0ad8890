// Cards: a paragraph with the change that is asked about, its reason, and the buttons.

function button(className, text, key, act) {
  const made = element("button", className, text);
  if (key) {
    made.setAttribute("aria-keyshortcuts", key);
    const listed = element("kbd", "", key);
    listed.setAttribute("aria-hidden", "true");
    made.append(listed);
  }
  made.addEventListener("click", act);
  return made;
}

function cardElement(entry) {
  const { card } = entry;
  const made = element("li", "change");
  made.dataset.card = card.id;
  made.tabIndex = -1;
  fill(made, entry);
  return made;
}

function fill(made, entry) {
  const { card } = entry;
  const open = card.items.filter((item) => !decisions.has(item.id)).length;
  made.classList.toggle("done", !open);
  made.setAttribute("aria-label", labelOf(card, open));
  const body = card.look ? fileChangeBody(card) : paragraphBody(entry);
  made.replaceChildren(...body);
}

function labelOf(card, open) {
  const what = card.look ? `${card.look.record.rules[0]} of ${card.file.name}`
    : `${card.file.name} line ${card.items[0].records[0].line}`;
  return `${what}, ${plural(card.items.length, "change")}, ${number(open)} open`;
}

function paragraphBody(entry) {
  const { card, item } = entry;
  const where = element("div", "where");
  const first = card.items[0].records[0];
  where.append(element("b", "", `${card.file.name}:${first.line}:${first.column}`));
  where.append(element("span", "", plural(card.items.length, "change")));
  if (get("group").checked) {
    const all = members(item);
    const files = new Set(all.map((other) => other.at)).size;
    where.append(element("span", "times",
      `${plural(all.length, "change")} of this kind in ${plural(files, "file")}`));
  }
  const [before, after] = around(card);
  const middle = paragraph(card.file, card.file.blocks[card.block], item.id);
  return [where, ...before, middle, ...after, detail(entry), wholeParagraph(card)];
}

// The change that is asked about: what becomes what, why, and the buttons for it.
function detail(entry) {
  const { card, item } = entry;
  const { look } = item;
  const chosen = decisions.get(item.id);
  const box = element("div", `detail ${item.safety}`);
  const pair = element("p", "pair");
  if (card.items.length > 1) {
    pair.append(element("span", "which", `${card.items.indexOf(item) + 1} of ${card.items.length}`));
  }
  const now = chosen?.new ?? look.new;
  if (now === null) {
    pair.append(element("q", "", look.old));
  } else if (Math.max(look.old.length, now.length) <= 40) { // a longer one is read in its place
    pair.append(textOrNothing("del", look.old), " → ", textOrNothing("ins", now));
  }
  pair.append(element("span", "rule", item.rules.join(", ")));
  pair.append(element("span", `badge ${item.safety}`, item.safety));
  box.append(pair, element("p", "why", look.why));
  if (look.names) box.append(element("p", "names", look.names));
  if (look.older) {
    const older = element("p", "older");
    older.append(element("span", "", `Before, in ${look.older[0]}: `), element("q", "", look.older[1]));
    box.append(older);
  }
  box.append(choices(entry));
  return box;
}

function choices(entry) {
  const { item } = entry;
  const box = element("div", "choose");
  const chosen = decisions.get(item.id);
  const pressed = (made, is) => {
    made.setAttribute("aria-pressed", String(is));
    box.append(made);
  };
  if (!item.flag) {
    pressed(button("yes", "Accept", "y", () => act("y", entry)),
      chosen?.decision === "accept" && chosen.new === undefined);
  }
  pressed(button("no", item.flag ? "Leave as it is" : "Refuse", "n", () => act("n", entry)),
    chosen?.decision === "refuse");
  (item.look.others ?? []).slice(0, 9).forEach(([other, look], at) => {
    pressed(button("", look || "(nothing)", String(at + 1), () => act(String(at + 1), entry)),
      chosen?.new === other);
  });
  box.append(button("other", "Other…", "e", () => act("e", entry)));
  const all = kinds.get(item.kind);
  if (all.length > 1 && !item.flag && !get("group").checked) {
    box.append(button("kind", `Accept all ${number(all.length)} of this kind`, "k",
      () => act("k", entry)));
  }
  return box;
}

function wholeParagraph(card) {
  const box = element("div", "choose whole");
  if (card.items.length > 1 && !get("group").checked) {
    const name = card.file.prose ? "paragraph" : "line";
    const entry = () => entryOf(card);
    box.append(button("", `Accept ${name}`, "p", () => act("p", entry())));
    box.append(button("", `Refuse ${name}`, "P", () => act("P", entry())));
  }
  if (hasMore(card)) {
    box.append(button("quiet", "More text", "m", () => act("m", entryOf(card))));
    box.append(button("quiet", "Whole text", "M", () => act("M", entryOf(card))));
  }
  if (card.more) {
    box.append(button("quiet", "Less", "", () => { card.more = 0; redraw([card]); }));
  }
  return box;
}

// A change of a file as a whole; for an encoding, the first lines as each codec reads them.
function fileChangeBody(card) {
  const { look, file } = card;
  const [item] = card.items;
  const chosen = decisions.get(item.id);
  const where = element("div", "where");
  where.append(element("b", "", file.name));
  const pair = element("p", "pair");
  pair.append(element("span", "", `${look.record.rules[0]}: `));
  pair.append(element("del", "", chosen?.codec ?? look.old), " → ", element("ins", "", look.new));
  const parts = [where, pair, element("p", "why", look.why)];
  if (look.readings?.length) parts.push(readingsOf(card, item, chosen));
  if (chosen?.codec && file.items.length > 1) {
    parts.push(element("p", "why", `The other changes of this file were found in its text as ${file.encoding}: they are left out. Convert it first, then look at it again.`));
  }
  const box = element("div", "choose");
  for (const [name, text, key, state] of [["yes", "Accept", "y", "accept"], ["no", "Refuse", "n", "refuse"]]) {
    const made = button(name, text, key, () => act(key, entryOf(card)));
    made.setAttribute("aria-pressed", String(chosen?.decision === state));
    box.append(made);
  }
  parts.push(box);
  return parts;
}

function readingsOf(card, item, chosen) {
  const set = element("fieldset", "readings");
  set.append(element("legend", "", "The first lines that are not ASCII, as each encoding reads them:"));
  const current = chosen?.codec ?? card.file.encoding;
  for (const each of card.look.readings) {
    const line = element("label", "reading");
    const radio = element("input");
    radio.type = "radio";
    radio.name = `codec${card.id}`;
    radio.checked = each.encoding === current;
    radio.addEventListener("change", () => {
      const codec = each.encoding === card.file.encoding ? {} : { codec: each.encoding };
      decide([item], "accept", codec);
    });
    const share = each.share === null ? "" : ` ${Math.round(each.share * 100)} %`;
    const text = element("span");
    text.append(element("b", "", each.encoding + share));
    for (const [at, words] of each.lines) {
      const listed = element("bdi", "sample", `${number(at)}: ${words}`);
      text.append(listed);
    }
    line.append(radio, text);
    set.append(line);
  }
  return set;
}

function fileElement(file, at) {
  const made = element("li", "file");
  made.dataset.file = at;
  const name = element("h2", "", file.name);
  const state = element("span", "state");
  const box = element("span", "choose");
  box.append(button("", "Accept file", "f", () => decide(openOf(file.items), "accept")));
  box.append(button("", "Refuse file", "F", () => decide(openOf(file.items), "refuse")));
  made.append(name, element("span", "codec", file.encoding), state, box);
  return made;
}
