/** The bars of the last turns: where the time between the caller's last sound and ours went. */

import { REST, STAGES, TurnHistory, segments } from "./latency.js";
import { element } from "./dom.js";

const SHOWN = 6;
const milliseconds = (ms) => `${Math.round(ms)} ms`;

export class LatencyView {
  constructor(root) {
    this.response = root.querySelector("#response");
    this.median = root.querySelector("#median");
    this.list = root.querySelector("#turns");
    root.querySelector("#legend").replaceChildren(...[...STAGES, REST].map(legendEntry));
    this.reset();
  }

  reset() {
    this.history = new TurnHistory();
    this.#render();
  }

  add(turn) {
    this.history.add(turn);
    this.#render();
  }

  #render() {
    const turns = this.history.latest(SHOWN);
    const longest = Math.max(1, ...turns.map((turn) => turn.response_ms));
    this.response.textContent = turns.length > 0 ? milliseconds(turns[0].response_ms) : "–";
    this.median.textContent = turns.length > 0 ? milliseconds(this.history.p50) : "–";
    const rows = turns.map((turn) => turnRow(turn, longest));
    this.list.replaceChildren(...(rows.length > 0 ? rows : [waiting()]));
  }
}

const waiting = () => element("li", {
  className: "waiting",
  textContent: "From your last sound to the answer's first, stage by stage.",
});

function turnRow(turn, longest) {
  const row = element("li", { className: "turn" });
  const bar = element("div", { className: "bar", role: "img", ariaLabel: described(turn) });
  bar.style.width = `${(100 * turn.response_ms) / longest}%`;
  bar.append(...segments(turn).map(barSegment));
  const track = element("div", { className: "track" });
  track.append(bar);
  row.append(
    element("span", { className: "number", textContent: `${turn.number}` }),
    track,
    element("span", { className: "total", textContent: milliseconds(turn.response_ms) }),
  );
  return row;
}

function barSegment({ field, name, about, ms }) {
  const part = element("span", { className: `segment ${field}`, textContent: `${Math.round(ms)}` });
  part.title = `${name}: ${milliseconds(ms)} (${about})`;
  part.style.flexGrow = `${ms}`;
  return part;
}

function legendEntry({ field, name, about }) {
  const entry = element("li", { title: about, textContent: name });
  entry.prepend(element("span", { className: `swatch ${field}` }));
  return entry;
}

const described = (turn) =>
  segments(turn).map(({ name, ms }) => `${name} ${milliseconds(ms)}`).join(", ");
