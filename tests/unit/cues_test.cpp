#include "talk/cues.hpp"

#include <gmock/gmock.h>

#include "read_tokens.hpp"

namespace {

using fabula::people::phrase_kind;
using fabula::talk::cue;
using fabula::talk::cue_after;
using fabula::talk::cue_before;
using fabula::talk::verb_kind;
using fabula::testing::read_text;

struct seen {
  std::string subject;
  std::string verb;
  phrase_kind kind = phrase_kind::name;
  verb_kind verbs = verb_kind::speech;
};

seen look(const read_text& r, const std::optional<cue>& c) {
  if (!c) return {};
  const auto& t = r.tokens;
  return {r.text.substr(t.start[c->subject_first],
                        t.end[c->subject_last - 1] - t.start[c->subject_first]),
          std::string(r.words(c->verb)), c->subject, c->kind};
}

/// The cue behind a quotation; `words` begin right behind its closing mark.
seen after(const std::string& words) {
  const read_text r(words);
  return look(r, cue_after({r.tokens, r.text}, 0, r.tokens.size()));
}

/// The cue before a quotation; `words` end right before its opening mark.
seen before(const std::string& words) {
  const read_text r(words);
  return look(r, cue_before({r.tokens, r.text}, 0, r.tokens.size()));
}

TEST(cue_after, a_name_on_either_side_of_its_verb) {
  EXPECT_EQ(after("said Ruth Hale.").subject, "Ruth Hale");
  EXPECT_EQ(after("Ruth Hale said.").subject, "Ruth Hale");
  EXPECT_EQ(after("cried old Mr. Pettersen, rising.").subject, "old Mr. Pettersen");
  EXPECT_EQ(after("Ruth quietly said.").verb, "said");
  EXPECT_EQ(after("had said Ruth.").verb, "said");
}

TEST(cue_after, any_past_form_before_a_name) {
  EXPECT_EQ(after("puffed Mrs. Tarn.").subject, "Mrs. Tarn");
  EXPECT_EQ(after("broke in old Krook.").subject, "old Krook");
  EXPECT_EQ(after("put in Ada.").verb, "put");
  EXPECT_EQ(after("burned Ada's hand.").subject, "");
  EXPECT_EQ(after("Frightened Wren ran.").subject, "");
  EXPECT_EQ(after("closed the door.").subject, "");
}

TEST(cue_after, what_is_said_as_a_noun) {
  EXPECT_EQ(after("was Ruth's emphatic comment.").subject, "Ruth");
  EXPECT_EQ(after("was her only answer.").kind, phrase_kind::she);
  EXPECT_EQ(after("was his mother's only reply.").subject, "his mother");
  EXPECT_EQ(after("was the calm inquiry of Mrs. Tarn.").subject, "Mrs. Tarn");
  EXPECT_EQ(after("burst from Krook.").subject, "Krook");
  EXPECT_EQ(after("cried the clear voice of Ruth Hale.").subject, "Ruth Hale");
  EXPECT_EQ(after("was Ruth's old lamp.").subject, "");
  EXPECT_EQ(after("was the answer.").subject, "");
}

TEST(cue_after, a_particle_that_speaks) {
  EXPECT_EQ(after("Kitty broke in.").subject, "Kitty");
  EXPECT_EQ(after("Kitty broke the jug.").subject, "");
}

TEST(cue_after, whoever_is_heard) {
  EXPECT_EQ(after("Ruth heard Tom Hale say, in a low voice.").subject, "Tom Hale");
  EXPECT_EQ(after("Ruth heard the rain.").subject, "");
}

TEST(cue_after, nobody_in_particular) {
  EXPECT_EQ(after("said one of the men.").subject, "one");
  EXPECT_EQ(after("said nanny.").subject, "nanny");
  EXPECT_EQ(after("said one day.").subject, "");
}

TEST(cue_after, a_name_that_is_an_auxiliary) {
  EXPECT_EQ(after("May brightly agreed.").subject, "May");
  EXPECT_EQ(after("and May interposed gaily.").subject, "May");
  EXPECT_EQ(after("May he say it.").subject, "");
}

TEST(cue_after, particles_of_a_name) {
  EXPECT_EQ(after("Mr. van der Loon protested.").subject, "Mr. van der Loon");
}

TEST(cue_after, a_pronoun) {
  EXPECT_EQ(after("she said.").kind, phrase_kind::she);
  EXPECT_EQ(after("said he, and left.").kind, phrase_kind::he);
  EXPECT_EQ(after("I answered.").kind, phrase_kind::i);
  EXPECT_EQ(after("they shouted.").kind, phrase_kind::they);
}

TEST(cue_after, a_description) {
  const seen s = after("asked the young doctor.");
  EXPECT_EQ(s.subject, "the young doctor");
  EXPECT_EQ(s.kind, phrase_kind::description);
  EXPECT_EQ(after("her mother replied.").subject, "her mother");
}

TEST(cue_after, a_second_verb_shares_its_subject) {
  const seen s = after("Ruth looked up, smiled and said.");
  EXPECT_EQ(s.subject, "Ruth");
  EXPECT_EQ(s.verb, "said");
}

TEST(cue_after, an_object_is_no_subject) {
  EXPECT_EQ(after("she told him.").kind, phrase_kind::she);
  EXPECT_EQ(after("she told herself.").verb, "told");
  EXPECT_EQ(after("Piet told Ruth.").subject, "Piet");
}

TEST(cue_after, a_beat_is_no_cue) {
  EXPECT_EQ(after("Ruth rose and went to the window.").verb, "");
  EXPECT_EQ(after("The door opened.").verb, "");
  EXPECT_EQ(after(". Ruth said nothing.").verb, "");
}

TEST(cue_after, kinds_of_verb) {
  EXPECT_EQ(after("thought Ruth.").verbs, verb_kind::thought);
  EXPECT_EQ(after("Ruth typed.").verbs, verb_kind::message);
  EXPECT_EQ(after("sang Ruth.").verbs, verb_kind::sing);
  EXPECT_EQ(after("said Ruth.").verbs, verb_kind::speech);
}

TEST(cue_before, a_clause_that_leads_to_the_quotation) {
  EXPECT_EQ(before("Ruth said,").subject, "Ruth");
  EXPECT_EQ(before("Then, turning, he asked:").kind, phrase_kind::he);
  EXPECT_EQ(before("The old captain shook his head and answered,").subject, "The old captain");
  EXPECT_EQ(before("And Ruth said to her mother,").subject, "Ruth");
}

TEST(cue_before, what_is_said_as_a_noun) {
  EXPECT_EQ(before("Ruth's only answer was,").subject, "Ruth");
  EXPECT_EQ(before("Ruth's only hat was,").subject, "");
}

TEST(cue_before, whoever_is_heard) {
  EXPECT_EQ(before("Ruth heard Tom say,").subject, "Tom");
  EXPECT_EQ(before("Ruth heard him say,").kind, phrase_kind::he);
}

TEST(cue_before, a_finished_sentence_leads_to_nothing) {
  EXPECT_EQ(before("She wondered.").verb, "");
  EXPECT_EQ(before("Ruth said nothing.").verb, "");
}

TEST(cue_before, a_thought_far_off_is_not_its_verb) {
  EXPECT_EQ(
      before("He thought of it often, in the dark and cold of the boat, and all was well:").verb,
      "");
}

TEST(cue_before, as_i_thought_is_a_remark) {
  EXPECT_EQ(before("It was very flattering, as I thought,").verb, "");
}

}  // namespace
