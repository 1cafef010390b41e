// Ships new orders, one after the other.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from './database.mjs';

const database = await openDatabase();
console.log('waiting for orders');
for (;;) {
  const orders = await database({ operation: 'all', list: 'orders' });
  const index = orders.findIndex(({ state }) => state === 'new');
  if (index < 0) {
    await sleep(100);
    continue;
  }
  await database({ operation: 'replace', list: 'orders', index, value: { state: 'shipped' } });
  console.log(`order ${index + 1} is shipped`);
}
