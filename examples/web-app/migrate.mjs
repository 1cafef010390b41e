import { openDatabase } from './database.mjs';

const database = await openDatabase();
await database({ operation: 'create', list: 'orders' });
console.log('created the list of orders');
process.exit(0);
