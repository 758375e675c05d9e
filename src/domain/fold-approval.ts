/** The part of the fold before the run: votes, what voids them, and when the run is to start. */
import { sameCluster } from './cluster.ts';
import type { RequestEvent, Terms } from './events.ts';
import { common } from './fold-task.ts';
import { type Common, type InStatus, isNewVote, type Lapse, type Request } from './request.ts';

type BeforeRun = InStatus<'awaiting approval' | 'approved' | 'scheduled'>;

/** The request before its run, after one more event; undefined when the event cannot follow. */
export function beforeRun(request: BeforeRun, event: RequestEvent): Request | undefined {
  const base = common(request);
  if (event.type === 'cancelled') return { ...base, status: 'cancelled', by: event.actor, endedAt: event.at };
  if (event.type === 'expired') return { ...base, status: 'expired', endedAt: event.at };
  if (event.type === 'vote withdrawn') return withoutVote(request, event.actor, event);
  if (event.type === 'vote lapsed')
    return withoutVote(request, event.person, event, { person: event.person, because: event.because });
  if (event.type === 'changed') return askedAnew(request, event.terms, event.at);
  if (event.type === 'moved')
    return askedAnew({ ...request, startChosenAt: event.at }, event.terms, event.at);
  return request.status === 'awaiting approval' ? voted(request, event) : onTheWay(request, event);
}

function voted(request: InStatus<'awaiting approval'>, event: RequestEvent): Request | undefined {
  const base = common(request);
  if (event.type === 'reminded')
    return { ...base, status: request.status, reminders: [...base.reminders, event.at] };
  if (event.type === 'rejected')
    return { ...base, status: 'rejected', by: event.actor, reason: event.reason, endedAt: event.at };
  if (event.type !== 'approved' || !isNewVote(request, event.actor)) return undefined;
  const votes = votesWith(request, event);
  const enough = votes.approvals.length >= request.terms.quorum;
  return { ...base, ...votes, status: enough ? 'approved' : 'awaiting approval' };
}

/** The votes with one more; a person whose vote had lapsed counts again. */
function votesWith({ approvals, lapsed }: Common, { actor, at }: RequestEvent) {
  return {
    approvals: [...approvals, { person: actor, at }],
    lapsed: lapsed.filter(({ person }) => person !== actor),
  };
}

function onTheWay(request: InStatus<'approved' | 'scheduled'>, event: RequestEvent): Request | undefined {
  const base = common(request);
  if (event.type === 'started')
    return { ...base, status: 'running', startedAt: event.at, at: { step: 'recheck' } };
  if (event.type === 'start asked') {
    const startAsked = { by: event.actor, at: event.at };
    if (request.startAsked !== undefined) return undefined;
    return request.status === 'approved'
      ? { ...base, status: 'approved', startAsked }
      : {
          ...base,
          status: 'scheduled',
          startAt: request.startAt,
          startUntil: request.startUntil,
          startAsked,
        };
  }
  if (event.type === 'start delayed')
    return request.startDelayedAt === undefined
      ? { ...request, ...base, startDelayedAt: event.at }
      : undefined;
  if (event.type === 'start lapsed') return withoutStartAsked(request);
  if (event.type === 'approved' && request.status === 'scheduled') return withVote(request, event);
  if (event.type === 'scheduled' && request.status === 'approved' && request.startAsked === undefined)
    return { ...base, status: 'scheduled', startAt: event.startAt, startUntil: event.startUntil };
  return undefined;
}

/** Its planned start is told of anew when it does not come either. */
function withoutStartAsked(request: InStatus<'approved' | 'scheduled'>): Request | undefined {
  const { startAsked, startDelayedAt: _, ...planned } = request;
  return startAsked === undefined ? undefined : { ...planned, ...common(request) };
}

/** One more approval than the planned start needs: with it the run may start outside the off-peak hours. */
function withVote(request: InStatus<'scheduled'>, event: RequestEvent): Request | undefined {
  if (!isNewVote(request, event.actor) || request.startAsked !== undefined) return undefined;
  return { ...request, ...common(request), ...votesWith(request, event) };
}

/** A vote that does not count any more; when too few are left, approval is asked for again. */
function withoutVote(
  request: BeforeRun,
  person: string,
  { at, askUntil }: { readonly at: string; readonly askUntil: string },
  lapse?: Lapse,
): Request | undefined {
  const approvals = request.approvals.filter((approval) => approval.person !== person);
  if (approvals.length === request.approvals.length) return undefined;
  const lapsed = lapse === undefined ? request.lapsed : [...request.lapsed, lapse];
  const base = { ...common(request), approvals, lapsed };
  if (request.status === 'awaiting approval') return { ...base, status: request.status };
  if (approvals.length >= request.terms.quorum) return { ...request, ...base };
  const terms = { ...request.terms, approvalExpiresAt: latest(request.terms.approvalExpiresAt, askUntil) };
  return { ...base, terms, askedAt: at, reminders: [], status: 'awaiting approval' };
}

function askedAnew(request: BeforeRun, terms: Terms, at: string): Request | undefined {
  const { requester, channel, cluster } = request.terms;
  if (terms.requester !== requester || terms.channel !== channel || !sameCluster(terms.cluster, cluster))
    return undefined;
  const anew = { terms, approvals: [], lapsed: [], askedAt: at, reminders: [] };
  return { ...common(request), ...anew, status: 'awaiting approval' };
}

function latest(a: string, b: string): string {
  return Date.parse(a) > Date.parse(b) ? a : b;
}
