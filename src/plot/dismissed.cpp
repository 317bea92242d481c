#include "plot/dismissed.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "text/words_key.hpp"

namespace fabula::plot {
namespace {

[[nodiscard]] std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& w : words)
    (out += out.empty() ? "" : ", ") += w;
  return out;
}

[[nodiscard]] std::string says(const dismiss_fix& f) {
  std::string out = "dismiss: ";
  if (f.conflict) (out += "conflict ") += to_string(*f.conflict);
  if (f.tie) (out += "tie ") += to_string(*f.tie);
  if (f.warning) (out += "warning ") += to_string(*f.warning);
  if (!f.who.empty()) out += " of " + joined(f.who);
  if (!f.values.empty()) out += " (" + joined(f.values) + ")";
  if (!f.near.empty()) out += " near \"" + f.near + '"';
  return out;
}

class dismisser {
 public:
  dismisser(const reading& r, const people::name_index& names, story& to)
      : r_(r), names_(names), to_(to) {}

  void run(const dismiss_fix& f) {
    std::vector<std::uint32_t> who;
    for (const std::string& n : f.who) {
      who.push_back(names_.find(n));
      if (who.back() < to_.characters.size()) continue;
      to_.unmatched_fixes.push_back({f.line, says(f), people::nobody_called(n, to_.characters)});
      return;
    }
    bool met = false;
    if (f.conflict)
      met =
          std::erase_if(to_.conflicts, [&](const conflict& c) { return is_meant(f, who, c); }) > 0;
    if (f.tie)
      met = std::erase_if(to_.ties, [&](const tie& t) {
              return t.kind == *f.tie &&
                     std::minmax(t.a.value, t.b.value) == std::minmax(who[0], who[1]);
            }) > 0;
    // The rating was made without it.
    if (f.warning) met = warned_[static_cast<std::size_t>(*f.warning)];
    if (!met) to_.unmatched_fixes.push_back({f.line, says(f), "there is none of this kind"});
  }

  void warned(warning_kind k) { warned_[static_cast<std::size_t>(k)] = true; }

 private:
  [[nodiscard]] bool is_meant(const dismiss_fix& f, const std::vector<std::uint32_t>& who,
                              const conflict& c) const {
    if (c.kind != *f.conflict) return false;
    if (!who.empty() && (!c.who || c.who->value != who[0])) return false;
    for (const std::string& v : f.values) {
      const std::string key = text::words_key(v);
      if (std::none_of(c.values.begin(), c.values.end(),
                       [&](const std::string& held) { return text::words_key(held) == key; }))
        return false;
    }
    return f.near.empty() || is_near(f.near, c.first) || is_near(f.near, c.second);
  }

  [[nodiscard]] bool is_near(const std::string& words, byte_range place) const {
    const std::uint32_t i = r_.tokens().first_at(place.start.value);
    if (i >= r_.size()) return false;
    const std::uint32_t s = r_.tokens().sentence[i];
    const std::string there =
        ' ' + text::words_key(r_.words_of(r_.sentence_first(s), r_.sentence_end(s)));
    return there.find(' ' + text::words_key(words)) != std::string::npos;
  }

  const reading& r_;
  const people::name_index& names_;
  story& to_;
  std::array<bool, static_cast<std::size_t>(warning_kind::drugs) + 1> warned_{};
};

}  // namespace

void dismiss(const reading& r, const fix_list& fixes, const people::name_index& names, story& to) {
  dismisser d(r, names, to);
  std::erase_if(to.rating.warnings, [&](const content_warning& w) {
    const bool gone = is_dismissed(&fixes, w.kind);
    if (gone) d.warned(w.kind);
    return gone;
  });
  for (const dismiss_fix& f : fixes.dismiss)
    d.run(f);
  std::stable_sort(to.unmatched_fixes.begin(), to.unmatched_fixes.end(),
                   [](const auto& x, const auto& y) { return x.line < y.line; });
}

bool is_dismissed(const fix_list* fixes, warning_kind kind) noexcept {
  return fixes != nullptr && std::any_of(fixes->dismiss.begin(), fixes->dismiss.end(),
                                         [&](const dismiss_fix& f) { return f.warning == kind; });
}

}  // namespace fabula::plot
