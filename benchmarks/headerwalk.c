/* The limit of a header walk: every file below a folder, in C, with as little as is needed.
 *
 *   cc -O2 -o headerwalk headerwalk.c && ./headerwalk FOLDER
 *
 * Reads the first 4 KiB of each file, then only the segments that the container names: JPEG up to
 * the scan, PNG chunks, RIFF chunks, BMFF boxes of the top level and of moov, TIFF directories,
 * ID3, OpenEXR and DPX headers. Media data is stepped over. Prints a line of JSON: files, and how
 * many hold a C2PA store, name trained algorithmic media, or hold a web UI's parameters. It
 * parses nothing, validates nothing and reports nothing else: what a program that does can cost
 * more is to be measured against this.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef HEAD
#define HEAD 4096 /* bytes of the first read; -DHEAD=65536 for the usual larger one */
#endif
#define MOST (1 << 20) /* bytes of one segment that are looked at */

static long files, stores, declared, recipes;
static int descriptor, has_store, has_type, has_recipe;
static uint64_t size;
static uint8_t head[HEAD], page[HEAD], body[MOST];
static uint64_t page_at;
static size_t head_size, page_size;

static const uint8_t *at(uint64_t offset, size_t count) {
  if (offset + count > size) return NULL;
  if (offset + count <= head_size) return head + offset;
  if (count > HEAD) return NULL;
  if (offset < page_at || offset + count > page_at + page_size) {
    ssize_t got = pread(descriptor, page, HEAD, (off_t)offset);
    page_at = offset;
    page_size = got < 0 ? 0 : (size_t)got;
    if (page_size < count) return NULL;
  }
  return page + (offset - page_at);
}

static uint32_t be32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}
static uint32_t le32(const uint8_t *p) {
  return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}
static uint16_t le16(const uint8_t *p) { return (uint16_t)(p[1] << 8 | p[0]); }

/* What one segment says. */
static void look(uint64_t offset, uint64_t count) {
  const uint8_t *data = body;
  if (count > MOST) count = MOST;
  if (offset + count > size) return;
  if (offset + count <= head_size)
    data = head + offset;
  else if (pread(descriptor, body, count, (off_t)offset) != (ssize_t)count)
    return;
  if (!has_type && (memmem(data, count, "rainedAlgorithmicMedia", 22))) has_type = 1;
  if (!has_recipe && (memmem(data, count, "Steps: ", 7) ||
                      memmem(data, count, "S\0t\0e\0p\0s\0:\0", 12)))
    has_recipe = 1;
  if (!has_store && memmem(data, count, "jumdc2pa", 8)) has_store = 1;
}

static void jpeg(void) {
  uint64_t place = 2;
  const uint8_t *p;
  while ((p = at(place, 4)) && p[0] == 0xFF && p[1] != 0xDA) {
    uint32_t length = (uint32_t)p[2] << 8 | p[3];
    uint8_t marker = p[1];
    if ((marker >= 0xE1 && marker <= 0xEF) || marker == 0xFE) look(place + 4, length - 2);
    place += 2 + length;
  }
  at(size - 2, 2);
}

static void png(void) {
  uint64_t place = 8;
  const uint8_t *p;
  while ((p = at(place, 8))) {
    uint32_t length = be32(p);
    if (!memcmp(p + 4, "tEXt", 4) || !memcmp(p + 4, "iTXt", 4) || !memcmp(p + 4, "zTXt", 4) ||
        !memcmp(p + 4, "eXIf", 4) || !memcmp(p + 4, "caBX", 4))
      look(place + 8, length);
    place += 12 + (uint64_t)length;
  }
}

static void riff(void) {
  uint64_t place = 12;
  const uint8_t *p;
  while ((p = at(place, 8))) {
    uint32_t length = le32(p + 4);
    if (memcmp(p, "data", 4) && memcmp(p, "VP8", 3) && memcmp(p, "ALPH", 4)) look(place + 8, length);
    place += 8 + (uint64_t)length + (length & 1);
  }
}

