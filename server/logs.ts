/** Hocuspocus, held to the rules of sealed logs: who reads, what is taken, and that what is acknowledged has been stored. */
import { Hocuspocus, type Connection, type Document, type Hocuspocus as HocuspocusType } from '@hocuspocus/server';
import * as Y from 'yjs';
import type { Clock } from '#lib/clock.ts';
import type { MemberId } from '#lib/seal/frame-bytes.ts';
import { logName, parseLogName, type LogName } from '#lib/wire/frame-name.ts';
import { structUpdate } from '#lib/wire/frame-struct.ts';
import type { Appends } from './appends.ts';
import type { Documents } from './documents.ts';
import type { Gate } from './gate.ts';
import type { Log } from './log.ts';
import type { Denial, Readers } from './readers.ts';
import type { Store, StoredFrame } from './store.ts';
