"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  // The panel: a copy of the words that stand in the page, so that nothing is ever parsed as markup here.
  const panel = $("#panel");
  const body = $("#panel-body");
  let opener = null;
  function open(id, from = null) {
    const group = document.getElementById(id);
    if (!group) return;
    $("#panel-title").replaceChildren(...[...$(".group-title", group).childNodes].map((node) => node.cloneNode(true)));
    body.replaceChildren(...[...group.children].slice(1).map((node) => node.cloneNode(true)));
    hideIn(body);
    opener = from;
    if (opener) opener.setAttribute("aria-expanded", "true");
    panel.showModal();
    body.scrollTop = 0;
    body.focus();
  }
  panel.addEventListener("close", () => {
    if (opener) { opener.setAttribute("aria-expanded", "false"); opener.focus({ preventScroll: true }); }
    opener = null;
  });
  $("#panel-close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });

  // Places in the articles. State of the address: #place&outlet=..&mode=..&act=..&actor=.. (each part may be missing).
  function go(place, push) {
    const target = document.getElementById(place);
    if (!target) return;
    // The focus goes to the place, not back to the cell.
    if (opener) opener.setAttribute("aria-expanded", "false");
    opener = null;
    if (panel.open) panel.close();
    for (let up = target.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    const inside = target.matches("article") && $("details", target);
    if (inside) inside.open = true;
    $("#filters details").open = false;
    const article = target.closest(".doc");
    if (article) article.hidden = false;
    all(".now").forEach((node) => node.classList.remove("now"));
    const statement = /^d\d+s(\d+)$/.exec(place);
    if (statement && article) {
      all(".text [data-s]", article).filter((node) => node.dataset.s.split(" ").includes(statement[1])).forEach((node) => node.classList.add("now"));
    } else if (/^d\d+p\d+$/.test(place)) {
      let next = target.nextElementSibling;
      while (next && !next.classList.contains("hit")) next = next.nextElementSibling;
      if (next) next.classList.add("now");
    }
    // Twice: what comes into view takes its true height only then.
    const where = { block: article && article !== target ? "center" : "start", behavior: "instant" };
    target.scrollIntoView(where);
    target.scrollIntoView(where);
    const focused = target.matches("details") ? $("summary", target) : target;
    if (!focused.matches("a, button, input, summary")) focused.setAttribute("tabindex", "-1");
    focused.focus({ preventScroll: true });
    write(place, push);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.open) open(link.dataset.open, link);
    else go(link.getAttribute("href").slice(1), true);
  });

  // Filters.
  const form = $("#filters");
  const boxes = all("input[type=checkbox]", form);
  const search = $("#f-actor");
  // A report in which everybody only says things has no choice of acts.
  const acts = $("#f-act");
  const rows = all("[data-row]").map((node) => ({ node, text: plain((all(".who, .chip, .open", node).map((part) => part.textContent).join(" ") || node.textContent)) }));
  const said = all(".said li");
  const columns = all("[data-o]").filter((node) => !node.hasAttribute("data-row") && !node.closest(".words"));
  const folds = all("details.fold").filter((node) => $("[data-row]", node));
  const cells = all("td[data-counts]");
  const total = rows.length;
  const modes = ["direct", "indirect", "mixed"];
  function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }
  function state() {
    const off = (name) => new Set(boxes.filter((box) => box.name === name && !box.checked).map((box) => box.value));
    return { outlets: off("outlet"), modes: off("mode"), act: acts ? acts.value : "", actor: plain(search.value.trim()) };
  }
  // What carries a mode is a statement; one without an act of its own says.
  function otherwise(node, now) { return now.modes.has(node.dataset.mode) || (now.act !== "" && "mode" in node.dataset && (node.dataset.act || "says") !== now.act); }
  function hidden(node, now) { return now.outlets.has(node.dataset.o) || otherwise(node, now); }
  function countsOf(cell, act) {
    const counts = cell.dataset.counts.split(",").map(Number);
    if (!act) return counts;
    const other = new Map((cell.dataset.acts || "").split(";").filter(Boolean).map((part) => part.split(":")).map(([name, each]) => [name, each.split(",").map(Number)]));
    if (act !== "says") return other.get(act) || counts.map(() => 0);
    return counts.map((n, i) => [...other.values()].reduce((rest, each) => rest - each[i], n));
  }
  function hideIn(within) {
    const now = state();
    all("[data-o]", within).forEach((node) => { node.hidden = hidden(node, now); });
    if (all("li[data-o]", within).every((node) => node.hidden) && $("ul", within)) {
      const note = document.createElement("p");
      note.className = "empty";
      note.textContent = "The filter hides all of these words.";
      within.append(note);
    }
  }
  function apply() {
    const now = state();
    columns.forEach((node) => { node.hidden = hidden(node, now); });
    cells.forEach((cell) => {
      const count = countsOf(cell, now.act).reduce((sum, n, i) => sum + (now.modes.has(modes[i]) ? 0 : n), 0);
      cell.firstElementChild.textContent = String(count);
      cell.classList.toggle("none", count === 0);
    });
    let shown = 0;
    rows.forEach(({ node, text }) => {
      const counted = all("td[data-counts]", node);
      const empty = counted.length > 0 && counted.every((cell) => cell.hidden || cell.classList.contains("none"));
      const named = node.closest(".naming") && all("td[data-o]:not(.none)", node).every((cell) => cell.hidden);
      node.hidden = hidden(node, now) || empty || Boolean(named) || (now.actor !== "" && !text.includes(now.actor));
      if (counted.length) {
        const sum = counted.reduce((n, cell) => n + (cell.hidden ? 0 : Number(cell.firstElementChild.textContent)), 0);
        node.lastElementChild.textContent = String(sum);
      }
      shown += node.hidden ? 0 : 1;
    });
    said.forEach((node) => { node.hidden = otherwise(node, now) || (now.actor !== "" && !plain($(".who", node).textContent).includes(now.actor)); });
    const active = Boolean(now.outlets.size || now.modes.size || now.act || now.actor);
    all("[data-block]").forEach((block) => { block.hidden = all("[data-row]", block).every((node) => node.hidden); });
    tell(now, active);
    folds.forEach((fold) => count(fold));
    unfold(now.actor, active);
    const columnsShown = boxes.filter((box) => box.name === "outlet" && box.checked).length;
    root.style.setProperty("--outlets", String(Math.max(1, columnsShown)));
    measure();
    const parts = [];
    if (now.outlets.size) {
      const known = boxes.filter((box) => box.name === "outlet" && !("unknown" in box.dataset));
      const unknown = boxes.find((box) => "unknown" in box.dataset);
      const some = known.some((box) => !box.checked);
      if (some) parts.push(`${known.filter((box) => box.checked).length} of ${known.length} outlets`);
      if (unknown && some === unknown.checked) parts.push(some ? "outlet not known" : "known outlets only");
    }
    if (now.modes.size) parts.push(boxes.filter((box) => box.name === "mode" && box.checked).map((box) => box.parentElement.textContent.trim()).join(", ") || "no mode");
    if (now.act) parts.push(now.act);
    if (now.actor) parts.push(`“${search.value.trim()}”`);
    $("#filter-state").textContent = active ? `${parts.join(" · ")}: ${shown} of ${total} rows` : "everything is shown";
    $("#filter-live").textContent = active ? `${shown} of ${total} rows are shown` : "Everything is shown";
  }
  // A table without rows is not shown; where nothing is left of a part, that is said.
  const listed = "[data-row], tbody tr[data-o]";
  const tables = all(".scroll").filter((box) => $(listed, box));
  const wholes = all("[data-part]").map((part) => ({
    rows: all(listed, part).filter((node) => node.closest("[data-part]") === part),
    rest: all(".left-out, .chartbox", part).filter((node) => node.closest("[data-part]") === part),
    note: all(".nothing", part).find((node) => node.closest("[data-part]") === part),
  })).filter(({ rows, note }) => rows.length && note);
  function tell(now, active) {
    tables.forEach((box) => { box.hidden = active && all(listed, box).every((node) => node.hidden); });
    wholes.forEach(({ rows, rest, note }) => {
      const nothing = active && rows.every((node) => node.hidden);
      note.hidden = !nothing;
      rest.forEach((node) => { node.hidden = nothing; });
    });
    $("#filter-note").hidden = !active;
    const drawing = $("#chart-note");
    if (drawing) drawing.hidden = !(now.modes.size || now.act || now.actor) || $(".chartbox").hidden;
  }
  function count(fold) {
    const shown = all("[data-row]", fold).filter((node) => !node.hidden);
    all(":scope > summary .count", fold).forEach((node) => {
      node.textContent = String(node.dataset.of ? shown.filter((row) => row.matches(node.dataset.of)).length : shown.length);
    });
    const [one, several] = [$(":scope > summary .one", fold), $(":scope > summary .several", fold)];
    if (one) { one.hidden = shown.length !== 1; several.hidden = shown.length === 1; }
  }
  // A filter opens the folds in which it finds something, and closes them again when it is lifted.
  function unfold(actor, active) {
    folds.forEach((fold) => {
      const before = all("[data-row]", fold.closest("section")).some((row) => !row.hidden && !row.closest("details.fold"));
      const wanted = !fold.hidden && (actor !== "" || (active && !before && !fold.matches(".period")));
      if (wanted && !fold.open) { fold.open = true; fold.dataset.opened = ""; }
      else if (!wanted && "opened" in fold.dataset) { fold.open = false; delete fold.dataset.opened; }
    });
    all("details.more").forEach((more) => {
      const wanted = actor !== "" && plain(more.textContent).includes(actor);
      if (wanted && !more.open) { more.open = true; more.dataset.opened = ""; }
      else if (!wanted && "opened" in more.dataset) { more.open = false; delete more.dataset.opened; }
    });
  }

  // Headings of wide tables: CSS keeps them in view where the table fits; where it scrolls sideways they are moved along.
  const boxesOfTables = all(".scroll.wide");
  const otherBoxes = all(".scroll:not(.wide)");
  const bar = $("#filters summary");
  // On a small screen an open filter does not stay in view, so the reader is taken to it.
  const sticks = () => getComputedStyle(form).position === "sticky";
  $("#filters details").addEventListener("toggle", (event) => { if (event.target.open && !sticks()) form.scrollIntoView({ block: "start" }); });
  function measure() {
    root.style.setProperty("--bar", `${sticks() ? bar.offsetHeight + 2 : 0}px`);
    boxesOfTables.forEach((box) => {
      if (!box.clientWidth) return;
      const fits = box.firstElementChild.offsetWidth <= box.clientWidth + 1;
      box.classList.toggle("fits", fits);
      box.classList.toggle("over", !fits);
    });
    otherBoxes.forEach((box) => { if (box.clientWidth) box.classList.toggle("over", box.scrollWidth > box.clientWidth + 1); });
    stick();
  }
  function stick() {
    const top = Math.max(0, bar.getBoundingClientRect().bottom);
    boxesOfTables.forEach((box) => {
      const table = box.firstElementChild;
      const head = table.tHead;
      let shift = 0;
      if (box.classList.contains("over")) {
        const place = table.getBoundingClientRect();
        shift = Math.max(0, Math.min(top - place.top, place.height - head.offsetHeight - 40));
      }
      head.style.transform = shift ? `translateY(${shift}px)` : "";
    });
  }
  addEventListener("scroll", () => requestAnimationFrame(stick), { passive: true });
  addEventListener("resize", () => requestAnimationFrame(measure));
  all("details").forEach((node) => node.addEventListener("toggle", () => requestAnimationFrame(measure)));

  function write(place, push) {
    const parts = place ? [place] : [];
    const add = (name, values) => { if (values.length) parts.push(`${name}=${values.map(encodeURIComponent).join(",")}`); };
    const ticked = (name) => boxes.filter((box) => box.name === name);
    if (ticked("outlet").some((box) => !box.checked)) parts.push(`outlet=${ticked("outlet").filter((box) => box.checked).map((box) => encodeURIComponent(box.dataset.name)).join(",")}`);
    if (ticked("mode").some((box) => !box.checked)) parts.push(`mode=${ticked("mode").filter((box) => box.checked).map((box) => box.value).join(",")}`);
    add("act", acts && acts.value ? [acts.value] : []);
    add("actor", search.value.trim() ? [search.value.trim()] : []);
    history[push ? "pushState" : "replaceState"](null, "", `#${parts.join("&")}`);
  }
  function decode(text) { try { return decodeURIComponent(text); } catch { return text; } }
  function read() {
    const [place, given] = [[], new Map()];
    for (const part of location.hash.slice(1).split("&")) {
      const at = part.indexOf("=");
      if (at < 0) { if (part) place.push(part); } else given.set(part.slice(0, at), part.slice(at + 1).split(",").filter(Boolean).map(decode));
    }
    for (const box of boxes) {
      const values = given.get(box.name);
      box.checked = !values || values.includes(box.name === "outlet" ? box.dataset.name : box.value);
    }
    if (acts) {
      acts.value = (given.get("act") || [""])[0] || "";
      if (acts.selectedIndex < 0) acts.value = "";
    }
    search.value = (given.get("actor") || [""])[0] || "";
    apply();
    return decode(place[0] || "");
  }
  const current = () => { const first = location.hash.slice(1).split("&")[0]; return first.includes("=") ? "" : decode(first); };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { apply(); write(current(), false); });
  $("#f-clear").addEventListener("click", () => { boxes.forEach((box) => { box.checked = true; }); if (acts) acts.value = ""; search.value = ""; apply(); write(current(), false); });
  for (const [id, state] of [["#f-open", true], ["#f-close", false]]) {
    $(id).addEventListener("click", () => all("main details").filter((node) => !node.closest(".filters")).forEach((node) => { node.open = state; }));
  }
  function start() {
    const place = read();
    if (!place) return;
    if (/^c\d+$/.test(place)) open(place); else go(place, false);
  }
  addEventListener("popstate", start);
  start();
})();
