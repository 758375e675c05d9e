/**
 * The records of OCP's REST API as they travel: field names and values are OCP's own. Required is only what nobody can do
 * without; what is missing has a default or stays absent, a null counts as absent, unknown fields are kept.
 */
import { z } from 'zod';

const text = z.string().min(1);
const id = z.int();

const serverRecord = z.looseObject({
  /** The server id, which is not the id of its host. */
  id,
  ip: text,
});

/** A server outside of its zone, as the list of a cluster's servers has it. */
export const zonedServerRecord = serverRecord.extend({ zoneName: text });
export type ZonedServer = z.infer<typeof zonedServerRecord>;

const zoneRecord = z.looseObject({ name: text, servers: z.array(serverRecord) });

/** A standby that its primary names: OCP gives the id at least, and often the identity. One that names neither is none to pass over. */
const standbyRecord = z
  .looseObject({
    id: id.nullish(),
    name: text.nullish(),
    obClusterId: id.nullish(),
  })
  .refine((standby) => standby.id != null || (standby.name != null && standby.obClusterId != null));

export const clusterRecord = z.looseObject({
  /** The id that OCP gave the cluster, used in its paths. */
  id,
  name: text,
  /** The id inside OceanBase; with the name it is the true identity. */
  obClusterId: id,
  /** `PRIMARY` or `STANDBY`. */
  type: text,
  status: text,
  zones: z.array(zoneRecord),
  obVersion: z.string().nullish(),
  tenantCount: z.int().min(0).nullish(),
  tenants: z.array(z.unknown()).nullish(),
  /** Filled on a primary. */
  standbyClusters: z.array(standbyRecord).nullish(),
  /** Ours, not OCP's: true on OCP's own metadata cluster. */
  metaDb: z.boolean().nullish(),
});
export type ClusterRecord = z.infer<typeof clusterRecord>;

const serviceRecord = z.looseObject({
  /** `OB_CLUSTER`, `OB_PROXY`, `OCP_AGENT`, `BACKUP_AGENT`, `OMS`, ... */
  type: text,
  /** For `OB_CLUSTER` it is `<cluster name>:<obClusterId>`. */
  name: z.string(),
});

export const hostRecord = z.looseObject({
  id,
  name: text,
  innerIpAddress: text,
  /** `AVAILABLE`, `ONLINE`, `OFFLINE`, `NEW`, `DELETING`, ... */
  status: text,
  services: z.array(serviceRecord),
  /** Only for the embedded OCP: an OFFLINE host answers again at this attempt to work on it, counted from 1. */
  answersAtAttempt: z.int().min(1).nullish(),
});
export type HostRecord = z.infer<typeof hostRecord>;

export const credentialRecord = z.looseObject({
  /** `OB`, `OB_PROXY` or `HOST`. */
  targetType: text,
  clusterName: text,
  obClusterId: id,
  tenantName: text,
  username: text,
  password: z.string(),
});
export type CredentialRecord = z.infer<typeof credentialRecord>;

/** An OBProxy cluster and the clusters that it links to. */
export const proxyClusterRecord = z.looseObject({
  id,
  name: text,
  obLinks: z.array(z.looseObject({ clusterName: text, obClusterId: id })).default([]),
});
export type ProxyClusterRecord = z.infer<typeof proxyClusterRecord>;

const contextRecord = z.looseObject({
  listMap: z.record(z.string(), z.array(z.string())).nullish(),
  stringMap: z.record(z.string(), z.string()).nullish(),
});
/** Newer OCP versions send an object, older ones a string. */
const context = z.union([contextRecord, z.string()]).nullish();
export type ContextRecord = z.infer<typeof context>;

const subtaskRecord = z.looseObject({
  id,
  name: z.string(),
  /** Subtasks run in the order of this number; the order in the array means nothing. */
  seriesId: z.int().default(0),
  /** What the subtask does, for the engine that runs it. */
  className: z.string().default(''),
  /** `PENDING`, `READY`, `RUNNING`, `CANCELING`, `FAILED`, `SUCCESSFUL`. */
  status: text,
  /** `EXECUTE`, `RETRY`, `ROLLBACK`, `SKIP`, `CANCEL`, `ROLLBACK_SKIP`. */
  operation: text,
  /** How often it ran; not a duration. */
  runTime: z.int().default(0),
  /** -1 when it is not one of several that run in parallel. */
  parallelIdx: z.int().default(-1),
  upstreams: z.array(id).default([]),
  downstreams: z.array(id).default([]),
  prohibitRollback: z.boolean().default(false),
  context,
  startTime: z.string().nullish(),
  finishTime: z.string().nullish(),
});
export type SubtaskRecord = z.infer<typeof subtaskRecord>;

export const taskRecord = z.looseObject({
  id,
  name: z.string(),
  clusterId: id.nullish(),
  /** `RUNNING`, `FAILED`, `SUCCESSFUL`. */
  status: text,
  /** `EXECUTE`, `RETRY`, `ROLLBACK`. */
  operation: text,
  prohibitRollback: z.boolean().default(false),
  subtasks: z.array(subtaskRecord).default([]),
  context,
  createTime: z.string().nullish(),
  startTime: z.string().nullish(),
  finishTime: z.string().nullish(),
  traceId: z.string().nullish(),
});
export type TaskRecord = z.infer<typeof taskRecord>;
