/**
 * What is waiting to be heard, utterance by utterance. Pure: runs in the playback worklet.
 *
 * Audio comes in at the server's rate and is rendered at the sound card's. An utterance lies
 * between its `say` and its `said`; it is finished when its last sample was rendered, and only
 * then, so that the server knows what the caller really heard.
 */

import { Resampler } from "./resampler.js";

/** Held back when the queue ran dry, so that late audio does not stutter. */
export const START_MS = 40;
/** A cut in mid-word would click. */
export const FADE_MS = 5;

export class PlaybackQueue {
  constructor(fromHz, toHz) {
    this.toHz = toHz;
    this.resampler = new Resampler(fromHz, toHz);
    this.utterances = [];
    this.fade = new Float32Array(0);
    this.hold = this.#frames(START_MS);
  }

  /** `say`: the audio that follows belongs to this mark. */
  say(mark) {
    this.#close(this.utterances.at(-1));
    this.utterances.push({ mark, open: true, said: false, chunks: [], queued: 0, played: 0 });
  }

  /** Audio of the open utterance, s16; audio that no `say` announced is played without a mark. */
  push(samples) {
    if (!this.utterances.at(-1)?.open) this.say(null);
    const input = Float32Array.from(samples, (sample) => sample / 32768);
    this.#append(this.utterances.at(-1), this.resampler.process(input));
  }

  /** `said`: this mark has all its audio. Unknown marks, such as cleared ones, are ignored. */
  said(mark) {
    const utterance = this.utterances.find((one) => one.mark === mark);
    if (!utterance) return;
    this.#close(utterance);
    utterance.said = true;
  }

  /** Drops everything; returns what of it was heard: `[{mark, heard_ms, total_ms | null}]`. */
  clear() {
    const dropped = this.utterances.map((one) => ({
      mark: one.mark,
      heard_ms: this.#ms(one.played),
      total_ms: one.open ? null : this.#ms(one.played + one.queued),
    }));
    this.fade = this.#fadeOut();
    this.utterances = [];
    this.hold = this.#frames(START_MS);
    this.resampler.reset();
    return dropped.filter((one) => one.mark !== null);
  }

  /** Fills one block with sound or silence; returns the marks whose last sample is in it. */
  render(block) {
    block.fill(0);
    const finished = [];
    let filled = this.#renderFade(block);
    if (this.#isHeld(block.length)) return finished;
    while (this.utterances.length > 0) {
      const head = this.utterances[0];
      filled += take(head, block.subarray(filled));
      if (head.queued > 0 || head.open) break;
      this.utterances.shift();
      if (head.said && head.mark !== null) finished.push(head.mark);
    }
    if (this.#queued() === 0) this.hold = this.#frames(START_MS);
    return finished;
  }

  /** Whether nothing more will sound. */
  get isEmpty() {
    return this.#queued() === 0 && this.fade.length === 0;
  }

  #close(utterance) {
    if (!utterance?.open) return;
    this.#append(utterance, this.resampler.flush());
    utterance.open = false;
  }

  #append(utterance, chunk) {
    utterance.chunks.push(chunk);
    utterance.queued += chunk.length;
  }

  /** After a dry spell: waits for START_MS of audio, for an utterance's end, or START_MS long. */
  #isHeld(blockLength) {
    const queued = this.#queued();
    const isReady = queued >= this.#frames(START_MS) || this.utterances.some((one) => !one.open);
    if (isReady) this.hold = 0;
    if (queued > 0 && this.hold > 0) this.hold -= blockLength;
    return this.hold > 0;
  }

  #fadeOut() {
    const tail = new Float32Array(this.hold > 0 ? 0 : this.#frames(FADE_MS));
    if (this.utterances.length > 0) take(this.utterances[0], tail);
    return tail.map((sample, index) => sample * (1 - index / tail.length));
  }

  #renderFade(block) {
    const part = this.fade.subarray(0, block.length);
    block.set(part);
    this.fade = this.fade.subarray(part.length);
    return part.length;
  }

  #queued() {
    return this.utterances.reduce((sum, one) => sum + one.queued, 0);
  }

  #frames(ms) {
    return Math.round((ms * this.toHz) / 1000);
  }

  #ms(frames) {
    return (frames * 1000) / this.toHz;
  }
}

/** Moves samples from an utterance into a block until one is exhausted; returns how many. */
function take(utterance, block) {
  let filled = 0;
  while (filled < block.length && utterance.queued > 0) {
    const [chunk] = utterance.chunks;
    const part = chunk.subarray(0, block.length - filled);
    block.set(part, filled);
    filled += part.length;
    utterance.queued -= part.length;
    utterance.played += part.length;
    if (part.length < chunk.length) utterance.chunks[0] = chunk.subarray(part.length);
    else utterance.chunks.shift();
  }
  return filled;
}
