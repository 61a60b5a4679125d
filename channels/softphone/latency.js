/** Where the time of a turn went. Pure. */

/** The stages of a reply in the order in which they happen; fields of the `turn` message. */
export const STAGES = [
  { field: "endpoint_ms", name: "Endpoint", about: "until the caller had surely finished" },
  { field: "recognition_ms", name: "Recognition", about: "speech to text" },
  { field: "dialogue_ms", name: "Dialogue", about: "what to answer" },
  { field: "synthesis_ms", name: "Synthesis", about: "text to the first audio" },
];
export const REST = { field: "rest", name: "Other", about: "not in any stage" };

/** A turn as `[{field, name, ms}]`, what no stage explains last; stages of no length left out. */
export function segments(turn) {
  const stages = STAGES.map((stage) => ({ ...stage, ms: turn[stage.field] ?? 0 }));
  const explained = stages.reduce((sum, { ms }) => sum + ms, 0);
  const rest = { ...REST, ms: Math.max(0, turn.response_ms - explained) };
  return [...stages, rest].filter(({ ms }) => Math.round(ms) > 0);
}

/** The value below which a share (0 to 1) of the values lie, interpolated; null of none. */
export function percentile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** The turns of one call. */
export class TurnHistory {
  constructor() {
    this.turns = [];
  }

  /** Numbers the turn and keeps it. */
  add(turn) {
    this.turns.push({ ...turn, number: this.turns.length + 1 });
  }

  /** The newest turns, newest first. */
  latest(count) {
    return this.turns.slice(-count).reverse();
  }

  get p50() {
    return percentile(this.turns.map((turn) => turn.response_ms), 0.5);
  }
}
