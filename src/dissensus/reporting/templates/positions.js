(() => {
  // What the matrix of positions shows: outlets or actors, claims of one topic, all actors or those with most passages.
  const table = document.getElementById("pos");
  if (!table) return;
  const form = document.getElementById("p-choices");
  const topic = document.getElementById("p-topic");
  const all = document.getElementById("p-all");
  const search = document.getElementById("f-actor");
  const heads = [...table.tHead.rows[0].cells];
  const lines = [...table.querySelectorAll("tr[data-row]")];
  const bands = [...table.querySelectorAll(".band td")];
  const legend = [...document.querySelectorAll("#claims tbody tr")];
  let more = false;
  let before = "";
  function choose() {
    table.dataset.who = form.elements["p-who"].value;
    const wanted = topic ? topic.value : "";
    if (wanted !== before) {
      before = wanted;
      const off = heads.map((head, at) => at > 0 && wanted !== "" && head.dataset.topic !== wanted);
      heads.forEach((head, at) => { head.hidden = off[at]; });
      lines.forEach((line) => [...line.cells].forEach((cell, at) => { cell.hidden = off[at]; }));
      document.documentElement.style.setProperty("--claims", String(off.filter((each) => !each).length - 1));
      bands.forEach((band) => { band.colSpan = off.filter((each) => !each).length; });
      legend.forEach((line) => { line.hidden = wanted !== "" && line.dataset.topic !== wanted; });
    }
    // A filter by actor looks among all of them.
    table.classList.toggle("all", more || search.value.trim() !== "");
    if (all) {
      all.textContent = more ? all.dataset.less : all.dataset.more;
      all.setAttribute("aria-expanded", String(more));
      all.hidden = table.dataset.who === "outlets";
    }
    dispatchEvent(new Event("resize"));
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", choose);
  if (all) all.addEventListener("click", () => { more = !more; choose(); });
  document.getElementById("filters").addEventListener("input", choose);
  document.getElementById("f-clear").addEventListener("click", choose);
  addEventListener("popstate", choose);
  choose();
})();
