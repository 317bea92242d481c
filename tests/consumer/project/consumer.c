/* Uses every function of the C API; exits with the number of the first thing that is not as it
 * should be. */
#include <fabula/fabula.h>
#include <stdio.h>

static int equal(fabula_string s, const char* words) {
  return s.length == strlen(words) && memcmp(s.data, words, s.length) == 0;
}

int main(int argc, char** argv) {
  if (argc != 2) return 100;
  const char* words = "\"Is it broken?\" said Odile.\n\n\"It is now,\" said Bertrand.\n";
  fabula_error* error = (fabula_error*)1;
  if (fabula_version().length == 0) return 1;

  const fabula_string none_forced = fabula_string_of("");
  if (fabula_model_load(fabula_string_of("no such folder"), none_forced, &error) != NULL) return 20;
  if (fabula_error_get_code(error) != FABULA_NOT_FOUND) return 21;
  fabula_error_free(error);
  fabula_model* model = fabula_model_load(fabula_string_of(argv[1]), none_forced, &error);
  if (model == NULL || error != NULL) return 22;
  if (fabula_model_name(model).length == 0) return 23;
  const fabula_read_options with_model = {false, model, {NULL, 0}, {NULL, 0}};

  fabula_story* story =
      fabula_read_bytes(fabula_string_of(words), fabula_string_of("pump.txt"), &with_model, &error);
  if (story == NULL || error != NULL) return 2;
  if (!equal(fabula_story_text(story), words)) return 3;

  size_t i;
  for (i = 0; i < fabula_format_count(); ++i) {
    fabula_owned_string out = {NULL, 0};
    if (!fabula_story_write(story, fabula_format_name(i), &out, &error)) {
      /* a format made of words needs a model */
      if (fabula_error_get_code(error) != FABULA_BAD_OPTION) return 4;
      fabula_error_free(error);
      continue;
    }
    if (out.length == 0) return 5;
    fabula_owned_string_free(&out);
    if (out.data != NULL) return 6;
  }
  if (!equal(fabula_format_name(i), "")) return 7;

  fabula_owned_string none = {NULL, 0};
  if (fabula_story_write(story, fabula_string_of("yaml"), &none, &error)) return 8;
  if (error == NULL || none.data != NULL) return 9;
  if (fabula_error_get_code(error) != FABULA_BAD_OPTION) return 10;
  fabula_error_free(error);
  if (fabula_story_write(story, fabula_string_of("yaml"), &none, NULL)) return 11;
  fabula_story_free(story);
  fabula_story_free(NULL);

  /* The cast can be given. */
  fabula_read_options with_cast = {false, NULL, {NULL, 0}, {NULL, 0}};
  with_cast.cast = fabula_string_of("[{\"name\": \"Odile\"}]");
  story =
      fabula_read_bytes(fabula_string_of(words), fabula_string_of("pump.txt"), &with_cast, &error);
  if (story == NULL) return 25;
  fabula_story_free(story);
  with_cast.cast = fabula_string_of("{}");
  story =
      fabula_read_bytes(fabula_string_of(words), fabula_string_of("pump.txt"), &with_cast, &error);
  if (story != NULL || fabula_error_get_code(error) != FABULA_DAMAGED) return 26;
  fabula_error_free(error);

  fabula_model_free(model);
  fabula_model_free(NULL);

  /* Without a model the rules read alone. */
  story = fabula_read_bytes(fabula_string_of(words), fabula_string_of("pump.txt"), NULL, &error);
  if (story == NULL) return 24;
  fabula_story_free(story);

  fabula_read_options options = {true, NULL, {NULL, 0}, {NULL, 0}};
  story = fabula_read_bytes(fabula_string_of(""), fabula_string_of("empty.txt"), &options, &error);
  if (story != NULL || fabula_error_get_code(error) != FABULA_EMPTY) return 12;
  if (strncmp(fabula_error_message(error).data, "empty.txt: ", 11) != 0) return 13;
  fabula_error_free(error);
  puts("the C API works");
  return 0;
}
