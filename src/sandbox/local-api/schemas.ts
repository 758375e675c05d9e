import { z } from 'zod';
import type { Json, JsonObject } from '../page/protocol.ts';

const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonSchema),
    z.record(z.string(), jsonSchema),
  ]),
);
const objectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonSchema);
const valuesSchema = z.record(z.string(), z.record(z.string(), objectSchema));

const id = z.string().min(1).max(300);
const container = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: id, ts: id }),
  z.object({ kind: z.literal('view'), view_id: id }),
]);
const fault = {
  method: id,
  times: z.number().int().positive().default(1),
  for_ms: z.number().int().positive().max(600_000).optional(),
  channel: id.optional(),
};

/** The bodies of the calls of the page, as page/protocol.ts describes them. */
export const bodies = {
  command: z.object({
    as: id,
    channel: id,
    text: z
      .string()
      .max(8_000)
      .regex(/^\s*\//, 'a command begins with /'),
  }),
  click: z.object({
    as: id,
    container,
    block_id: id,
    action_id: id,
    state: objectSchema.optional(),
    values: valuesSchema.optional(),
  }),
  submit: z.object({ as: id, view_id: id, values: valuesSchema }),
  close: z.object({ as: id, view_id: id, cleared: z.boolean().default(false) }),
  suggest: z.object({ as: id, container, block_id: id, action_id: id, value: z.string().max(1_000) }),
  post: z.object({ as: id, channel: id, text: z.string().min(1).max(12_000), thread_ts: id.optional() }),
  opening: z.object({ as: id, tab: z.enum(['home', 'messages']) }),
  usergroup: z.object({
    usergroup: id,
    users: z.array(id).min(1, 'a usergroup is never empty; disable it').optional(),
    disabled: z.boolean().optional(),
  }),
  fault: z.discriminatedUnion('kind', [
    z.object({ ...fault, kind: z.literal('fail'), error: id, echo: z.boolean().default(false) }),
    z.object({ ...fault, kind: z.literal('http'), status: z.number().int().min(400).max(599) }),
    z.object({ ...fault, kind: z.literal('rate_limit'), retry_after: z.number().int().min(0) }),
    z.object({ ...fault, kind: z.literal('delay'), ms: z.number().min(0).max(600_000) }),
    z.object({ ...fault, kind: z.literal('lose_answer') }),
    z.object({ ...fault, kind: z.literal('cut') }),
  ]),
  refresh: z.object({
    reason: z.enum(['refresh_requested', 'warning', 'cut']).default('refresh_requested'),
    which: z.enum(['all', 'next']).default('all'),
  }),
  deletion: z.object({ channel: id, ts: id }),
  membership: z.object({ channel: id, user: id, member: z.boolean() }),
  manifest: z.object({ text: z.string().max(100_000) }),
  clearing: z.strictObject({}),
  archive: z.object({ channel: id, archived: z.boolean() }),
  app: z.strictObject({
    bot_token: id.optional(),
    app_token: id.optional(),
    uploads: z.boolean().optional(),
    usergroups: z.boolean().optional(),
  }),
} as const;
