// Asks an independent C2PA verifier (@trustnxt/c2pa-ts, pure TypeScript) about one file.
//
//   node verify.mjs ASSET [STORE.c2pa]
//   node verify.mjs --list < pairs.json      a JSON list of [ASSET, STORE or null]
//
// Prints one line of JSON per asset:
//   format_known   we can find a manifest store in this container (always true with a sidecar)
//   container, location ("embedded", "sidecar" or null)
//   valid          no error, AND the hard binding was compared with the bytes and matched
//   hard_binding   "match", "mismatch" or "unchecked"
//   codes          [{code, success, url, explanation}] of the active manifest
//   source_types   digital source types of the actions of every manifest in the store
//   generators     claim generators, manifests, error
//
// What this verifier does not do: it knows no trust list ("signingCredential.trusted" means that
// the certificate's profile is right), does not follow ingredients, does not compare a hard binding
// that stands among the gathered assertions, and knows neither hash.boxes nor hash.collection.data.
//
// The packages are looked for below PROVENANCE_JUDGES, by default <repository>/.judges.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { CONTAINERS } from './containers.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const judges = process.env.PROVENANCE_JUDGES ?? path.resolve(here, '..', '..', '.judges');
const part = (name) =>
  import(pathToFileURL(path.join(judges, 'node_modules/@trustnxt/c2pa-ts/dist', name, 'index.js')));

const [asset, manifest, jumbf] = await Promise.all(['asset', 'manifest', 'jumbf'].map(part));

// Its reader takes HEIC brands only; the boxes of MP4, MOV, M4A and AVIF are the same.
asset.BMFF.canRead = () => true;

// A binding excludes "/uuid" boxes that carry the C2PA user type. The verifier gives up where there
// is more than one uuid box, for instance XMP's: show it the one that the exclusion means.
const boxByPath = asset.BMFF.prototype.getBoxByPath;
asset.BMFF.prototype.getBoxByPath = function (xpath) {
  const c2pa = Buffer.from(asset.BMFF.c2paBoxUserType);
  const meant = (box) => box.type === 'uuid' && c2pa.equals(Buffer.from(box.userType ?? []));
  return xpath === '/uuid' ? this.getTopLevelBoxes().find(meant) : boxByPath.call(this, xpath);
};

class Bytes {
  constructor(data) {
    this.data = data;
    this.mimeType = 'application/octet-stream';
  }
  getDataLength() {
    return this.data.length;
  }
  async getDataRange(start = 0, length = this.data.length - start) {
    return this.data.subarray(start, Math.min(start + length, this.data.length));
  }
  getManifestJUMBF() {
    return undefined;
  }
  dumpInfo() {
    return 'bytes';
  }
}

function opened(bytes, container) {
  if (container?.own) return new asset[container.own](bytes);
  return new Bytes(bytes);
}

function sourceTypes(store) {
  const found = new Set();
  for (const one of store.manifests) {
    for (const assertion of one.assertions?.assertions ?? []) {
      for (const action of assertion.actions ?? []) {
        if (action.digitalSourceType) found.add(action.digitalSourceType);
      }
    }
  }
  return [...found].sort();
}

async function verify(file, sidecar) {
  const bytes = new Uint8Array(await readFile(file));
  const container = CONTAINERS.find((one) => one.is(bytes)) ?? null;
  const answer = {
    format_known: sidecar !== undefined || container !== null,
    container: container?.name ?? null,
    location: null,
    valid: false,
    hard_binding: 'unchecked',
    codes: [],
    source_types: [],
    generators: [],
    manifests: 0,
    error: null,
  };
  try {
    let whole;
    let raw;
    if (sidecar !== undefined) {
      raw = new Uint8Array(await readFile(sidecar));
      // a BMFF hash needs the boxes; any other binding only the bytes
      whole = container?.name === 'bmff' ? opened(bytes, container) : new Bytes(bytes);
    } else if (container !== null) {
      whole = opened(bytes, container);
      raw = container.own ? whole.getManifestJUMBF() : container.store(bytes);
    }
    if (!raw) return answer;
    answer.location = sidecar === undefined ? 'embedded' : 'sidecar';
    const store = manifest.ManifestStore.read(jumbf.SuperBox.fromBuffer(new Uint8Array(raw)));
    answer.manifests = store.manifests.length;
    answer.source_types = sourceTypes(store);
    answer.generators = [...new Set(store.manifests.map((m) => m.claim?.claimGeneratorName ?? ''))];
    const result = await store.validate(whole);
    answer.codes = result.statusEntries;
    const hard = /^assertion\.(dataHash|bmffHash|boxesHash|collectionHash)\.(match|mismatch)$/;
    const bindings = result.statusEntries.map((entry) => hard.exec(entry.code)?.[2]).filter(Boolean);
    if (bindings.length) {
      answer.hard_binding = bindings.every((word) => word === 'match') ? 'match' : 'mismatch';
    }
    answer.valid = result.isValid && answer.hard_binding === 'match';
  } catch (error) {
    answer.error = String(error?.message ?? error);
    answer.codes = manifest.ValidationResult.fromError(error).statusEntries;
  }
  return answer;
}

const given = process.argv.slice(2);
if (!given.length) {
  console.error('usage: node verify.mjs ASSET [STORE.c2pa]  |  node verify.mjs --list < pairs.json');
  process.exit(2);
}
if (given[0] === '--list') {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  for (const [file, sidecar] of JSON.parse(Buffer.concat(chunks).toString())) {
    console.log(JSON.stringify(await verify(file, sidecar ?? undefined)));
  }
} else {
  console.log(JSON.stringify(await verify(...given)));
}
