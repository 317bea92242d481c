/**
 * @file
 * @brief The C API of fabula, for other languages. C++ uses fabula/reader.hpp and
 * fabula/writer.hpp.
 *
 * Conventions:
 *
 * (1) A fabula_model, a fabula_story and a fabula_error are handles: opaque, made by this library,
 * and given back to it with fabula_model_free, fabula_story_free and fabula_error_free. Freeing NULL does nothing. (2) The type of a
 * string tells who owns it. A fabula_string is borrowed: it points into what the caller gave, into
 * the handle it was asked of (valid until that is freed), or to constants. A fabula_owned_string
 * belongs to the caller, who gives it back with fabula_owned_string_free. (3) Strings are UTF-8
 * with a length in bytes. They may hold NUL bytes, and need not end with one. Bytes of an input may
 * be of any encoding. (4) A function that can fail takes a fabula_error** as its last parameter. It
 * may be NULL. On success *error becomes NULL; on failure a new error, which the caller frees, and
 * the function returns NULL or false and changes nothing else. (5) No handle ever changes: any
 * number of threads may use one at a time. Only its freeing must be the last use. The library holds
 * no global state, never prints and never ends the process. (6) No C++ exception leaves the
 * library: lack of memory and broken invariants are errors too. (7) Codes and struct layouts do not
 * change within a major version; functions and codes are added.
 */
#ifndef FABULA_FABULA_H
#define FABULA_FABULA_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fabula_model fabula_model;
typedef struct fabula_story fabula_story;
typedef struct fabula_error fabula_error;

typedef struct {
  const char* data;
  size_t length;
} fabula_string;

typedef struct {
  char* data;
  size_t length;
} fabula_owned_string;

typedef enum {
  FABULA_NOT_FOUND = 0,
  FABULA_NOT_A_FILE = 1,
  FABULA_NOT_ALLOWED = 2,
  FABULA_EMPTY = 3,
  FABULA_NOT_TEXT = 4,
  FABULA_DAMAGED = 5,
  FABULA_ENCRYPTED = 6,
  FABULA_TOO_LARGE = 7,
  FABULA_NO_SPACE = 8,
  FABULA_BAD_OPTION = 9,
  FABULA_NO_MEMORY = 100,
  FABULA_INTERNAL = 101 /* a mistake in fabula: please report it */
} fabula_error_code;

typedef struct {
  bool tokenized;            /* one sentence a line, tokens parted by one space */
  const fabula_model* model; /* NULL: rules alone, without tags, trees and events */
  fabula_string cast;        /* JSON or YAML of a given cast; empty: it is found in the text */
  fabula_string fixes;       /* JSON or YAML of fixes (docs/fixes.md); empty: none */
} fabula_read_options;

/** A borrowed string from one that ends with NUL. */
static inline fabula_string fabula_string_of(const char* words) {
  fabula_string s;
  s.data = words;
  s.length = strlen(words);
  return s;
}

/** "0.1.0" */
fabula_string fabula_version(void);

/**
 * Reads a folder such as models/en. Load it once: any number of threads may read with it, and the
 * stories do not need it any more. `instruction_set` forces one, e.g. "avx2"; empty for the best.
 */
fabula_model* fabula_model_load(fabula_string folder, fabula_string instruction_set,
                                fabula_error** error);
/** E.g. "en-1". */
fabula_string fabula_model_name(const fabula_model* model);
void fabula_model_free(fabula_model* model);

/**
 * Reads a whole input from memory. `name` is the file's name: its ending helps to tell what it is,
 * and errors name it. `options` may be NULL.
 */
fabula_story* fabula_read_bytes(fabula_string bytes, fabula_string name,
                                const fabula_read_options* options, fabula_error** error);
void fabula_story_free(fabula_story* story);

/** The text that was read; every offset in the outputs counts its code points. */
fabula_string fabula_story_text(const fabula_story* story);

/** Writes a story in a format by name, e.g. "json", into *out. A format made of words of a story
 * that no model read is FABULA_BAD_OPTION. */
bool fabula_story_write(const fabula_story* story, fabula_string format, fabula_owned_string* out,
                        fabula_error** error);

/** How many formats there are, and their names; an empty string behind the last. */
size_t fabula_format_count(void);
fabula_string fabula_format_name(size_t position);

/** Frees the words and makes the string empty. */
void fabula_owned_string_free(fabula_owned_string* s);

fabula_error_code fabula_error_get_code(const fabula_error* error);
/** "FILE: PLACE: PROBLEM; REMEDY" */
fabula_string fabula_error_message(const fabula_error* error);
void fabula_error_free(fabula_error* error);

#ifdef __cplusplus
}
#endif

#endif /* FABULA_FABULA_H */
