/** Everything that is claimed of a round, checked on what is left of it: the journal, OCP, Slack and the data directory. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { verifyJournal } from '../../src/journal/verify.ts';
import { type OcpState, ocpState } from '../../src/ocp/embedded/ocp-state.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import type { Dossier } from '../../src/workflow/ports.ts';
import { CHANNEL } from '../ask-move-out.ts';
import { Person } from '../person.ts';
import { checkLeftovers } from './check-leftovers.ts';
import { checkRequest } from './check-request.ts';
import { checkFiles, checkWords, type Doubles, partOf } from './check-words.ts';
import type { Errand } from './errand.ts';
import type { Scene } from './scene.ts';
import type { End, Story } from './stories.ts';
import { claim } from './violation.ts';

/** What a round came to, of which all claims held. */
export interface Findings {
  readonly ends: readonly End[];
  readonly doubles: Doubles;
  /** How often a task was found after its answer was lost. */
  readonly adopted: number;
  /** How often the move-out was sent again after nothing of it was found twice. */
  readonly sentAgain: number;
  /** How often a person was asked. */
  readonly asked: number;
}

/** Throws a Violation at the first claim that does not hold. To be called when the bot and OCP are stopped, and Slack is not. */
export async function checkRound(scene: Scene, errands: readonly Errand[]): Promise<Findings> {
  const { toldTooEarly } = scene;
  claim(toldTooEarly.length === 0, `"Completed" was told while OCP listed the cluster: ${toldTooEarly[0]}.`);
  const ocp = ocpState.parse(JSON.parse(await readFile(join(scene.ocpDir, 'ocp.json'), 'utf8')));
  const { faults } = await verifyJournal(scene.dataDir);
  claim(faults.length === 0, `The journal does not verify: ${faults[0]?.message}.`);
  const dossiers = await journaled(scene.dataDir, errands);
  const channel = await new Person(scene.slackUrl, 'U0ADA').messages(CHANNEL);
  const doubles = { cards: 0, thread: 0, direct: 0, files: 0 };
  for (const { errand, dossier } of dossiers) {
    const person = new Person(scene.slackUrl, errand.story.requester);
    const told = { channel, direct: await person.directMessages(), download: person.download.bind(person) };
    checkRequest({ ...errand, dossier, ocp, calls: scene.ocpCalls });
    checkWords(errand.story, dossier, told, doubles);
    await checkFiles(errand.story, dossier, told, doubles);
  }
  refuseStrangers(
    channel,
    dossiers.map(({ dossier }) => dossier.request.id),
  );
  await checkLeftovers(
    scene.dataDir,
    dossiers.map(({ dossier }) => dossier),
  );
  return { ends: errands.map(({ story }) => story.end), doubles, ...counted(dossiers, ocp) };
}

/** The one request of each story. Opening the journal checks every hash, of active and archived requests alike. */
async function journaled(dataDir: string, errands: readonly Errand[]) {
  const journal = await openJournal(dataDir);
  try {
    const found: { errand: Errand; dossier: Dossier }[] = [];
    for (const errand of errands) {
      const ids = await journal.ofCluster(errand.story.cluster, 10);
      claim(
        ids.length === 1,
        `${errand.story.cluster} has ${ids.length} requests in the journal, where one was made.`,
      );
      const dossier = await journal.read(ids[0] ?? '');
      claim(dossier !== undefined, `The journal lists ${ids[0]} and cannot read it.`);
      found.push({ errand, dossier });
    }
    return found;
  } finally {
    await journal.close();
  }
}

/** Nothing in the channel is about a request that the journal does not know. */
function refuseStrangers(channel: readonly ShownMessage[], ids: readonly string[]): void {
  for (const message of channel) {
    const of = partOf(message)?.request;
    claim(of === undefined || ids.includes(of), `The channel tells of ${of}, which is not in the journal.`);
  }
}

function counted(dossiers: readonly { errand: { story: Story }; dossier: Dossier }[], ocp: OcpState) {
  const events = dossiers.flatMap(({ dossier }) => dossier.events);
  const count = (type: string) => events.filter((event) => event.type === type).length;
  return {
    adopted: events.filter((event) => event.type === 'task submitted' && event.adopted).length,
    sentAgain: count('submit intended') - ocp.tasks.length,
    asked: count('asked'),
  };
}
