import type { LocalPerson } from '../page/protocol.ts';
import type { WorkspaceSeed } from '../workspace-seed.ts';

/** Somebody who acts or is shown: a person of the seed or the bot. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly kind: LocalPerson['kind'];
  readonly teamId: string;
  /** The other workspace of a stranger, by its name. */
  readonly teamName?: string;
  readonly timeZone: string;
}

/** Everybody of a seed by id, the bot last. */
export function peopleOf(seed: WorkspaceSeed): ReadonlyMap<string, Person> {
  const { team, bot } = seed;
  const persons: Person[] = seed.people.map((person) => ({
    ...person,
    teamId: person.teamId ?? team.id,
    timeZone: person.timeZone ?? 'UTC',
  }));
  persons.push({
    id: bot.id,
    name: bot.name,
    realName: bot.realName,
    title: 'App',
    kind: 'bot',
    teamId: team.id,
    timeZone: 'UTC',
  });
  return new Map(persons.map((person) => [person.id, person]));
}

/** The same person as the page is told. */
export function shownPerson({ id, name, realName, title, kind, teamName }: Person): LocalPerson {
  const from = teamName === undefined ? {} : { organisation: teamName };
  return { id, name, real_name: realName, title, kind, ...from };
}
