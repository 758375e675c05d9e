import { type ClusterSummary, clusterKey, type Task } from '../../domain/cluster.ts';
import type { RequestEvent } from '../../domain/events.ts';
import type { Intent } from '../../domain/request.ts';
import { later, type Outcome, reasonOf } from '../outcome.ts';
import type { Dossier } from '../ports.ts';
import { ocpNamed, type World } from '../world.ts';

/** So many move-outs in a row are sent when no task of them shows; then a person is asked. */
const MOST_SENT = 5;

/**
 * Finds the outcome of an intent to submit. Only a new task of that cluster that moves it out with the same hosts is
 * adopted; no sign of one, twice and not before `absentAfter` (see {@link givenUpAt}), lets the move-out be sent again, a few times; anything else asks a person.
 * Throws when OCP does not say, until it has been silent for `stillListed`: then a person is asked, too.
 */
export async function lookForTaskStep(
  world: World,
  { request, events }: Dossier,
  intent: Intent,
): Promise<Outcome> {
  const { cluster } = request.terms;
  try {
    const ocp = ocpNamed(world.ocps, cluster.ocp);
    // In this order: what a list shows of a move-out has its task by then, and a task that comes between the reads is seen.
    const clusters = await ocp.listClusters();
    const tasks = await ocp.tasksOf(cluster.id);
    const listed = clusters.find((candidate) => clusterKey(candidate) === clusterKey(cluster));
    const sentUntil = givenUpAt(world, request.id);
    const sent = sentInARow(events);
    return outcomeOf(intent, tasks) ?? nothingNew(world, intent, { listed, id: cluster.id, sentUntil, sent });
  } catch (error) {
    const since = world.sightings.get(request.id)?.fault?.since;
    if (since === undefined || world.clock.now() < later(new Date(since), world.pace.stillListed))
      throw error;
    return ask(`OCP does not say whether it took the move-out: ${reasonOf(error)}`);
  }
}

/**
 * Until when an answer to the move-out may have been on its way, ISO 8601 UTC. A slow OCP, or a proxy before it, may take what was sent long after the
 * intent: the wait counts from when the answer was given up, and after a restart, where nobody knows that, from the first look.
 */
function givenUpAt({ sightings, clock }: World, id: string): string {
  const seen = sightings.get(id);
  const submitGivenUpAt = seen?.submitGivenUpAt ?? clock.now().toISOString();
  sightings.set(id, { ...seen, submitGivenUpAt });
  return submitGivenUpAt;
}

/**
 * What the tasks that are new since an intent say about it: ours when exactly one is, and the others were judged to be none
 * of ours; a question when there is another one that nobody has judged; else undefined.
 */
export function outcomeOf(intent: Intent, tasks: readonly Task[]): Outcome | undefined {
  const news = tasks.filter((task) => !intent.knownTaskIds.includes(task.id));
  const [ours, ...moreOfOurs] = news.filter((task) => isOurs(task, intent));
  const unjudged = news.filter((task) => !intent.judgedTaskIds.includes(task.id));
  if (ours !== undefined && moreOfOurs.length === 0 && unjudged.every((task) => task === ours))
    return { record: { type: 'task submitted', taskId: ours.id, adopted: true } };
  return unjudged.length === 0 ? undefined : askAbout(news);
}

function askAbout(news: readonly Task[]): Outcome {
  const ids = news.map(({ id }) => id);
  const shown = ids.length === 1 ? 'a new task' : 'new tasks';
  return ask(
    `OCP shows ${shown} of this cluster (${ids.join(', ')}), and Moveout cannot tell whether it is the one it asked for.`,
    ids,
  );
}

/** How many move-outs were sent since a person acted: something may be in the way of them alone, such as a proxy. */
function sentInARow(events: readonly RequestEvent[]): number {
  const since = events.findLastIndex(({ actor }) => actor !== 'moveout') + 1;
  return events.slice(since).filter(({ type }) => type === 'submit intended').length;
}

/**
 * `id`: the one under which the cluster was requested, and its tasks were read. `sentUntil`: until when its answer was waited for; `sent`: how
 * many move-outs were sent in a row.
 */
function nothingNew(
  world: World,
  intent: Intent,
  {
    listed,
    id,
    sentUntil,
    sent,
  }: {
    readonly listed: ClusterSummary | undefined;
    readonly id: number;
    readonly sentUntil: string;
    readonly sent: number;
  },
): Outcome {
  if (listed === undefined) return ask('OCP no longer lists the cluster, yet shows no task of Moveout’s.');
  if (listed.id !== id)
    return ask(
      `OCP lists ${clusterKey(listed)} under another id now (${listed.id} instead of ${id}), so Moveout cannot tell which tasks are its own.`,
    );
  if (listed.status === 'MOVINGOUT')
    return ask(`OCP says that ${clusterKey(listed)} is MOVINGOUT, yet shows no task of Moveout’s.`);
  const now = world.clock.now();
  const lookFrom = Math.max(Date.parse(intent.at), Date.parse(sentUntil)) + world.pace.absentAfter;
  if (now.getTime() < lookFrom) return { again: new Date(lookFrom) };
  const last = intent.absences.at(-1);
  const lookAgain = last === undefined ? 0 : Date.parse(last) + world.pace.secondLook;
  if (now.getTime() < lookAgain) return { again: new Date(lookAgain) };
  if (last !== undefined && sent >= MOST_SENT)
    return ask(`The move-out was sent ${sent} times in a row, and OCP shows no task of it.`);
  return { record: { type: 'task absent' } };
}

function isOurs(task: Task, intent: Intent): boolean {
  return (
    task.moveOut !== undefined &&
    sameIds(task.moveOut.deleteHostIds, intent.deleteHostIds) &&
    sameIds(task.moveOut.skipHostIds, intent.skipHostIds)
  );
}

function sameIds(some: readonly number[], others: readonly number[]): boolean {
  const known = new Set(others);
  return new Set(some).size === known.size && some.every((id) => known.has(id));
}

function ask(why: string, taskIds: number[] = []): Outcome {
  return { record: { type: 'asked', question: 'submit outcome', why, taskIds } };
}
