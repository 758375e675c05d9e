import { isObject } from '../json.ts';
import { codePoints } from '../limits.ts';
import type { Json, JsonObject } from '../page/protocol.ts';

/** One thing that Slack refuses, with the JSON pointer to it. */
export interface Problem {
  readonly message: string;
  readonly at: string;
}

/** Looks at a value that stands at a JSON pointer and gives back what Slack would refuse. */
export type Check = (value: Json, at: string) => Problem[];

/** The fields of an object beside `type`. Those of `needs` must be there. */
export interface Shape {
  readonly needs?: { readonly [field: string]: Check };
  readonly may?: { readonly [field: string]: Check };
}

/** One problem as a list. */
export function problem(message: string, at: string): Problem[] {
  return [{ message, at }];
}

/** Accepts whatever is given. */
export function anything(): Problem[] {
  return [];
}

/** A text of a length in code points. */
export function string({ min = 1, max }: { min?: number; max: number }): Check {
  return (value, at) => {
    if (typeof value !== 'string') return problem('must provide a string', at);
    const length = codePoints(value);
    if (length < min) return problem(`must be more than ${min - 1} characters`, at);
    return length > max ? problem(`must be less than ${max + 1} characters`, at) : [];
  };
}

/** A text that a pattern describes. */
export function pattern(expression: RegExp): Check {
  return (value, at) =>
    typeof value === 'string' && expression.test(value) ? [] : problem('failed to match schema', at);
}

/** True or false. */
export function boolean(value: Json, at: string): Problem[] {
  return typeof value === 'boolean' ? [] : problem('must provide a boolean', at);
}

/** A whole number in a range. */
export function integer(min: number, max: number): Check {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return problem('must provide an integer', at);
    if (value < min) return problem(`must be greater than or equal to ${min}`, at);
    return value > max ? problem(`must be less than or equal to ${max}`, at) : [];
  };
}

/** One of some texts. */
export function oneOf(...allowed: readonly string[]): Check {
  return (value, at) =>
    typeof value === 'string' && allowed.includes(value)
      ? []
      : problem(`must be one of: ${allowed.join(', ')}`, at);
}

/** A list with a number of items, each checked. */
export function list(item: Check, { min = 1, max }: { min?: number; max: number }): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return problem('must provide an array', at);
    if (value.length < min) return problem(`must provide at least ${min} items`, at);
    if (value.length > max) return problem(`no more than ${max} items allowed`, at);
    return value.flatMap((each, index) => item(each, `${at}/${index}`));
  };
}

/** An object with these fields and no others. `ignored` are fields that somebody else has checked. */
export function object({ needs = {}, may = {} }: Shape, ignored: readonly string[] = []): Check {
  return (value, at) => {
    if (!isObject(value)) return problem('must provide an object', at);
    const known: { readonly [field: string]: Check } = { ...needs, ...may };
    return [
      ...Object.keys(needs)
        .filter((field) => value[field] === undefined)
        .flatMap((field) => problem(`missing required field: ${field}`, at)),
      ...Object.entries(value).flatMap(([field, given]) => {
        if (given === undefined || ignored.includes(field)) return [];
        const check = known[field];
        return check ? check(given, `${at}/${field}`) : problem(`invalid additional property: ${field}`, at);
      }),
    ];
  };
}

/** An object whose `type` says which check it has to pass. */
export function byType(types: ReadonlyMap<string, Check>): Check {
  return (value, at) => {
    if (!isObject(value)) return problem('must provide an object', at);
    if (typeof value.type !== 'string') return problem('missing required field: type', at);
    const check = types.get(value.type);
    return check ? check(value, at) : problem(`unsupported type: ${value.type}`, `${at}/type`);
  };
}

/** Both checks, and a rule that looks at the whole object. */
export function also(check: Check, rule: (value: JsonObject, at: string) => Problem[]): Check {
  return (value, at) => [...check(value, at), ...(isObject(value) ? rule(value, at) : [])];
}
