// Where a container keeps its C2PA manifest store (C2PA 2.2, annex A), read without our library.
// Each finder takes the whole file and returns { name, store }: the store is null if there is none.

const text = (bytes, start, end) => Buffer.from(bytes.subarray(start, end)).toString('latin1');

function riff(bytes) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let store = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.readUInt32LE(at + 4);
    if (text(bytes, at, at + 4) === 'C2PA') store = bytes.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size & 1);
  }
  return store;
}

function gif(bytes) {
  let at = 13 + (bytes[10] & 0x80 ? 3 << ((bytes[10] & 7) + 1) : 0);
  let store = null;
  const blocks = () => {
    const parts = [];
    while (bytes[at]) {
      parts.push(bytes.subarray(at + 1, at + 1 + bytes[at]));
      at += 1 + bytes[at];
    }
    at += 1;
    return parts;
  };
  while (at < bytes.length && bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      const application = bytes[at + 1] === 0xff;
      at += 2;
      const parts = blocks();
      if (application && text(parts[0], 0, 8) === 'C2PA_GIF') store = Buffer.concat(parts.slice(1));
    } else if (bytes[at] === 0x2c) {
      const packed = bytes[at + 9];
      at += 10 + (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0) + 1;
      blocks();
    } else {
      return null;
    }
  }
  return store;
}

function tiff(bytes) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = bytes[0] === 0x49;
  const u16 = (at) => (little ? view.readUInt16LE(at) : view.readUInt16BE(at));
  const u32 = (at) => (little ? view.readUInt32LE(at) : view.readUInt32BE(at));
  const u64 = (at) => Number(little ? view.readBigUInt64LE(at) : view.readBigUInt64BE(at));
  const big = u16(2) === 43;
  const number = big ? u64 : u32;
  let directory = number(big ? 8 : 4);
  const seen = new Set();
  while (directory && !seen.has(directory)) {
    seen.add(directory);
    const count = big ? u64(directory) : u16(directory);
    const first = directory + (big ? 8 : 2);
    const step = big ? 20 : 12;
    for (let at = first; at < first + count * step; at += step) {
      if (u16(at) === 0xcd41) {
        const offset = number(at + (big ? 12 : 8));
        return bytes.subarray(offset, offset + number(at + 4));
      }
    }
    directory = number(first + count * step);
  }
  return null;
}

const packed = (bytes, at) => bytes.subarray(at, at + 4).reduce((sum, b) => (sum << 7) | b, 0);

// the four bytes behind an ID3 tag
const behind = (bytes) => text(bytes, 10 + packed(bytes, 6), 14 + packed(bytes, 6));

// ID3v2.3 and 2.4, in MP3 and before FLAC: a GEOB frame of the type application/c2pa
function id3(bytes) {
  const plain = (at) => Buffer.from(bytes.subarray(at, at + 4)).readUInt32BE(0);
  if (text(bytes, 0, 3) !== 'ID3') return null;
  const end = 10 + packed(bytes, 6);
  for (let at = 10; at + 10 <= end && bytes[at]; ) {
    const size = bytes[3] === 4 ? packed(bytes, at + 4) : plain(at + 4);
    const body = bytes.subarray(at + 10, at + 10 + size);
    if (text(bytes, at, at + 4) === 'GEOB' && text(body, 1, 17) === 'application/c2pa') {
      let from = 18;
      const wide = body[0] === 1 || body[0] === 2;
      for (let strings = 0; strings < 2; strings += 1) {
        while (wide ? body[from] || body[from + 1] : body[from]) from += wide ? 2 : 1;
        from += wide ? 2 : 1;
      }
      return body.subarray(from);
    }
    at += 10 + size;
  }
  return null;
}

function boxes(bytes, wanted) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length; ) {
    let size = view.readUInt32BE(at);
    if (size === 1) size = Number(view.readBigUInt64BE(at + 8));
    if (size === 0) size = bytes.length - at;
    if (size < 8) return null;
    if (text(bytes, at + 4, at + 8) === wanted) return bytes.subarray(at, at + size);
    at += size;
  }
  return null;
}

function svg(bytes) {
  const found = /<(?:\w+:)?manifest[^>]*>([A-Za-z0-9+/=\s]+)</.exec(text(bytes, 0, bytes.length));
  return found ? Buffer.from(found[1], 'base64') : null;
}

// PDF: an embedded file that is not compressed; found by its description box of the type c2pa
function pdf(bytes) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = view.indexOf(Buffer.from('6a756d64633270610011', 'hex')) - 12;
  return start < 0 ? null : bytes.subarray(start, start + view.readUInt32BE(start));
}

const starts = (bytes, hex) => Buffer.from(bytes.subarray(0, hex.length / 2)).toString('hex') === hex;

export const CONTAINERS = [
  { name: 'jpeg', is: (b) => starts(b, 'ffd8ff'), own: 'JPEG' },
  { name: 'png', is: (b) => starts(b, '89504e470d0a1a0a'), own: 'PNG' },
  { name: 'jxl', is: (b) => starts(b, '0000000c4a584c20'), store: (b) => boxes(b, 'jumb') },
  { name: 'bmff', is: (b) => text(b, 4, 8) === 'ftyp', own: 'BMFF' },
  { name: 'riff', is: (b) => text(b, 0, 4) === 'RIFF', store: riff },
  { name: 'gif', is: (b) => text(b, 0, 4) === 'GIF8', store: gif },
  { name: 'tiff', is: (b) => /^(II[*+]\0|MM\0[*+])/.test(text(b, 0, 4)), store: tiff },
  { name: 'flac', is: (b) => text(b, 0, 4) === 'fLaC', store: () => null },
  { name: 'flac', is: (b) => text(b, 0, 3) === 'ID3' && behind(b) === 'fLaC', store: id3 },
  { name: 'mp3', is: (b) => text(b, 0, 3) === 'ID3' || (b[0] === 0xff && b[1] >= 0xe0), store: id3 },
  { name: 'svg', is: (b) => /<svg[\s>]/.test(text(b, 0, 4096)), store: svg },
  { name: 'pdf', is: (b) => text(b, 0, 5) === '%PDF-', store: pdf },
];
