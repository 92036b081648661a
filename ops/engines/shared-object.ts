/**
 * Writes tiny ELF shared objects (Linux, x86-64) whose functions only return a number.
 *
 * The embedded mysqld is linked against libaio and libnuma. Many systems lack them (Debian 13 and Ubuntu 24.04
 * renamed the first, slim images have neither), yet mysqld never gets past asking them whether they work:
 * asynchronous I/O is switched off when it is started, and without NUMA it uses malloc. So a library that answers
 * "not available" is all it takes, and nobody has to install packages.
 * Format: System V ABI, ELF-64; versions as in the Linux Standard Base, "Symbol Versioning".
 */
export interface Library {
  readonly soname: string;
  /** Version name -> symbols: a function that returns the number, or `pointer`, a variable that is null. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, number | 'pointer'>>>>;
}

const page = 0x1000;
const symbolBytes = 24;
/** The ELF header and four program headers. */
const headerBytes = 64 + 4 * 56;

/** Strings behind each other, each with its offset. */
function stringTable() {
  let text = '\0';
  return {
    add(value: string): number {
      const offset = text.length;
      text += `${value}\0`;
      return offset;
    },
    bytes: () => Buffer.from(text, 'latin1'),
  };
}

function struct(
  bytes: number,
  fields: readonly (readonly [at: number, width: 1 | 2 | 4 | 8, value: number])[],
) {
  const buffer = Buffer.alloc(bytes);
  for (const [at, width, value] of fields) {
    if (width === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, width);
  }
  return buffer;
}

/** The hash of symbol names that ELF prescribes. */
function elfHash(name: string): number {
  let hash = 0;
  for (const character of name) {
    hash = (hash << 4) + character.charCodeAt(0);
    const high = hash & 0xf0000000;
    hash = (hash ^ (high >>> 24)) & ~high;
  }
  return hash >>> 0;
}

interface Symbol {
  /** Offset of the name. */
  readonly name: number;
  readonly value: number | 'pointer';
  readonly version: number;
}

/** The bytes of the library: header, tables and code in one segment, the dynamic section and the variable in another. */
export function sharedObject(library: Library): Buffer {
  const strings = stringTable();
  const soname = strings.add(library.soname);
  const versions = Object.entries(library.versions);
  const symbols: Symbol[] = versions.flatMap(([, members], index) =>
    Object.entries(members).map(([name, value]) => ({ name: strings.add(name), value, version: index + 2 })),
  );
  const versionNames = [library.soname, ...versions.map(([name]) => name)];
  const definitions = versionDefinitions(versionNames, (name) => strings.add(name));

  const text = layOut(headerBytes, {
    hash: hashTable(symbols.length),
    symbols: Buffer.alloc(symbolBytes * (symbols.length + 1)),
    // The first symbol is none, and local.
    versions: Buffer.from(Uint16Array.from([0, ...symbols.map(({ version }) => version)]).buffer),
    definitions,
    code: Buffer.concat(symbols.map(({ value }) => returning(value === 'pointer' ? 0 : value))),
    strings: strings.bytes(),
  });
  const dynamicAt = Math.ceil(text.end / page) * page;
  const dynamic = dynamicSection([
    [14, soname],
    [4, text.at.hash],
    [5, text.at.strings],
    [6, text.at.symbols],
    [10, strings.bytes().length],
    [11, symbolBytes],
    [0x6ffffff0, text.at.versions],
    [0x6ffffffc, text.at.definitions],
    [0x6ffffffd, versionNames.length],
    [0, 0],
  ]);
  const dataAt = dynamicAt + dynamic.length;

  const file = Buffer.alloc(dataAt + 8);
  header(text.end, dynamicAt, file.length).copy(file);
  text.copyTo(file);
  symbolTable(symbols, text.at.code, dataAt).copy(file, text.at.symbols);
  dynamic.copy(file, dynamicAt);
  return file;
}

/** Puts parts behind each other from an offset on, each at a multiple of 8. */
function layOut<Name extends string>(start: number, parts: Readonly<Record<Name, Buffer>>) {
  const at = {} as Record<Name, number>;
  let end = start;
  const names = Object.keys(parts) as Name[];
  for (const name of names) {
    at[name] = Math.ceil(end / 8) * 8;
    end = at[name] + parts[name].length;
  }
  return { at, end, copyTo: (file: Buffer) => names.forEach((name) => parts[name].copy(file, at[name])) };
}

/** One bucket: a chain through all symbols. */
function hashTable(symbols: number): Buffer {
  const chain = Array.from({ length: symbols }, (_, index) => (index + 2) % (symbols + 1));
  return Buffer.from(Uint32Array.from([1, symbols + 1, 1, 0, ...chain]).buffer);
}

/** `mov eax, value; ret`, filled up to 8 bytes with `nop`. */
function returning(value: number): Buffer {
  const code = Buffer.alloc(8, 0x90);
  code[0] = 0xb8;
  code.writeInt32LE(value, 1);
  code[5] = 0xc3;
  return code;
}

function dynamicSection(entries: readonly (readonly [tag: number, value: number])[]): Buffer {
  return Buffer.concat(
    entries.map(([tag, value]) =>
      struct(16, [
        [0, 8, tag],
        [8, 8, value],
      ]),
    ),
  );
}

/** Global functions, one per 8 bytes of code, and variables that share the one null pointer. */
function symbolTable(symbols: readonly Symbol[], codeAt: number, dataAt: number): Buffer {
  const entries = symbols.map(({ name, value }, index) => {
    const isData = value === 'pointer';
    return struct(symbolBytes, [
      [0, 4, name],
      [4, 1, 0x10 | (isData ? 1 : 2)],
      [6, 2, isData ? 2 : 1],
      [8, 8, isData ? dataAt : codeAt + index * 8],
      [16, 8, isData ? 8 : 6],
    ]);
  });
  return Buffer.concat([Buffer.alloc(symbolBytes), ...entries]);
}

/** The first definition is the library itself, as the format wants it. */
function versionDefinitions(names: readonly string[], offsetOf: (name: string) => number): Buffer {
  return Buffer.concat(
    names.map((name, index) =>
      struct(28, [
        [0, 2, 1],
        [2, 2, index === 0 ? 1 : 0],
        [4, 2, index + 1],
        [6, 2, 1],
        [8, 4, elfHash(name)],
        [12, 4, 20],
        [16, 4, index === names.length - 1 ? 0 : 28],
        [20, 4, offsetOf(name)],
        [24, 4, 0],
      ]),
    ),
  );
}

/** The ELF header and four program headers: code and tables, data, dynamic section, and a stack that cannot run code. */
function header(textEnd: number, dynamicAt: number, fileEnd: number): Buffer {
  const elf = struct(64, [
    [0, 4, 0x464c457f],
    [4, 1, 2],
    [5, 1, 1],
    [6, 1, 1],
    [16, 2, 3],
    [18, 2, 62],
    [20, 4, 1],
    [32, 8, 64],
    [52, 2, 64],
    [54, 2, 56],
    [56, 2, 4],
    [58, 2, 64],
  ]);
  const segment = (type: number, flags: number, at: number, bytes: number, alignment: number) =>
    struct(56, [
      [0, 4, type],
      [4, 4, flags],
      [8, 8, at],
      [16, 8, at],
      [24, 8, at],
      [32, 8, bytes],
      [40, 8, bytes],
      [48, 8, alignment],
    ]);
  return Buffer.concat([
    elf,
    segment(1, 5, 0, textEnd, page),
    segment(1, 6, dynamicAt, fileEnd - dynamicAt, page),
    segment(2, 6, dynamicAt, fileEnd - 8 - dynamicAt, 8),
    segment(0x6474e551, 6, 0, 0, 16),
  ]);
}
