/** The softphone: joins the call to the page. */

import { Call } from "./call.js";
import { find } from "./dom.js";
import { LatencyView } from "./latency-view.js";
import { ENDED_BY_ERROR, ENDINGS, FAULTS } from "./messages.js";
import { Transcript } from "./transcript.js";
import {
  CallClock, buildKeypad, hideNotice, isNoticeShown, showLevel, showNotice, showState,
  toggleKeypad,
} from "./ui.js";

const transcript = new Transcript(find("log"), find("draft"));
const latency = new LatencyView(find("latency"));
const callClock = new CallClock();
let call = null;

const onEvent = {
  state: ({ state, reason }) => onState[state]?.(reason),
  fault: ({ code }) => showNotice(FAULTS[code], code),
  error: ({ code, message }) => showNotice(["The server reports a fault", message], code),
  partial: ({ text }) => transcript.partial(text),
  final: ({ text, confidence }) => transcript.final(text, confidence),
  say: ({ text, mark }) => transcript.say(text, mark),
  heard: ({ mark }) => transcript.heard(mark),
  interrupted: ({ utterances }) => transcript.interrupted(utterances),
  key: ({ digit }) => transcript.key(digit),
  turn: (turn) => latency.add(turn),
  microphone: ({ level }) => showLevel("microphone", level),
  assistant: ({ level }) => showLevel("assistant", level),
};

const onState = {
  connecting: () => showState("connecting"),
  active: () => {
    showState("active");
    callClock.start();
  },
  ended: (reason) => {
    callClock.stop();
    transcript.partial("");
    ["microphone", "assistant"].forEach((who) => showLevel(who, 0));
    showState("ended", ENDINGS[reason]);
    if (ENDINGS[reason]) transcript.note(ENDINGS[reason]);
    else explain(reason);
  },
};

/** Why a call failed; what the server itself told last is the better explanation. */
function explain(reason) {
  if (reason === "error" && isNoticeShown()) return;
  showNotice(FAULTS[reason] ?? ENDED_BY_ERROR, reason);
}

function dial() {
  if (!find("language").checkValidity()) return refuseLanguage();
  hideNotice();
  transcript.reset();
  latency.reset();
  setMuted(false);
  find("timer").textContent = "0:00";
  const next = new Call((event) => {
    // The last words of a call before may still be sounding.
    if (call === next) onEvent[event.type](event);
  });
  call = next;
  call.dial({ caller: find("caller").value.trim(), language: find("language").value.trim() });
}

function refuseLanguage() {
  showNotice(FAULTS.language, "language");
  find("settings").open = true;
  find("language").focus();
}

function setMuted(isMuted) {
  find("mute").setAttribute("aria-pressed", isMuted);
  call?.mute(isMuted);
}

function toggleMute() {
  setMuted(find("mute").getAttribute("aria-pressed") !== "true");
}

find("call").addEventListener("click", dial);
find("hang-up").addEventListener("click", () => call.hangUp());
find("mute").addEventListener("click", toggleMute);
find("show-keypad").addEventListener("click", toggleKeypad);
window.addEventListener("pagehide", () => call?.hangUp());
buildKeypad((digit) => call.press(digit));
showState("idle");
if (!window.isSecureContext) showNotice(FAULTS.insecure, "insecure");
