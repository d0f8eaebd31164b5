import type { TalkItem, TalkRef } from '#lib/domain/talk.ts';

/** An item with its author, and its full name. */
export type Spoken<Item extends TalkItem = TalkItem> = Item & { readonly by: string; readonly ref: TalkRef };
