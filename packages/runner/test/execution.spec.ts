import { describe, expect, it } from 'vitest';
import { codeCell, notebookOf, run, textOf } from './support.js';

describe('executing cells', () => {
  it('keeps streams, displays and results in their order and joins only streams that follow each other', async () => {
    const { outcome, executed } = await run(
      notebookOf([
        [
          { print: 'a' },
          { print: 'b\n' },
          { warn: 'careful\n' },
          { print: 'c' },
          { display: { data: { 'text/plain': 'figure' } } },
          { print: 'd' },
          { result: { 'text/plain': '42' } },
        ],
      ]),
    );
    expect(outcome.failures).toEqual([]);
    expect(codeCell(executed(), 0).outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: ['ab\n'] },
      { output_type: 'stream', name: 'stderr', text: ['careful\n'] },
      { output_type: 'stream', name: 'stdout', text: ['c'] },
      { output_type: 'display_data', data: { 'text/plain': ['figure'] }, metadata: {} },
      { output_type: 'stream', name: 'stdout', text: ['d'] },
      { output_type: 'execute_result', data: { 'text/plain': ['42'] }, metadata: {}, execution_count: 1 },
    ]);
    expect(codeCell(executed(), 0).execution_count).toBe(1);
  });

  it('takes 20,000 lines completely and in order', async () => {
    const { outcome, executed } = await run(notebookOf([[{ lines: 20_000 }]]));
    expect(outcome.status).toBe('passed');
    const lines = textOf(executed(), 0).split('\n');
    expect(lines).toHaveLength(20_001);
    expect(lines.findIndex((line, index) => line !== (index === 20_000 ? '' : `line ${index}`))).toBe(-1);
  });

  it('accepts the idle status before the reply', async () => {
    const { outcome, executed } = await run(notebookOf([[{ print: 'x' }, { idleFirst: true }]]));
    expect(outcome.status).toBe('passed');
    expect(textOf(executed(), 0)).toBe('x');
  });

  it('calls output incomplete when the idle status never comes', async () => {
    const { outcome, executed } = await run(notebookOf([[{ print: 'x' }, { dropIdle: true }], [{ print: 'never' }]]));
    expect(outcome.failures).toMatchObject([{ kind: 'output-incomplete', cell: { index: 0, id: 'c0' } }]);
    expect(outcome.exitCode).toBe(1);
    expect(textOf(executed(), 0)).toBe('x');
    expect(outcome.cells.map((cell) => cell.status)).toEqual(['failed', 'not run']);
  });

  it('does not wait for ever for a reply that never comes', async () => {
    const { outcome } = await run(notebookOf([[{ dropReply: true }]]));
    expect(outcome.failures).toMatchObject([{ kind: 'output-incomplete' }]);
    expect(outcome.failures[0]?.message).toContain('without a reply');
  });

  it('tries again when the kernel refuses a cell, and never counts a refusal as passed', async () => {
    const { outcome } = await run(notebookOf([[{ abort: 2 }], [{ print: 'x' }]]));
    expect(outcome.status).toBe('passed');
    const refused = await run(notebookOf([[{ reply: { status: 'strange' } }]]));
    expect(refused.outcome.failures).toMatchObject([{ kind: 'output-incomplete' }]);
  });

  it('ignores forged, broken and ownerless messages, and says so', async () => {
    const { outcome, executed } = await run(
      notebookOf([[{ forge: 'forged' }, { junk: true }, { orphanMessage: true }, { print: 'real' }]]),
    );
    expect(outcome.status).toBe('passed');
    expect(textOf(executed(), 0)).toBe('real');
    expect(outcome.notices).toContain('2 messages were not of this session or not readable, and were ignored');
  });

  it('stops at the first error and keeps what there is', async () => {
    const { outcome, executed, record } = await run(
      notebookOf([
        [{ print: 'one' }],
        [{ print: 'two' }, { error: { ename: 'ValueError', evalue: 'bad', traceback: ['Cell In[2], line 7', 'bad'] } }],
        [{ print: 'three' }],
      ]),
    );
    expect(outcome.failures).toMatchObject([
      { kind: 'cell-error', message: 'ValueError: bad', cell: { index: 1, id: 'c1', line: 7 } },
    ]);
    expect(textOf(executed(), 0)).toBe('one');
    expect(textOf(executed(), 1)).toBe('two');
    expect(codeCell(executed(), 1).outputs.at(-1)).toMatchObject({ output_type: 'error', ename: 'ValueError' });
    expect(codeCell(executed(), 2).outputs).toEqual([]);
    expect(record()).toMatchObject({
      status: 'failed',
      exitCode: 1,
      error: { name: 'ValueError', cell: { index: 1 } },
      cells: [{ status: 'passed' }, { status: 'failed' }, { status: 'not run' }],
    });
  });

  it('takes the error from the reply, or from standard error, where the kernel sends none', async () => {
    const reply = await run(notebookOf([[{ error: { ename: 'ReplyError', evalue: 'only here', silent: true } }]]));
    expect(reply.outcome.failures[0]?.message).toBe('ReplyError: only here');
    const stderr = await run(
      notebookOf([
        [{ warn: 'note\nRangeError: too far\n    at cell-1.ts:3:1\n' }, { error: { silent: true, bare: true } }],
      ]),
    );
    expect(stderr.outcome.failures[0]).toMatchObject({ message: 'RangeError: too far', cell: { line: 3, column: 1 } });
    expect(textOf(stderr.executed(), 0, 'stderr')).toBe('note\n');
  });

  it('updates displays in any cell, ignores unknown ids, and never stores transient data', async () => {
    const { executed } = await run(
      notebookOf([
        [{ display: { data: { 'text/plain': 'old' }, transient: { display_id: 'd' } } }],
        [
          { update: { data: { 'text/plain': 'new' }, transient: { display_id: 'd' } } },
          { update: { data: { 'text/plain': 'lost' }, transient: { display_id: 'other' } } },
          { update: { data: { 'text/plain': 'lost' }, transient: null } },
        ],
      ]),
    );
    expect(codeCell(executed(), 0).outputs).toEqual([
      { output_type: 'display_data', data: { 'text/plain': ['new'] }, metadata: {} },
    ]);
    expect(codeCell(executed(), 1).outputs).toEqual([]);
  });

  it('clears at the next output when told to wait, and then no longer updates what was cleared', async () => {
    const { executed } = await run(
      notebookOf([
        [
          { display: { data: { 'text/plain': 'a' }, transient: { display_id: 'd' } } },
          { clear: true },
          { update: { data: { 'text/plain': 'b' }, transient: { display_id: 'd' } } },
        ],
        [{ print: 'gone' }, { clear: true }, { print: 'kept' }],
        [{ print: 'gone' }, { clear: false }],
      ]),
    );
    expect(codeCell(executed(), 0).outputs).toEqual([
      { output_type: 'display_data', data: { 'text/plain': ['b'] }, metadata: {} },
    ]);
    expect(textOf(executed(), 1)).toBe('kept');
    expect(codeCell(executed(), 2).outputs).toEqual([]);
  });

  it('keeps the state of widgets and closes conversations that nobody knows', async () => {
    const open = { comm_id: 'w', target_name: 'jupyter.widget', data: { state: { _model_name: 'Slider', value: 1 } } };
    const { executed } = await run(
      notebookOf([
        [
          { raw: { type: 'comm_open', content: open } },
          { raw: { type: 'comm_msg', content: { comm_id: 'w', data: { method: 'update', state: { value: 5 } } } } },
          { raw: { type: 'comm_open', content: { comm_id: 'x', target_name: 'unknown', data: {} } } },
        ],
      ]),
    );
    expect(executed().metadata['widgets']).toMatchObject({
      'application/vnd.jupyter.widget-state+json': {
        state: { w: { model_name: 'Slider', state: { value: 5 } } },
      },
    });
  });
});
