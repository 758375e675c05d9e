/** An OCP over HTTP with faults on demand, the whole of Moveout before it, and somebody in OCP's own console. */
import type { TestContext } from 'vitest';
import type { ServerFault } from '../../src/ocp/server/fault-plan.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import type { Pace } from '../../src/workflow/world.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { type OpenServer, openServer, QUICK } from '../ocp/server/open-server.ts';
import { type Patience, waitUntil } from '../wait-until.ts';
import { press } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { CHANNEL, openStage, type Stage } from './stage.ts';

/** Calls of OCP's API that can be given a fault. */
export const MOVE_OUT = { method: 'POST', path: '/api/v2/ob/clusters/*/moveOut' } as const;
export const LIST = { method: 'GET', path: '/api/v2/ob/clusters' } as const;
export const TASKS = { method: 'GET', path: '/api/v2/tasks/instances' } as const;
/** The clusters of the OCP; payments is the last one of its list, so that half a list lacks it. */
const SKETCHES = [
  { name: 'crm', obClusterId: 1000 },
  { name: 'payments', obClusterId: 1001, zones: [1, 1, 1] },
];
export const PAYMENTS = 2;
/** For a machine that does other things, too. */
export const PATIENT: Patience = { timeoutMs: 60_000 };
export const FOREVER = 100_000;
export const [FIRST_HOST, LAST_HOST] = [200_000, 202_000];

export interface Scene {
  readonly stage: Stage;
  readonly ocp: OpenServer;
  fault(at: { readonly method: string; readonly path: string }, fault: ServerFault, times?: number): void;
  /** How often OCP was asked to change something at a path that ends so. */
  sent(end: string): number;
  /** Somebody in the console of OCP. */
  readonly console: Ocp;
  /** What everybody reads in the thread, in order. */
  thread(card: ShownMessage): Promise<string>;
}

interface Plot {
  /** One host does not answer, so that the task fails there. */
  readonly offline?: boolean;
  readonly pace?: Partial<Pace>;
  readonly wrap?: (ocp: Ocp) => Ocp;
}

/** Opens what a story needs, and closes it when its test is finished. */
export async function openScene({ onTestFinished }: TestContext, plot: Plot = {}): Promise<Scene> {
  const made = inventoryOf(SKETCHES);
  const hosts = made.hosts.map((host) =>
    plot.offline === true && host.id === LAST_HOST ? { ...host, status: 'OFFLINE' } : host,
  );
  const ocp = await openServer({ ...made, hosts });
  const client = ocp.client({}, { ...QUICK, pageSize: 50 }).ocp;
  const stage = await openStage({ ocps: [plot.wrap?.(client) ?? client], pace: plot.pace ?? {} });
  onTestFinished(async () => {
    await stage.close();
    await ocp.stop();
  });
  return {
    stage,
    ocp,
    console: ocp.client({ name: 'console' }).ocp,
    fault: (at, fault, times = 1) => ocp.server.plan.add({ ...at, times, fault }),
    sent: (end) =>
      ocp.server.calls.filter(({ method, path }) => method === 'POST' && path.endsWith(end)).length,
    thread: async (card) =>
      (await stage.ada.thread(CHANNEL, card.ts)).map((message) => messageText(message)).join('\n---\n'),
  };
}

/** Ada asks and Grace approves; gives the card. */
export async function approved({ stage }: Scene, ask = askPayments): Promise<ShownMessage> {
  const card = await ask(stage);
  await press(stage.grace, card, 'Approve');
  return card;
}

/** Ada asks for payments; gives the card. */
export function askPayments({ ada }: Stage): Promise<ShownMessage> {
  return askMoveOut(ada, 'payments');
}

/** Leaves the offline host to the task, which then fails there. */
export function askWithoutSkip({ ada }: Stage): Promise<ShownMessage> {
  return askMoveOut(ada, 'payments', { change: (modal) => modal.uncheck(/payments-3-1/, /skip/i) });
}

/** Somebody moves the cluster out in the console; ends when it is gone. */
export async function movedByHand(
  { console: ocp }: Scene,
  deleteHostIds: readonly number[] = [],
): Promise<void> {
  await ocp.moveOut(PAYMENTS, { deleteHostIds, skipHostIds: [] });
  await waitUntil(
    async () => ((await ocp.readCluster(PAYMENTS)) === undefined ? true : undefined),
    () => 'payments never went',
    PATIENT,
  );
}
