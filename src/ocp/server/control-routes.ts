/** What tests in another process may ask of the server, beside OCP's API: faults on demand, its clock, the calls that came. */
import { z } from 'zod';
import { type FaultPlan, orderSchema } from './fault-plan.ts';

/** A call that came, without body and headers. */
export interface LoggedOcpCall {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Undefined while no answer was sent. */
  status?: number | undefined;
}

export interface Controls {
  readonly plan: FaultPlan;
  readonly calls: readonly LoggedOcpCall[];
  /** Puts OCP's clock forward by so many milliseconds; backward when negative. */
  shiftClock(ms: number): void;
}

export interface ControlAnswer {
  readonly status: number;
  readonly value: unknown;
}

const clockSchema = z.strictObject({ ms: z.int() });

/** The answer to a control request; undefined when it is none. */
export function controlled(
  method: string,
  path: string,
  body: Buffer,
  { plan, calls, shiftClock }: Controls,
): ControlAnswer | undefined {
  switch (`${method} ${path}`) {
    case 'GET /faults':
      return { status: 200, value: plan.orders() };
    case 'POST /faults':
      return ordered(body, orderSchema, (order) => plan.add(order));
    case 'DELETE /faults':
      plan.clear();
      return { status: 200, value: [] };
    case 'POST /clock':
      return ordered(body, clockSchema, ({ ms }) => shiftClock(ms));
    case 'GET /calls':
      return { status: 200, value: calls };
    default:
      return undefined;
  }
}

function ordered<T>(body: Buffer, schema: z.ZodType<T>, act: (order: T) => void): ControlAnswer {
  const read = schema.safeParse(parsed(body));
  if (!read.success) return { status: 400, value: { error: z.prettifyError(read.error) } };
  act(read.data);
  return { status: 200, value: read.data };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
