/** What a glance at a tensor should tell. Numbers that are not finite are counted and left out of the rest. */
export type TensorStatistics = {
  size: number;
  minimum: number;
  maximum: number;
  mean: number;
  standardDeviation: number;
  zeros: number;
  notANumber: number;
  infinite: number;
};

export function tensorStatistics(values: ArrayLike<number>): TensorStatistics {
  const finite: number[] = [];
  let notANumber = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (Number.isNaN(value)) notANumber++;
    else if (Number.isFinite(value)) finite.push(value);
  }
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
  return {
    size: values.length,
    minimum: finite.reduce((least, value) => Math.min(least, value), Infinity),
    maximum: finite.reduce((most, value) => Math.max(most, value), -Infinity),
    mean,
    standardDeviation: Math.sqrt(variance),
    zeros: finite.filter((value) => value === 0).length,
    notANumber,
    infinite: values.length - notANumber - finite.length,
  };
}
