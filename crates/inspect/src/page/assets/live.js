// Takes the snapshots from the server, and says so when it is gone.

const RETRY = 1000;
const SILENCE = 5000; // ten snapshots that did not come

const here = location.href.replace(/[?#].*$/, "").replace(/\/?$/, "/");
const detail = new Detail(document.getElementById("detail"));
const views = new Map();
let latestRun = null;

class View {
  constructor() {
    this.latest = null;
    this.name = html("h2");
    this.verdict = html("p", { class: "verdict", "aria-live": "polite" });
    this.since = html("p", { class: "since" });
    this.graph = new Graph((id, opener) => detail.open(this, id, opener));
    this.buffers = new Buffers();
    this.element = html("section", { class: "pipeline" },
      html("header", {}, this.name, this.verdict, this.since), this.graph.element, this.buffers.element);
  }

  update(snapshot) {
    this.latest = snapshot;
    say(this.name, snapshot.pipeline);
    set(this.element, "aria-label", `Pipeline ${snapshot.pipeline}`);
    set(this.element, "data-bottleneck", snapshot.bottleneck);
    this.judge(snapshot.bottleneck);
    say(this.since, `running for ${span(snapshot.at_ms)}`);
    this.graph.update(snapshot);
    this.buffers.update(snapshot);
  }

  judge(bottleneck) {
    const verdict = bottleneck === null ? "No bottleneck" : `The bottleneck is ${bottleneck}`;
    if (this.verdict.textContent === verdict) return;
    this.verdict.replaceChildren(...(bottleneck === null ? [verdict] : ["The bottleneck is ", html("strong", {}, bottleneck)]));
  }
}

// Begins anew when the program did: what was before is another run.
function show({ run, pipelines }) {
  const keys = pipelines.map(({ pipeline }, i) => `${i} ${pipeline}`);
  for (const key of [...views.keys()].filter((key) => run !== latestRun || !keys.includes(key))) {
    views.get(key).element.remove();
    views.delete(key);
  }
  if (run !== latestRun) detail.forget();
  latestRun = run;
  pipelines.forEach((snapshot, i) => {
    if (!views.has(keys[i])) {
      views.set(keys[i], new View());
      document.getElementById("pipelines").append(views.get(keys[i]).element);
    }
    views.get(keys[i]).update(snapshot);
  });
  document.getElementById("empty").hidden = pipelines.some(({ stages }) => stages.length > 0);
  document.title = pipelines.length === 1 ? pipelines[0].pipeline : "Pipelines";
  detail.refresh();
}

function connection(state, words) {
  set(document.documentElement, "data-connection", state);
  say(document.getElementById("connection"), words);
}

// Tries again by itself: a browser gives up for good when it is answered by something else than events.
function connect() {
  const events = new EventSource(`${here}events`);
  let silence;
  const lost = () => {
    clearTimeout(silence);
    events.close();
    connection("lost", "The server is gone. Trying again …");
    setTimeout(connect, RETRY);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE);
  };
  events.onopen = heard;
  events.onerror = lost;
  events.onmessage = ({ data }) => {
    heard();
    show(JSON.parse(data));
    connection("live", "Live");
  };
  heard();
}

connect();
