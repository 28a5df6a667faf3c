// What each buffer has held of late, and what was dropped.

const WINDOWS = [15_000, 30_000, 60_000, 120_000]; // as soon as there is more to show than one has room for, the next
const LONGEST = WINDOWS.at(-1);

// The samples of one stage.
class History {
  constructor() {
    this.samples = [];
  }

  add(at, stage) {
    this.samples.push({ at, depth: stage.depth ?? 0, dropped: { ...stage.dropped } });
    while (this.samples[0].at < at - LONGEST) this.samples.shift();
  }

  // What was dropped each second, of late, for one reason.
  dropRate(reason) {
    const last = this.samples.at(-1);
    const first = this.samples.find(({ at }) => at >= last.at - 3000);
    if (first.at === last.at) return 0;
    return (((last.dropped[reason] ?? 0) - (first.dropped[reason] ?? 0)) * 1000) / (last.at - first.at);
  }
}

class Buffers {
  constructor() {
    this.element = html("div", { class: "buffers" });
    this.cards = new Map();
  }

  update(snapshot) {
    const shown = snapshot.stages.filter(({ depth, dropped }) => depth !== null || total(dropped) > 0);
    for (const id of [...this.cards.keys()].filter((id) => !shown.some((stage) => stage.id === id))) {
      this.cards.get(id).element.remove();
      this.cards.delete(id);
    }
    for (const stage of shown) {
      if (!this.cards.has(stage.id)) {
        this.cards.set(stage.id, new Buffer());
        this.element.append(this.cards.get(stage.id).element);
      }
      this.cards.get(stage.id).update(snapshot.at_ms, stage);
    }
  }
}

class Buffer {
  constructor() {
    this.history = new History();
    this.name = html("h3");
    this.now = html("span", { class: "now" });
    this.parts = {
      area: svg("path", { class: "area" }),
      line: svg("path", { class: "top-line" }),
      drops: svg("path", { class: "drops" }),
      capacity: svg("path", { class: "capacity" }),
    };
    this.chart = svg("svg", { class: "chart", role: "img", viewBox: "0 0 100 100", preserveAspectRatio: "none" },
      svg("path", { class: "ground", d: "M0 100H100" }), ...Object.values(this.parts));
    this.reasons = html("ul", { class: "drops-by-reason" });
    this.axis = html("p", { class: "axis", "aria-hidden": "true" }, html("span"), html("span"), html("span", {}, "now"));
    this.oldest = html("p", { class: "oldest" });
    this.element = html("section", { class: "buffer" },
      html("header", {}, this.name, this.now), html("div", { class: "plot" }, this.chart), this.axis, this.oldest, this.reasons);
  }

  update(at, stage) {
    this.history.add(at, stage);
    set(this.element, "data-buffer", stage.id);
    say(this.name, stage.name);
    say(this.now, stage.depth === null ? "" : held(stage));
    say(this.oldest, stage.oldest_ms > 0 ? `the oldest has waited ${duration(stage.oldest_ms)}` : "");
    this.draw(at, stage);
    this.tell(stage);
  }

  // The lower part is the depth up to the capacity; above that line stands what was dropped.
  draw(at, { name, capacity }) {
    const { samples } = this.history;
    const deepest = Math.max(...samples.map(({ depth }) => depth));
    const top = Math.max(1, capacity ?? 0, deepest) * 1.2;
    const window = WINDOWS.find((window) => window >= at - samples[0].at) ?? LONGEST;
    const x = (sample) => (100 - ((at - sample.at) / window) * 100).toFixed(2);
    const y = (depth) => (100 - (depth / top) * 100).toFixed(2);
    const points = samples.map((sample) => `${x(sample)} ${y(sample.depth)}`).join("L");
    set(this.parts.line, "d", `M${points}`);
    set(this.parts.area, "d", `M${x(samples[0])} 100L${points}L100 100Z`);
    set(this.parts.capacity, "d", capacity === null ? "" : `M0 ${y(capacity)}H100`);
    const lost = samples.slice(1).map((sample, i) => total(sample.dropped) - total(samples[i].dropped));
    const most = Math.max(1, ...lost);
    const bars = lost.map((n, i) => (n > 0 ? `M${x(samples[i + 1])} ${y(top / 1.2)}V${(16.7 - 4 - 11 * (n / most)).toFixed(2)}` : ""));
    set(this.parts.drops, "d", bars.join(""));
    say(this.axis.children[0], `${window / 1000} s ago`);
    say(this.axis.children[1], capacity === null ? "" : `dashed: capacity ${count(capacity)}`);
    set(this.chart, "aria-label", `Depth of ${name} over time, at most ${count(deepest)}`);
  }

  tell(stage) {
    const rows = Object.entries(stage.dropped).filter(([, n]) => n > 0);
    while (this.reasons.children.length > rows.length) this.reasons.lastChild.remove();
    while (this.reasons.children.length < rows.length) this.reasons.append(html("li"));
    rows.forEach(([reason, n], i) => {
      const now = this.history.dropRate(reason);
      say(this.reasons.children[i], `dropped, ${inWords(reason)}: ${count(n)}${now > 0 ? ` · ${rate(now)}` : ""}`);
    });
  }
}
