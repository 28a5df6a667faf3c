// Draws a pipeline as a graph: its edges as SVG, its stages as buttons.

class Graph {
  constructor(open) {
    this.open = open;
    this.edges = svg("svg", { "aria-hidden": "true" });
    this.element = html("div", { class: "graph", role: "group" }, this.edges);
    this.shape = "";
    this.stages = new Map();
    this.drawn = [];
    this.latest = null;
    new ResizeObserver(() => this.latest && this.update(this.latest)).observe(this.element);
  }

  update(snapshot) {
    this.latest = snapshot;
    set(this.element, "aria-label", `Stages of ${snapshot.pipeline}, in the order in which elements go through them`);
    const width = Math.floor(this.element.clientWidth);
    const shape = JSON.stringify([width, snapshot.stages.map(({ id, upstream, sink }) => [id, upstream, sink])]);
    if (shape !== this.shape) this.lay(snapshot.stages, width);
    this.shape = shape;
    const byId = new Map(snapshot.stages.map((stage) => [stage.id, stage]));
    for (const [id, button] of this.stages) this.fillStage(button, byId.get(id), snapshot.bottleneck);
    for (const { from, group, words } of this.drawn) {
      const stage = byId.get(from);
      set(group, "data-state", stage.state);
      if (words === null) continue;
      set(words, "data-state", stage.state);
      say(words.children[0], rate(stage.per_second));
      say(words.children[1], stage.state);
    }
  }

  // Keeps the buttons that stay, and with them the focus.
  lay(stages, width) {
    const arranged = arrange(stages);
    const { boxes, height } = measure(arranged, width);
    this.element.style.height = `${height}px`;
    set(this.edges, "width", width);
    set(this.edges, "height", height);
    for (const [id, button] of this.stages) {
      if (!boxes.has(`stage ${id}`)) {
        button.remove();
        this.stages.delete(id);
      }
    }
    for (const { id } of stages) {
      if (!this.stages.has(id)) this.stages.set(id, this.makeStage(id));
      const button = this.stages.get(id);
      const box = boxes.get(`stage ${id}`);
      Object.assign(button.style, {
        left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px`,
      });
    }
    const told = new Set();
    this.drawn = arranged.edges.map(({ from, through }) => {
      const { path, start, end, isDown } = route(through, boxes);
      const group = svg("g", { class: "edge", "data-from": from },
        svg("path", { class: "pipe", d: path }), svg("path", { class: "flow", d: path }));
      if (through.length === 1) group.append(svg("circle", { class: "sink", cx: end[0], cy: end[1], r: 7 }));
      const words = told.has(from) ? null : wordsAt(start, isDown, boxes.get(through[0].key), width);
      if (words !== null) set(words, "data-from", from);
      told.add(from);
      return { from, group, words };
    });
    const words = this.drawn.map(({ words }) => words).filter((words) => words !== null);
    this.edges.replaceChildren(...this.drawn.map(({ group }) => group), ...words);
  }

  makeStage(id) {
    const button = html("button", { class: "stage", type: "button", "data-stage": id, "aria-haspopup": "dialog", "aria-expanded": "false" },
      html("span", { class: "name" }, html("span"), html("span", { class: "warned" })),
      html("span", { class: "fill" }, html("span")),
      html("span", { class: "figures" }, html("span"), html("span", { class: "dropped" })));
    button.addEventListener("click", () => this.open(id, button));
    this.element.append(button);
    return button;
  }

  fillStage(button, stage, bottleneck) {
    const [name, bar, figures] = button.children;
    const dropped = total(stage.dropped);
    const isBottleneck = stage.name === bottleneck;
    set(button, "data-state", stage.state);
    set(button, "data-bottleneck", isBottleneck ? "" : null);
    say(name.children[0], stage.name);
    say(name.children[1], stage.warnings.length > 0 ? `⚠ ${stage.warnings.length}` : "");
    bar.hidden = stage.depth === null || !stage.capacity;
    if (!bar.hidden) bar.children[0].style.width = `${Math.min(100, (stage.depth / stage.capacity) * 100)}%`;
    const passed = stage.sink ? `${count(stage.in ?? 0)} in` : `${count(stage.out)} out`;
    const holds = stage.depth === null ? passed : held(stage);
    say(figures.children[0], holds);
    say(figures.children[1], dropped > 0 ? `${count(dropped)} dropped` : "");
    const facts = [stage.name, isBottleneck && "the bottleneck", stage.state, holds, rate(stage.per_second),
      dropped > 0 && `${count(dropped)} dropped`, stage.warnings.length > 0 && `warnings: ${stage.warnings.length}`];
    set(button, "aria-label", facts.filter(Boolean).join(", "));
  }
}

// The words of an edge, at its beginning: all edges that leave a stage share them.
function wordsAt([x, y], isDown, { isAlone, isBack, gap }, width) {
  const over = { x: isDown ? x : x + ((isBack ? -1 : 1) * gap) / 2, "text-anchor": "middle" };
  const beside = x + 110 <= width ? { x: x + 16 } : { x: x - 16, "text-anchor": "end" };
  const place = isDown && isAlone ? beside : over;
  const [rateAt, pressureAt] = isDown ? [y + 24, y + 40] : [y - 13, y + 24];
  return svg("g", { class: "words" },
    svg("text", { class: "rate", y: rateAt, ...place }), svg("text", { class: "pressure", y: pressureAt, ...place }));
}
