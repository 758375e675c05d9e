/** What each subtask of a take-over does to the records of the embedded OCP, and how a rollback undoes it. */
import { clusterKey } from '../../domain/cluster.ts';
import type { HostRecord } from '../wire/records.ts';
import { contextText } from '../wire/to-domain.ts';
import { withCluster } from './ocp-state.ts';
import { type Action, done, failed, type Place } from './subtask-action.ts';

/** What each subtask does, by its class. */
export const TAKE_OVER_RUNS: Readonly<Record<string, Action>> = {
  PrepareTakeOver: ({ state }) => done(state, 'the cluster is TAKINGOVER'),
  TakeOverHost: takeOverHost,
  FinishTakeOver: finish,
};

/** How it is undone. */
export const TAKE_OVER_UNDOES: Readonly<Record<string, Action>> = {
  PrepareTakeOver: ({ state, task }) =>
    done(
      { ...state, clusters: state.clusters.filter(({ id }) => id !== task.record.clusterId) },
      'OCP no longer knows the cluster',
    ),
  TakeOverHost: letGo,
};

/** A host that is not known gets a record and OCP's agent; one that is known gets the cluster's service. */
function takeOverHost({ state, task, subtask }: Place) {
  const host = subjectHost({ state, task, subtask });
  if (host === undefined) return failed(state, 'the cluster has no such host');
  const known = state.hosts.find(({ innerIpAddress }) => innerIpAddress === host.innerIpAddress);
  if (known === undefined) {
    const id = state.lastAddedId + 1;
    const added = { ...host, id, status: 'ONLINE' };
    return done({ ...state, hosts: [...state.hosts, added], lastAddedId: id }, `host ${host.name} is added`);
  }
  const missing = host.services.filter(
    ({ type, name }) => !known.services.some((service) => service.type === type && service.name === name),
  );
  const services = [...known.services, ...missing];
  const hosts = state.hosts.map((other) => (other.id === known.id ? { ...other, services } : other));
  return done({ ...state, hosts }, `host ${host.name} is known already`);
}

function letGo({ state, task, subtask }: Place) {
  const host = subjectHost({ state, task, subtask });
  const key = task.subject === undefined ? '' : clusterKey(task.subject.cluster);
  const hosts = state.hosts.map((other) =>
    other.innerIpAddress === host?.innerIpAddress
      ? { ...other, services: other.services.filter(({ name }) => name !== key) }
      : other,
  );
  return done({ ...state, hosts }, 'the host carries nothing of the cluster any more');
}

/** From here on the cluster is this OCP's; root's password is kept, as the take-over was asked with it. */
function finish({ state, task }: Place) {
  const { subject, record } = task;
  if (subject === undefined) return failed(state, 'nothing is known of the cluster');
  const { name, obClusterId } = subject.cluster;
  const credential = {
    targetType: 'OB',
    clusterName: name,
    obClusterId,
    tenantName: 'sys',
    username: 'root',
    password: subject.rootSysPassword,
  };
  const unmanaged = state.unmanaged.filter(
    ({ cluster }) => clusterKey(cluster) !== clusterKey(subject.cluster),
  );
  const next = {
    ...state,
    unmanaged,
    credentials: [...state.credentials.filter((other) => !isSame(other, credential)), credential],
  };
  return done(
    withCluster(next, record.clusterId ?? 0, { status: 'RUNNING' }),
    `${clusterKey(subject.cluster)} is RUNNING`,
  );
}

interface Named {
  readonly clusterName: string;
  readonly obClusterId: number;
  readonly tenantName: string;
}

function isSame(a: Named, b: Named): boolean {
  return a.clusterName === b.clusterName && a.obClusterId === b.obClusterId && a.tenantName === b.tenantName;
}

function subjectHost({ task, subtask }: Place): HostRecord | undefined {
  const id = Number(contextText(subtask.context, 'hostId'));
  return task.subject?.hosts.find((host) => host.id === id);
}
