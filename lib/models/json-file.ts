import * as v from 'valibot';
import { ModelRefusedError } from './refusal.ts';

/** Checks what a JSON file of a model holds. @throws ModelRefusedError that says where it is wrong */
export function checked<S extends v.GenericSchema>(schema: S, name: string, json: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ModelRefusedError('notValid', name, `${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`);
}

/** @throws ModelRefusedError where the bytes are no JSON */
export function parseJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ModelRefusedError('notJson', name);
  }
}
