import { randomBytes } from 'node:crypto';
import { OcpFault } from '../../workflow/ports.ts';

/** The numbers that OCP's published sibling gives to refusals; OCP's own may differ. */
export const CODES = {
  illegalArgument: '10001',
  notFound: '10002',
  unexpected: '10010',
  taskNotFound: '20000',
  taskStateInvalid: '20003',
  rollbackProhibited: '20004',
  notAllowedInCluster: '50002',
} as const;

/** A trace id as OCP writes it: 16 hex digits. */
export function newTraceId(): string {
  return randomBytes(8).toString('hex');
}

/** A fault in which OCP definitely refused: nothing was done. `message` is a sentence for people. */
export function refusal(code: keyof typeof CODES, message: string): OcpFault {
  return new OcpFault({ message, code: CODES[code], traceId: newTraceId() }, { unanswered: false });
}
