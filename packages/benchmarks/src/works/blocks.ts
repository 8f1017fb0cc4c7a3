import * as tf from '@tensorflow/tfjs-core';
import { allMechanisms, mechanisms, type AnyMechanism, type MechanismName } from '@atlas/attention';
import { typicalInputs } from '@atlas/models';
import { mechanismWork } from './mechanism-work.js';
import type { Work } from './work.js';

const common = () => tf.zeros([8, 28, 28, 256]);
const channels = 256;

const blocks: readonly {
  readonly name: string;
  readonly title: string;
  readonly threads?: Work['threads'];
  readonly cases: readonly (readonly [AnyMechanism, object])[];
}[] = [
  { name: 'se', title: 'Squeeze-and-Excitation', cases: [[mechanisms.se, { channels }]] },
  { name: 'eca', title: 'Efficient channel attention', cases: [[mechanisms.eca, { channels }]] },
  { name: 'cbam', title: 'CBAM', cases: [[mechanisms.cbam, { channels }]] },
  { name: 'bam', title: 'BAM', cases: [[mechanisms.bam, { channels }]] },
  { name: 'gc', title: 'Global context', cases: [[mechanisms.gc, { channels }]] },
  { name: 'non-local', title: 'Non-local', cases: [[mechanisms.nl, { channels }]] },
  {
    name: 'danet',
    title: 'DANet, position and channel',
    cases: [
      [mechanisms['danet-position'], { channels }],
      [mechanisms['danet-channel'], { channels }],
    ],
  },
  { name: 'anl', title: 'Asymmetric non-local', cases: [[mechanisms.apnb, { channels }]] },
  { name: 'gsop', title: 'Global second-order pooling', cases: [[mechanisms.gsop, { channels }]] },
  {
    name: 'sk',
    title: 'Selective kernel SK[2, 32, 16]',
    cases: [[mechanisms.sk, { channels, groups: 32, reduction: 16 }]],
  },
];

/** Blocks of vision at one size, so that they can be compared with each other and with other libraries. */
export const blockWorks = (): Work[] =>
  blocks.map(({ name, title, threads = 'inside', cases }) =>
    mechanismWork(
      { id: `blocks/${name}`, group: 'blocks', title, threads, peers: ['torch', 'jax'] },
      cases.map(([mechanism, config]) => ({ mechanism, config, input: common })),
    ),
  );

/** Every mechanism at its published configuration, on an input of the size that its paper applies it to. */
export const publishedWorks = (): Work[] =>
  allMechanisms.map((mechanism) =>
    mechanismWork(
      {
        id: `published/${mechanism.name}`,
        group: 'published',
        title: mechanism.title,
        threads: 'inside',
        peers: [],
      },
      [{ mechanism, config: mechanism.publishedConfig, input: typicalInputs[mechanism.name as MechanismName] }],
    ),
  );
