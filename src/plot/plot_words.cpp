#include "plot/plot_words.hpp"

#include <unordered_map>

namespace fabula::plot {
namespace {

struct word_list {
  std::uint64_t bits;
  std::string_view words;
};

namespace w = plot_word;

constexpr word_list k_lists[] = {
    {w::arrive,
     "came come comes coming arrived arrives arrive arriving entered enters enter returned returns "
     "return appeared appears reached reaches reach joined joins"},
    {w::depart,
     "left leaves leave leaving departed departs depart went goes go going withdrew withdraws "
     "retired "
     "retires fled flees drove rode vanished disappeared hurried"},
    {w::perceive,
     "saw sees see seeing heard hears hear hearing felt feels feel feeling noticed notices notice "
     "watched watches smelled smelt tasted sensed perceived beheld listened recognized recognised "
     "recognizes squinted"},
    {w::think,
     "thought thinks think thinking knew knows know wondered wonders wonder wondering decided "
     "decides "
     "remembered remembers remember believed believes believe supposed hoped hopes hope feared "
     "fears "
     "wished wishes wish wanted wants want realized realised realizes realises guessed imagined "
     "forgot forgets meant intended resolved expected expects understood understands regretted "
     "doubted suspected recalled reflected considered dreamed longed dreaded hated loved liked "
     "enjoyed minded rehearsed found pretended"},
    {w::inner_state,
     "afraid ashamed glad happy sad sorry angry furious relieved surprised astonished amazed "
     "worried "
     "anxious jealous lonely proud certain sure convinced determined delighted disappointed "
     "puzzled "
     "confused embarrassed guilty homesick hopeful miserable nervous pleased uneasy weary aware "
     "unhappy mortified vexed"},
    {w::seem, "seemed seems appeared occurred struck dawned"},
    {w::room,
     "room rooms kitchen parlour parlor bedroom bathroom hallway corridor cellar attic study "
     "library "
     "drawing-room dining-room breakfast-room sitting-room living-room ballroom bedchamber chamber "
     "nursery pantry scullery closet office laboratory lab ward cell cabin passage lobby lounge "
     "studio "
     "classroom schoolroom balcony veranda porch staircase stairs landing "
     "basement loft dressing-room bathroom stairwell doorstep step"},
    {w::building,
     "house houses home cottage mansion palace castle hall church chapel cathedral abbey inn hotel "
     "tavern pub bar cafe café restaurant shop store bakery market school college hospital prison "
     "jail station library museum theatre theater barn stable stables mill factory warehouse tower "
     "lighthouse flat apartment lodging lodgings boarding-house parsonage vicarage rectory manor "
     "farm "
     "farmhouse hut tent villa club clinic courthouse temple mosque monastery convent barracks "
     "bungalow workshop place garage post-office canteen shipyard dockyard pottery foundry brewery "
     "dairy forge smithy mine quarry boathouse greenhouse hangar gym hostel villa observatory "
     "orphanage asylum workhouse almshouse chateau fortress fort citadel lodge hall town-hall "
     "courthouse bookshop teashop tea-room coffee-house cinema studio gallery arcade pavilion "
     "summer-house farmyard"},
    {w::street,
     "street road lane avenue square alley path quay wharf pier dock promenade bridge mole "
     "crossroads "
     "highway pavement courtyard yard corner harbour harbor port"},
    {w::settlement, "town city village hamlet suburb settlement borough capital"},
    {w::region, "county country island kingdom province district moor moors coast shire"},
    {w::land,
     "garden gardens park wood woods forest field fields hill hills mountain mountains meadow "
     "orchard "
     "valley beach shore cliff cave desert lawn heath common grove churchyard cemetery graveyard "
     "camp plain shrubbery fjord"},
    {w::water, "river lake sea ocean pond stream bay canal well"},
    {w::vehicle,
     "carriage coach train ship boat ferry car van bus cab taxi tram plane cart chaise wagon lorry "
     "truck yacht schooner deck"},
    {w::place_in, "in at inside into within through outside upon on behind under underneath"},
    {w::phone,
     "phone telephone receiver phoned telephoned rang call line voicemail dialled dialed "
     "switchboard"},
    {w::weekday, "monday tuesday wednesday thursday friday saturday sunday"},
    {w::month,
     "january february march april may june july august september october november december"},
    {w::season, "spring summer autumn winter fall"},
    {w::feast,
     "christmas easter michaelmas whitsun whitsuntide lent candlemas midsummer halloween "
     "thanksgiving "
     "new-year lammas epiphany lady-day ramadan diwali hanukkah eid"},
    {w::day_part,
     "morning mornings noon midday afternoon evening night midnight dawn daybreak sunrise sunset "
     "dusk "
     "twilight tonight nightfall breakfast lunchtime dinner-time"},
    {w::time_unit,
     "second seconds minute minutes hour hours day days week weeks fortnight month months year "
     "years "
     "moment moments century centuries"},
    {w::number,
     "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
     "sixteen "
     "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
     "several few couple half"},
    {w::ordinal,
     "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
     "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first "
     "twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh "
     "twenty-eighth "
     "twenty-ninth thirtieth thirty-first"},
    {w::kin,
     "mother father mum mom dad mummy daddy mamma mama papa pa ma sister brother aunt uncle auntie "
     "grandmother grandfather grandma grandpa grandad granddad gran granny nan cousin niece nephew "
     "son "
     "daughter stepmother stepfather stepsister stepbrother half-brother half-sister mother-in-law "
     "father-in-law sister-in-law brother-in-law son-in-law daughter-in-law twin grandson "
     "granddaughter "
     "godmother godfather parent parents child children sisters brothers daughters sons"},
    {w::sibling_like, "sister brother twin cousin sisters brothers stepsister stepbrother"},
    {w::parent_address,
     "mother father mum mom dad mummy daddy mamma mama papa pa ma grandmother grandfather grandma "
     "grandpa grandad granddad gran granny"},
    {w::couple,
     "wife husband lover fiance fiancé fiancee fiancée girlfriend boyfriend bride bridegroom "
     "sweetheart betrothed spouse widow widower partner"},
    {w::friendship, "friend friends companion pal mate comrade chum confidante"},
    {w::work,
     "employer employee boss assistant secretary clerk servant maid housemaid butler valet cook "
     "housekeeper governess tutor teacher pupil student colleague apprentice master mistress "
     "manager steward footman coachman nurse patient client lawyer captain lieutenant sergeant "
     "partner chief deputy"},
    {w::household,
     "neighbour neighbor landlady landlord lodger tenant housemate flatmate roommate "
     "guest ward"},
    {w::enmity, "enemy rival foe adversary nemesis"},
    {w::attack,
     "struck hit slapped punched kicked stabbed shot attacked beat killed murdered strangled "
     "choked "
     "threatened insulted cursed betrayed robbed hated despised detested accused fought assaulted"},
    {w::tender,
     "kissed kiss kisses embraced embrace hugged caressed married marry marries loved loves "
     "proposed engaged courted"},
    {w::future,
     "tomorrow tonight soon next later someday until till to-morrow to-night when before after "
     "eventually by-and-by"},
    {w::pet,
     "dog cat puppy kitten horse pony donkey parrot canary rabbit hamster whippet terrier hound "
     "spaniel "
     "mare goat"},
    {w::colour,
     "blue green brown grey gray hazel black dark violet amber golden red fair blonde blond auburn "
     "chestnut white silver ginger yellow raven"},
    {w::hair_word,
     "red-haired fair-haired dark-haired black-haired grey-haired gray-haired white-haired "
     "golden-haired blonde blond ginger-haired brown-haired redhead"},
    {w::violence,
     "blood bloody bleeding stab stabbed stabbing shot shoot gun pistol rifle knife dagger sword "
     "murder murdered murderer kill killed killing strangled strangle beat beaten beating fight "
     "fought "
     "wound wounded wounds struck punch punched attack attacked slaughter slaughtered massacre "
     "torture "
     "tortured behead beheaded mutilated corpse corpses weapon throat battle bullet bullets"},
    {w::gore,
     "gore entrails mutilated severed butchered disembowelled decapitated brains gutted slaughter "
     "slaughtered tortured torture massacre blood bloody beheaded"},
    {w::death,
     "died dies die dying dead death deaths killed drowned buried funeral grave coffin corpse "
     "murdered "
     "suicide perished deathbed memorial"},
    {w::sex,
     "sex naked nude orgasm moaned thrust thrusting aroused arousal erection nipple nipples "
     "breasts "
     "undressed lovemaking climax condom whore brothel seduced seduce prostitute intercourse"},
    {w::abuse,
     "rape raped rapist molested abused abuse abuser abusive assaulted incest beaten flogged "
     "whipped "
     "enslaved slave slaves kidnapped groped"},
    {w::self_harm, "suicide suicidal self-harm overdose overdosed"},
    {w::strong_language,
     "fuck fucking fucked fucker shit bullshit cunt motherfucker motherfucking asshole arsehole "
     "cocksucker"},
    {w::mild_language,
     "damn damned goddamn bloody bastard bitch hell arse ass crap piss pissed bugger"},
    {w::drugs,
     "cocaine heroin opium morphine drunk drunken drunkard whisky whiskey gin brandy rum marijuana "
     "cannabis syringe laudanum meth hashish"},
    {w::dull,
     "the a an and or but of to in on at for with by from as is was were be been being are am i "
     "you he "
     "she it we they me him her us them my your his its our their mine yours hers this that these "
     "those there here not no nor so if then than too very just only up down out off over again "
     "more "
     "most some any all both each few other such own same what which who whom whose how when where "
     "why will would shall should can could may might must do does did done doing have has had "
     "having "
     "'s 're 've 'll 'd 'm n't let get got go goes going went gone come came say says said ask "
     "asked "
     "tell told know knew think thought make made take took see saw look looked want well oh yes "
     "no "
     "now one two thing things something anything nothing way about into through after before "
     "because while until upon much many little good like back ever never always still even once "
     "first last next time day put give gave mr mrs miss sir dear"},
    {w::trade,
     "doctor engineer teacher cook lawyer clerk sailor soldier captain surgeon nurse baker butcher "
     "tailor carpenter blacksmith printer painter poet writer journalist detective inspector "
     "governess "
     "housekeeper tuner mechanic farmer shepherd gardener librarian secretary priest vicar curate "
     "bishop merchant banker broker architect pilot musician singer actress actor professor "
     "chemist "
     "apothecary weaver miller fisherman landlady innkeeper attorney clergyman warden mayor "
     "paramedic accountant plumber electrician programmer barista waiter waitress bartender "
     "dentist vet policeman policewoman constable firefighter hairdresser photographer reporter "
     "scientist barrister solicitor cleaner chef"},
    {w::stand, "stood stands lay lies was is rose looked overlooked faced"},
    {w::commit,
     "ask write tell bring follow send come return give pay find call meet help marry wait visit "
     "show "
     "explain buy sell fetch teach take keep let make finish speak fix repair mend go think stay "
     "play "
     "sing answer decide look stop start read phone ring text remember never always see try"},
    {w::body_act,
     "walked sat stood looked turned nodded smiled grinned laughed sighed shrugged shook leaned "
     "reached "
     "held put took set laid picked pulled pushed opened closed shut stepped ran climbed poured "
     "drank "
     "ate rose knelt lay waved pointed glanced stared frowned blushed wept cried trotted jumped "
     "went came "
     "entered left gave wiped hung squeezed lifted dropped unscrewed rubbed touched kissed knocked "
     "caught threw washed folded bowed tapped played wound crossed walks sits stands looks turns "
     "nods "
     "smiles leans holds puts takes opens steps gets got began sang lit drew coughed swallowed "
     "paused "
     "hesitated ordered answered slid showed buzzed carried was were had wore struck"},
};

[[nodiscard]] const std::unordered_map<std::string_view, std::uint64_t>& table() {
  static const std::unordered_map<std::string_view, std::uint64_t> k_table = [] {
    std::unordered_map<std::string_view, std::uint64_t> out;
    for (const word_list& list : k_lists) {
      for (std::string_view rest = list.words; !rest.empty();) {
        const std::size_t space = rest.find(' ');
        out[rest.substr(0, space)] |= list.bits;
        rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
      }
    }
    return out;
  }();
  return k_table;
}

}  // namespace

std::vector<std::uint64_t> plot_bits(const std::vector<std::string>& forms) {
  std::vector<std::uint64_t> out;
  out.reserve(forms.size());
  for (const std::string& f : forms) {
    const auto found = table().find(f);
    out.push_back(found == table().end() ? 0 : found->second);
  }
  return out;
}

}  // namespace fabula::plot
