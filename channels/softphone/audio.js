/**
 * The caller's ears and mouth: microphone, loudspeaker and key tones in one audio context.
 * Chunks, levels and playback reports come out through the handlers given to `open`.
 */

import { CALLER_RATE_HZ } from "./protocol.js";
import { playTone } from "./tones.js";

const MICROPHONE = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
};
const DRAIN_LIMIT_MS = 3000;
const START_LIMIT_MS = 5000;

/** Why there is no sound; `code` names an entry of messages.js. */
export class AudioError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const MICROPHONE_ERRORS = {
  NotAllowedError: "permission",
  SecurityError: "permission",
  NotFoundError: "no_microphone",
  OverconstrainedError: "no_microphone",
  NotReadableError: "microphone_busy",
  AbortError: "microphone_busy",
};

export class AudioLine {
  /**
   * Asks for the microphone and starts to capture. To be called from a click: browsers let only
   * a person start sound. Handlers: onChunk(Int16Array at 16 kHz), onMicrophoneLevel(peak),
   * onAssistantLevel(peak), onPlayed(mark), onCleared(utterances), onMicrophoneLost().
   */
  static async open(handlers) {
    if (!window.isSecureContext) throw new AudioError("insecure");
    if (!navigator.mediaDevices || !window.AudioWorkletNode) throw new AudioError("unsupported");
    // The context keeps the sound card's rate: Firefox refuses a microphone at another one.
    const context = new AudioContext({ latencyHint: "interactive" });
    const line = new AudioLine(context, handlers);
    try {
      await line.#start();
    } catch (error) {
      line.close();
      throw error instanceof AudioError ? error : new AudioError("unsupported");
    }
    return line;
  }

  constructor(context, handlers) {
    this.context = context;
    this.handlers = handlers;
  }

  async #start() {
    this.microphone = await microphone();
    await within(START_LIMIT_MS, this.context.resume(), "no_output");
    await this.#loadWorklets();
    this.#capture();
  }

  async #loadWorklets() {
    const files = ["capture-worklet.js", "playback-worklet.js"];
    const urls = files.map((file) => new URL(file, import.meta.url));
    try {
      await Promise.all(urls.map((url) => this.context.audioWorklet.addModule(url)));
    } catch {
      throw new AudioError("unreachable");
    }
  }

  #capture() {
    const node = this.#node("capture", CALLER_RATE_HZ);
    node.port.onmessage = ({ data }) => {
      this.handlers.onChunk(data.chunk);
      this.handlers.onMicrophoneLevel(data.level);
    };
    this.microphone.getAudioTracks()[0].onended = () => this.handlers.onMicrophoneLost();
    // A node that leads nowhere may not be run; this one is connected and stays silent.
    this.context.createMediaStreamSource(this.microphone).connect(node);
    node.connect(this.context.destination);
  }

  /** The server's audio will come at this rate. */
  startPlayback(rateHz) {
    const { onPlayed, onCleared, onAssistantLevel } = this.handlers;
    const reports = {
      played: ({ mark }) => onPlayed(mark),
      cleared: ({ utterances }) => onCleared(utterances),
      level: ({ level }) => onAssistantLevel(level),
      drained: () => this.close(),
    };
    this.playback = this.#node("playback", rateHz);
    this.playback.port.onmessage = ({ data }) => reports[data.type](data);
    this.playback.connect(this.context.destination);
  }

  say(mark) {
    const latency = this.context.outputLatency || this.context.baseLatency || 0;
    this.#play({ type: "say", mark, latency });
  }

  audio(samples) {
    this.#play({ type: "audio", samples });
  }

  said(mark) {
    this.#play({ type: "said", mark });
  }

  clear() {
    this.#play({ type: "clear" });
  }

  tone(digit) {
    playTone(this.context, digit);
  }

  /** A muted microphone sends silence, so that the call's clock goes on. */
  mute(isMuted) {
    this.microphone.getAudioTracks().forEach((track) => { track.enabled = !isMuted; });
  }

  /** Lets go of the microphone now and of the loudspeaker when what is queued was heard. */
  drain() {
    this.#releaseMicrophone();
    if (!this.playback) return this.close();
    this.#play({ type: "close" });
    setTimeout(() => this.close(), DRAIN_LIMIT_MS);
  }

  close() {
    this.#releaseMicrophone();
    if (this.context.state !== "closed") this.context.close();
  }

  #play(message) {
    this.playback?.port.postMessage(message);
  }

  #releaseMicrophone() {
    this.microphone?.getTracks().forEach((track) => track.stop());
  }

  #node(name, rateHz) {
    return new AudioWorkletNode(this.context, name, {
      processorOptions: { rateHz },
      channelCount: 1,
      channelCountMode: "explicit",
      outputChannelCount: [1],
    });
  }
}

async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia(MICROPHONE);
  } catch (error) {
    throw new AudioError(MICROPHONE_ERRORS[error.name] ?? "unsupported");
  }
}

/** A sound card that never starts would leave the caller waiting for ever. */
function within(limitMs, promise, code) {
  const limit = new Promise((_, reject) => {
    setTimeout(() => reject(new AudioError(code)), limitMs);
  });
  return Promise.race([promise, limit]);
}
