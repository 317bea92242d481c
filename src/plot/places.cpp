#include "plot/places.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

// How often "Ruth's kitchen" is Ruth's, and "her kitchen" hers of whom it is said to be
// (docs/measurements.md).
constexpr float k_whose_by_name = 0.8F;
constexpr float k_whose_by_pronoun = 0.45F;
constexpr std::uint64_t k_place_noun =
    w::room | w::building | w::street | w::settlement | w::region | w::land | w::water | w::vehicle;

/// Words that tell one common place from another: "the house next door", "the upper floor".
constexpr std::array<std::string_view, 16> k_telling{
    "neighbouring", "neighboring", "next-door", "upper", "lower", "front",  "back",  "spare",
    "dining",       "drawing",     "sitting",   "other", "old",   "little", "great", "west"};

[[nodiscard]] std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
    else if (c == '\n' || c == '\t')
      c = ' ';
  return out;
}

/// How large a place of this kind is; one is within another only if that is larger.
[[nodiscard]] int rank_of(place_kind k) noexcept {
  switch (k) {
    case place_kind::room: return 0;
    case place_kind::vehicle:
    case place_kind::building: return 1;
    case place_kind::street:
    case place_kind::land:
    case place_kind::water: return 2;
    case place_kind::other: return 3;
    case place_kind::settlement: return 4;
    case place_kind::region: return 5;
  }
  return 3;
}

/// A phrase that may be a place.
struct found_place {
  std::uint32_t first;
  std::uint32_t last;
  std::string key;
  std::string name;
  place_kind kind;
  bool named;
  std::uint32_t owner;
  place_grip grip;
  bool told;
  bool opens;
  bool here;
};

/// What is known of one place while all its phrases are gathered.
struct gathered {
  std::map<std::string, std::uint32_t> names;
  std::map<std::uint32_t, std::uint32_t> owners;
  std::array<std::uint32_t, 9> kinds{};
  std::uint32_t mentions = 0;
  std::uint32_t strong = 0;  ///< told, inside or arrived
  std::uint32_t first = 0;
  bool named = false;
  bool by_name = false;  ///< "Ruth's kitchen", and not only "her kitchen"
};

constexpr std::uint32_t k_window = 60;  ///< tokens; sentences of hostile texts have no end

class place_finder {
 public:
  explicit place_finder(const reading& r) : r_(r), s_(r.of()), taken_(r.size(), 0) {}

  [[nodiscard]] place_layer run() {
    named_by_model();
    if (!r_.has_trees()) named_by_rule();
    named_elsewhere();
    common();
    std::sort(found_.begin(), found_.end(),
              [](const found_place& a, const found_place& b) { return a.first < b.first; });
    join_common_with_named();
    return build();
  }

