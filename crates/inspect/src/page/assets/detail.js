// All figures of one stage, beside the graph or (on a phone) below it.

class Detail {
  constructor(element) {
    this.element = element;
    this.shown = null;
    this.opener = null;
    this.name = html("h2", { id: "detail-name", tabindex: "-1" });
    this.says = html("p", { class: "says" });
    this.close = html("button", { class: "close", type: "button" }, "Close");
    this.body = html("div");
    element.append(html("header", {}, this.name, this.close), this.says, this.body);
    this.close.addEventListener("click", () => element.close());
    element.addEventListener("close", () => this.closed());
    document.addEventListener("keydown", (event) => event.key === "Escape" && element.open && element.close());
  }

  open(pipeline, id, opener) {
    this.opener?.setAttribute("aria-expanded", "false");
    this.shown = { pipeline, id };
    this.opener = opener;
    opener.setAttribute("aria-expanded", "true");
    if (!this.element.open) this.element.show();
    this.refresh();
    this.name.focus();
  }

  closed() {
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.focus();
    this.shown = null;
  }

  // For when what it shows is no more.
  forget() {
    if (this.element.open) this.element.close();
  }

  refresh() {
    if (this.shown === null) return;
    const stage = this.shown.pipeline.latest.stages.find(({ id }) => id === this.shown.id);
    if (stage === undefined) return this.forget();
    const scrolled = this.element.scrollTop;
    say(this.name, stage.name);
    set(this.says, "data-state", stage.state);
    this.says.replaceChildren(html("b", {}, stage.state), `: ${STATES[stage.state] ?? ""}`);
    this.body.replaceChildren(...this.sections(stage, this.shown.pipeline.latest));
    this.element.scrollTop = scrolled;
  }

  sections(stage, snapshot) {
    const nameOf = (id) => snapshot.stages.find((other) => other.id === id)?.name;
    const warnings = stage.warnings.length === 0 ? [] :
      [html("h3", {}, "Warnings"), html("ul", { class: "warnings" }, ...stage.warnings.map((text) => html("li", {}, text)))];
    const figures = [
      ["takes from", stage.upstream.map(nameOf).filter(Boolean).join(", ") || null],
      ["per second", rate(stage.per_second)],
      ["in", stage.in],
      ["out", stage.out],
      ["requested", stage.requested ?? "unbounded"],
      ["outstanding demand", stage.outstanding ?? "unbounded"],
      ["depth", stage.depth],
      ["capacity", stage.capacity],
      ["oldest", stage.oldest_ms === null ? null : duration(stage.oldest_ms)],
      ["time without demand", `${(stage.blocked_ratio * 100).toFixed(1)} %`],
      ["lag", stage.lag],
      ...Object.entries(stage.dropped).map(([reason, n]) => [`dropped, ${inWords(reason)}`, n]),
    ].filter(([, value]) => value !== null);
    const list = html("dl", {}, ...figures.flatMap(([name, value]) =>
      [html("dt", {}, name), html("dd", {}, typeof value === "number" ? whole.format(value) : value)]));
    return [...warnings, ...waits(stage.wait_ms), html("h3", {}, "Figures"), list];
  }
}

function waits(wait) {
  if (wait === null) return [];
  const rows = [["p50", wait.p50], ["p99", wait.p99], ["max", wait.max]].flatMap(([name, ms]) => {
    const bar = html("span");
    bar.style.width = `${wait.max > 0 ? (ms / wait.max) * 100 : 0}%`;
    return [html("span", {}, name), html("span", { class: "fill", "aria-hidden": "true" }, bar), html("b", {}, duration(ms))];
  });
  return [html("h3", {}, `Wait (${count(wait.count)} elements)`), html("div", { class: "waits" }, ...rows)];
}
