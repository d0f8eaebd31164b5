import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import QrCode from './QrCode.svelte';

test('a camera reads what was put in', async () => {
	const text = `https://roundtable.example/join#${'aZ09_-'.repeat(30)}`;
	await render(QrCode, { text, label: 'Invitation for Maria' });
	const drawing = page.getByRole('img', { name: 'Invitation for Maria' }).element();
	expect(decodeQR(await pixels(drawing))).toBe(text);
});

async function pixels(drawing: Element): Promise<ImageData> {
	const size = 640;
	const source = new XMLSerializer()
		.serializeToString(drawing)
		.replace('<svg', `<svg width="${size}" height="${size}"`);
	const image = new Image(size, size);
	image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
	await image.decode();
	const canvas = new OffscreenCanvas(size, size).getContext('2d');
	if (!canvas) throw new Error('no canvas');
	canvas.drawImage(image, 0, 0, size, size);
	return canvas.getImageData(0, 0, size, size);
}
