/** What the page tells people: what happened and what to do. */

/** Faults, by code: of the microphone, of the line, of an input. */
export const FAULTS = {
  insecure: [
    "This page may not use the microphone",
    "Browsers allow it only over https:// or on localhost. Open the page at such an address.",
  ],
  permission: [
    "The microphone is blocked",
    "Allow it for this page beside the browser's address bar, then call again.",
  ],
  no_microphone: ["No microphone found", "Plug one in or switch it on, then call again."],
  microphone_busy: [
    "The microphone does not answer",
    "Another program may be using it. Close that program, then call again.",
  ],
  microphone_lost: ["The microphone was unplugged", "Plug it in, then call again."],
  no_output: ["No sound can be played", "Check loudspeaker or headset, then call again."],
  unsupported: [
    "This browser cannot place the call",
    "Use a current Firefox, Chromium, Chrome, Edge or Safari.",
  ],
  unreachable: [
    "The server cannot be reached",
    "Check that Voicedesk is running and that you are online, then call again.",
  ],
  no_answer: [
    "The server does not answer",
    "It may still be starting. Wait a moment, then call again.",
  ],
  lost: ["The connection was lost", "Check your network, then call again."],
  slow: ["Your connection is slow", "Parts of what you say may not reach the assistant."],
  not_understood: [
    "The server sent something this page does not understand",
    "The call goes on. Reload the page if that happens again.",
  ],
  language: ["That is not a language code", "Write one such as en, de or pt-BR, or leave it empty for the line's own."],
};

/** How calls end; any other reason is a fault. */
export const ENDINGS = {
  caller: "You hung up",
  assistant: "The assistant hung up",
  transfer: "Handed over to a person",
  timeout: "The time for this call was up",
};

export const ENDED_BY_ERROR = [
  "The call ended because of a fault on the server",
  "Nothing is wrong on your side. Call again; if it stays so, tell the people who run the line.",
];

export const STATES = {
  idle: "Ready to call",
  connecting: "Connecting…",
  active: "In call",
  ended: "Call ended",
};
