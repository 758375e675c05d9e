/** Changes payloads as an attacker or a bug would: one to three places of a valid one. */
import fc from 'fast-check';
import type { Payload } from '../payloads.ts';

type Key = string | number;
type Path = readonly Key[];

/** One change: at which place, and what is done there. `at` and `important` choose the place among those there are. */
export interface Mutation {
  readonly at: number;
  readonly important: boolean;
  readonly how: 'put' | 'put elsewhere' | 'drop' | 'add';
  readonly name: string;
  readonly value: unknown;
}

const DEEP = 3_000;

function nested(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  '',
  ' ',
  '<!channel>',
  '<@U0GRACE> <!here> <!subteam^S0X>',
  '\u0000\u0007\u001b[2J',
  '\u202e\u2066evil\u2069',
  'a\nb\r\n✅ *Completed*',
  '\ud800',
  '👩‍👩‍👧‍👦'.repeat(50),
  'x'.repeat(100_000),
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  [],
  {},
  [[]],
  ['x'],
  { id: 'U0GRACE' },
  nested(DEEP),
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
];

const NAMES = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'id',
  'value',
  'x',
  'delete-hosts:9',
  '',
];

/** A mutation; `known` are values that mean something elsewhere: other people, requests, hosts, views. */
export function mutations(known: readonly unknown[]): fc.Arbitrary<Mutation[]> {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...known) },
    { weight: 5, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    { weight: 1, arbitrary: fc.double() },
  );
  const mutation = fc.record({
    at: fc.nat(),
    important: fc.constantFrom(true, true, true, false),
    how: fc.constantFrom('put', 'put', 'put', 'put elsewhere', 'drop', 'add'),
    name: fc.constantFrom(...NAMES),
    value,
  });
  return fc.array(mutation, { minLength: 1, maxLength: 3 });
}

/** A valid payload with the places in which it can be changed. */
export interface Source {
  readonly payload: Payload;
  readonly paths: readonly Path[];
  /** Those that Moveout reads. */
  readonly read: readonly Path[];
}

const READ =
  /^(type|command|text|value|action_id|response_url|trigger_id|(user|channel)(_id|_name|\.id)?|container(\.\w+)?|message(\.ts)?|actions(\.0(\.(type|value|action_id|selected_option.*))?)?|view(\.(id|type|callback_id|private_metadata|state.*))?|event(\.\w+)?)$/;

export function source(payload: Payload): Source {
  const paths = pathsOf(payload, []);
  return { payload, paths, read: paths.filter((path) => READ.test(path.join('.'))) };
}

/** The payload with the changes; the source stays as it is. */
export function mutated({ payload, paths, read }: Source, changes: readonly Mutation[]): Payload {
  return changes.reduce<Payload>((now, change) => {
    const among = change.important ? read : paths;
    const path = among[change.at % among.length] ?? [];
    const other = read[(change.at >>> 8) % read.length] ?? [];
    const result = changed(now, path, (parent, key) => {
      if (change.how === 'drop') drop(parent, key);
      else if (change.how === 'add') define(parent, change.name, change.value);
      else define(parent, key, change.how === 'put' ? change.value : valueAt(now, other));
    });
    return isPayload(result) ? result : now;
  }, payload);
}

/** A copy in which something is done to one parent; only what lies on the way is copied. */
function changed(value: unknown, path: Path, act: (parent: object, key: Key) => void): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  const copy: object = Array.isArray(value) ? [...value] : { ...value };
  if (rest.length === 0) act(copy, key);
  else define(copy, key, changed(Reflect.get(copy, key), rest, act));
  return copy;
}

function drop(parent: object, key: Key): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

/** As JSON does it: a name like `__proto__` is one like any other. */
function define(parent: object, key: Key, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, writable: true, configurable: true });
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
