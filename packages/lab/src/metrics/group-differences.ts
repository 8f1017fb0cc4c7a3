/**
 * How much of what a quantity varies is explained by the group: the correlation ratio
 *   eta^2 = sum_g n_g (mean_g - mean)^2 / sum_i (x_i - mean)^2,
 * 0 if the groups have the same mean and 1 if all members of a group are alike. For several quantities, such as the
 * gates of several channels, both sums run over all of them, so that a quantity that hardly varies hardly counts.
 *
 * @param values `values[i * quantities + q]`
 * @param groups the group of each i, from 0
 * @throws RangeError if the lengths do not fit, or nothing varies
 */
export function varianceExplained(values: ArrayLike<number>, groups: ArrayLike<number>): number {
  const quantities = values.length / groups.length;
  if (!Number.isInteger(quantities) || quantities < 1) {
    throw new RangeError(
      `varianceExplained: expected the same number of values for each of ${groups.length} members, found ${values.length}.`,
    );
  }
  const means = groupMeans(values, groups);
  const counts = new Array<number>(means.length).fill(0);
  for (let i = 0; i < groups.length; i++) counts[groups[i]!]! += 1;
  let [between, total] = [0, 0];
  for (let q = 0; q < quantities; q++) {
    let mean = 0;
    for (let i = 0; i < groups.length; i++) mean += values[i * quantities + q]! / groups.length;
    for (let i = 0; i < groups.length; i++) total += (values[i * quantities + q]! - mean) ** 2;
    means.forEach((row, group) => (between += counts[group]! * (row[q]! - mean) ** 2));
  }
  if (total === 0) throw new RangeError('varianceExplained: expected values that vary, found all alike.');
  return between / total;
}

/**
 * The mean of each quantity in each group, `means[group][quantity]`.
 * @throws RangeError if a group has no member
 */
export function groupMeans(values: ArrayLike<number>, groups: ArrayLike<number>): number[][] {
  const quantities = values.length / groups.length;
  const sums: number[][] = [];
  const counts: number[] = [];
  for (let i = 0; i < groups.length; i++) {
    const row = (sums[groups[i]!] ??= new Array<number>(quantities).fill(0));
    counts[groups[i]!] = (counts[groups[i]!] ?? 0) + 1;
    for (let q = 0; q < quantities; q++) row[q]! += values[i * quantities + q]!;
  }
  return Array.from(sums, (row, group) => {
    if (row === undefined)
      throw new RangeError(`groupMeans: expected a member in every group, found none in ${group}.`);
    return row.map((sum) => sum / counts[group]!);
  });
}
