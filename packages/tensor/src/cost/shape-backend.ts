import * as tf from '@tensorflow/tfjs-core';
import { elementwiseRules } from './shapes/elementwise.js';
import { movementRules } from './shapes/movement.js';
import { productRules } from './shapes/product.js';
import { reductionRules } from './shapes/reduction.js';
import type { Described, ShapeRule } from './shapes/rule.js';
import { windowRules } from './shapes/window.js';

const name = 'shapes';

/**
 * Runs a computation on shapes alone: every operation is really called, checks its arguments and gives a tensor of the
 * right shape and type, but no value is computed or stored. A large network takes milliseconds and next to no memory.
 * The backend in use before is in use again afterwards. What `compute` returns has shapes and no values.
 * @throws Error when the computation reads a value or runs an operation whose shapes are not known
 */
export function onShapes<T>(compute: () => T): T {
  const engine = tf.engine();
  if (engine.backendName === name) return compute();
  // Before any backend has started there is no name, whatever its type says.
  const before: string | undefined = engine.backendName ?? undefined;
  registerRules();
  tf.registerBackend(name, () => new ShapeBackend());
  try {
    use(name);
    return compute();
  } finally {
    if (before !== undefined) use(before);
    tf.removeBackend(name);
  }
}

/** True while `onShapes` runs: values made now are never looked at. */
export function isOnShapes(): boolean {
  return tf.engine().backendName === name;
}

/** Switches within one turn of the event loop, which `setBackend` does for every backend that starts at once. */
function use(backend: string): void {
  void tf.setBackend(backend);
  if (tf.getBackend() !== backend)
    throw new Error(`onShapes: expected the backend '${backend}', found '${tf.getBackend()}'.`);
}

/** Hands out data identifiers with nothing behind them. */
class ShapeBackend extends tf.KernelBackend {
  private readonly references = new Map<object, number>();

  override write(): object {
    const dataId = {};
    this.references.set(dataId, 1);
    return dataId;
  }

  override move(dataId: object, _values: unknown, _shape: unknown, _dtype: unknown, references: number): void {
    this.references.set(dataId, references);
  }

  override incRef(dataId: object): void {
    const count = this.references.get(dataId);
    if (count !== undefined) this.references.set(dataId, count + 1);
  }

  override refCount(dataId: object): number {
    return this.references.get(dataId) ?? 0;
  }

  override disposeData(dataId: object, force = false): boolean {
    const count = this.references.get(dataId) ?? 0;
    if (!force && count > 1) {
      this.references.set(dataId, count - 1);
      return false;
    }
    this.references.delete(dataId);
    return true;
  }

  override readSync(): never {
    throw new Error(
      'onShapes: a value was read, but only shapes are computed here. Count this computation on a backend with values.',
    );
  }

  override read(): never {
    return this.readSync();
  }

  override numDataIds(): number {
    return this.references.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.references.clear();
  }
}

function registerRules(): void {
  if (tf.getKernelsForBackend(name).length > 0) return;
  const rules: Readonly<Record<string, ShapeRule>> = {
    ...elementwiseRules,
    ...movementRules,
    ...productRules,
    ...reductionRules,
    ...windowRules,
  };
  for (const [kernelName, rule] of Object.entries(rules)) {
    tf.registerKernel({
      kernelName,
      backendName: name,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const make = ({ shape, dtype }: Described): tf.TensorInfo => ({
          dataId: (backend as ShapeBackend).write(),
          shape: [...shape],
          dtype,
        });
        const described = rule(inputs as Parameters<ShapeRule>[0], (attrs ?? {}) as Parameters<ShapeRule>[1]);
        return Array.isArray(described) ? described.map(make) : make(described as Described);
      },
    });
  }
}
