// ONNX files without Python: the few parts of its protobuf format (onnx.proto3) that a small graph needs.

type Bytes = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const LENGTH = 2;

const FLOAT = 1;
const UINT_8 = 2;
const INT_8 = 3;
const INT_32 = 6;
const INT_64 = 7;

export type ElementType = 'float32' | 'int32' | 'int64';
const ELEMENTS: Record<ElementType, number> = { float32: FLOAT, int32: INT_32, int64: INT_64 };

/** A constant of a graph. */
export interface Constant {
  name: string;
  dims: number[];
  data:
    | Float32Array<ArrayBuffer>
    | Int8Array<ArrayBuffer>
    | Uint8Array<ArrayBuffer>
    | BigInt64Array<ArrayBuffer>;
}

export interface Node {
  op: string;
  inputs: string[];
  /** Some operators have more than one. */
  output: string | string[];
  attributes?: Record<string, number | number[]>;
}

/** An input or an output; a dimension by name may have any length. */
export interface Value {
  name: string;
  type: ElementType;
  dims: (number | string)[];
}

export interface Graph {
  nodes: Node[];
  constants: Constant[];
  inputs: Value[];
  outputs: Value[];
}

const IR_VERSION = 8;
const OPSET = 17;

/** The content of an `.onnx` file. */
export function encodeModel(graph: Graph): Bytes {
  return message(
    varint(1, IR_VERSION),
    text(2, 'telltale tests'),
    nested(7, encodeGraph(graph)),
    nested(8, message(text(1, ''), varint(2, OPSET))),
  );
}

function encodeGraph({ nodes, constants, inputs, outputs }: Graph): Bytes {
  return message(
    ...nodes.map((node) => nested(1, encodeNode(node))),
    text(2, 'graph'),
    ...constants.map((constant) => nested(5, encodeConstant(constant))),
    ...inputs.map((value) => nested(11, encodeValue(value))),
    ...outputs.map((value) => nested(12, encodeValue(value))),
  );
}

function encodeNode({ op, inputs, output, attributes = {} }: Node): Bytes {
  const outputs = [output].flat();
  return message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, outputs[0] ?? ''),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => nested(5, encodeAttribute(name, value))),
  );
}

/** Whole numbers and lists of them: what the operators here take. */
function encodeAttribute(name: string, value: number | number[]): Bytes {
  const [INT, INTS] = [2, 7];
  return Array.isArray(value)
    ? message(text(1, name), ...value.map((each) => varint(8, each)), varint(20, INTS))
    : message(text(1, name), varint(3, value), varint(20, INT));
}

function encodeConstant({ name, dims, data }: Constant): Bytes {
  const type = typeOf(data);
  return message(
    ...dims.map((dim) => varint(1, dim)),
    varint(2, type),
    text(8, name),
    nested(9, new Uint8Array(data.buffer)),
  );
}

function typeOf(data: Constant['data']): number {
  if (data instanceof Float32Array) return FLOAT;
  if (data instanceof Int8Array) return INT_8;
  return data instanceof Uint8Array ? UINT_8 : INT_64;
}

function encodeValue({ name, type, dims }: Value): Bytes {
  const shape = dims.map((dim) =>
    nested(1, message(typeof dim === 'number' ? varint(1, dim) : text(2, dim))),
  );
  const tensor = message(varint(1, ELEMENTS[type]), nested(2, message(...shape)));
  return message(text(1, name), nested(2, message(nested(1, tensor))));
}

// --- protobuf -------------------------------------------------------------------------------------------------------

function message(...fields: Bytes[]): Bytes {
  const all = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
  let at = 0;
  for (const field of fields) {
    all.set(field, at);
    at += field.length;
  }
  return all;
}

function varint(field: number, value: number): Bytes {
  return message(tag(field, VARINT), digits(value));
}

function text(field: number, value: string): Bytes {
  return nested(field, new TextEncoder().encode(value));
}

function nested(field: number, content: Bytes): Bytes {
  return message(tag(field, LENGTH), digits(content.length), content);
}

function tag(field: number, type: typeof VARINT | typeof LENGTH): Bytes {
  return digits(field * 8 + type);
}

/** Seven bits a byte, the lowest first; negative numbers as 64-bit ones. */
function digits(value: number): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
