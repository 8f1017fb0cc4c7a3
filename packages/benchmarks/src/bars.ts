/** What this project sets itself: the time of the compiled function divided by that of another library, at most. */
export interface Bar {
  readonly work: string;
  /** Against PyTorch, which runs operation by operation. */
  readonly eager: number;
  /** Against the better of torch.compile and jax.jit, which compile as well. */
  readonly compilers: number;
}

const block = (name: string): Bar => ({ work: `blocks/${name}`, eager: 0.8, compilers: 1 });

export const bars: readonly Bar[] = [
  { work: 'translation/rnnsearch-128', eager: 0.7, compilers: 0.9 },
  { work: 'translation/rnnsearch-512', eager: 0.9, compilers: 1 },
  { work: 'translation/transformer', eager: 0.9, compilers: 1 },
  { work: 'attention/8x8x512', eager: 0.9, compilers: 1 },
  { work: 'attention/1x8x2048-both', eager: 0.9, compilers: 1 },
  ...['se', 'eca', 'cbam', 'bam', 'gc', 'non-local', 'danet', 'anl', 'gsop'].map(block),
  { work: 'blocks/sk', eager: 0.7, compilers: 0.9 },
  { work: 'vision/se-resnet50-inference', eager: 0.9, compilers: 1 },
  { work: 'vision/se-resnet50-training', eager: 1, compilers: 1 },
];
