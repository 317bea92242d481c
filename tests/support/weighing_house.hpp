/// @file
/// @brief A short story written for the tests of the page: every kind of line, several chapters,
/// more speakers than colours.
#ifndef FABULA_TESTS_WEIGHING_HOUSE_HPP
#define FABULA_TESTS_WEIGHING_HOUSE_HPP

#include <string>

#include "story_builder.hpp"

namespace fabula::testing {

inline void add_weighing_house_cast(story_builder& b) {
  b.person('M', "Maud Ferrier", {{"Maud", 31}, {"Maud Ferrier", 2}, {"Miss Ferrier", 3}},
           pronoun_set::she)
      .person('T', "Tobias Okell", {{"Tobias", 18}, {"Okell", 6}, {"Tobias Okell", 1}},
              pronoun_set::he)
      .person('L', "Inspector Lund", {{"Lund", 9}, {"Inspector Lund", 4}, {"the inspector", 3}},
              pronoun_set::she)
      .person('W', "Wren", {{"Wren", 12}, {"the girl", 4}}, pronoun_set::she)
      .person('N', "Nan Ferrier", {{"Nan", 7}, {"Nan Ferrier", 1}}, pronoun_set::she)
      .person('P', "Pepper", {{"Pepper", 5}, {"the cat", 4}}, pronoun_set::it,
              character_kind::animal)
      .person('a', "the fishwife")
      .person('b', "the cooper")
      .person('c', "Old Hask")
      .person('d', "the baker's boy")
      .person('e', "Sister Amity")
      .person('f', "the drover")
      .person('g', "the candle-maker")
      .person('h', "a clerk")
      .person('i', "the bell-ringer")
      .person('s', "Captain Ruyter", {{"Ruyter", 2}, {"Captain Ruyter", 1}}, pronoun_set::he);
}

inline void add_front(story_builder& b) {
  b.chapter("", chapter_kind::front)
      .paragraph("The Weighing House", paragraph_kind::heading)
      .paragraph("A story for testing, by nobody in particular")
      .paragraph("Contents: The Short Pound; What the Scale Said; Market Day");
}

inline void add_first_chapter(story_builder& b) {
  b.chapter("CHAPTER I. The Short Pound")
      .scene("MTP", "chapter")
      .paragraph("CHAPTER I", paragraph_kind::heading)
      .paragraph("The Short Pound", paragraph_kind::heading)
      .paragraph(
          "The sign over the door had been painted out twice and still came through in wet "
          "weather. "
          "{M:g-95|HONEST WEIGHT FOR ALL}, it said, or had said, before the damp took the last "
          "word "
          "and left the town to supply its own. {@M|Maud Ferrier} had never bothered to replace "
          "it.")
      .paragraph(
          "She set the half-pound brass on the left pan, poured barley into the right, and watched "
          "the beam "
          "hang where it should not. {M:tn91|{_|Light. Again.}} She emptied the pan, wiped it, and "
          "began over.")
      .paragraph(
          "{TM|\"You'll wear the brass away,\"} {=|said {@T|Tobias}}, who had come in from the "
          "yard with the "
          "rain still on his hat. {+|\"Three times this morning.\"}")
      .paragraph("{MT:st88|\"Four.\"}")
      .paragraph(
          "{TM:st86|\"And what does it tell you the fourth time that it kept to itself the "
          "third?\"}")
      .paragraph(
          "{MT:sb93|\"That it isn't me.\"} {@M|Maud} turned the little weight over. On its belly "
          "somebody had "
          "drilled a hole no wider than a straw and stopped it with wax, neatly, the way a tooth "
          "is stopped. "
          "{+|\"Look at that. That's a craftsman's hole.\"}")
      .paragraph(
          "{@T|Tobias} bent to look. {@P|Pepper}, who lived on the flour sacks and disliked "
          "discussion, got up "
          "and left the room.")
      .paragraph("{TM:sp84|\"You mean to tell the inspector,\"} {=|he said} at last.")
      .paragraph("{MT:st80|\"I mean to tell her before she tells me.\"}")
      .paragraph(
          "{TM:st77|\"She'll say it is your house and your scale and your so-called {?:q|\"honest "
          "weight\"}.\"}")
      .paragraph("{MT:st74|\"She may say it. I have kept every docket since my mother's day.\"}")
      .paragraph(
          "He had no answer to that, or none that he liked. He took down the ledger from its nail "
          "and laid it "
          "on the counter between them, open at the first page, where her mother's hand still kept "
          "its columns "
          "straight as fence posts.")
      .paragraph("***", paragraph_kind::scene_break)
      .scene("MW")
      .paragraph(
          "It was {@W|Wren} who brought the answer, at noon, at a run, with one stocking down.", {},
          false)
      .paragraph(
          "{WM|\"Miss Ferrier! Miss Ferrier, there's a letter,\"} {=|{@W|Wren} panted}, {+|\"and "
          "he said I was to "
          "wait, and he gave me a whole penny, and it's a good one because I bit it.\"}")
      .paragraph("{MW:sn95|\"Who gave it to you?\"}")
      .paragraph("{WM:st90|\"A man.\"}")
      .paragraph("{MW:st90|\"What sort of man?\"}")
      .paragraph("{WM:st89|\"The sort with a hat.\"}")
      .paragraph("{@M|Maud} broke the wafer with her thumb. The paper was good, the hand was not.")
      .paragraph(
          "{sM:lg72|Madam, I have the fellow of your half-pound, and it is hollow too. If you "
          "would know who "
          "buys lead filings by the sack, come to the mole at six. Bring no one who cannot keep a "
          "secret.}",
          paragraph_kind::verse)
      .paragraph(
          "{MW:t|{_|Somebody wants me out of the shop.}} She folded the letter small. "
          "{MW:sb92|\"Go and find "
          "{@T|Tobias}. Tell him I have gone to see about some rope.\"}")
      .paragraph("{WM:st85|\"Have you?\"}")
      .paragraph("{MW:st83|\"Not in the least.\"}");
}

inline void add_second_chapter(story_builder& b) {
  b.chapter("CHAPTER II. What the Scale Said")
      .scene("MLNP", "chapter")
      .paragraph("CHAPTER II", paragraph_kind::heading)
      .paragraph("What the Scale Said", paragraph_kind::heading)
      .paragraph(
          "{@L|Inspector Lund} did not sit until she was asked, and then she sat as if the chair "
          "were evidence. "
          "{@N|Nan} put the kettle on without being asked at all.")
      .paragraph(
          "{LM|\"I had a message,\"} {=|{@L|Lund} said}, and laid her telephone on the counter "
          "beside the brass. "
          "The screen still glowed: {?L:m-0|*Ask the Ferrier woman about her weights.* "
          "\U0001F9C2\u2696\uFE0F} No name, no "
          "number that meant anything. {LM:sb85|\"At seven this morning. You were open by then.\"}")
      .paragraph(
          "{ML:st87|\"I was open by six. Somebody in this town gets up early to do me harm.\"}")
      .paragraph(
          "{NM:sn94|\"Somebody gets up early to write badly,\"} {=|said {@N|Nan}}, over her "
          "spectacles.")
      .paragraph("{?:s-0|\"Is it true?\"}")
      .paragraph(
          "It was hard to say who had asked it. The kettle had begun to sing, and the three of "
          "them were all "
          "looking at the scale.")
      .paragraph(
          "{ML:st41|\"It's true that it is light,\"} came the answer. {+|\"It is not true that I "
          "made it so.\"}")
      .paragraph("{LM:st38|\"Then who?\"}")
      .paragraph(
          "{ML:sn90|\"Come to the mole at six,\"} {=|{@M|Maud} said}, {+|\"and we shall both find "
          "out.\"}")
      .paragraph(
          "The inspector wrote that down, every word, and underlined the hour. Then she turned to "
          "a clean page "
          "and wrote a single line on it, tore it off, and slid it over the counter.")
      .paragraph("{LM:ln88|Say nothing more here. The window is open.}")
      .paragraph(
          "{@N|Nan} saw it too. She crossed the room, humming, and let the sash down with a bang "
          "that "
          "sent {@P|the cat} under the dresser.")
      .paragraph("{NL:sb91|\"Draughts,\"} she explained. {+|\"At my age.\"}")
      .paragraph(
          "There was an old rhyme cut into the beam over the window, and the lamplight had just "
          "reached it:")
      .paragraph(
          "Weigh me fair and weigh me true,\nWhat I lose I take from you;\nWeigh me false and "
          "weigh me "
          "light,\nI shall walk the quay tonight.",
          paragraph_kind::verse)
      .paragraph("{LN:sn86|\"Cheerful,\"} {=|said {@L|the inspector}}.", {}, true)
      .scene("MTs", "gap")
      .paragraph(
          "The mole at six was all wind. {@T|Tobias} had come after all, and stood with his collar "
          "up, being "
          "no one who could not keep a secret.",
          {}, true)
      .paragraph("{sM|\"You brought company,\"} {=|said {@s|Captain Ruyter}}.")
      .paragraph("{Ms:st82|\"I brought a witness.\"}")
      .paragraph(
          "{sM:st81|\"Then let him witness this.\"} Out of his coat he took a half-pound brass, "
          "the twin of "
          "hers, and let it fall on the stones. It rang like a cracked bell.")
      .paragraph("[1] A mole is a stone pier; the animal has no part in this story.",
                 paragraph_kind::note);
}

inline void add_third_chapter(story_builder& b) {
  b.chapter("CHAPTER III. Market Day")
      .scene("MTLWabcdefghi", "chapter")
      .paragraph("CHAPTER III", paragraph_kind::heading)
      .paragraph("Market Day", paragraph_kind::heading)
      .paragraph("By nine the whole town had heard, and by ten it had opinions.")
      .paragraph(
          "{a|\"Ounces,\"} said {@a|the fishwife}. {+|\"Ounces and ounces, and me with a "
          "family.\"}")
      .paragraph(
          "{ba:st71|\"You never sold a pound of anything but ice,\"} {@b|the cooper} told her.")
      .paragraph("{a:st70|\"I never did!\"}")
      .paragraph(
          "{c|\"It was worse in the old king's time,\"} said {@c|Old Hask}, as he said of "
          "everything.")
      .paragraph("{d|\"What old king?\"} asked {@d|the baker's boy}.")
      .paragraph("{e|\"Charity,\"} said {@e|Sister Amity}. {+|\"Let us hear the woman.\"}")
      .paragraph("{f|\"Let us hear the scale,\"} said {@f|the drover}, and got his laugh.")
      .paragraph(
          "{g|\"My wicks were weighed there,\"} said {@g|the candle-maker}. {h|\"So were my "
          "taxes,\"} said "
          "{@h|a clerk}. {i|\"And my rope,\"} said {@i|the bell-ringer}.")
      .paragraph(
          "{@M|Maud} climbed on the mounting block. She did not raise her voice, and so they had "
          "to stop "
          "talking to hear it.")
      .paragraph(
          "{M:sn96|\"Bring me what you bought,\"} {=|she said}, {+|\"all of you, today, and I will "
          "weigh it "
          "again on the old beam, with the old stones, in the open street.}")
      .paragraph(
          "{M:sn96|\"And what is short I will make good. I ask one thing. When we have found the "
          "man who drilled "
          "my brass, he shall stand here, where I am standing, and you shall ask him the price of "
          "lead.\"}")
      .paragraph("Nobody spoke. Then {@W|the girl} at the front put up her hand.")
      .paragraph(
          "{WM:sn97|\"Please, Miss Ferrier,\"} {=|said {@W|Wren}}, {+|\"I know the price of lead. "
          "He told me, when he "
          "gave me the penny.\"}")
      .paragraph("{LW:sn90|\"Who did?\"} {=|asked {@L|Lund}}, very gently.")
      .paragraph("{WL:st88|\"The man in the hat.\"} {@W|She} pointed. {+|\"That hat.\"}")
      .paragraph("And {@T|Tobias Okell}, who had kept so many secrets, took it off.");
}

inline void add_back(story_builder& b) {
  b.chapter("A Note on the Text", chapter_kind::back)
      .paragraph("A Note on the Text", paragraph_kind::heading)
      .paragraph(
          "This story was written so that a page could be tested. It may be copied, changed & sold "
          "by the "
          "ounce; 1 < 2 remains true throughout.");
}

/// `words` at least: the story is told again, chapter by chapter, until it is that long.
inline story weighing_house(std::uint32_t words = 0) {
  story_builder b;
  add_weighing_house_cast(b);
  story& s = b.value();
  s.source.name = "the_weighing_house.txt";
  s.source.sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  s.source.encoding = "utf-8";
  s.source.encoding_evidence = "valid utf-8";
  s.source.language = "en";
  s.source.title = "The Weighing House";
  s.source.author = "Nobody in Particular";
  s.source.author_notes = {{"Rating", "General Audiences"}};
  s.source.visible_characters = s.source.kept_characters = 4711;
  s.source.remarks = {"The numbers of two chapters were told from their headings."};
  add_front(b);
  do {
    add_first_chapter(b);
    add_second_chapter(b);
    add_third_chapter(b);
  } while (s.text.size() < std::uint64_t{words} * 11 / 2);
  add_back(b);
  return b.build();
}

}  // namespace fabula::testing

#endif  // FABULA_TESTS_WEIGHING_HOUSE_HPP
