/**
 * The wire: browser protocol version 1 (docs/protocol.md), caller's side.
 * Pure: text in, events out. No socket, no clock, no document.
 */

/** Rate of the caller's audio, s16le mono. */
export const CALLER_RATE_HZ = 16000;

const isText = (value) => typeof value === "string";
const isTime = (value) => Number.isFinite(value) && value >= 0;
const isShare = (value) => isTime(value) && value <= 1;
const isRate = (value) => Number.isInteger(value) && value >= 8000 && value <= 48000;
const isReason = (value) => ["caller", "assistant", "transfer", "timeout", "error"].includes(value);
const optional = (check) => (value) => value === undefined || value === null || check(value);

/** What the server may say: each message's fields and what each must be. */
const SERVER_MESSAGES = {
  started: { call_id: isText, sample_rate: isRate },
  partial: { text: isText },
  final: { text: isText, confidence: optional(isShare) },
  say: { text: isText, mark: isText },
  said: { mark: isText },
  clear: {},
  turn: {
    endpoint_ms: optional(isTime),
    recognition_ms: optional(isTime),
    dialogue_ms: optional(isTime),
    synthesis_ms: optional(isTime),
    response_ms: isTime,
  },
  error: { code: isText, message: isText },
  ended: { reason: isReason },
};

/** Where the page's own server listens: `websocket` beside the page, wss under https. */
export function websocketUrl(pageUrl) {
  const url = new URL("websocket", pageUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** The caller's messages as text frames. An empty caller or language is left to the line. */
export const encode = {
  start: ({ caller, language }) => JSON.stringify({
    type: "start",
    sample_rate: CALLER_RATE_HZ,
    caller: caller || undefined,
    language: language || undefined,
  }),
  dtmf: (digit) => JSON.stringify({ type: "dtmf", digit }),
  played: (mark) => JSON.stringify({ type: "played", mark }),
  stop: () => JSON.stringify({ type: "stop" }),
};

/** One text frame of the server as `{type, ...fields}`; null if it breaks the protocol. */
export function parse(frame) {
  const message = parseJson(frame);
  const known = isText(message?.type) && Object.hasOwn(SERVER_MESSAGES, message.type);
  if (!known) return null;
  const fields = Object.entries(SERVER_MESSAGES[message.type]);
  if (!fields.every(([name, check]) => check(message[name]))) return null;
  const values = fields.map(([name]) => [name, message[name] ?? null]);
  return { type: message.type, ...Object.fromEntries(values) };
}

/** One binary frame as samples; a stray odd byte at its end is dropped. */
export function samples(buffer) {
  // Every platform with a browser is little-endian, as the wire is.
  return new Int16Array(buffer, 0, buffer.byteLength >> 1);
}

function parseJson(frame) {
  try {
    return JSON.parse(frame);
  } catch {
    return null;
  }
}
