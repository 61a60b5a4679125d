/**
 * One call: idle → connecting → active → ended. It joins the wire to the audio line and tells
 * the page what happens, through `onEvent({type, ...})`:
 *
 *   state {state, reason?}      fault {code}               error {code, message}
 *   partial {text}              final {text, confidence}   turn {endpoint_ms, ...}
 *   say {text, mark}            heard {mark}               interrupted {utterances}
 *   microphone {level}          assistant {level}          key {digit}
 */

import { AudioLine } from "./audio.js";
import { encode, parse, samples, websocketUrl } from "./protocol.js";

const ANSWER_LIMIT_MS = 10_000;
const GOODBYE_LIMIT_MS = 2_000;
/** A second of audio that the network has not taken. More would only be late. */
const BACKLOG_LIMIT_BYTES = 32_000;

export class Call {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.state = "idle";
  }

  /** Gets the microphone, then the server. `caller` is a number or name, `language` a code. */
  async dial(identity) {
    this.#enter("connecting");
    try {
      this.line = await AudioLine.open(this.#soundHandlers());
    } catch (error) {
      return this.#end(error.code ?? "unsupported");
    }
    if (this.state === "connecting") this.#connect(identity);
    else this.line.close(); // hung up while the browser asked for the microphone
  }

  hangUp() {
    if (!this.#isOn) return;
    this.#send(encode.stop());
    this.line?.close();
    this.#end("caller");
  }

  press(digit) {
    if (this.state !== "active") return;
    this.#send(encode.dtmf(digit));
    this.line.tone(digit);
    this.onEvent({ type: "key", digit });
  }

  mute(isMuted) {
    this.line?.mute(isMuted);
  }

  get #isOn() {
    return this.state === "connecting" || this.state === "active";
  }

  #connect(identity) {
    this.socket = new WebSocket(websocketUrl(document.baseURI));
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.#send(encode.start(identity));
    this.socket.onmessage = ({ data }) => this.#receive(data);
    this.socket.onclose = () => this.#end(this.state === "connecting" ? "unreachable" : "lost");
    this.answerTimer = setTimeout(() => this.#end("no_answer"), ANSWER_LIMIT_MS);
  }

  #receive(data) {
    if (!this.#isOn) return;
    if (typeof data !== "string") return this.line.audio(samples(data));
    const message = parse(data);
    if (message) this.#handlers[message.type](message);
    else this.onEvent({ type: "fault", code: "not_understood" });
  }

  #handlers = {
    started: ({ sample_rate }) => this.#start(sample_rate),
    say: (message) => {
      this.line.say(message.mark);
      this.onEvent(message);
    },
    said: ({ mark }) => this.line.said(mark),
    clear: () => this.line.clear(),
    partial: (message) => this.onEvent(message),
    final: (message) => this.onEvent(message),
    turn: (message) => this.onEvent(message),
    error: (message) => this.onEvent(message),
    ended: ({ reason }) => this.#end(reason),
  };

  #start(rateHz) {
    if (this.state !== "connecting") return;
    clearTimeout(this.answerTimer);
    this.line.startPlayback(rateHz);
    this.#enter("active");
  }

  #soundHandlers() {
    return {
      onChunk: (chunk) => this.#sendAudio(chunk),
      onMicrophoneLevel: (level) => this.onEvent({ type: "microphone", level }),
      onAssistantLevel: (level) => this.onEvent({ type: "assistant", level }),
      onPlayed: (mark) => this.#reportPlayed(mark),
      onCleared: (utterances) => this.onEvent({ type: "interrupted", utterances }),
      onMicrophoneLost: () => this.onEvent({ type: "fault", code: "microphone_lost" }),
    };
  }

  #reportPlayed(mark) {
    this.#send(encode.played(mark));
    this.onEvent({ type: "heard", mark });
  }

  #sendAudio(chunk) {
    if (this.state !== "active") return;
    if (this.socket.bufferedAmount < BACKLOG_LIMIT_BYTES) this.#send(chunk);
    else this.onEvent({ type: "fault", code: "slow" });
  }

  #send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  /** Ends once, whoever was first. The server's last words may still be on their way to the ear. */
  #end(reason) {
    if (!this.#isOn) return;
    clearTimeout(this.answerTimer);
    this.#enter("ended", reason);
    this.line?.drain();
    // The server closes; if it does not, we do.
    setTimeout(() => this.socket?.close(), GOODBYE_LIMIT_MS);
  }

  #enter(state, reason = null) {
    this.state = state;
    this.onEvent({ type: "state", state, reason });
  }
}
