/** Reads a QR code from what the camera shows: by the browser's own detector where it has one, else by code of ours. */
type Read = (video: HTMLVideoElement) => Promise<string | null>;

/** Not in every browser, nor in TypeScript's list of what a page has. */
interface Detector {
	detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
	new (options: { formats: readonly string[] }): Detector;
	getSupportedFormats(): Promise<readonly string[]>;
}

/** Wide enough for a code that fills a third of the picture; more takes a phone too long. */
const widest = 640;

export async function qrReader(): Promise<Read> {
	const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
	const formats = await BarcodeDetector?.getSupportedFormats().catch(() => null);
	if (!BarcodeDetector || !formats?.includes('qr_code')) return ownReader();
	const detector = new BarcodeDetector({ formats: ['qr_code'] });
	return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}

async function ownReader(): Promise<Read> {
	const { decodeQR } = await import('qr/decode.js');
	const canvas = document.createElement('canvas');
	const context = canvas.getContext('2d', { willReadFrequently: true });
	return async (video) => {
		const scale = Math.min(1, widest / video.videoWidth);
		canvas.width = Math.round(video.videoWidth * scale);
		canvas.height = Math.round(video.videoHeight * scale);
		if (!context || canvas.width === 0) return null;
		context.drawImage(video, 0, 0, canvas.width, canvas.height);
		try {
			return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
		} catch {
			// There is none to be seen, or not sharp enough.
			return null;
		}
	};
}
