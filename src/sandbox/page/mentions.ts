import type { Workspace } from './protocol.ts';

/**
 * What somebody typed as Slack's composer sends it: `@ada`, `@Ada Lovelace`, the bot and usergroups become mentions. Names that
 * nobody has stay text.
 */
export function withMentions(text: string, workspace: Workspace): string {
  const { me, bot, people, usergroups } = workspace;
  const named = [me, bot, ...people].flatMap(({ id, name, real_name }) => [
    [name, `<@${id}>`] as const,
    [real_name, `<@${id}>`] as const,
  ]);
  const groups = usergroups
    .filter(({ disabled }) => !disabled)
    .map(({ id, handle }) => [handle, `<!subteam^${id}>`] as const);
  // The longest name first, so that one that begins another does not win.
  const known = [...named, ...groups].sort(([a], [b]) => b.length - a.length);
  return text.replace(/(?<![\p{L}\p{N}<])@(?=\p{L}).*/gu, (rest) => {
    const found = known.find(([name]) => beginsWith(rest.slice(1), name));
    const sign = found ? found[1] : '@';
    return sign + withMentions(rest.slice(1 + (found ? found[0].length : 0)), workspace);
  });
}

function beginsWith(text: string, name: string): boolean {
  const isName = text.slice(0, name.length).toLowerCase() === name.toLowerCase();
  return isName && !/^[\p{L}\p{N}-]/u.test(text.slice(name.length));
}
