// Just enough of Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding) to read an ONNX file.

/** A field of a message: a number for a varint, bytes for what has a length or a fixed size. */
export interface Field {
  number: number;
  value: number | Uint8Array<ArrayBuffer>;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;

/** The fields of one message in their order; bytes are views, not copies. @throws Error where the file is cut short or no protobuf. */
export function* readFields(message: Uint8Array<ArrayBuffer>): Generator<Field> {
  let at = 0;
  function varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      if (byte === undefined || factor > 2 ** 63) throw new Error('The file ends in the midst of a number.');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
  function bytes(count: number): Uint8Array<ArrayBuffer> {
    if (at + count > message.length) throw new Error('The file is cut short.');
    at += count;
    return message.subarray(at - count, at);
  }
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case VARINT:
        yield { number, value: varint() };
        break;
      case FIXED_64:
        yield { number, value: bytes(8) };
        break;
      case LENGTH:
        yield { number, value: bytes(varint()) };
        break;
      case FIXED_32:
        yield { number, value: bytes(4) };
        break;
      default:
        throw new Error('The file is not an ONNX model.');
    }
  }
}

/** Numbers of a repeated varint field as it is packed. */
export function readPacked(bytes: Uint8Array<ArrayBuffer>): number[] {
  const values: number[] = [];
  let value = 0;
  let factor = 1;
  for (const byte of bytes) {
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) {
      values.push(value);
      value = 0;
      factor = 1;
    }
  }
  return values;
}
