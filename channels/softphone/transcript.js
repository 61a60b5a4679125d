/**
 * The conversation as it happens. Caller's lines settle from grey to final; the assistant's
 * sentences are gathered into one line a turn, and what an interruption kept from being heard
 * is struck out.
 */

import { element } from "./dom.js";

/** An English speaking rate, for a sentence whose audio had not all arrived. */
const CHARACTERS_PER_SECOND = 15;
const LOW_CONFIDENCE = 0.6;

/** A text as `[heard, unheard]`, cut between words. Pure. */
export function splitHeard(text, heardMs, totalMs) {
  const lengthMs = totalMs ?? Math.max(heardMs, (text.length * 1000) / CHARACTERS_PER_SECOND);
  const share = lengthMs > 0 ? heardMs / lengthMs : 1;
  if (share >= 1) return [text, ""];
  const cut = text.lastIndexOf(" ", Math.floor(text.length * share)) + 1;
  return [text.slice(0, cut), text.slice(cut)];
}

export class Transcript {
  /** `log` is read out to the blind as lines are added; `draft`, ever changing, is not. */
  constructor(log, draft) {
    this.log = log;
    this.draft = draft;
    this.sentences = new Map();
  }

  reset() {
    this.log.replaceChildren();
    this.sentences.clear();
    this.partial("");
  }

  partial(text) {
    this.draft.textContent = text;
    this.draft.hidden = text === "";
    this.#follow();
  }

  final(text, confidence) {
    this.partial("");
    if (text === "") return;
    const line = this.#line("caller", "You");
    line.append(element("span", { textContent: text }));
    if (confidence !== null) line.append(confidenceChip(confidence));
    this.#follow();
  }

  /** Keys are shown as dots: they may be a PIN. */
  key(digit) {
    const line = this.#lastLine("keys") ?? this.#line("caller keys", "You keyed");
    line.textContent += /[0-9]/.test(digit) ? "•" : digit;
    this.#follow();
  }

  say(text, mark) {
    const line = this.#lastLine("assistant") ?? this.#line("assistant", "Assistant");
    const sentence = element("span", { className: "sentence speaking", textContent: text });
    line.append(sentence, " ");
    this.sentences.set(mark, sentence);
    this.#follow();
  }

  heard(mark) {
    this.sentences.get(mark)?.classList.remove("speaking");
  }

  interrupted(utterances) {
    for (const { mark, heard_ms, total_ms } of utterances) {
      const sentence = this.sentences.get(mark);
      if (sentence) this.#strike(sentence, heard_ms, total_ms);
    }
    this.#follow();
  }

  note(text) {
    this.log.append(element("li", { className: "note", textContent: text }));
    this.#follow();
  }

  #strike(sentence, heardMs, totalMs) {
    const [heard, unheard] = splitHeard(sentence.textContent, heardMs, totalMs);
    sentence.classList.remove("speaking");
    if (unheard === "") return;
    const rest = element("del", { textContent: unheard, title: "Interrupted: not heard" });
    sentence.replaceChildren(heard, rest);
    sentence.closest("li").classList.add("interrupted");
  }

  #lastLine(kind) {
    const last = this.log.lastElementChild;
    return last?.classList.contains(kind) ? last.querySelector("p") : null;
  }

  #line(kind, speaker) {
    const text = element("p");
    const item = element("li", { className: kind });
    item.append(element("span", { className: "speaker", textContent: speaker }), text);
    this.log.append(item);
    return text;
  }

  #follow() {
    const view = this.log.parentElement;
    view.scrollTop = view.scrollHeight;
  }
}

function confidenceChip(confidence) {
  const percent = `${Math.round(confidence * 100)} %`;
  const className = confidence < LOW_CONFIDENCE ? "confidence low" : "confidence";
  return element("span", { className, textContent: percent, title: "Recognition confidence" });
}
