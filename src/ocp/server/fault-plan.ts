/** Faults on demand: what a test tells the server to do wrong, and the calls that it met. */
import { z } from 'zod';

const millis = z.int().min(0).max(600_000);

const faultSchema = z.discriminatedUnion('kind', [
  /** OCP says no, in its envelope; nothing is done. */
  z.strictObject({
    kind: z.literal('refuse'),
    status: z.int().min(400).max(599),
    code: z.string().default('10010'),
    message: z.string(),
  }),
  /** A web page in place of an answer; nothing is done. */
  z.strictObject({ kind: z.literal('html'), status: z.int().min(200).max(599) }),
  /** Exactly this in place of an answer; nothing is done. */
  z.strictObject({
    kind: z.literal('say'),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  /** No answer ever; nothing is done. */
  z.strictObject({ kind: z.literal('hang') }),
  /** The connection is cut before anything is done. */
  z.strictObject({ kind: z.literal('cut') }),
  /** It is done, and the connection is cut in place of an answer. */
  z.strictObject({ kind: z.literal('lose answer') }),
  /** A server error at once, and it is done so many milliseconds later. */
  z.strictObject({ kind: z.literal('late'), ms: millis }),
  /** It is done, and answered after so many milliseconds. */
  z.strictObject({ kind: z.literal('delay'), ms: millis }),
  /** It is done, and answered one byte in so many milliseconds. */
  z.strictObject({ kind: z.literal('slow'), ms: millis }),
  /** A list that lacks the second half of its records, and says nothing of it in `page` or says so, as `honest` has it. */
  z.strictObject({ kind: z.literal('half listing'), honest: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('empty listing') }),
]);
export type ServerFault = z.infer<typeof faultSchema>;

export const orderSchema = z.strictObject({
  /** Any method when absent. */
  method: z.string().toUpperCase().optional(),
  /** A path without its query; `*` stands for any part between two slashes, `**` for any rest. */
  path: z.string().startsWith('/'),
  /** How many calls meet it. */
  times: z.int().min(1).max(1_000_000).default(1),
  fault: faultSchema,
});
type FaultOrder = z.infer<typeof orderSchema>;

export interface FaultPlan {
  add(order: FaultOrder): void;
  /** The fault that a call meets; it counts as met. */
  take(method: string, path: string): ServerFault | undefined;
  clear(): void;
  orders(): readonly FaultOrder[];
}

export function createFaultPlan(): FaultPlan {
  let orders: FaultOrder[] = [];
  return {
    add: (order) => {
      orders.push(order);
    },
    take(method, path) {
      const order = orders.find((one) => (one.method ?? method) === method && patternOf(one.path).test(path));
      if (order === undefined) return undefined;
      orders = orders.flatMap((one) =>
        one !== order ? [one] : one.times > 1 ? [{ ...one, times: one.times - 1 }] : [],
      );
      return order.fault;
    },
    clear: () => {
      orders = [];
    },
    orders: () => orders,
  };
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
