/**
 * The names that cells share.
 *
 * tslab copies every name of a cell into one object when the cell assigns it. A variable would then exist twice: a later
 * cell that assigns it changes the copy, and the functions of the cell that declared it never see the new value. Here
 * variables are linked instead: reading and assigning the shared name reads and assigns the variable itself.
 */
export class CellNames {
  /** What compiled cells read and assign for the names of earlier cells. */
  readonly shared: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  /** The `exports` of a cell: receives its constants, functions, classes and imports. */
  readonly exports: object;

  /** `keepResult` takes what a cell leaves as the value of its last expression, and says whether the name was such. */
  constructor(private readonly keepResult: (name: string | symbol, value: unknown) => boolean) {
    this.exports = new Proxy(this.shared, {
      set: (_target, name, value) => this.assign(name, value),
      // The compiler exports imported names as getters; evaluated at once, they can be declared anew.
      defineProperty: (_target, name, { get, value }) =>
        this.assign(name, get ? (get.call(undefined) as unknown) : value),
    });
  }

  /** Called by a cell before its first statement, with how to read and assign each of its variables. */
  readonly link = (variables: Readonly<Record<string, PropertyDescriptor>>): void => {
    for (const [name, { get, set }] of Object.entries(variables)) {
      Object.defineProperty(this.shared, name, {
        get,
        set,
        configurable: true,
        enumerable: true,
      } as PropertyDescriptor);
    }
  };

  /** Whether a name that was declared has been given a value. */
  has(name: string): boolean {
    try {
      return this.shared[name] !== undefined;
    } catch {
      // A variable whose declaration the cell has not reached.
      return false;
    }
  }

  private assign(name: string | symbol, value: unknown): boolean {
    if (name !== '__esModule' && !this.keepResult(name, value)) {
      Object.defineProperty(this.shared, name, { value, writable: true, configurable: true, enumerable: true });
    }
    return true;
  }
}

/** How compiled code refers to the {@link CellNames}: through tslab's own global, which no cell shadows by accident. */
export const sharedNames = { object: '__tslab__', names: 'names', link: 'link' } as const;

/** The statement that links the variables of a cell, on one line. */
export function linkStatement(variables: readonly string[]): string {
  if (variables.length === 0) return '';
  const links = variables.map(
    (name) => `${JSON.stringify(name)}: { get: () => ${name}, set: ($) => { ${name} = $; } }`,
  );
  return `${sharedNames.object}.${sharedNames.link}({ ${links.join(', ')} }); `;
}

const compiledName = /\(0 , __tslab__\.names\.([\p{ID_Continue}$]+)\)|__tslab__\.names\.([\p{ID_Continue}$]+)/gu;

/** The text of an error with names as they are in the cell: V8 quotes the compiled code ("x is not a function"). */
export function withPlainNames(text: string): string {
  return text.replace(compiledName, '$1$2');
}
