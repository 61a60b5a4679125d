/** Plays the server's audio on the sound card's own clock; tells what was really played. */

import { PlaybackQueue } from "./playback-queue.js";

const REPORT_MS = 50;

class PlaybackProcessor extends AudioWorkletProcessor {
  constructor({ processorOptions }) {
    super();
    this.queue = new PlaybackQueue(processorOptions.rateHz, sampleRate);
    this.rendered = []; // marks on their way through the sound card
    this.latency = 0; // seconds from here to the loudspeaker
    this.peak = 0;
    this.nextReport = 0;
    this.isClosing = false;
    this.port.onmessage = ({ data }) => this[data.type](data);
  }

  say({ mark, latency }) {
    this.latency = latency;
    this.queue.say(mark);
  }

  audio({ samples }) {
    this.queue.push(samples);
  }

  said({ mark }) {
    this.queue.said(mark);
  }

  clear() {
    this.port.postMessage({ type: "cleared", utterances: this.queue.clear() });
  }

  /** No more audio will come: play what is left, then say so. */
  close() {
    this.isClosing = true;
  }

  process(_inputs, [[block, ...others]]) {
    const end = currentTime + block.length / sampleRate;
    const finished = this.queue.render(block);
    others.forEach((other) => other.set(block));
    this.rendered.push(...finished.map((mark) => ({ mark, at: end + this.latency })));
    this.#reportPlayed();
    this.#reportLevel(block);
    return !this.#isDone();
  }

  #reportPlayed() {
    while (this.rendered.length > 0 && this.rendered[0].at <= currentTime) {
      this.port.postMessage({ type: "played", mark: this.rendered.shift().mark });
    }
  }

  #reportLevel(block) {
    this.peak = block.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), this.peak);
    if (currentTime < this.nextReport) return;
    this.port.postMessage({ type: "level", level: this.peak });
    this.nextReport = currentTime + REPORT_MS / 1000;
    this.peak = 0;
  }

  #isDone() {
    const isDone = this.isClosing && this.queue.isEmpty && this.rendered.length === 0;
    if (isDone) this.port.postMessage({ type: "drained" });
    return isDone;
  }
}

registerProcessor("playback", PlaybackProcessor);
