/**
 * What TensorFlow writes to standard error when it is loaded, before its own settings can silence it: that it is about
 * to log, that oneDNN is on, and which instructions it was not built for. It says nothing about the cell.
 */
const known: readonly RegExp[] = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  line(
    'port.cc',
    'oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off ' +
      'errors from different computation orders. To turn them off, set the environment variable ' +
      '`TF_ENABLE_ONEDNN_OPTS=0`.',
  ),
  line(
    'cpu_feature_guard.cc',
    'This TensorFlow binary is optimized to use available CPU instructions in performance-critical operations.',
  ),
  /^To enable the following instructions: [A-Z0-9_ ]+, in other operations, rebuild TensorFlow with the appropriate compiler flags\.$/,
];

/** The longest part of a line that is held back until the rest of it has come. */
const longest = 600;
const openings = ['WARNING: All log messages before absl', 'To enable the following instructions: '];
const stamp = /^(?:I(?:\d.*)?|\d{1,4}(?:-.*)?)$/;

/** `I0000 00:00:1795405192.477994    8834 port.cc:153] …`, or with a date before the severity, as older ones write. */
function line(file: string, message: string): RegExp {
  const [name, words] = [file, message].map((text) => text.replaceAll('.', '\\.'));
  return new RegExp(`^(?:I\\d{4} [\\d:.]+ +\\d+ |\\d{4}-[\\d:. -]+: I )(?:[\\w./]+/)?${name}:\\d+\\] ${words}$`);
}

/**
 * Takes TensorFlow's start-up lines out of a text that arrives in pieces, and nothing else. Where a piece ends inside a
 * line that may be one of them, that line is held back for the next piece.
 */
export class StartUpLines {
  private held = '';
  /** Whether the beginning of the line that goes on now has been handed on already. */
  private insideLine = false;

  /** The text to hand on, now that this much has arrived. */
  feed(text: string): string {
    const lines = (this.held + text).split('\n');
    const last = lines.pop() ?? '';
    const kept = lines.filter((candidate, index) => (this.insideLine && index === 0) || !isKnown(candidate));
    const startsLine = lines.length > 0 || !this.insideLine;
    this.held = startsLine && mayBecomeKnown(last) ? last : '';
    const handedOn = kept.map((whole) => `${whole}\n`).join('') + (this.held === '' ? last : '');
    this.insideLine = this.held === '' && (startsLine ? last !== '' : true);
    return handedOn;
  }

  /** What is still held back, when nothing more is awaited. */
  rest(): string {
    const { held } = this;
    this.held = '';
    this.insideLine ||= held !== '';
    return held;
  }
}

function isKnown(text: string): boolean {
  return known.some((pattern) => pattern.test(text));
}

function mayBecomeKnown(text: string): boolean {
  if (text === '' || text.length > longest) return false;
  return stamp.test(text) || openings.some((opening) => opening.startsWith(text) || text.startsWith(opening));
}
