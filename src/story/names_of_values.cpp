// The spelling of every enumerated value in the output contract, in one place.
#include "fabula/story.hpp"

namespace fabula {

std::string_view to_string(media_type v) noexcept {
  switch (v) {
    case media_type::plain_text: return "text/plain";
    case media_type::epub: return "application/epub+zip";
    case media_type::html: return "text/html";
    case media_type::markdown: return "text/markdown";
    case media_type::docx:
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }
  return "";
}

std::string_view to_string(chapter_kind v) noexcept {
  switch (v) {
    case chapter_kind::chapter: return "chapter";
    case chapter_kind::front: return "front";
    case chapter_kind::back: return "back";
    case chapter_kind::part: return "part";
  }
  return "";
}

std::string_view to_string(paragraph_kind v) noexcept {
  switch (v) {
    case paragraph_kind::prose: return "prose";
    case paragraph_kind::heading: return "heading";
    case paragraph_kind::scene_break: return "scene_break";
    case paragraph_kind::verse: return "verse";
    case paragraph_kind::note: return "note";
  }
  return "";
}

std::string_view to_string(character_kind v) noexcept {
  switch (v) {
    case character_kind::person: return "person";
    case character_kind::animal: return "animal";
    case character_kind::group: return "group";
    case character_kind::other: return "other";
  }
  return "";
}

std::string_view to_string(pronoun_set v) noexcept {
  switch (v) {
    case pronoun_set::unknown: return "";
    case pronoun_set::she: return "she";
    case pronoun_set::he: return "he";
    case pronoun_set::they: return "they";
    case pronoun_set::it: return "it";
    case pronoun_set::xe: return "xe";
    case pronoun_set::ze: return "ze";
    case pronoun_set::ey: return "ey";
    case pronoun_set::fae: return "fae";
  }
  return "";
}

std::string_view to_string(alias_reason v) noexcept {
  switch (v) {
    case alias_reason::own: return "own";
    case alias_reason::full_name: return "full_name";
    case alias_reason::given_name: return "given_name";
    case alias_reason::nickname: return "nickname";
    case alias_reason::initials: return "initials";
    case alias_reason::spelling: return "spelling";
    case alias_reason::titled_given_name: return "titled_given_name";
    case alias_reason::titled_surname: return "titled_surname";
    case alias_reason::surname: return "surname";
    case alias_reason::title: return "title";
    case alias_reason::short_form: return "short_form";
    case alias_reason::context: return "context";
    case alias_reason::given: return "given";
    case alias_reason::role: return "role";
    case alias_reason::fix: return "fix";
  }
  return "";
}

std::string_view to_string(mention_type v) noexcept {
  switch (v) {
    case mention_type::per: return "PER";
    case mention_type::loc: return "LOC";
    case mention_type::fac: return "FAC";
    case mention_type::gpe: return "GPE";
    case mention_type::veh: return "VEH";
    case mention_type::org: return "ORG";
  }
  return "";
}

std::string_view to_string(mention_form v) noexcept {
  switch (v) {
    case mention_form::prop: return "PROP";
    case mention_form::nom: return "NOM";
    case mention_form::pron: return "PRON";
  }
  return "";
}

std::string_view to_string(quote_kind v) noexcept {
  switch (v) {
    case quote_kind::speech: return "speech";
    case quote_kind::thought: return "thought";
    case quote_kind::message: return "message";
    case quote_kind::letter: return "letter";
    case quote_kind::sign: return "sign";
    case quote_kind::quoted: return "quoted";
  }
  return "";
}

std::string_view to_string(evidence_kind v) noexcept {
  switch (v) {
    case evidence_kind::none: return "none";
    case evidence_kind::name: return "name";
    case evidence_kind::pronoun: return "pronoun";
    case evidence_kind::description: return "description";
    case evidence_kind::vocative: return "vocative";
    case evidence_kind::turn: return "turn";
    case evidence_kind::beat: return "beat";
    case evidence_kind::narrator: return "narrator";
    case evidence_kind::given: return "given";
    case evidence_kind::fix: return "fix";
  }
  return "";
}

}  // namespace fabula
