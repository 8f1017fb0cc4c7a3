import { createInterface } from 'node:readline';
import { chooseBackend } from '@atlas/tensor';
import { catalogue } from '../works/catalogue.js';
import type { Answer, Request } from './protocol.js';
import { TaskRunner } from './task-runner.js';

// A measuring process: `node worker.js compiled|op-by-op`. TensorFlow reads its thread settings when it starts, so each
// setting has a process of its own; the environment carries them.
const how = process.argv[2] === 'op-by-op' ? 'op-by-op' : 'compiled';
let current: TaskRunner | undefined;

function say(answer: Answer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function handle(request: Request): Answer {
  switch (request.do) {
    case 'prepare': {
      const work = catalogue().find(({ id }) => id === request.work);
      if (!work) throw new Error(`there is no work '${request.work}'`);
      current = new TaskRunner(work.prepare(), how);
      current.writeInputs(request.folder);
      return { kind: 'prepared', ...current.start(request.folder) };
    }
    case 'measure':
      if (!current) throw new Error('expected a prepared work');
      return { kind: 'measured', ...current.measure(request.runs) };
    case 'release':
      current?.dispose();
      current = undefined;
      return { kind: 'released' };
  }
}

const { name, tensorflowVersion } = await chooseBackend();
say({ kind: 'ready', versions: { backend: name, ...(tensorflowVersion && { tensorflow: tensorflowVersion }) } });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(handle(JSON.parse(line) as Request));
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
