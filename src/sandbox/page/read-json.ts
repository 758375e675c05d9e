import { readableText } from './mrkdwn/plain-text.ts';
import type { Json, JsonObject } from './protocol.ts';

/** Whether a value is an object with names, not a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a name, or nothing when something else stands there. */
export function readObject(from: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = from?.[name];
  return isObject(value) ? value : undefined;
}

/** The text under a name, or the empty text. */
export function readText(from: JsonObject | undefined, name: string): string {
  const value = from?.[name];
  return typeof value === 'string' ? value : '';
}

/** The number under a name, or nothing. */
export function readNumber(from: JsonObject | undefined, name: string): number | undefined {
  const value = from?.[name];
  return typeof value === 'number' ? value : undefined;
}

/** The objects of the list under a name; what is no object is left out. */
export function readObjects(from: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = from?.[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text object of Block Kit as plain words: entities unescaped, emoji shown. */
export function wordsOf(from: JsonObject | undefined, name: string): string {
  return readableText(readText(readObject(from, name), 'text'));
}
