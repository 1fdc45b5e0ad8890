// What happens once, when the page is opened.

function save() {
  keepNow();
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([decisionsFile()], { type: "application/json" }));
  link.download = "decisions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  say(`Saved. Now run: ${get("command").textContent}`);
  get("end").scrollIntoView({ block: "nearest" });
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

get("list").addEventListener("focusin", (event) => {
  const made = event.target.closest("li.change");
  const at = made ? listed.findIndex((entry) => entry.element === made) : -1;
  if (at >= 0) current = at;
});
get("list").addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  const card = event.target.closest("li.change");
  const entry = card && listed.find((each) => each.element === card);
  if (!mark || !entry) return;
  const item = items[mark.dataset.item];
  if (item.card === entry.card) select(entry, item);
  else { // it stands in the text around
    const other = entryOf(item.card);
    if (!other) return;
    if (!other.element) draw(listed.indexOf(other) + STEP);
    select(other, item);
  }
});
for (const id of ["rule", "safety", "state", "group"]) {
  get(id).addEventListener("change", () => { current = 0; refresh(); });
}
get("final").addEventListener("change", () =>
  document.body.classList.toggle("final", get("final").checked));
get("text").addEventListener("input", () => { current = 0; refresh(); });
get("undo").addEventListener("click", undo);
get("help").addEventListener("click", () => get("keys").showModal());
get("export").addEventListener("click", save);
get("exportend").addEventListener("click", save);
get("previous").addEventListener("click", () => toFile(-1));
get("next").addEventListener("click", () => toFile(1));
get("acceptall").addEventListener("click", () => decide(matching(), "accept"));
get("refuseall").addEventListener("click", () => decide(matching(), "refuse"));
get("command").textContent =
  `fixenc apply decisions.json${data.where.root ? ` --root ${data.where.root}` : ""}`;
get("folder").textContent = data.where.root ? "" : ` in ${data.where.folder}`;
get("copy").addEventListener("click", () => {
  const range = document.createRange();
  range.selectNodeContents(get("command"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const done = navigator.clipboard?.writeText(get("command").textContent);
  Promise.resolve(done).then(() => say("Copied."), () => say("Selected: copy it by hand."));
});
for (const rule of [...new Set(items.flatMap((item) => item.rules))].sort()) {
  get("rule").append(element("option", "", rule));
}
get("files").append(fileButton(-1, "All files"));
data.files.forEach((file, at) => get("files").append(fileButton(at, file.name)));
new IntersectionObserver((seen) => {
  if (seen.some((entry) => entry.isIntersecting)) draw(drawn + STEP);
}, { rootMargin: "1500px" }).observe(get("more"));
addEventListener("beforeprint", () => draw(listed.length));
addEventListener("pagehide", keepNow);
// On a phone the changes come first, and the filters when they are asked for.
if (matchMedia("(max-width: 50rem)").matches) {
  for (const id of ["filterbox", "filebox"]) get(id).open = false;
}
refresh();
tell();
