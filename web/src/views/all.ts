// The views in the order of their tabs.
import type { Fixes } from '../fixes';
import type { Views } from '../views';
import { FactsView } from './facts';
import { NetworksView } from './networks';
import { OverviewView } from './overview';
import { PeopleView } from './people';
import { PlacesView } from './places';
import { RatingView } from './rating';
import { ReviewView } from './review';
import { ScenesView } from './scenes';
import { SearchView } from './search';
import { ThreadsView } from './threads';
import { TimelineView } from './timeline';

export function addViews(views: Views, fixes: Fixes): void {
  views.add(
    new OverviewView(views, fixes),
    new PeopleView(views, fixes),
    new NetworksView(views),
    new ScenesView(views),
    new TimelineView(views),
    new PlacesView(views),
    new ThreadsView(views),
    new FactsView(views, fixes),
    new RatingView(views, fixes),
    new ReviewView(views, fixes),
    new SearchView(views),
  );
}
