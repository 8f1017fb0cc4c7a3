import protobuf from 'protobufjs/minimal.js';
import { NativeType, type NativeAttribute, type NativeBinding } from '../native/binding.js';
import type { ConstantValue, GraphNode, RecordedGraph } from './graph.js';

type Writer = protobuf.Writer;
type AttributeKinds = Pick<
  NativeBinding,
  'TF_ATTR_STRING' | 'TF_ATTR_INT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_TYPE' | 'TF_ATTR_SHAPE'
>;

/** The version of the graph format to which the operations belong: TensorFlow reads graphs of older versions too. */
const GRAPH_PRODUCER = 1087;

/** The tag under which the graph is found in the file. */
export const SAVED_MODEL_TAG = 'serve';

/**
 * A recorded graph as the bytes of a `saved_model.pb` (tensorflow/core/protobuf/saved_model.proto). Field numbers are
 * those of TensorFlow's .proto files; each function writes one message.
 */
export function encodeSavedModel(graph: RecordedGraph, kinds: AttributeKinds): Uint8Array {
  const writer = protobuf.Writer.create();
  integer(writer, 1, 1); // SavedModel.saved_model_schema_version
  message(writer, 2, (metaGraph) => {
    message(metaGraph, 1, (information) => text(information, 4, SAVED_MODEL_TAG)); // MetaInfoDef.tags
    message(metaGraph, 2, (definition) => {
      for (const node of graph.nodes) message(definition, 1, (target) => encodeNode(target, node, kinds));
      message(definition, 4, (versions) => integer(versions, 1, GRAPH_PRODUCER)); // VersionDef.producer
    });
  });
  return writer.finish();
}

/** NodeDef: name = 1, op = 2, input = 3, attr = 5 (a map from name to AttrValue). */
function encodeNode(writer: Writer, node: GraphNode, kinds: AttributeKinds): void {
  text(writer, 1, node.name);
  text(writer, 2, node.operation);
  for (const input of node.inputs) text(writer, 3, input);
  for (const attribute of node.attributes) {
    if (attribute.value === null || attribute.value === undefined) continue;
    entry(writer, attribute.name, (value) => encodeAttribute(value, attribute, kinds));
  }
  const { constant } = node;
  if (constant) entry(writer, 'value', (value) => message(value, 8, (tensor) => encodeTensor(tensor, constant)));
}

/** An entry of NodeDef.attr: key = 1, value = 2. */
function entry(writer: Writer, name: string, write: (value: Writer) => void): void {
  message(writer, 5, (pair) => {
    text(pair, 1, name);
    message(pair, 2, write);
  });
}

/** AttrValue: list = 1, s = 2, i = 3, f = 4, b = 5, type = 6, shape = 7, tensor = 8. In a list: the same numbers. */
function encodeAttribute(writer: Writer, { type, value }: NativeAttribute, kinds: AttributeKinds): void {
  if (type === kinds.TF_ATTR_SHAPE) message(writer, 7, (shape) => encodeShape(shape, value as number[]));
  else if (Array.isArray(value)) {
    message(writer, 1, (list) => {
      for (const element of value) encodeScalar(list, type, element, kinds);
    });
  } else encodeScalar(writer, type, value as boolean | number | string, kinds);
}

function encodeScalar(writer: Writer, type: number, value: boolean | number | string, kinds: AttributeKinds): void {
  switch (type) {
    case kinds.TF_ATTR_STRING:
      return text(writer, 2, String(value));
    case kinds.TF_ATTR_INT:
      return integer(writer, 3, Number(value));
    case kinds.TF_ATTR_FLOAT:
      writer.uint32(tag(4, FIXED32)).float(Number(value));
      return;
    case kinds.TF_ATTR_BOOL:
      writer.uint32(tag(5, VARINT)).bool(Boolean(value));
      return;
    case kinds.TF_ATTR_TYPE:
      return integer(writer, 6, Number(value));
    default:
      throw new TypeError(`encodeSavedModel: expected a kind of attribute that TensorFlow has, found ${type}.`);
  }
}

/** TensorProto: dtype = 1, tensor_shape = 2, tensor_content = 4; one value of float_val = 5 or int_val = 7 fills all. */
function encodeTensor(writer: Writer, { dtype, shape, bytes, fill }: ConstantValue): void {
  integer(writer, 1, dtype);
  message(writer, 2, (target) => encodeShape(target, shape));
  if (fill === undefined) writer.uint32(tag(4, LENGTH_DELIMITED)).bytes(bytes);
  else if (dtype === NativeType.float32) writer.uint32(tag(5, FIXED32)).float(fill);
  else integer(writer, 7, fill);
}

/** TensorShapeProto: dim = 2, with size = 1. */
function encodeShape(writer: Writer, shape: readonly number[]): void {
  for (const size of shape) message(writer, 2, (dimension) => integer(dimension, 1, size));
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function message(writer: Writer, field: number, write: (writer: Writer) => void): void {
  writer.uint32(tag(field, LENGTH_DELIMITED)).fork();
  write(writer);
  writer.ldelim();
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(tag(field, LENGTH_DELIMITED)).string(value);
}

function integer(writer: Writer, field: number, value: number): void {
  writer.uint32(tag(field, VARINT)).int64(value);
}
