// Puts the stages of a pipeline in layers: each comes after all that it takes from.

// Answers { layers, edges }: a layer holds nodes { key, isStage }, and those that are no stages are bends, where
// a long edge goes through a layer; an edge has the stage that it leads away from, and the nodes on its way.
// A stage that no other takes from has an edge of its own, of one node, unless it is the sink.
function arrange(stages) {
  const known = new Map(stages.map((stage) => [stage.id, stage]));
  const upstream = (id) => known.get(id).upstream.filter((up) => known.has(up));
  const levels = new Map();
  const visiting = new Set();
  const levelOf = (id) => {
    if (levels.has(id)) return levels.get(id);
    if (visiting.has(id)) return -1; // a cycle: cut here
    visiting.add(id);
    levels.set(id, 1 + Math.max(-1, ...upstream(id).map(levelOf)));
    return levels.get(id);
  };
  const layers = [];
  const place = (key, isStage, at) => {
    const node = { key, isStage, before: [] };
    (layers[at] ??= []).push(node);
    return node;
  };
  const nodes = new Map(stages.map(({ id }) => [id, place(`stage ${id}`, true, levelOf(id))]));
  const edges = [];
  for (const { id } of stages) {
    for (const from of upstream(id)) {
      const through = [nodes.get(from)];
      const pass = (node) => {
        node.before.push(through.at(-1));
        through.push(node);
      };
      for (let at = levels.get(from) + 1; at < levels.get(id); at += 1) pass(place(`bend ${from} ${id} ${at}`, false, at));
      pass(nodes.get(id));
      edges.push({ from, through });
    }
  }
  for (const { id, sink } of stages) {
    if (!sink && !edges.some(({ from }) => from === id)) edges.push({ from: id, through: [nodes.get(id)] });
  }
  untangle(layers);
  return { layers, edges };
}

// Orders each layer by the middle of what its nodes take from, so that few edges cross.
function untangle(layers) {
  for (const [at, layer] of layers.entries()) {
    const previous = layers[at - 1] ?? [];
    const position = (node) => previous.indexOf(node) - (previous.length - 1) / 2;
    const middle = ({ before }) => before.reduce((sum, node) => sum + position(node), 0) / Math.max(1, before.length);
    layer.sort((a, b) => middle(a) - middle(b));
  }
}

const TALL = 92;
const BEND = 24;
const MARK = 18; // room for the mark of the bottleneck above a stage
const SUM = (numbers) => numbers.reduce((sum, n) => sum + n, 0);

// Where each node lies in `width`: from left to right if that fits, from top to bottom if not.
function measure({ layers, edges }, width) {
  if (layers.length === 0) return { boxes: new Map(), isAcross: true, stub: 0, height: 0 };
  const [narrowest, shortest] = [112, 90]; // of a stage, and of an edge with its words
  const isOpen = edges.some(({ through }) => through.length === 1); // an edge leads on from the last layer
  const gaps = layers.length - (isOpen ? 0 : 1);
  const fits = layers.length * narrowest + gaps * shortest <= width;
  return fits ? across(layers, width, gaps, shortest) : down(layers, width, isOpen);
}

function across(layers, width, gaps, shortest) {
  const [between, widest, longest] = [30, 200, 150];
  const gap = Math.min(longest, Math.max(shortest, (width / (layers.length + gaps)) * 0.8));
  const wide = Math.min(widest, (width - gaps * gap) / layers.length);
  const step = wide + gap;
  const left = (width - layers.length * wide - gaps * gap) / 2;
  const tall = ({ isStage }) => (isStage ? TALL : BEND);
  const heights = layers.map((layer) => SUM(layer.map(tall)) + (layer.length - 1) * between);
  const height = Math.max(...heights);
  const boxes = new Map();
  layers.forEach((layer, at) => {
    let y = MARK + (height - heights[at]) / 2;
    for (const node of layer) {
      boxes.set(node.key, { x: left + at * step, y, width: wide, height: tall(node) });
      y += tall(node) + between;
    }
  });
  return { boxes, isAcross: true, stub: gap - 12, height: MARK + height + 4 };
}

function down(layers, width, isOpen) {
  const [between, narrowest, widest, edge, stub] = [10, 94, 320, 64, 58];
  const inRow = Math.max(1, Math.floor((width + between) / (narrowest + between)));
  const boxes = new Map();
  let y = MARK;
  for (const layer of layers) {
    for (let first = 0; first < layer.length; first += inRow) {
      const row = layer.slice(first, first + inRow);
      const stages = row.filter(({ isStage }) => isStage).length;
      const room = width - (row.length - 1) * between - (row.length - stages) * BEND;
      const wide = Math.min(widest, room / Math.max(1, stages));
      const widths = row.map(({ isStage }) => (isStage ? wide : BEND));
      let x = (width - SUM(widths) - (row.length - 1) * between) / 2;
      row.forEach(({ key }, i) => {
        boxes.set(key, { x, y, width: widths[i], height: TALL });
        x += widths[i] + between;
      });
      y += TALL + (first + inRow < layer.length ? between : edge);
    }
  }
  return { boxes, isAcross: false, stub, height: y - edge + (isOpen ? stub + 12 : 4) };
}

// The path of an edge, with where it begins and ends. It turns late, so that there is room for its words.
function route(through, { boxes, isAcross, stub }) {
  const ends = through.map(({ key }) => boxes.get(key));
  const out = ({ x, y, width, height }) => (isAcross ? [x + width, y + height / 2] : [x + width / 2, y + height]);
  const into = ({ x, y, width, height }) => (isAcross ? [x, y + height / 2] : [x + width / 2, y]);
  const start = out(ends[0]);
  if (ends.length === 1) {
    const end = isAcross ? [start[0] + stub, start[1]] : [start[0], start[1] + stub];
    return { path: `M${start}L${end}`, start, end };
  }
  let path = "";
  for (let i = 1; i < ends.length; i += 1) {
    const [[ax, ay], [bx, by]] = [out(ends[i - 1]), into(ends[i])];
    const turn = isAcross ? [ax + (bx - ax) * 0.8, ay] : [ax, ay + (by - ay) * 0.8];
    const arrive = isAcross ? [ax + (bx - ax) * 0.8, by] : [bx, ay + (by - ay) * 0.8];
    path += `${i === 1 ? "M" : "L"}${ax} ${ay}C${turn} ${arrive} ${bx} ${by}`;
  }
  return { path, start, end: into(ends.at(-1)) };
}
