import { mechanisms } from '@atlas/attention';
import {
  describedNetwork,
  encodeRecurrentAttention,
  initRecurrentAttention,
  initResidualNetwork,
  initRnnSearch,
  initTransformer,
  saveNetwork,
  saveTranslator,
  type NetworkDescription,
} from '@atlas/models';
import { rng } from '@atlas/tensor';
import { exampleSentences, grammarWords } from '../src/live/translate/sentence.js';
import { exampleChapters } from './example-chapters.js';
import { type FixtureChapter } from './fixture.js';

const marks = ['<pad>', '<unk>', '<s>', '</s>'];
const english = [...marks, ...new Set(exampleSentences.slice(0, 3).flatMap(grammarWords))];
const esperanto = [...marks, 'viro', 'bona', 'en', 'la', 'ĉapelo', 'dormis', 'katon', 'vidas'];
const languages = {
  source: { name: 'English', words: english },
  target: { name: 'Esperanto', words: esperanto },
  marks: { unknown: 1, start: 2, end: 3 },
  longest: 20,
};

const digits: Omit<NetworkDescription, 'attention'> = {
  input: { height: 24, width: 24 },
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  widths: [4, 8],
};

const se = { mechanism: 'se', options: { reduction: 2 } } as const;
const sk = { mechanism: 'sk', position: 'instead', options: { groups: 1, minimum: 4, reduction: 2 } } as const;

function gatedNetwork(own: Partial<NetworkDescription>, seed: number): Uint8Array {
  const description = { ...digits, ...own };
  const mechanism = description.attention && mechanisms[description.attention.mechanism];
  return saveNetwork(initResidualNetwork(describedNetwork(description, mechanism), rng(seed)), description);
}

/** Small networks with random weights in the files that notebooks leave: they run, and read nothing right. */
export function exampleNetworks(): { [file: string]: Uint8Array } {
  const search = {
    sourceVocabulary: english.length,
    targetVocabulary: esperanto.length,
    embedding: 6,
    units: 7,
    maxout: 4,
  };
  const layers = {
    vocabulary: esperanto.length,
    sourceVocabulary: english.length,
    layers: 1,
    features: 8,
    hidden: 8,
    heads: 2,
    dropRate: 0,
  };
  const looking = { patchSize: 6, scales: 2, glimpses: 4, stateSize: 8, hidden: 8, glimpseSize: 8 };
  return {
    'rnnsearch.safetensors': saveTranslator(initRnnSearch(search, rng(1)), {
      network: 'rnnsearch',
      config: search,
      ...languages,
    }),
    'transformer.safetensors': saveTranslator(initTransformer(layers, rng(2)), {
      network: 'transformer',
      config: layers,
      ...languages,
    }),
    'se-cued.safetensors': gatedNetwork({ attention: se }, 3),
    'se-digits.safetensors': gatedNetwork({ attention: se }, 4),
    'sk-digits.safetensors': gatedNetwork({ attention: sk, block: 'bottleneck', stemStride: 2 }, 5),
    'ram.safetensors': encodeRecurrentAttention(initRecurrentAttention(looking, rng(6)), looking),
  };
}

/** The example chapters, of which the one on channels has left trained networks. */
export function chaptersWithNetworks(networks: { [file: string]: Uint8Array }): FixtureChapter[] {
  return exampleChapters.map((chapter) =>
    chapter.name === '05-channel' ? { ...chapter, artifacts: networks } : chapter,
  );
}
