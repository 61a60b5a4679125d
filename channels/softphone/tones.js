/** Key tones, quietly, for the caller's own ear: ITU-T Q.23 frequencies in Hz. */

const ROWS = { 1: 697, 2: 697, 3: 697, 4: 770, 5: 770, 6: 770, 7: 852, 8: 852, 9: 852 };
const COLUMNS = { 1: 1209, 4: 1209, 7: 1209, 2: 1336, 5: 1336, 8: 1336, 3: 1477, 6: 1477, 9: 1477 };
const BOTTOM = { "*": [941, 1209], 0: [941, 1336], "#": [941, 1477] };

const LEVEL = 0.03;
const DURATION_S = 0.12;
const RAMP_S = 0.005;

export const DIGITS = [..."123456789*0#"];

/** The two frequencies of a key. */
export const frequencies = (digit) => BOTTOM[digit] ?? [ROWS[digit], COLUMNS[digit]];

export function playTone(context, digit) {
  const start = context.currentTime;
  const end = start + DURATION_S;
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(LEVEL, start + RAMP_S);
  gain.gain.setValueAtTime(LEVEL, end - RAMP_S);
  gain.gain.linearRampToValueAtTime(0, end);
  gain.connect(context.destination);
  for (const frequency of frequencies(digit)) {
    const oscillator = new OscillatorNode(context, { frequency });
    oscillator.connect(gain);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
