/**
 * Stock Hocuspocus with what its SQLite extension does: the database extension's hooks, and one row for each document, rewritten whole.
 * (The extension itself needs a native module that npm cannot always build; its statements are these.) Prints its port.
 */
import { DatabaseSync } from 'node:sqlite';
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';

const database = new DatabaseSync(process.argv[2] ?? ':memory:');
database.exec(
	'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))'
);
const select = database.prepare('SELECT data FROM "documents" WHERE name = ?');
const upsert = database.prepare(
	'INSERT INTO "documents" ("name", "data") VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data'
);

const server = new Server({
	port: 0,
	address: '127.0.0.1',
	quiet: true,
	extensions: [
		new Database({
			fetch: async ({ documentName }) =>
				(select.get(documentName)?.['data'] as Uint8Array | undefined) ?? null,
			store: async ({ documentName, state }) => void upsert.run(documentName, state)
		})
	]
});
await server.listen();
process.stdout.write(`${server.address.port}\n`);
