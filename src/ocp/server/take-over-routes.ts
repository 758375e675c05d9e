/** The calls with which another OCP's former cluster is taken over. */
import { z } from 'zod';
import { type TakeOverRequest, takeOver, takeOverVerdict } from '../embedded/take-over.ts';
import type { Exchange, Reply, Route } from './exchange.ts';
import { jsonBody } from './read-body.ts';
import { begunOf } from './task-routes.ts';

const CLUSTERS = '/api/v2/ob/clusters';

export const TAKE_OVER_ROUTES: readonly Route[] = [
  { method: 'POST', path: `${CLUSTERS}/takeOverPreCheck`, handle: (exchange) => preCheck(exchange) },
  { method: 'POST', path: `${CLUSTERS}/takeOver`, handle: (exchange) => take(exchange) },
];

const body = z.looseObject({
  connectionMode: z.enum(['direct', 'proxy']).nullish(),
  address: z.string().min(1),
  port: z.int(),
  rootSysPassword: z.string(),
  clusterName: z.string().nullish(),
  obClusterId: z.int().nullish(),
});

function requestIn(exchange: Exchange): TakeOverRequest {
  const { address, port, rootSysPassword, connectionMode, clusterName, obClusterId } = jsonBody(
    exchange,
    body,
  );
  const common = { address, port, rootSysPassword };
  if (connectionMode !== 'proxy') return common;
  return { ...common, clusterName: clusterName ?? '', obClusterId: obClusterId ?? undefined };
}

function preCheck(exchange: Exchange): Reply {
  const { found, messages } = takeOverVerdict(exchange.backend.state(), requestIn(exchange));
  const cluster = found?.cluster;
  const hosts = found?.hosts.map(({ name, innerIpAddress }) => ({ name, innerIpAddress })) ?? [];
  return {
    kind: 'data',
    data: {
      clusterName: cluster?.name,
      obClusterId: cluster?.obClusterId,
      obVersion: cluster?.obVersion,
      hosts,
      result: { valid: messages.length === 0, messages },
    },
  };
}

async function take(exchange: Exchange): Promise<Reply> {
  const request = requestIn(exchange);
  const task = await exchange.backend.request((state, now) => takeOver(state, request, now));
  return { kind: 'data', data: begunOf(exchange, task) };
}
