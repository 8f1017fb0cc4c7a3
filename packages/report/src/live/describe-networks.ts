/**
 * Prints what trained networks make of the first example of their live part, as JSON: the still pictures of pages
 * without scripts. It runs in a process of its own, like the description of the library. Its only argument lists the
 * files as JSON.
 */
import { readFile } from 'node:fs/promises';
import { loadTranslator } from '@atlas/models';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { type LiveModel } from '../model/live-models.js';
import { type NetworkStill } from '../model/live-stills.js';
import { digitNetwork } from './digits/networks.js';
import { exampleDigits, firstDigit, inkOf } from './digits/strokes.js';
import { exampleSentences } from './translate/sentence.js';
import { translationOf } from './translate/translation.js';

type Request = { model: LiveModel; file: string };

async function stillOf({ model, file }: Request): Promise<NetworkStill> {
  try {
    const bytes = await readFile(file);
    if (model.kind === 'translator') {
      const network = loadTranslator(bytes);
      return { kind: 'translation', translation: translationOf(network, exampleSentences[0], true) };
    }
    const network = digitNetwork(model.kind, bytes);
    const ink = inkOf(exampleDigits[firstDigit] ?? [], network.size);
    return { kind: 'digit', look: network.look(ink), side: ink.side, pixels: Array.from(ink.pixels) };
  } catch (error) {
    return { kind: 'problem', problem: error instanceof Error ? error.message : String(error) };
  }
}

async function main(): Promise<void> {
  await tf.setBackend('cpu');
  const requests = JSON.parse(process.argv.at(-1) ?? '[]') as Request[];
  const stills: { [path: string]: NetworkStill } = {};
  for (const request of requests) stills[request.model.path] = await stillOf(request);
  console.log(JSON.stringify(stills));
}

void main();
