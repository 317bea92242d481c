#include "plot/plot.hpp"

#include "plot/dismissed.hpp"
#include "plot/facts.hpp"
#include "plot/places.hpp"
#include "plot/reading.hpp"
#include "plot/residents.hpp"
#include "plot/scenes.hpp"
#include "plot/threads.hpp"
#include "plot/ties.hpp"
#include "plot/times.hpp"
#include "plot/viewpoint.hpp"

namespace fabula::plot {

void read_plot(story& s, const token_layer& tokens, const language::lexicon& words,
               const std::vector<std::uint32_t>& narrator_of, const fix_list* fixes,
               const people::name_index& names) {
  const reading r(s, tokens, words);
  s.narrations = find_narrations(r, narrator_of);
  place_layer places = find_places(r);
  std::vector<found_time> times = find_times(r);
  const scene_input in{r, places, times, s.narrations};
  std::vector<scene> scenes = find_scenes(in);
  set_times(r, times, scenes, s.conflicts);
  set_places(in, scenes);
  set_viewpoints(r, find_minds(r), s.narrations, scenes);
  s.moves = find_moves(in, scenes);
  s.bonds = find_bonds(r, scenes);
  tie_layer ties = find_ties(r, scenes, s.bonds);
  s.ties = std::move(ties.ties);
  find_residents(r, places.uses, s.ties, places.places);
  s.facts = find_facts(r, times, std::move(ties.kin));
  s.threads = find_threads({r, times, scenes, s.facts});
  find_conflicts(r, s.facts, s.conflicts);
  s.rating = rate(r, s.facts, fixes);
  s.scenes = std::move(scenes);
  s.places = std::move(places.places);
  for (found_time& t : times)
    s.times.push_back(std::move(t.what));
  if (fixes != nullptr && !fixes->dismiss.empty()) dismiss(r, *fixes, names, s);
}

}  // namespace fabula::plot
