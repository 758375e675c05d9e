/** Stands between Moveout and a port: notes every call, and lets the next one fail as the world can fail. */
import { OcpFault } from '../src/workflow/ports.ts';

export type Fault =
  /** None: the call is answered as ever. */
  | { readonly kind: 'none' }
  /** The call does nothing and throws. */
  | { readonly kind: 'throws'; readonly error: Error }
  /** The call is done, but its answer never comes. */
  | { readonly kind: 'answer lost' }
  /** No answer comes, and the call is done later: when the test says so. */
  | { readonly kind: 'delayed' }
  /** The call is done, but the answer is another one. */
  | { readonly kind: 'lies'; readonly say: (truth: unknown) => unknown }
  /** Something else happens right before the call. */
  | { readonly kind: 'preceded'; readonly by: () => Promise<unknown> };

export interface Call {
  /** Such as `ocp.moveOut`. */
  readonly name: string;
  readonly args: readonly unknown[];
  /** Whether the port did what was asked; undefined while it is under way. */
  done?: boolean;
}

/** The process died at a call: nothing of what it would have done then happens. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export const refused: Fault = {
  kind: 'throws',
  error: new OcpFault({ message: 'OCP refused it.', code: '10001' }, { unanswered: false }),
};
export const unanswered: Fault = { kind: 'throws', error: noAnswer() };
export const fine: Fault = { kind: 'none' };
export const answerLost: Fault = { kind: 'answer lost' };
export const delayed: Fault = { kind: 'delayed' };

function noAnswer(): OcpFault {
  return new OcpFault({ message: 'OCP did not answer within 10 s.' }, { unanswered: true });
}

export function lies<T>(say: (truth: T) => T): Fault {
  return { kind: 'lies', say: (truth) => say(truth as T) };
}

export function createFaults() {
  const calls: Call[] = [];
  const planned = new Map<string, Fault[]>();
  let late: { call: Call; real: () => Promise<unknown> }[] = [];
  let crash: { countdown: number; when: 'before' | 'after' } | undefined;
  let die: (crash: Crash) => void = () => undefined;

  /** When the process is to die here, the call never comes back. */
  async function survive(call: Call, when: 'before' | 'after'): Promise<void> {
    if (crash?.when !== when) return;
    crash.countdown -= 1;
    if (crash.countdown > 0) return;
    crash = undefined;
    die(new Crash(`${when} ${call.name}`));
    await new Promise(() => undefined);
  }

  async function through(call: Call, real: () => Promise<unknown>): Promise<unknown> {
    calls.push(call);
    await survive(call, 'before');
    const answer = await answered(call, real);
    await survive(call, 'after');
    return answer;
  }

  async function answered(call: Call, real: () => Promise<unknown>): Promise<unknown> {
    const fault = planned.get(call.name)?.shift();
    if (fault?.kind === 'throws') throw fault.error;
    if (fault?.kind === 'delayed') {
      late.push({ call, real });
      throw noAnswer();
    }
    if (fault?.kind === 'preceded') await fault.by();
    const truth = await noted(call, real);
    if (fault?.kind === 'answer lost') throw noAnswer();
    return fault?.kind === 'lies' ? fault.say(truth) : truth;
  }

  async function noted(call: Call, real: () => Promise<unknown>): Promise<unknown> {
    call.done = false;
    const answer = await real();
    call.done = true;
    return answer;
  }

  return {
    /** Every call that came here, in order. */
    calls,
    /** The next `times` calls of that name meet this fault, after those that were planned before. */
    next(name: string, fault: Fault, times = 1): void {
      const before = planned.get(name) ?? [];
      planned.set(name, [...before, ...Array<Fault>(times).fill(fault)]);
    },
    /** All planned faults are over. */
    clear(): void {
      planned.clear();
    },
    /** What was delayed is done now, or lost for ever; what the port then refuses nobody hears. */
    async arrive(isLost: (call: Call) => boolean = () => false): Promise<void> {
      const due = late.filter(({ call }) => !isLost(call));
      late = [];
      for (const { call, real } of due) await noted(call, real).catch(() => undefined);
    },
    /** The process dies right before or after the n-th call from now on. */
    crashAt(n: number, when: 'before' | 'after'): void {
      crash = { countdown: n, when };
    },
    /** Does the work of a process; throws {@link Crash} when the process dies meanwhile. */
    alive<T>(work: () => Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        die = reject;
        work().then(resolve, reject);
      });
    },
    /** Whether the process still has to die. */
    isCrashDue: (): boolean => crash !== undefined,
    /** The port, with everything that is asked of its `methods` (all, unless named) going through here. */
    around<P extends object>(name: string, port: P, methods?: readonly (keyof P & string)[]): P {
      return new Proxy(port, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== 'function' || methods?.every((method) => method !== key) === true)
            return value;
          return (...args: unknown[]) =>
            through({ name: `${name}.${String(key)}`, args }, async () => Reflect.apply(value, target, args));
        },
      });
    },
  };
}
