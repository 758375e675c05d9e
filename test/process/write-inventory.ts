import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleInventory } from '../../src/ocp/embedded/example-inventory.ts';
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';

/** Writes an inventory, the example unless told, and gives the path. */
export async function writeInventory(
  folder: string,
  inventory: Inventory = exampleInventory(),
): Promise<string> {
  const path = join(folder, 'inventory.json');
  await writeFile(path, JSON.stringify(inventory));
  return path;
}
