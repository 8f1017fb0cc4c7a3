import { describe, expect, it } from 'vitest';
import { batchScript, quoted } from './batch-script.js';

describe('the batch script', () => {
  const plain = {
    jobName: 'atlas-1.1',
    tasks: 8,
    log: '/shared/logs/1.%a.log',
    workingDirectory: '/shared',
    resources: { seconds: 5400, memoryMegabytes: 4096, cores: 2 },
    options: {},
    command: ['/usr/bin/node', '/clone of/task.js', '/shared', '1'],
  };

  it('asks for what a run needs, and never to be started again', () => {
    const script = batchScript(plain);
    for (const directive of ['--array=0-7', '--time=01:30:00', '--mem=4096M', '--cpus-per-task=2', '--no-requeue']) {
      expect(script).toContain(`#SBATCH ${directive}\n`);
    }
    expect(script).toMatch(/^#!\/bin\/bash\n/);
    expect(script).toContain("\nexec /usr/bin/node '/clone of/task.js' /shared 1\n");
  });

  it('prepares the node, wraps the program, and holds the number at once', () => {
    const script = batchScript({
      ...plain,
      options: { setup: 'module load nodejs/20\n', wrap: 'apptainer exec a.sif', atOnce: 3, sbatch: ['--account=x'] },
    });
    expect(script).toContain('#SBATCH --array=0-7%3\n');
    expect(script).toContain('#SBATCH --account=x\n');
    expect(script).toContain('\nmodule load nodejs/20\n');
    expect(script).toContain('\nexec apptainer exec a.sif /usr/bin/node ');
  });

  it('asks for a whole node where time is measured', () => {
    expect(batchScript({ ...plain, resources: { alone: true } })).toContain('#SBATCH --exclusive\n');
    expect(batchScript(plain)).not.toContain('--exclusive');
  });

  it('quotes what the shell would take apart', () => {
    expect(quoted("it's")).toBe(`'it'\\''s'`);
    expect(quoted('$HOME')).toBe(`'$HOME'`);
  });
});
