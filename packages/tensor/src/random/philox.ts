/**
 * Philox4x32-10 (Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3"), with the way in which TensorFlow's
 * stateless random operations derive key and counter from a seed: the same seed gives the same numbers as there.
 */

type Four = [number, number, number, number];

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;
const ROUNDS = 10;

/** `count` numbers in [0, 1), with 23 random bits each: what StatelessRandomUniform gives for this seed. */
export function philoxUniform(seed: ArrayLike<number>, count: number): Float32Array {
  const [low, high] = [seed[0]!, seed[1]!];
  // The two 32-bit seeds are sign-extended to 64 bits, and mixed so that similar seeds give unrelated keys.
  const mixed = philox([low >>> 0, (low >> 31) >>> 0, high >>> 0, (high >> 31) >>> 0], 0x3ec8f720, 0x02461e29);
  const counter: Four = [0, 0, mixed[2], mixed[3]];
  const values = new Float32Array(count);
  for (let start = 0; start < count; start += 4) {
    const drawn = philox(counter, mixed[0], mixed[1]);
    for (let offset = 0; offset < 4 && start + offset < count; offset++) {
      values[start + offset] = (drawn[offset]! & 0x7fffff) / 0x800000;
    }
    increment(counter);
  }
  return values;
}

function philox(counter: Readonly<Four>, keyA: number, keyB: number): Four {
  let [a, b, c, d] = counter;
  let [left, right] = [keyA, keyB];
  for (let round = 0; round < ROUNDS; round++) {
    const highA = highProduct(MULTIPLIER_A, a);
    const highB = highProduct(MULTIPLIER_B, c);
    [a, b, c, d] = [
      (highB ^ b ^ left) >>> 0,
      Math.imul(MULTIPLIER_B, c) >>> 0,
      (highA ^ d ^ right) >>> 0,
      Math.imul(MULTIPLIER_A, a) >>> 0,
    ];
    left = (left + WEYL_A) >>> 0;
    right = (right + WEYL_B) >>> 0;
  }
  return [a, b, c, d];
}

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function highProduct(left: number, right: number): number {
  const [leftHigh, leftLow] = [left >>> 16, left & 0xffff];
  const [rightHigh, rightLow] = [right >>> 16, right & 0xffff];
  const low = leftLow * rightLow;
  const middle = leftHigh * rightLow + (low >>> 16);
  const crossed = leftLow * rightHigh + (middle % 0x10000);
  return (leftHigh * rightHigh + Math.floor(middle / 0x10000) + Math.floor(crossed / 0x10000)) >>> 0;
}

function increment(counter: Four): void {
  for (let word = 0; word < 4; word++) {
    counter[word] = (counter[word]! + 1) >>> 0;
    if (counter[word] !== 0) return;
  }
}