 private:
  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }

  /// "Hertfordshire", "Scotland"
  [[nodiscard]] static bool is_land_name(const reading& r, std::uint32_t i) {
    static constexpr std::array<std::string_view, 40> k_words{
        "england", "scotland", "wales",    "ireland",     "britain", "france",  "germany",
        "italy",   "spain",    "portugal", "switzerland", "austria", "prussia", "russia",
        "poland",  "holland",  "belgium",  "denmark",     "norway",  "sweden",  "finland",
        "greece",  "hungary",  "egypt",    "india",       "china",   "japan",   "america",
        "canada",  "mexico",   "brazil",   "australia",   "africa",  "asia",    "europe",
        "nigeria", "cornwall", "kent",     "sussex",      "surrey"};
    const std::string& f = r.form(i);
    const bool county = f.size() > 7 && f.ends_with("shire");
    return r.tokens().capital[i] != 0 && (county || is_one_of(k_words, f));
  }

  [[nodiscard]] static place_kind kind_of(const reading& r, std::uint32_t i) {
    if (is_land_name(r, i)) return place_kind::region;
    if (r.is(i, w::room)) return place_kind::room;
    if (r.is(i, w::building)) return place_kind::building;
    if (r.is(i, w::street)) return place_kind::street;
    if (r.is(i, w::settlement)) return place_kind::settlement;
    if (r.is(i, w::region)) return place_kind::region;
    if (r.is(i, w::land)) return place_kind::land;
    if (r.is(i, w::water)) return place_kind::water;
    if (r.is(i, w::vehicle)) return place_kind::vehicle;
    return place_kind::other;
  }

  void named_by_model() {
    std::uint32_t i = 0;
    for (const mention& m : s_.mentions) {
      if (m.character || (m.form != mention_form::prop && m.form != mention_form::nom) ||
          (m.type != mention_type::loc && m.type != mention_type::fac &&
           m.type != mention_type::gpe))
        continue;
      while (i < r_.size() && r_.tokens().end[i] <= m.span.start.value)
        ++i;
      std::uint32_t last = i;
      while (last < r_.size() && r_.tokens().start[last] < m.span.end.value)
        ++last;
      if (last <= i || last - i > 6) continue;
      std::uint32_t first = i;
      // A clause behind it is no part of its name, and neither is an article before it.
      while (first < last && r_.is_class(first, wc::article))
        ++first;
      std::uint32_t end = first;
      while (end < last && (r_.is_word(end) || at(end, "'s") || at(end, "'")) &&
             !(end > first && r_.is_class(end, wc::conjunction | wc::nominative)))
        ++end;
      if (end > first && at(end - 1, "'s")) --end;
      // "On Wednesday Ruth Marr met": no place, whatever the model takes it for.
      if (end == first || r_.tokens().capital[first] == 0 || r_.is_class(first, wc::calendar))
        continue;
      const std::uint32_t head = end - 1;
      // "the Anchor" is a name that looks like a noun; "the Hall" may be either.
      if (m.form == mention_form::nom &&
          (end - first > 2 || !is_capital_name(first, end) || r_.is(head, k_place_noun)))
        continue;
      if (r_.who(head) != k_none || r_.is_class(head, wc::calendar) ||
          is_place_name(first, end) == false)
        continue;
      place_kind kind = kind_of(r_, head);
      if (kind == place_kind::other)
        kind = m.type == mention_type::gpe   ? place_kind::settlement
               : m.type == mention_type::fac ? place_kind::building
                                             : place_kind::region;
      add_named(first, end, kind);
    }
  }

  /// Every word has a capital, and not for standing at the start of a sentence.
  [[nodiscard]] bool is_capital_name(std::uint32_t first, std::uint32_t end) const {
    if (first < r_.sentence_first(r_.tokens().sentence[first]) + 1 || !at(first - 1, "the"))
      return false;
    for (std::uint32_t k = first; k < end; ++k)
      if (r_.tokens().capital[k] == 0) return false;
    return true;
  }

  /// Whether no word of it is one of a person or a people.
  [[nodiscard]] bool is_place_name(std::uint32_t first, std::uint32_t end) const {
    for (std::uint32_t k = first; k < end; ++k) {
      if (taken_[k] != 0) return false;
      if (r_.is_class(k, wc::title_he | wc::title_she | wc::deity)) return false;
    }
    // "into English", "the letter F"
    return !(end == first + 1 && (is_tongue(r_.form(first)) || r_.form(first).size() < 2));
  }

  [[nodiscard]] static bool is_tongue(std::string_view f) {
    static constexpr std::array<std::string_view, 12> k_words{
        "french", "german", "italian", "russian", "greek",  "latin",
        "dutch",  "welsh",  "arabic",  "hebrew",  "indian", "american"};
    return f.ends_with("ish") || f.ends_with("ese") || is_one_of(k_words, f);
  }

  void add_named(std::uint32_t first, std::uint32_t end, place_kind kind) {
    std::string name(r_.words_of(first, end));
    std::replace(name.begin(), name.end(), '\n', ' ');
    add(first, end, lower(name), name, kind, true, k_none);
  }

  /// The same name again, where the model did not see it; and "Skerrow pier" where Skerrow is
  /// known.
  void named_elsewhere() {
    std::map<std::string, std::vector<found_place>> known;  // by first form
    for (const found_place& f : found_) {
      std::vector<found_place>& same = known[r_.form(f.first)];
      if (std::none_of(same.begin(), same.end(),
                       [&](const found_place& o) { return o.key == f.key; }))
        same.push_back(f);
    }
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      if (r_.tokens().capital[i] == 0 || taken_[i] != 0 || r_.who(i) != k_none) continue;
      const auto same = known.find(r_.form(i));
      if (same == known.end()) continue;
      const found_place* best = nullptr;
      for (const found_place& f : same->second) {
        if (best != nullptr && f.last - f.first <= best->last - best->first) continue;
        if (again(f, i)) best = &f;
      }
      if (best == nullptr) continue;
      std::uint32_t end = i + (best->last - best->first);
      place_kind kind = best->kind;
      if (end < r_.size() && r_.is(end, k_place_noun) && taken_[end] == 0 &&
          r_.tokens().sentence[end] == r_.tokens().sentence[i]) {
        kind = kind_of(r_, end);
        ++end;
      } else if (begins_mention(i, end)) {
        continue;
      }
      add_named(i, end, kind);
    }
  }

  [[nodiscard]] bool again(const found_place& f, std::uint32_t i) const {
    for (std::uint32_t k = 0; k < f.last - f.first; ++k)
      if (i + k >= r_.size() || taken_[i + k] != 0 || r_.form(i + k) != r_.form(f.first + k))
        return false;
    return true;
  }

  void named_by_rule() {
    for (std::uint32_t i = 1; i < r_.size(); ++i) {
      if (r_.tokens().capital[i] == 0 || r_.who(i) != k_none || taken_[i] != 0 || !r_.is_word(i) ||
          r_.is_class(i, wc::calendar | wc::function_word | wc::deity))
        continue;
      std::uint32_t before = i - 1;
      if (at(before, "the") && before > 0) --before;
      const bool placed = r_.is_class(before, wc::place_preposition) || at(before, "to") ||
                          at(before, "for") ||
                          (at(before, "of") && before > 0 && r_.is(before - 1, k_place_noun));
      if (!placed) continue;
      std::uint32_t end = i + 1;
      // "At Skerrow Mr. Holt kept bees"
      while (end < r_.size() && r_.is_word(end) && r_.who(end) == k_none &&
             !r_.is_class(end, wc::title_he | wc::title_she) &&
             (r_.tokens().capital[end] != 0 || r_.is(end, k_place_noun)) && end - i < 4)
        ++end;
      // A mention of the cast that begins here is a person.
      if (begins_mention(i, end)) continue;
      add_named(i, end, kind_of(r_, end - 1));
      i = end;
    }
  }

  [[nodiscard]] bool begins_mention(std::uint32_t i, std::uint32_t end) const {
    for (std::uint32_t k = i; k < std::min(end + 3, r_.size()); ++k)
      if (r_.who(k) != k_none && r_.mention_start(k) <= i) return true;
    return false;
  }

  void common() {
    for (std::uint32_t h = 0; h < r_.size(); ++h) {
      house_of(h);
      if (!r_.is(h, k_place_noun) || taken_[h] != 0 || r_.who(h) != k_none) continue;
      if (r_.has_trees()) {
        const token& t = s_.tokens[h];
        if (t.upos != universal_tag::noun && t.upos != universal_tag::propn) continue;
        // "house rules", "church bells": it only says more of a thing.
        if (t.relation == relation_named("compound") && t.head.value > h) continue;
      } else if (h + 1 < r_.size() && r_.is_word(h + 1) &&
                 !r_.is_class(h + 1, wc::function_word | wc::preposition | wc::conjunction |
                                         wc::auxiliary | wc::adverb | wc::common_verb |
                                         wc::speech_verb) &&
                 r_.tokens().capital[h + 1] == 0 && !r_.is(h + 1, w::body_act)) {
        continue;
      }
      common_at(h);
    }
  }

  /// "At Frau Lenz's, sir": a name's house, with no word for it.
  void house_of(std::uint32_t h) {
    if (!at(h, "'s") || h < 2 || r_.who(h - 1) == k_none) return;
    const std::uint32_t first = r_.mention_start(h - 1);
    const std::uint32_t last = h + 1;
    const bool named = s_.mentions[r_.mention_at(h - 1)].form == mention_form::prop && first > 0 &&
                       (at(first - 1, "at") || at(first - 1, "to"));
    const bool closes = last >= r_.size() || r_.tokens().shape[last] == token_shape::punctuation ||
                        r_.tokens().shape[last] == token_shape::quote_mark;
    if (!named || !closes) return;
    const std::uint32_t owner = r_.who(h - 1);
    std::string name(r_.words_of(first, last));
    std::replace(name.begin(), name.end(), '\n', ' ');
    add(first, last, std::to_string(owner) + "'s", std::move(name), place_kind::building, false,
        owner);
  }

  void common_at(std::uint32_t h) {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[h]);
    std::uint32_t first = h;
    std::uint32_t owner = k_none;
    std::string telling;
    bool possessed = false;
    bool determined = false;
    for (std::uint32_t k = h; k-- > begin && h - k <= 4;) {
      if (r_.is_class(k, wc::article | wc::demonstrative)) {
        first = k;
        determined = true;
        break;
      }
      if (at(k, "'s") || at(k, "'")) {
        if (k == 0 || k <= begin) return;
        owner = r_.who(k - 1);
        possessed = true;
        first = owner == k_none ? k - 1 : r_.mention_start(k - 1);
        break;
      }
      if (r_.is_class(k, wc::possessive)) {
        owner = r_.who(k);
        possessed = true;
        first = k;
        break;
      }
      if (!r_.is_word(k) || r_.is_class(k, wc::function_word) || r_.quote_at(k) != r_.quote_at(h))
        return;
      if (r_.tokens().capital[k] != 0 && r_.who(k) != k_none) return;
      const bool joined = r_.has_trees() ? s_.tokens[k].relation == relation_named("compound")
                                         : is_one_of(k_telling, r_.form(k));
      if (joined || is_one_of(k_telling, r_.form(k))) telling = r_.form(k) + " " + telling;
    }
    // "her place", but "the first place"
    if (at(h, "place") && !possessed) return;
    // "at her place", but "in her place I should have gone", "he kept his place"
    const bool by_pronoun = possessed && r_.is_class(first, wc::possessive);
    if (by_pronoun && (at(h, "place") || at(h, "station")) &&
        (first == 0 || !(at(first - 1, "at") || at(first - 1, "to"))))
      return;
    if (!determined && !possessed) {
      if (!at(h, "home")) return;
      first = h;
    }
    std::string noun = telling + r_.form(h);
    std::uint32_t last = h + 1;
    if (at(h + 1, "next") && at(h + 2, "door")) {
      noun += " next door";
      last = h + 3;
    }
    const place_grip grip = grip_of(first, last);
    const bool opens = opens_paragraph(first, last);
    // "a house" of which nothing is told is a thing, not a place.
    if (grip == place_grip::named && !possessed && !opens) return;
    std::string key = noun;
    std::string name = "the " + noun;
    if (owner != k_none) {
      key = std::to_string(owner) + "'s " + noun;
      name = s_.characters[owner].name + "'s " + noun;
      if (at(h - 1, "'s")) name = std::string(r_.words_of(first, last));
    } else if (possessed && at(h - 1, "'s")) {
      name = std::string(r_.words_of(first, last));
      key = lower(name);
    } else if (at(h, "home")) {
      name = key = "home";
    }
    std::replace(name.begin(), name.end(), '\n', ' ');
    add(first, last, std::move(key), std::move(name), kind_of(r_, h), false, owner);
    found_.back().grip = grip;
    found_.back().opens = opens;
  }

  /// Whether the first sentence of its paragraph describes it: "The hall stood at the top of the
  /// lane".
  [[nodiscard]] bool opens_paragraph(std::uint32_t first, std::uint32_t last) const {
    const std::uint32_t p = r_.tokens().paragraph[first];
    return first == r_.first_token(p) && last < r_.size() && r_.is(last, w::stand) &&
           r_.told(first);
  }

  [[nodiscard]] bool points_here(std::uint32_t first) const {
    return !r_.told(first) && at(first, "this") &&
           s_.quotes[r_.quote_at(first)].kind == quote_kind::speech;
  }

  /// "climbed the four flights to Ruth's place"; not "did not want to go to".
  [[nodiscard]] bool goes_there(std::uint32_t to, std::uint32_t begin) const {
    static constexpr std::array<std::string_view, 22> k_words{
        "went",    "came",  "walked", "ran",       "drove",  "rode",   "climbed", "returned",
        "hurried", "got",   "rushed", "travelled", "sailed", "flew",   "crept",   "marched",
        "goes",    "walks", "comes",  "strolled",  "moved",  "removed"};
    for (std::uint32_t k = to; k-- > begin && to - k <= 6;)
      if (is_one_of(k_words, r_.form(k))) return !r_.is_remote(k) && !r_.is_negated(k);
    return false;
  }

  [[nodiscard]] place_grip grip_of(std::uint32_t first, std::uint32_t last) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[first]);
    std::uint32_t k = first;
    if (k > begin && r_.is_class(k - 1, wc::article | wc::possessive)) --k;
    if (k > begin && (at(k - 1, "end") || at(k - 1, "top") || at(k - 1, "middle"))) --k;
    if (k <= begin) {
      const bool described = last < r_.size() && r_.is(last, w::stand) && r_.told(first);
      return described ? place_grip::inside : place_grip::named;
    }
    const std::string& f = r_.form(k - 1);
    const std::string& f2 = k >= begin + 2 ? r_.form(k - 2) : f;
    if (f == "of" && (f2 == "out")) return place_grip::left;
    if (f == "into" || f == "reached" || f == "entered" || (f == "to" && f2 == "came") ||
        (f == "at" && (f2 == "arrived")) || (f == "in" && f2 == "arrived"))
      return place_grip::arrived;
    if (f == "left" || f == "leaving") return place_grip::left;
    if (r_.is(k - 1, w::place_in)) {
      if (f == "through") return place_grip::toward;
      return place_grip::inside;
    }
    if (f == "to" && goes_there(k - 1, begin)) return place_grip::arrived;
    // "stood along the mole"
    if (f == "along" || f == "by" || f == "near" || f == "beside" || f == "against") {
      for (std::uint32_t v = k - 1; v-- > begin && k - v <= 4;)
        if (at(v, "stood") || at(v, "sat") || at(v, "lay") || at(v, "waited"))
          return place_grip::inside;
    }
    if (f == "to" || f == "towards" || f == "toward" || f == "past" || f == "across" ||
        f == "from" || f == "near" || f == "by" || f == "round" || f == "around" || f == "along" ||
        f == "up" || f == "down" || f == "over" || f == "for" || f == "as")
      return place_grip::toward;
    return place_grip::named;
  }

  void add(std::uint32_t first, std::uint32_t last, std::string key, std::string name,
           place_kind kind, bool named, std::uint32_t owner) {
    for (std::uint32_t k = first; k < last; ++k)
      taken_[k] = 1;
    const bool told =
        r_.told(first) && r_.is_story(r_.tokens().paragraph[first]) && !told_back(first);
    found_.push_back({first, last, std::move(key), std::move(name), kind, named, owner,
                      grip_of(first, last), told, opens_paragraph(first, last),
                      points_here(first)});
  }

  /// "had taught them in the parlour": of another time.
  [[nodiscard]] bool told_back(std::uint32_t i) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= k_window;) {
      if (at(k, ",") || at(k, ";") || at(k, "and")) {
        if (i - k > 2) return false;
      }
      if (at(k, "had") || at(k, "would") || at(k, "used") || at(k, "if")) return true;
    }
    return false;
  }

  /// "The hall" and "Skerrow hall" are one where one named place alone ends in "hall".
  void join_common_with_named() {
    std::map<std::string, std::string> named_with;  // last word -> key, or "" where several have it
    for (const found_place& f : found_) {
      if (!f.named) continue;
      const std::size_t space = f.key.rfind(' ');
      if (space == std::string::npos) continue;
      const auto [it, added] = named_with.try_emplace(f.key.substr(space + 1), f.key);
      if (!added && it->second != f.key) it->second.clear();
    }
    for (found_place& f : found_) {
      if (f.named || f.owner != k_none) continue;
      const auto it = named_with.find(f.key);
      if (it != named_with.end() && !it->second.empty()) f.key = it->second;
    }
    // "Netherfield Park" and "Netherfield".
    std::map<std::string, std::uint32_t> keys;
    for (const found_place& f : found_)
      if (f.named) ++keys[f.key];
    for (found_place& f : found_) {
      if (!f.named) continue;
      const std::size_t space = f.key.rfind(' ');
      if (space == std::string::npos || f.last == 0 || !r_.is(f.last - 1, k_place_noun) ||
          r_.tokens().capital[f.last - 1] == 0 || !r_.is(f.last - 1, w::building | w::land))
        continue;
      const auto shorter = keys.find(f.key.substr(0, space));
      if (shorter != keys.end()) f.key = shorter->first;
    }
  }

  [[nodiscard]] place_layer build() {
    std::map<std::string, gathered> all;
    for (const found_place& f : found_) {
      gathered& g = all[f.key];
      if (g.mentions++ == 0) g.first = f.first;
      ++g.names[f.name];
      ++g.kinds[static_cast<std::size_t>(f.kind)];
      g.named = g.named || f.named;
      if (f.told && (f.grip == place_grip::inside || f.grip == place_grip::arrived || f.opens))
        ++g.strong;
      if (f.owner != k_none) ++g.owners[f.owner];
      g.by_name = g.by_name || !r_.is_class(f.first, wc::possessive);
    }
    std::vector<const std::pair<const std::string, gathered>*> kept;
    for (const auto& g : all) {
      const auto most = std::max_element(g.second.kinds.begin(), g.second.kinds.end());
      const bool vehicle =
          most - g.second.kinds.begin() == static_cast<std::ptrdiff_t>(place_kind::vehicle);
      // Whose coach it is makes it no place.
      const bool said_whose = !g.second.owners.empty() && !vehicle;
      if (g.second.named || (g.second.mentions >= 2 && !vehicle) || g.second.strong > 0 ||
          said_whose)
        kept.push_back(&g);
    }
    std::sort(kept.begin(), kept.end(),
              [](const auto* a, const auto* b) { return a->second.first < b->second.first; });
    place_layer out;
    std::map<std::string_view, std::uint32_t> number;
    for (const auto* g : kept) {
      number.emplace(g->first, static_cast<std::uint32_t>(out.places.size()));
      out.places.push_back(place_of(g->second));
    }
    for (const found_place& f : found_) {
      const auto n = number.find(f.key);
      if (n != number.end())
        out.uses.push_back({f.first, f.last, n->second, f.grip, f.told, f.opens, f.here});
    }
    nest(out);
    streets_in_towns(out);
    return out;
  }

  [[nodiscard]] place place_of(const gathered& g) const {
    place p;
    std::uint32_t most = 0;
    for (const auto& [name, count] : g.names) {
      // A proper name before a common one: "Skerrow hall" names it, "the hall" points to it.
      const bool proper = g.named && !name.starts_with("the ");
      const std::uint32_t score = count + (proper ? 100000U : 0U);
      if (score > most) {
        most = score;
        p.name = name;
      }
    }
    const auto kind = std::max_element(g.kinds.begin(), g.kinds.end());
    p.kind = static_cast<place_kind>(kind - g.kinds.begin());
    // "Netherfield Park" once makes a house of all its Netherfields.
    if (g.named && p.kind == place_kind::settlement &&
        g.kinds[static_cast<std::size_t>(place_kind::building)] > 0)
      p.kind = place_kind::building;
    p.named = g.named;
    p.mentions = g.mentions;
    p.first = {r_.tokens().start[g.first]};
    for (const auto& [owner, count] : g.owners)
      p.owners.push_back({owner});
    p.owner_confidence.assign(p.owners.size(), g.by_name ? k_whose_by_name : k_whose_by_pronoun);
    return p;
  }

  /// "the kitchen of the flat", "the tower at the end of the mole", "Skerrow hall".
  void nest(place_layer& out) const {
    std::map<std::string, std::uint32_t> by_name;
    for (std::uint32_t i = 0; i < out.places.size(); ++i)
      by_name.emplace(lower(out.places[i].name), i);
    const auto put = [&](std::uint32_t inner, std::uint32_t outer) {
      if (inner == outer || out.places[inner].within ||
          rank_of(out.places[inner].kind) >= rank_of(out.places[outer].kind))
        return;
      out.places[inner].within = place_id{outer};
    };
    for (std::size_t k = 0; k + 1 < out.uses.size(); ++k) {
      const place_use& a = out.uses[k];
      const place_use& b = out.uses[k + 1];
      if (b.first < a.last || b.first - a.last > 6) continue;
      if (r_.tokens().sentence[a.first] != r_.tokens().sentence[b.first]) continue;
      std::uint32_t between = a.last;
      if (at(between, ",")) ++between;
      if (between < b.first &&
          (at(between, "of") || at(between, "in") || at(between, "at") || at(between, "on")))
        put(a.place, b.place);
    }
    for (std::uint32_t i = 0; i < out.places.size(); ++i) {
      const std::string name = lower(out.places[i].name);
      const std::size_t space = name.find(' ');
      if (!out.places[i].named || space == std::string::npos) continue;
      const auto outer = by_name.find(name.substr(0, space));
      if (outer != by_name.end()) put(i, outer->second);
    }
  }

  /// "Gracechurch Street" is in the town that is spoken of around it most, where the text puts it
  /// nowhere.
  void streets_in_towns(place_layer& out) const {
    constexpr std::uint32_t k_near = 2;  // paragraphs
    constexpr std::uint32_t k_least = 3;
    constexpr std::uint32_t k_in_of_town = 4;
    std::vector<std::map<std::uint32_t, std::uint32_t>> towns(out.places.size());
    std::vector<std::uint32_t> all(out.places.size(), 0);
    std::vector<std::uint32_t> in_it(out.places.size(), 0);
    std::vector<std::uint32_t> at_it(out.places.size(), 0);
    for (const place_use& u : out.uses) {
      in_it[u.place] += u.first > 0 && at(u.first - 1, "in");
      at_it[u.place] += u.first > 0 && at(u.first - 1, "at");
    }
    const auto paragraph = [&](const place_use& u) { return r_.tokens().paragraph[u.first]; };
    for (std::size_t n = 0; n < out.uses.size(); ++n) {
      const place_use& u = out.uses[n];
      const place& street = out.places[u.place];
      if (street.kind != place_kind::street || !street.named || street.within) continue;
      ++all[u.place];
      std::vector<std::uint32_t> seen;
      const std::size_t end = std::min<std::size_t>(out.uses.size(), n + k_window);
      for (std::size_t k = n > k_window ? n - k_window : 0; k < end; ++k) {
        if (paragraph(out.uses[k]) + k_near < paragraph(u) ||
            paragraph(out.uses[k]) > paragraph(u) + k_near)
          continue;
        const std::uint32_t town = out.uses[k].place;
        // One is "in London", but "at Skerrow", which is a village or a house.
        const place_kind kind = out.places[town].kind;
        const bool may = kind == place_kind::settlement || kind == place_kind::other;
        if (!out.places[town].named || !may || town == u.place ||
            in_it[town] < k_in_of_town * at_it[town] + 1 ||
            std::find(seen.begin(), seen.end(), town) != seen.end())
          continue;
        seen.push_back(town);
        ++towns[u.place][town];
      }
    }
    for (std::uint32_t p = 0; p < towns.size(); ++p) {
      std::uint32_t best = 0;
      std::uint32_t most = 0;
      std::uint32_t next = 0;
      for (const auto& [town, n] : towns[p]) {
        if (n <= most) {
          next = std::max(next, n);
          continue;
        }
        next = most;
        most = n;
        best = town;
      }
      // A town named near a third of its mentions, and no other nearly as often.
      if (most >= k_least && 3 * most >= all[p] && most > next + next / 2)
        out.places[p].within = place_id{best};
    }
  }

  const reading& r_;
  const story& s_;
  std::vector<std::uint8_t> taken_;
  std::vector<found_place> found_;
};

}  // namespace

place_layer find_places(const reading& r) {
  return place_finder(r).run();
}

}  // namespace fabula::plot
