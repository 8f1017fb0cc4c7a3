import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeader } from './message.js';
import { StreamBatch } from './stream-batch.js';

describe('StreamBatch', () => {
  const [one, two] = [createHeader('execute_request', 's'), createHeader('execute_request', 's')];
  let sent: [string | undefined, string, string][];
  let batch: StreamBatch;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    batch = new StreamBatch((parent, name, text) => sent.push([parent?.msg_id, name, text]));
  });
  afterEach(() => vi.useRealTimers());

  it('joins consecutive pieces of one stream until a few milliseconds have passed', () => {
    batch.add(one, 'stdout', 'a');
    batch.add(one, 'stdout', 'b');
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(sent).toEqual([[one.msg_id, 'stdout', 'ab']]);
  });

  it('keeps the order of streams and cells', () => {
    batch.add(one, 'stdout', 'a');
    batch.add(one, 'stderr', 'b');
    batch.add(one, 'stdout', 'c');
    batch.add(two, 'stdout', 'd');
    batch.flush();
    expect(sent).toEqual([
      [one.msg_id, 'stdout', 'a'],
      [one.msg_id, 'stderr', 'b'],
      [one.msg_id, 'stdout', 'c'],
      [two.msg_id, 'stdout', 'd'],
    ]);
  });

  it('sends at once when it is full, and nothing when it is empty', () => {
    batch.flush();
    batch.add(one, 'stdout', '');
    batch.flush();
    expect(sent).toEqual([]);
    batch.add(one, 'stdout', 'x'.repeat(64 * 1024));
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(sent).toHaveLength(1);
  });
});
