// Figures and states as words.

const STATES = {
  ok: "flows as it is requested",
  starved: "more is requested than arrives",
  backpressured: "nothing is requested of it: it waits for what comes after it",
  completed: "has come to its end",
  failed: "has ended with an error",
  cancelled: "was cancelled by what comes after it",
};

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

const count = (n) => (n < 10_000 ? whole.format(n) : compact.format(n).toLowerCase().replace("m", "M"));
const rate = (n) => `${n > 0 && n < 10 ? n.toFixed(1) : count(Math.round(n))}/s`;
const inWords = (name) => name.replaceAll("_", " ");
const total = (counts) => Object.values(counts).reduce((sum, n) => sum + n, 0);

function duration(ms) {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return span(ms);
}

// A long time, in whole seconds.
function span(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

const held = ({ depth, capacity }) =>
  capacity === null ? `${count(depth)} held` : `${count(depth)} of ${count(capacity)}`;
