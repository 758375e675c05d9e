/** What is claimed of one request: it is in the journal, came to the end that people steered to, and moved at most once. */
import type { OcpState } from '../../src/ocp/embedded/ocp-state.ts';
import type { Dossier } from '../../src/workflow/ports.ts';
import type { PassedCall } from './pass-through.ts';
import { type End, isSubmitted, movesOut, type Story } from './stories.ts';
import { claim } from './violation.ts';

const STATUS: Readonly<Record<End, string>> = {
  completed: 'completed',
  scheduled: 'completed',
  'started now': 'completed',
  moved: 'completed',
  retried: 'completed',
  skipped: 'completed',
  'rolled back': 'rolled back',
  'given up': 'abandoned',
  rejected: 'rejected',
  cancelled: 'cancelled',
  withdrawn: 'cancelled',
};

/** Where it is not one. */
const APPROVALS: Readonly<Partial<Record<End, number>>> = { rejected: 0, cancelled: 0, moved: 2 };

export interface RequestEvidence {
  readonly story: Story;
  readonly accepted: readonly string[];
  readonly dossier: Dossier;
  readonly ocp: OcpState;
  /** Every call to OCP. */
  readonly calls: readonly PassedCall[];
}

/** Throws a Violation at the first claim that does not hold. */
export function checkRequest(evidence: RequestEvidence): void {
  checkJournal(evidence);
  checkMoves(evidence);
  checkCluster(evidence);
}

/** A submission that a person saw accepted, and one approval, anew after another start, however often the button was pressed. */
function checkJournal({ story, accepted, dossier: { request, events } }: RequestEvidence): void {
  const [first] = events;
  for (const viewId of accepted)
    claim(
      first?.type === 'requested' && first.viewId === viewId,
      `${request.id} (${story.cluster}): the submission of modal ${viewId} was accepted and is not in the journal.`,
    );
  claim(
    request.status === STATUS[story.end],
    `${request.id} (${story.cluster}) is ${request.status}, and was steered to ${STATUS[story.end]}.`,
  );
  const approvals = events.filter(({ type }) => type === 'approved').length;
  const wanted = APPROVALS[story.end] ?? 1;
  claim(approvals === wanted, `${request.id} (${story.cluster}) has ${approvals} approvals, not ${wanted}.`);
}

/** As OCP's own tasks tell, and as the calls tell that reached it. */
function checkMoves({ story, dossier: { request }, ocp, calls }: RequestEvidence): void {
  const { id } = request.terms.cluster;
  const wanted = isSubmitted(story.end) ? 1 : 0;
  const tasks = ocp.tasks.filter(({ record }) => record.clusterId === id);
  claim(
    tasks.length === wanted,
    `${request.id} (${story.cluster}) has ${tasks.length} tasks in OCP, not ${wanted}.`,
  );
  const arrived = calls.filter(({ path, passedAt }) => passedAt !== undefined && isMoveOut(path, id));
  claim(
    arrived.length === wanted,
    `${request.id} (${story.cluster}): ${arrived.length} move-outs reached OCP, not ${wanted}.`,
  );
  const exports = calls.filter(({ path, passedAt }) => passedAt !== undefined && isExport(path, id));
  claim(
    exports.length > 0 === (wanted === 1),
    `${request.id} (${story.cluster}): its credentials were exported ${exports.length} times.`,
  );
}

function isMoveOut(path: string, id: number): boolean {
  return path === `/api/v2/ob/clusters/${id}/moveOut`;
}

function isExport(path: string, id: number): boolean {
  return path.includes('/credentials/export') && path.endsWith(`clusterId=${id}`);
}

/** Gone, or there and as it was; where a failed task is given up, as the task left it. */
function checkCluster({ story, dossier: { request }, ocp }: RequestEvidence): void {
  const cluster = ocp.clusters.find(({ name }) => name === story.name);
  const left = story.end === 'given up' ? 'MOVINGOUT' : 'RUNNING';
  const wanted = movesOut(story.end) ? undefined : left;
  claim(
    cluster?.status === wanted,
    `${request.id}: OCP shows ${story.cluster} ${cluster?.status ?? 'no more'}, where it should be ${wanted ?? 'gone'}.`,
  );
}
