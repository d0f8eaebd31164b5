import { beforeAll, expect, test } from 'vitest';
import { memberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import { TestDocument } from '../../../tests/frames.ts';
import { Strands } from './strands.ts';
import { WaitingRoom } from './waiting-room.ts';

let table: TestDocument;

beforeAll(async () => {
	table = await TestDocument.found('waiting');
});

/** First entries of strands of their own. */
async function firsts(count: number, size = 20): Promise<Frame[]> {
	const frames: Frame[] = [];
	for (let i = 0; i < count; i++) frames.push(...(await table.strand().write(1, size)));
	return frames;
}

test('keeps what members wait with, however many strangers come', async () => {
	const room = new WaitingRoom();
	const [own] = await firsts(1);
	if (!own) throw new Error('one was written');
	room.add(own, memberId(own.author));
	for (const frame of await firsts(400)) room.add(frame, null);
	room.trim();
	expect(room.size).toBe(257);
	expect(room.next(own.client, new Strands())).toEqual([own]);
});

test('keeps what came first of those who send too much, by bytes', async () => {
	const room = new WaitingRoom();
	const frames = await firsts(6, 1_000_000);
	for (const frame of frames) room.add(frame, null);
	room.trim();
	expect(room.clients).toEqual(frames.slice(0, room.size).map(({ client }) => client));
	expect(room.size).toBe(4);
	for (const frame of frames) room.drop(frame);
	expect(room.size).toBe(0);
});

test('holds more than it keeps until all that can be admitted has been', async () => {
	const room = new WaitingRoom();
	for (const frame of await firsts(300)) room.add(frame, null);
	expect(room.size).toBe(300);
});
