/**
 * Reads OCP's records in the spelling of every version: 4.2 and before give some fields other names, other shapes, or not at
 * all. What is read is in the shape of the newest.
 */
import { z } from 'zod';
import { OcpFault } from '../../workflow/ports.ts';
import {
  type ClusterRecord,
  clusterRecord,
  type HostRecord,
  hostRecord,
  type TaskRecord,
  taskRecord,
  type ZonedServer,
  zonedServerRecord,
} from '../wire/records.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is read of a record, and the name of its OCP for the fault when it cannot be. */
interface Kind<T> {
  readonly what: string;
  readonly schema: z.ZodType<T>;
  normal(fields: Fields): Fields;
}

const CLUSTER: Kind<ClusterRecord> = { what: 'cluster', schema: clusterRecord, normal: normalCluster };
const HOST: Kind<HostRecord> = { what: 'host', schema: hostRecord, normal: normalHost };
const SERVER: Kind<ZonedServer> = { what: 'server', schema: zonedServerRecord, normal: normalServer };
const TASK: Kind<TaskRecord> = { what: 'task', schema: taskRecord, normal: normalTask };

/** A cluster; its zones are empty when the record has none. Throws {@link OcpFault} when it has no identity. */
export function readClusterRecord(ocp: string, record: unknown): ClusterRecord {
  return readRecord(ocp, record, CLUSTER);
}

/** A host. One that comes without its services may carry any: then what holds it is not known, and it is not deleted. */
export function readHostRecord(ocp: string, record: unknown): HostRecord {
  return readRecord(ocp, record, HOST);
}

/** A server of a cluster, which names its zone. */
export function readServerRecord(ocp: string, record: unknown): ZonedServer {
  return readRecord(ocp, record, SERVER);
}

/** A task, from a list, from its detail, or as the answer to what started it. */
export function readTaskRecord(ocp: string, record: unknown): TaskRecord {
  return readRecord(ocp, record, TASK);
}

/** The fault names the field and never its value. */
function readRecord<T>(ocp: string, record: unknown, { what, schema, normal }: Kind<T>): T {
  const read = schema.safeParse(isFields(record) ? normal(withoutNulls(record)) : record);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place =
    issue === undefined || issue.path.length === 0
      ? 'it is no object'
      : `its field ${z.core.toDotPath(issue.path)} is missing or of another kind than expected`;
  const message = `OCP ${ocp} gave a ${what} that cannot be read: ${place}. Moveout does not go on with half a record.`;
  throw new OcpFault({ message }, { unanswered: true });
}

function normalCluster(fields: Fields): Fields {
  const zones = recordsIn(fields.zones, (zone) => ({
    ...numbered(zone, ['clusterId', 'obClusterId']),
    servers: recordsIn(zone.servers, normalServer),
  }));
  const standbyClusters = recordsIn(fields.standbyClusters, (standby) =>
    numbered(standby, ['id', 'obClusterId']),
  );
  return {
    type: 'PRIMARY',
    ...numbered(fields, ['id', 'obClusterId', 'tenantCount']),
    obVersion: fields.obVersion ?? fields.fullVersion ?? fields.minObBuildVersion,
    zones,
    standbyClusters,
  };
}

function normalServer(fields: Fields): Fields {
  return numbered(fields, ['id']);
}

const UNKNOWN_SERVICE = { type: 'UNKNOWN', name: 'services not given by OCP' };

function normalHost(fields: Fields): Fields {
  const given = fields.services;
  const known = Array.isArray(given) && given.every(isFields);
  const services = known ? recordsIn(given, (service) => ({ name: '', ...service })) : [UNKNOWN_SERVICE];
  return { name: fields.innerIpAddress, ...numbered(fields, ['id']), services };
}

function normalTask(fields: Fields): Fields {
  const cluster = isFields(fields.cluster) ? withoutNulls(fields.cluster) : {};
  const subtasks = recordsIn(fields.subtasks ?? fields.tasks, normalSubtask);
  return {
    name: '',
    operation: 'EXECUTE',
    ...numbered({ ...fields, clusterId: fields.clusterId ?? cluster.id }, ['id', 'clusterId']),
    context: normalContext(fields.context),
    subtasks,
  };
}

function normalSubtask(fields: Fields): Fields {
  return {
    name: '',
    operation: 'EXECUTE',
    ...numbered(fields, ['id', 'seriesId', 'runTime', 'parallelIdx']),
    context: normalContext(fields.context),
    parallelIdx: fields.parallelIdx ?? fields.paralleIdx,
    upstreams: numbers(fields.upstreams ?? fields.upstream),
    downstreams: numbers(fields.downstreams ?? fields.downstream),
  };
}

/** A context may hold anything; what is not in the shape that is read counts as unreadable, and makes no record unreadable. */
const readableContext = z.union([
  z.string(),
  z.looseObject({
    listMap: z.record(z.string(), z.array(z.union([z.string(), z.number().transform(String)]))).nullish(),
    stringMap: z.record(z.string(), z.string()).nullish(),
  }),
]);

function normalContext(context: unknown): unknown {
  const read = readableContext.safeParse(context);
  return read.success ? read.data : undefined;
}

/** The fields with whole numbers that came as texts turned into numbers. */
function numbered(fields: Fields, names: readonly string[]): Fields {
  const turned = names.flatMap((name) =>
    name in fields ? [[name, wholeNumber(fields[name])] as const] : [],
  );
  return { ...fields, ...Object.fromEntries(turned) };
}

function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function numbers(list: unknown): unknown {
  return Array.isArray(list) ? list.map(wholeNumber) : undefined;
}

/**
 * The records of a list; none when it is absent. What is no list, or no record in it, stays as it came, so that reading it is a
 * fault: a standby or a server that quietly went missing would let a rule pass.
 */
function recordsIn(list: unknown, normal: (fields: Fields) => Fields): unknown {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return list;
  return list.map((one: unknown) => (isFields(one) ? normal(withoutNulls(one)) : one));
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
