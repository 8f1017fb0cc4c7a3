/** The loss or a gradient stopped being a number. What was saved before is left as it was. */
export class NonFiniteLossError extends Error {
  override readonly name = 'NonFiniteLossError';

  constructor(
    readonly step: number,
    readonly loss: number,
    readonly gradientNorm: number,
    learningRate: number,
  ) {
    super(
      `train: the loss at step ${step} is ${loss} and the norm of the gradients ${gradientNorm}, ` +
        `at learning rate ${learningRate.toPrecision(3)}. ` +
        `Lower the rate, warm up longer, set clipNorm, or look for a logarithm or root of 0 in the loss.`,
    );
  }
}
