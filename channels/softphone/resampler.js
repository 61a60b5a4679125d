/**
 * Streaming sample rate conversion for the worklets. Pure.
 *
 * A polyphase filter: output n lies at input time n * from / to, which falls on one of L phases
 * between two input samples (L = to / gcd). Each phase has its own windowed-sinc taps, computed
 * once, so a sample costs one dot product. See Smith, "Digital Audio Resampling Home Page",
 * https://ccrma.stanford.edu/~jos/resample/ (Kaiser window, about 80 dB of rejection).
 */

const ZERO_CROSSINGS = 24;
const KAISER_BETA = 8;
/** Share of the lower rate's band at which the filter is half-way down. */
const ROLL_OFF = 0.92;

export class Resampler {
  constructor(fromHz, toHz) {
    const divisor = gcd(fromHz, toHz);
    this.step = fromHz / divisor;
    this.phases = toHz / divisor;
    const bandwidth = Math.min(1, toHz / fromHz);
    this.reach = Math.ceil(ZERO_CROSSINGS / bandwidth);
    this.taps = Array.from({ length: this.phases }, (_, phase) =>
      phaseTaps(phase / this.phases, this.reach, bandwidth * ROLL_OFF));
    this.reset();
  }

  /** Forgets the past: the next sample is the first of a new signal. */
  reset() {
    this.pending = new Float32Array(this.reach - 1);
    this.phase = 0;
  }

  /** Takes any number of samples; returns those of the new rate that they complete. */
  process(input) {
    const signal = joined(this.pending, input);
    const width = 2 * this.reach;
    const output = [];
    let start = 0;
    for (; start + width <= signal.length; start += this.#advance()) {
      output.push(dot(this.taps[this.phase], signal, start));
    }
    this.pending = signal.slice(start);
    return Float32Array.from(output);
  }

  /** The rest of the signal, which the filter still holds; then starts anew. */
  flush() {
    const rest = this.process(new Float32Array(this.reach));
    this.reset();
    return rest;
  }

  /** Moves on by one output sample; returns by how many input samples. */
  #advance() {
    const next = this.phase + this.step;
    this.phase = next % this.phases;
    return Math.floor(next / this.phases);
  }
}

function phaseTaps(offset, reach, cutoff) {
  const taps = Float32Array.from({ length: 2 * reach }, (_, index) => {
    const distance = index - (reach - 1) - offset;
    return sinc(cutoff * distance) * kaiser(distance / reach);
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

function dot(taps, signal, start) {
  let sum = 0;
  for (let index = 0; index < taps.length; index += 1) sum += taps[index] * signal[start + index];
  return sum;
}

function joined(first, second) {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

const gcd = (a, b) => (b === 0 ? a : gcd(b, a % b));
const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const kaiser = (x) =>
  Math.abs(x) > 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x) {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-9; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
