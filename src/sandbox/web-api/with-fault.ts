import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { replyJson } from '../http/reply.ts';
import type { Fault, JsonObject } from '../page/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';

/** A call that a fault may befall. */
export interface FaultyCall {
  readonly world: World;
  readonly response: ServerResponse;
  readonly method: string;
  readonly args: JsonObject;
}

/** Does a call; gives back what sends the answer. */
type Act = () => Promise<() => void> | (() => void);

/** Does a call, or what the waiting fault of its method does in its place. `act` logs itself. */
export async function withFault(call: FaultyCall, act: Act): Promise<void> {
  const { world, method, args } = call;
  const fault = world.faults.take(method, args) ?? tooMany(world.rateLimits?.count(method, args), method);
  if (!fault) {
    const send = await act();
    send();
    return;
  }
  await suffer(call, fault, act);
}

function tooMany(ms: number | undefined, method: string): Fault | undefined {
  return ms === undefined ? undefined : { method, kind: 'rate_limit', retry_after: Math.ceil(ms / 1_000) };
}

async function suffer({ world, response, method, args }: FaultyCall, fault: Fault, act: Act): Promise<void> {
  const note = (error: string): void => world.log.add(method, args, new Refusal(error));
  switch (fault.kind) {
    case 'fail': {
      const echo = { response_metadata: { messages: [`[ERROR] ${JSON.stringify(args)}`] } };
      const refusal = new Refusal(fault.error, fault.echo === true ? echo : {});
      world.log.add(method, args, refusal);
      return replyJson(response, refusal.body());
    }
    case 'http':
      note(`http_${fault.status}`);
      return replyJson(response, {}, { status: fault.status });
    case 'rate_limit':
      note('ratelimited');
      return replyJson(response, new Refusal('ratelimited').body(), {
        status: 429,
        headers: { 'retry-after': String(fault.retry_after) },
      });
    case 'delay': {
      await sleep(fault.ms, undefined, { ref: false });
      const send = await act();
      return send();
    }
    case 'lose_answer':
      await act();
      response.destroy();
      return;
    case 'cut':
      note('cut');
      response.destroy();
  }
}
