import { isCounting } from '../cost/recorder.js';
import { nativeBackend } from './backend.js';

/**
 * Whether an operation of TensorFlow stands in for several of TensorFlow.js: on the native backend, unless operations are
 * being counted, which must be the same on every backend.
 */
export function usesNativeOperations(): boolean {
  return nativeBackend() !== undefined && !isCounting();
}
