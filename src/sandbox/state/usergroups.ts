import type { UsergroupSeed } from '../workspace-seed.ts';

/** A usergroup as it is now. */
export interface Usergroup {
  readonly id: string;
  /** Without `@`. */
  readonly handle: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly disabled: boolean;
}

/** The usergroups of the workspace. */
export class Usergroups {
  readonly #byId = new Map<string, Usergroup>();

  constructor(seeds: readonly UsergroupSeed[]) {
    for (const seed of seeds) this.#byId.set(seed.id, { ...seed, disabled: seed.disabled ?? false });
  }

  all(): Usergroup[] {
    return [...this.#byId.values()];
  }

  find(id: string): Usergroup | undefined {
    return this.#byId.get(id);
  }

  /** Takes the place of the group with the same id. */
  replace(group: Usergroup): void {
    this.#byId.set(group.id, group);
  }
}
