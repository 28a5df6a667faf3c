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
    const node = { key, isStage, isEnd: false, before: [] };
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
    if (sink || edges.some(({ from }) => from === id)) continue;
    nodes.get(id).isEnd = true;
    edges.push({ from: id, through: [nodes.get(id)] });
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

// Where each node lies in `width`, as boxes by key, with the height of all. Layers go from left to right in rows,
// which turn at the end as an ox does that ploughs; where there is no room for three, each is a row of its own.
function measure({ layers }, width) {
  if (layers.length === 0) return { boxes: new Map(), height: 0 };
  const [narrowest, shortest] = [112, 90]; // of a stage, and of an edge with its words
  const isOpen = layers.some((layer) => layer.some(({ isEnd }) => isEnd)); // an edge leads on to nowhere
  const margins = (count) => (isOpen ? (count < layers.length ? 2 : 1) : 0);
  const fits = (count) => count * narrowest + (count - 1 + margins(count)) * shortest <= width;
  let inRow = layers.length;
  while (inRow > 1 && !fits(inRow)) inRow -= 1;
  if (inRow === layers.length) return across(layers, width, inRow, margins(inRow), shortest);
  // A row turns where one stage leads to one other, for else an edge would go below a stage.
  const isAlone = (at) => layers[at].length === 1;
  const turns = (count) => layers.every((_, at) => at === 0 || at % count !== 0 || (isAlone(at - 1) && isAlone(at)));
  inRow = Math.ceil(layers.length / Math.ceil(layers.length / inRow));
  while (inRow >= 3 && !turns(inRow)) inRow -= 1;
  return inRow >= 3 ? across(layers, width, inRow, margins(inRow), shortest) : down(layers, width);
}

function across(layers, width, inRow, margins, shortest) {
  const [between, widest, longest, apart] = [30, 200, 150, 72];
  const gaps = inRow - 1 + margins;
  const gap = Math.min(longest, Math.max(shortest, (width / (inRow + gaps)) * 0.8));
  const wide = Math.min(widest, (width - gaps * gap) / inRow);
  const left = (width - inRow * wide - gaps * gap) / 2 + (margins === 2 ? gap : 0);
  const tall = ({ isStage }) => (isStage ? TALL : BEND);
  const boxes = new Map();
  let top = MARK;
  for (let row = 0; row * inRow < layers.length; row += 1) {
    const own = layers.slice(row * inRow, (row + 1) * inRow);
    const heights = own.map((layer) => SUM(layer.map(tall)) + (layer.length - 1) * between);
    const height = Math.max(...heights);
    own.forEach((layer, i) => {
      const column = row % 2 === 0 ? i : inRow - 1 - i;
      let y = top + (height - heights[i]) / 2;
      for (const node of layer) {
        const x = left + column * (wide + gap);
        boxes.set(node.key, { x, y, width: wide, height: tall(node), row, isAlone: layer.length === 1, isBack: row % 2 === 1, gap });
        y += tall(node) + between;
      }
    });
    top += height + apart;
  }
  return { boxes, height: top - apart + 4 };
}

function down(layers, width) {
  const [between, narrowest, widest, gap] = [10, 94, 320, 64];
  const inRow = Math.max(1, Math.floor((width + between) / (narrowest + between)));
  const boxes = new Map();
  let y = MARK;
  layers.forEach((layer, row) => {
    for (let first = 0; first < layer.length; first += inRow) {
      const own = layer.slice(first, first + inRow);
      const stages = own.filter(({ isStage }) => isStage).length;
      const room = width - (own.length - 1) * between - (own.length - stages) * BEND;
      const wide = Math.min(widest, room / Math.max(1, stages));
      const widths = own.map(({ isStage }) => (isStage ? wide : BEND));
      let x = (width - SUM(widths) - (own.length - 1) * between) / 2;
      own.forEach(({ key }, i) => {
        boxes.set(key, { x, y, width: widths[i], height: TALL, row, isAlone: own.length === 1, isDown: true, gap });
        x += widths[i] + between;
      });
      y += TALL + (first + inRow < layer.length ? between : gap);
    }
  });
  const ends = layers.at(-1).some(({ isEnd }) => isEnd);
  return { boxes, height: y - (ends ? 0 : gap - 4) };
}

// The path of an edge, with where it begins and ends. It turns late, so that there is room for its words.
function route(through, boxes) {
  const ends = through.map(({ key }) => boxes.get(key));
  const isDown = ends.length === 1 ? Boolean(ends[0].isDown) : ends[0].row !== ends[1].row;
  const start = leave(ends[0], isDown);
  if (ends.length === 1) {
    const stub = ends[0].gap - 12;
    const end = isDown ? [start[0], start[1] + stub] : [start[0] + (ends[0].isBack ? -stub : stub), start[1]];
    return { path: `M${start}L${end}`, start, end, isDown };
  }
  let path = `M${start}`;
  for (let i = 1; i < ends.length; i += 1) {
    const falls = ends[i - 1].row !== ends[i].row;
    const [[ax, ay], [bx, by]] = [leave(ends[i - 1], falls), enter(ends[i], falls)];
    const turn = falls ? [ax, ay + (by - ay) * 0.8] : [ax + (bx - ax) * 0.8, ay];
    const arrive = falls ? [bx, turn[1]] : [turn[0], by];
    path += `L${ax} ${ay}C${turn} ${arrive} ${bx} ${by}`;
  }
  return { path, start, isDown };
}

// Where an edge goes out of a box, and where into one.
const leave = ({ x, y, width, height, isBack }, falls) =>
  falls ? [x + width / 2, y + height] : [isBack ? x : x + width, y + height / 2];
const enter = ({ x, y, width, height, isBack }, falls) =>
  falls ? [x + width / 2, y] : [isBack ? x + width : x, y + height / 2];
