/** The page's own controls: state, clock, meters, keypad, notices. */

import { element, find } from "./dom.js";
import { STATES } from "./messages.js";
import { DIGITS } from "./tones.js";

const LETTERS = {
  2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+",
};
const NAMES = { "*": "star", "#": "hash" };
/** The meters' range: below this a room is silent. */
const METER_FLOOR_DB = -54;
const PRESS_MS = 120;

/** A peak (0 to 1) as a share of the meter, on a logarithmic scale as the ear has it. */
export function meterShare(peak) {
  const decibels = 20 * Math.log10(Math.max(peak, 1e-6));
  return Math.max(0, Math.min(1, 1 - decibels / METER_FLOOR_DB));
}

/** 75 s → "1:15". */
export function clock(elapsedSeconds) {
  const whole = Math.floor(elapsedSeconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Both meters and the rings around the telephone. */
export function showLevel(who, peak) {
  const share = meterShare(peak);
  find(`${who}-level`).style.transform = `scaleX(${share})`;
  find(`${who}-ring`).style.transform = `scale(${1 + share * 0.35})`;
}

export function showState(state, text = STATES[state]) {
  document.body.dataset.state = state;
  find("state").textContent = text;
  const isOn = state === "connecting" || state === "active";
  find("call").hidden = isOn;
  find("hang-up").hidden = !isOn;
  find("settings").inert = isOn;
  const controls = [find("mute"), ...find("keypad").children];
  controls.forEach((control) => { control.disabled = state !== "active"; });
}

/** A notice that stays until the next call: what happened, what to do. */
export function showNotice([what, remedy], code = "") {
  const notice = find("notice");
  notice.replaceChildren(
    element("strong", { textContent: what }), element("span", { textContent: remedy }));
  notice.dataset.code = code;
  notice.hidden = false;
}

export function hideNotice() {
  find("notice").hidden = true;
}

export function isNoticeShown() {
  return !find("notice").hidden;
}

/** Counts the call's seconds. */
export class CallClock {
  start() {
    this.begin = performance.now();
    this.timer = setInterval(() => this.#show(), 250);
    this.#show();
  }

  stop() {
    clearInterval(this.timer);
  }

  #show() {
    find("timer").textContent = clock((performance.now() - this.begin) / 1000);
  }
}

/** On a phone the keypad lies under a button, to leave the screen to the conversation. */
export function toggleKeypad() {
  const isOpen = document.body.dataset.keypad !== "open";
  document.body.dataset.keypad = isOpen ? "open" : "closed";
  find("show-keypad").setAttribute("aria-expanded", isOpen);
}

/** The twelve keys, pressed by pointer or on the keyboard. */
export function buildKeypad(onPress) {
  const keys = new Map(DIGITS.map((digit) => [digit, keyButton(digit, onPress)]));
  find("keypad").replaceChildren(...keys.values());
  document.addEventListener("keydown", (event) => {
    const key = keys.get(event.key);
    if (!key || key.disabled || event.repeat || isTyping(event)) return;
    key.classList.add("pressed");
    setTimeout(() => key.classList.remove("pressed"), PRESS_MS);
    onPress(event.key);
  });
}

function keyButton(digit, onPress) {
  const key = element("button", { type: "button", className: "key", disabled: true });
  key.ariaLabel = NAMES[digit] ?? digit;
  key.dataset.digit = digit;
  key.append(digit, element("small", { textContent: LETTERS[digit] ?? "" }));
  key.addEventListener("click", () => onPress(digit));
  return key;
}

const isTyping = (event) =>
  event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea");
