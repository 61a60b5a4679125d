/** The microphone as the wire wants it: 20 ms chunks of s16 mono at the given rate. */

import { Resampler } from "./resampler.js";

const CHUNK_MS = 20;

class CaptureProcessor extends AudioWorkletProcessor {
  constructor({ processorOptions }) {
    super();
    this.resampler = new Resampler(sampleRate, processorOptions.rateHz);
    this.chunkLength = (processorOptions.rateHz * CHUNK_MS) / 1000;
    this.#begin();
  }

  process([[input]]) {
    // Without a microphone (yet) there is no channel: nothing is sent.
    if (input) this.resampler.process(input).forEach((sample) => this.#add(sample));
    return true;
  }

  #begin() {
    this.chunk = new Int16Array(this.chunkLength);
    this.filled = 0;
    this.peak = 0;
  }

  #add(sample) {
    const limited = Math.max(-1, Math.min(1, sample));
    this.peak = Math.max(this.peak, Math.abs(limited));
    this.chunk[this.filled] = Math.round(limited * 32767);
    this.filled += 1;
    if (this.filled === this.chunkLength) this.#send();
  }

  #send() {
    const { chunk, peak } = this;
    this.port.postMessage({ chunk, level: peak }, [chunk.buffer]);
    this.#begin();
  }
}

registerProcessor("capture", CaptureProcessor);
