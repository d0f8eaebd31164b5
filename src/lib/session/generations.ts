/**
 * The generations of one channel. A state pack begins one; whoever has checked it against the originals writes there from then on, and
 * carries over what it does not stand for. A newcomer is shown its state at once, and writes only drafts until the volumes have proved it.
 */
import * as Y from 'yjs';
import type { Ledger } from '#lib/ledger/ledger.ts';
import type { Head } from '#lib/seal/content.ts';
import { FrameReader, FrameWriter, memberId, sameBytes, toText, type MemberId } from '#lib/seal/frame-bytes.ts';
import type { Frame } from '#lib/seal/frame.ts';
import type { PackKind } from '#lib/seal/frame-pack.ts';
import { decodeState, type Covered, type PackState } from '#lib/seal/state.ts';
import { splitFrames } from '#lib/wire/frame-list.ts';
import type { Generation } from '#lib/wire/frame-name.ts';
import type { BrokenReason } from './admission.ts';
import { encodeBeginning, readBeginning, type Beginning, type Checked } from './beginning.ts';