static void boxes(uint64_t place, uint64_t end, int top) {
  const uint8_t *p;
  while (place + 8 <= end && (p = at(place, 8))) {
    uint64_t length = be32(p), lead = 8;
    uint8_t kind[4];
    memcpy(kind, p + 4, 4);
    if (length == 1) {
      const uint8_t *q = at(place + 8, 8);
      if (!q) return;
      length = (uint64_t)be32(q) << 32 | be32(q + 4);
      lead = 16;
    }
    if (length == 0) length = end - place;
    if (length < lead) return;
    if (!memcmp(kind, "uuid", 4) || !memcmp(kind, "meta", 4) || !memcmp(kind, "udta", 4))
      look(place + lead, length - lead);
    else if (top && !memcmp(kind, "moov", 4))
      boxes(place + lead, place + length, 0);
    place += length;
  }
}

static void tiff(void) {
  uint64_t place = le32(head + 4);
  for (int pages = 0; place && pages < 64; pages++) {
    const uint8_t *p = at(place, 2);
    if (!p) return;
    uint16_t count = le16(p);
    for (uint16_t i = 0; i < count; i++) {
      const uint8_t *entry = at(place + 2 + 12u * i, 12);
      if (!entry) return;
      uint16_t tag = le16(entry);
      uint32_t number = le32(entry + 4), value = le32(entry + 8);
      if (number > 4 && (tag == 0xCD41 || tag == 700 || tag == 270 || tag == 305 || tag == 34377))
        look(value, number);
    }
    p = at(place + 2 + 12u * count, 4);
    place = p ? le32(p) : 0;
  }
}

static void walk(int folder, const char *name) {
  struct stat status;
  descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return;
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    files++;
    has_store = has_type = has_recipe = 0;
    page_at = 0, page_size = 0;
    size = (uint64_t)status.st_size;
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM);
    ssize_t got = pread(descriptor, head, HEAD, 0);
    head_size = got < 0 ? 0 : (size_t)got;
    if (head_size >= 16) {
      if (!memcmp(head, "\xff\xd8\xff", 3)) jpeg();
      else if (!memcmp(head, "\x89PNG", 4)) png();
      else if (!memcmp(head, "RIFF", 4)) riff();
      else if (!memcmp(head + 4, "ftyp", 4)) boxes(0, size, 1);
      else if (!memcmp(head, "II*\0", 4)) tiff();
      else if (!memcmp(head, "ID3", 3))
        look(0, 10u + (uint32_t)(head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]));
      else if (!memcmp(head, "fLaC", 4)) {
        uint64_t place = 4;
        const uint8_t *p;
        while ((p = at(place, 4))) {
          uint32_t length = be32(p) & 0xFFFFFF;
          int last = p[0] & 0x80, kind = p[0] & 0x7F;
          if (kind == 4 || kind == 2) look(place + 4, length);
          place += 4 + length;
          if (last) break;
        }
      } else
        look(0, head_size);
    }
    stores += has_store, declared += has_type, recipes += has_recipe;
  }
  close(descriptor);
}

static void folder(int parent, const char *name) {
  int here = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *listing = here < 0 ? NULL : fdopendir(here);
  struct dirent *entry;
  if (!listing) return;
  while ((entry = readdir(listing))) {
    if (entry->d_name[0] == '.') continue;
    if (entry->d_type == DT_DIR) folder(dirfd(listing), entry->d_name);
    else if (entry->d_type == DT_REG) walk(dirfd(listing), entry->d_name);
  }
  closedir(listing);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  folder(AT_FDCWD, argv[1]);
  printf("{\"files\": %ld, \"c2pa\": %ld, \"type\": %ld, \"sd\": %ld}\n", files, stores, declared,
         recipes);
  return 0;
}
