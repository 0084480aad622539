import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/**
 * A frame: u32 length of the payload, u32 crc32 of the rest of the header and the payload, u64 up to where the file was
 * synced when the frame was written; big endian. The payload is lines of JSON. One write and one sync make a frame.
 */
const HEADER_BYTES = 16;
const CRC_AT = 4;
const SYNCED_AT = 8;

/** No frame is longer: a record is refused before it makes one. */
export const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;

/** How much is read at once, unless a frame is longer. */
const READ_BYTES = 1024 * 1024;

export interface Frame {
  readonly payload: Buffer;
  readonly end: number;
  readonly synced: number;
}

export function encodeFrame(payload: string, synced: number): Buffer {
  const length = Buffer.byteLength(payload);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length);
  frame.writeUInt32BE(length, 0);
  frame.writeBigUInt64BE(BigInt(synced), SYNCED_AT);
  frame.write(payload, HEADER_BYTES);
  frame.writeUInt32BE(checksum(frame, length), CRC_AT);
  return frame;
}

/** Reads a file of frames from any offset, a stretch at a time. */
export class FrameReader {
  private buffer = Buffer.alloc(0);
  private start = 0;

  constructor(
    private readonly file: FileHandle,
    /** Where the file ends for this reader; may grow. */
    public limit: number,
  ) {}

  /** The frame at an offset, or null when there is no whole and sound one. */
  async frameAt(offset: number): Promise<Frame | null> {
    const header = await this.bytes(offset, HEADER_BYTES);
    if (!header) return null;
    const length = header.readUInt32BE(0);
    if (length === 0 || length > MAX_PAYLOAD_BYTES) return null;
    const frame = await this.bytes(offset, HEADER_BYTES + length);
    if (!frame || frame.readUInt32BE(CRC_AT) !== checksum(frame, length)) return null;
    return {
      payload: frame.subarray(HEADER_BYTES),
      end: offset + frame.length,
      synced: Number(frame.readBigUInt64BE(SYNCED_AT)),
    };
  }

  /** The next sound frame behind an offset, or null. */
  async frameBehind(offset: number): Promise<Frame | null> {
    let at = offset + 1;
    while (at + HEADER_BYTES < this.limit) {
      const bytes = await this.bytes(at, Math.min(READ_BYTES, this.limit - at));
      if (!bytes) return null;
      const scanned = Math.max(bytes.length - HEADER_BYTES, 1);
      for (let i = 0; i < scanned; i += 1) {
        // Text never looks like the length of a frame that fits, so that this is seldom true.
        const length = i + CRC_AT <= bytes.length ? bytes.readUInt32BE(i) : 0;
        if (length === 0 || at + i + HEADER_BYTES + length > this.limit) continue;
        const found = await this.frameAt(at + i);
        if (found) return found;
      }
      at += scanned;
    }
    return null;
  }

  /** Whether there is nothing but zeros from an offset on: space that was kept ready. */
  async isBlankFrom(offset: number): Promise<boolean> {
    for (let at = offset; at < this.limit; at += READ_BYTES) {
      const bytes = await this.bytes(at, Math.min(READ_BYTES, this.limit - at));
      if (!bytes || bytes.some((byte) => byte !== 0)) return false;
    }
    return true;
  }

  private async bytes(offset: number, length: number): Promise<Buffer | null> {
    if (offset + length > this.limit) return null;
    const at = offset - this.start;
    if (at >= 0 && at + length <= this.buffer.length) return this.buffer.subarray(at, at + length);
    const wanted = Math.min(Math.max(length, READ_BYTES), this.limit - offset);
    const buffer = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.file.read(buffer, filled, wanted - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.buffer = buffer.subarray(0, filled);
    this.start = offset;
    return filled < length ? null : this.buffer.subarray(0, length);
  }
}

/** Over all of the frame but the checksum itself. */
function checksum(frame: Buffer, length: number): number {
  const ofLength = crc32(frame.subarray(0, CRC_AT));
  return crc32(frame.subarray(SYNCED_AT, HEADER_BYTES + length), ofLength);
}
