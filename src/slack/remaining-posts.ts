/** The posts of an event that are still owed: those behind the last that is done, else from the last whose post was begun. */
export function remaining<T extends { readonly key: string }>(
  posts: readonly T[],
  begun: string | undefined,
  done: string | undefined,
): readonly T[] {
  const isDone = posts.findIndex((post) => post.key === done);
  if (isDone !== -1) return posts.slice(isDone + 1);
  const at = posts.findIndex((post) => post.key === begun);
  return at === -1 ? posts : posts.slice(at);
}
